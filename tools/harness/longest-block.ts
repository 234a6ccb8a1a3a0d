const TICK_MS = 1;

/**
 * How long some work kept the event loop of this process from everything else at most, in milliseconds: nothing else, such as the
 * renewal of a lease or a cancellation, could happen for so long. Of the time on the clock only as much counts as the process had a
 * processor for: what else runs on the machine is no fault of the work. So waiting without one, as for a synchronous read of the
 * disk, is not seen.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = now();
	const measure = (): void => {
		const { clock, processor } = now();
		longest = Math.max(longest, Math.min(clock - last.clock, processor - last.processor));
		last = { clock, processor };
	};
	let timer = setTimeout(function tick() {
		measure();
		timer = setTimeout(tick, TICK_MS);
	}, TICK_MS);
	try {
		await work();
	} finally {
		clearTimeout(timer);
		measure();
	}
	return longest;
}

function now(): { clock: number; processor: number } {
	const { user, system } = process.cpuUsage();
	return { clock: performance.now(), processor: (user + system) / 1000 };
}
