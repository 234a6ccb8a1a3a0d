/** The last poll under way of each trigger. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Polls of one trigger one after the other: n8n starts the next one whether or not the last has ended, and both would start from the same
 * state and tell the same records.
 */
export async function inTurn<Result>(trigger: string, poll: () => Promise<Result>): Promise<Result> {
	const before = underWay.get(trigger) ?? Promise.resolve();
	const own = before.then(poll, poll);
	underWay.set(trigger, own);
	try {
		return await own;
	} finally {
		if (underWay.get(trigger) === own) underWay.delete(trigger);
	}
}
