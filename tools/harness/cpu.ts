/** The CPU time (s) of this process during some work: a bound on it holds on a machine that is busy with something else. */
export function cpuSeconds(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}
