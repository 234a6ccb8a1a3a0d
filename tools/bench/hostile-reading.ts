import type { ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { HostilePackage } from '../sandbox/scan-one';
import { endChild, startChild } from './child';
import type { HostileReport } from './hostile-process';
import { memoryWhile } from './memory';

const MB = 2 ** 20;
/** What a package may take: so much in any case, and so many times its own size. */
const ALLOWED_MB = 100;
const TIMES_ITS_SIZE = 8;

/** What reading a package took. */
export interface HostileReading extends HostileReport {
	name: string;
	sizeMb: number;
	idleMb: number;
	aboveIdleMb: number;
	goalMb: number;
}

/** Reads a package in a process of its own. */
export async function readHostile({ name, fileName, content }: HostilePackage, folder: string): Promise<HostileReading> {
	const path = join(folder, fileName);
	await writeFile(path, content);
	const child = startChild('hostile-process.ts', [path]);
	try {
		await told(child);
		const reports: HostileReport[] = [];
		const { idleMb, peakMb } = await memoryWhile(Number(child.pid), async () => {
			const reading = told(child);
			child.send('read');
			reports.push((await reading) as HostileReport);
		});
		const [report] = reports;
		if (report === undefined) throw new Error(`No report of ${name}`);
		const sizeMb = content.length / MB;
		const aboveIdleMb = Math.max(peakMb, report.peakMb) - idleMb;
		return { ...report, name, sizeMb, idleMb, aboveIdleMb, goalMb: ALLOWED_MB + TIMES_ITS_SIZE * sizeMb };
	} finally {
		await endChild(child);
		await rm(path);
	}
}

/** The next message of a process; rejects when it ends without one. */
async function told(child: ChildProcess): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		const onExit = (code: number | null): void => {
			reject(new Error(`A reading process ended with code ${String(code)}`));
		};
		child.once('exit', onExit);
		child.once('message', (message) => {
			child.off('exit', onExit);
			resolve(message);
		});
	});
}
