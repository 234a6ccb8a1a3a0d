/**
 * Every n-th of many cases, from the one at `first` (default 0) on: what `npm test` has the time for. All of them with `SWEEP=full` in
 * the environment, as test/e2e/sweeps.e2e.ts sets it.
 */
export function sample<Case>(cases: readonly Case[], n: number, first = 0): Case[] {
	return process.env.SWEEP === 'full' ? [...cases] : cases.filter((_, index) => index % n === first);
}
