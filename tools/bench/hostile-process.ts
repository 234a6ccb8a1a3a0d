/**
 * One process that reads one package as the node does, and hands over each of its files once, as the node does:
 * `hostile-process.ts FILE`. It says `true` when it is warm, reads at the first message, and reports.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { readInvoicePackage } from '../../lib/package';
import { longestBlock } from '../harness/longest-block';
import { hostilePackages } from '../sandbox/scan-one';

export interface HostileReport {
	longestBlockMs: number;
	/** The kernel's own high-water mark, where reading has raised it; else 0. */
	peakMb: number;
	seconds: number;
	items: number;
	problems: number;
	/** Of the first problem. */
	firstCode: string | null;
}

const SOURCE = { claim: null, receivedAt: '2026-05-05T06:30:00Z', boundTo: null, claimedUntil: null, encoding: 'auto' as const };

const WARM_UP = new Set(['oneInvoice', 'damagedRows', 'emptyInvoices', 'oneImageForAll', 'legal']);

async function read(bytes: Buffer, fileName: string): Promise<Omit<HostileReport, 'longestBlockMs' | 'peakMb' | 'seconds'>> {
	const { items } = await readInvoicePackage(bytes, fileName, {
		delivery: { package: fileName, ...SOURCE },
		image: { severity: 'warning' },
	});
	const handedOver = new Set<string>();
	for (const file of items.flatMap(({ files }) => files)) {
		if (handedOver.has(file.sha256)) continue;
		handedOver.add(file.sha256);
		await file.read();
	}
	const problems = items.reduce((sum, { json }) => sum + json.problems.length, 0);
	const first = items.find(({ json }) => json.problems.length > 0)?.json.problems[0];
	return { items: items.length, problems, firstCode: first?.code ?? null };
}

async function measured(path: string): Promise<HostileReport> {
	const bytes = await readFile(path);
	let outcome = { items: 0, problems: 0, firstCode: null as string | null };
	const before = process.resourceUsage().maxRSS;
	const started = performance.now();
	const longestBlockMs = await longestBlock(async () => {
		outcome = await read(bytes, basename(path));
	});
	const seconds = (performance.now() - started) / 1000;
	const { maxRSS } = process.resourceUsage();
	return { longestBlockMs, peakMb: maxRSS > before ? maxRSS / 1024 : 0, seconds, ...outcome };
}

async function main(path: string): Promise<void> {
	// What the engine compiles and its heap of working size are no cost of the package.
	for (const { content, fileName, name } of hostilePackages(0.2)) if (WARM_UP.has(name)) await read(content, fileName);
	// As long as it listens it stays: its memory is looked at once more when it has reported.
	process.on('message', () => {
		void measured(path).then((report) => process.send?.(report));
	});
	process.send?.(true);
}

void main(String(process.argv[2]));
