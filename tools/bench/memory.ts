import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { runToEnd } from '../harness/host/process';
import { median } from './figures';

const SAMPLE_MS = 50;
const IDLE_SAMPLES = 40;

/** Memory of a process while something ran, in MB. */
export interface MemoryUse {
	idleMb: number;
	peakMb: number;
	/** By the kernel's own high-water mark, or by samples 20 times a second. */
	by: 'high-water mark' | 'samples';
}

/** Resident memory of a process at rest, in MB: the median of two seconds. */
export async function idleMemory(pid: number): Promise<number> {
	const samples: number[] = [];
	for (let sample = 0; sample < IDLE_SAMPLES; sample++) {
		samples.push(await residentMb(pid));
		await sleep(SAMPLE_MS);
	}
	return median(samples);
}

/** Resident memory at rest, and its highest value while the work runs. */
export async function memoryWhile(pid: number, work: () => Promise<void>): Promise<MemoryUse> {
	const idleMb = await idleMemory(pid);
	const hasMark = resetHighWaterMark(pid);
	let peakMb = 0;
	const watching = new AbortController();
	const watch = (async () => {
		while (!watching.signal.aborted) {
			peakMb = Math.max(peakMb, await residentMb(pid));
			await sleep(SAMPLE_MS);
		}
	})();
	try {
		await work();
	} finally {
		watching.abort();
		await watch;
	}
	return { idleMb, peakMb: hasMark ? Math.max(peakMb, statusMb(pid, 'VmHWM')) : peakMb, by: hasMark ? 'high-water mark' : 'samples' };
}

async function residentMb(pid: number): Promise<number> {
	if (existsSync(`/proc/${pid}/status`)) return statusMb(pid, 'VmRSS');
	const { stdout } = await runToEnd('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: process.cwd() });
	return Number(stdout) / 1024;
}

function statusMb(pid: number, name: string): number {
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	if (kilobytes === undefined) throw new Error(`The system does not tell ${name} of process ${pid}`);
	return Number(kilobytes) / 1024;
}

/** Linux forgets the highest value so far when told so; other systems, and some containers, have no such switch. */
function resetHighWaterMark(pid: number): boolean {
	try {
		writeFileSync(`/proc/${pid}/clear_refs`, '5');
		return statusMb(pid, 'VmHWM') > 0;
	} catch {
		return false;
	}
}
