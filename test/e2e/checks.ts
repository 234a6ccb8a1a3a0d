const started = Date.now();
const results = { passed: 0, failed: 0, skipped: 0 };

/** Runs one check of a script, says how long it took, and lets the script go on when it fails. */
export async function check(name: string, body: () => Promise<void> | void): Promise<void> {
	const start = Date.now();
	try {
		await body();
		results.passed += 1;
		console.log(`ok    ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
	} catch (error) {
		results.failed += 1;
		console.log(`FAIL  ${name}: ${error instanceof Error ? error.stack : String(error)}`);
	}
}

/** Names a check that cannot be made here. */
export function skip(name: string, reason: string): void {
	results.skipped += 1;
	console.log(`skip  ${name}: ${reason}`);
}

/** The last line of a script, which run.ts reads, and its exit code: 1 when a check has failed. */
export function conclude(): void {
	const { passed, failed, skipped } = results;
	const seconds = ((Date.now() - started) / 1000).toFixed(0);
	console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} in ${seconds} s`);
	process.exitCode = failed === 0 ? 0 : 1;
}
