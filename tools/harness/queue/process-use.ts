import { readFileSync } from 'node:fs';

/** What a process has used since its start, as Linux tells it. */
export interface ProcessUse {
	/** Processor time, s. */
	cpuSeconds: number;
	/** Most resident memory, MB. */
	peakMb: number;
}

/** USER_HZ, which Linux has as 100 everywhere. */
const TICKS_PER_SECOND = 100;

/** Null where the system has no /proc, or the process has ended. */
export function processUse(pid: number): ProcessUse | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field, a name in brackets, may hold blanks; user and system time are the 14th and 15th.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
		return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, peakMb: Math.round(Number(peak) / 1024) };
	} catch {
		return null;
	}
}
