/** The last job of each name that is still under way. */
const last = new Map<string, Promise<unknown>>();

/** Runs jobs of the same name one after the other, in the order they came; others run side by side. */
export async function inTurn<Result>(name: string, job: () => Promise<Result>): Promise<Result> {
	const before = last.get(name);
	const turn = (async () => {
		// How the one before ended is its own caller's matter.
		await before?.catch(() => undefined);
		return await job();
	})();
	last.set(name, turn);
	try {
		return await turn;
	} finally {
		if (last.get(name) === turn) last.delete(name);
	}
}
