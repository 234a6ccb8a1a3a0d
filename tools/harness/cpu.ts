/** The CPU time (s) of this process during some work: a bound on it holds on a machine that is busy with something else. */
export function cpuSeconds(work: () => void): number {
	const before = process.cpuUsage();
	work();
	return secondsSince(before);
}

/** The same for work that the event loop does in turns. */
export async function cpuSecondsOf(work: () => Promise<void>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	return secondsSince(before);
}

function secondsSince(before: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}
