/**
 * Work that can be interrupted: it yields where it may pause, every few thousandths of a second at the latest, and returns what it
 * has made. Whoever runs it decides whether it pauses there.
 */
export type Sliced<Result> = Generator<undefined, Result, undefined>;

/** How long the event loop is kept from everything else at a time, in milliseconds: the renewal of a lease or a cancellation waits no longer. */
const SLICE_MS = 20;

/**
 * Does work in slices, and lets the event loop turn between them. In slices and not in a worker thread: what is read are millions of
 * small objects, and to hand them over from a thread they would have to be copied in one block that is longer than the reading.
 * @param signal between two slices the work is given up when it is aborted: then the promise rejects with its reason
 */
export async function inSlices<Result>(work: Sliced<Result>, signal?: AbortSignal): Promise<Result> {
	signal?.throwIfAborted();
	let until = performance.now() + SLICE_MS;
	for (let step = work.next(); ; step = work.next()) {
		if (step.done === true) return step.value;
		if (performance.now() < until) continue;
		await new Promise((resolve) => setImmediate(resolve));
		signal?.throwIfAborted();
		until = performance.now() + SLICE_MS;
	}
}

/**
 * Lets the event loop turn in a loop of asynchronous steps: steps that never wait for anything follow each other without it. To be
 * awaited before each step; it waits only once a slice is over.
 */
export function turning(signal?: AbortSignal): () => Promise<void> {
	let until = performance.now() + SLICE_MS;
	return async () => {
		if (performance.now() < until) return;
		await new Promise((resolve) => setImmediate(resolve));
		signal?.throwIfAborted();
		until = performance.now() + SLICE_MS;
	};
}

/** Does work in one go, for what is known to be small. */
export function atOnce<Result>(work: Sliced<Result>): Result {
	for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** The results for all items in order; the work may pause behind each of them. */
export function* eachOf<Item, Result>(items: Iterable<Item>, resultOf: (item: Item) => Result): Sliced<Result[]> {
	const results: Result[] = [];
	for (const item of items) {
		results.push(resultOf(item));
		yield;
	}
	return results;
}
