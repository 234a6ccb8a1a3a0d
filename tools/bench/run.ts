/**
 * The bench: a real n8n with the built package against a sandbox Coupa in another process, with the limit and the latency
 * of a real one. Everything compared is measured in this one run, by turns; figures are medians. `--report FILE` writes
 * them as JSON, `--only PART` runs one part (read, slow, deep, processes, sync, csv, backlog, export, packages, hostile, e-invoice), `--small` tries the bench itself on little
 * data. Exit code 1 when a target is missed.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { line, section } from '../harness/print';
import { type Check, figureRows, type Figures, isOnTarget, NO_FIGURES, type PartResult } from './figures';
import { BenchN8n } from './n8n';
import { backlog } from './parts/backlog';
import { csvRead } from './parts/csv-read';
import { eInvoice } from './parts/e-invoice';
import { exportMemory } from './parts/export-memory';
import { hostile } from './parts/hostile';
import { manyPackages } from './parts/many-packages';
import { noChange } from './parts/no-change';
import { readAll } from './parts/read-all';
import { readDeep, readSlowly } from './parts/read-as-measured';
import { twoProcesses } from './parts/two-processes';
import { type Scale, SMALL, WHOLE } from './scale';
import { printTable } from './table';

type Part = (n8n: BenchN8n, scale: Scale) => Promise<PartResult>;

const PARTS: Record<string, { title: string; run: Part }> = {
	read: { title: 'Get Many → Return All, and the HTTP Request node', run: readAll },
	slow: { title: 'Get Many → Return All where a page takes 1.2 s', run: readSlowly },
	deep: { title: 'Get Many at the end of 4.77 million rows', run: readDeep },
	processes: { title: 'Two processes on one instance', run: twoProcesses },
	sync: { title: 'Sync with nothing changed, and with 1 % changed', run: noChange },
	csv: { title: 'Reading a CSV, and Extract From File', run: csvRead },
	backlog: { title: 'A backlog of small packages', run: backlog },
	export: { title: 'Export to File', run: exportMemory },
	packages: { title: 'Many large packages in one run', run: manyPackages },
	hostile: { title: 'Packages that are made to stop n8n', run: hostile },
	'e-invoice': { title: 'Reading an e-invoice', run: eInvoice },
};

const { values: options } = parseArgs({
	options: { only: { type: 'string' }, report: { type: 'string' }, small: { type: 'boolean', default: false } },
});

async function main(): Promise<boolean> {
	const names = options.only === undefined ? Object.keys(PARTS) : [options.only];
	const unknown = names.find((name) => !(name in PARTS));
	if (unknown !== undefined) throw new Error(`There is no part "${unknown}"; there are ${Object.keys(PARTS).join(', ')}`);
	const started = Date.now();
	const machine = { cpus: availableParallelism(), loadBefore: load() };
	const n8n = await BenchN8n.start(line);
	line(`n8n ${n8n.version} on ${process.version}, ${machine.cpus} CPUs, load ${machine.loadBefore} before`);
	let figures: Figures = NO_FIGURES;
	const checks: Check[] = [];
	const detail: Record<string, object> = {};
	try {
		for (const name of names) {
			const part = await timedPart(name, n8n);
			figures = { ...figures, ...part.figures };
			checks.push(...part.checks);
			detail[name] = part.detail;
		}
	} finally {
		await n8n.stop();
	}
	section('Figures');
	printTable([['Figure', 'Value', '', 'Target', ''], ...figureRows(figures)]);
	const report = {
		...figures,
		checks,
		detail,
		machine: { ...machine, loadAfter: load() },
		seconds: Math.round((Date.now() - started) / 1000),
		small: options.small,
	};
	if (options.report) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
	return isOnTarget(figures, checks);
}

/** Processes that wanted a CPU in the last minute, on average: with others at work, figures are worse than they could be. */
function load(): number {
	return Math.round(10 * (loadavg()[0] ?? 0)) / 10;
}

async function timedPart(name: string, n8n: BenchN8n): Promise<PartResult> {
	const part = PARTS[name];
	if (!part) throw new Error(`There is no part "${name}"`);
	section(part.title);
	const started = Date.now();
	const result = await part.run(n8n, options.small ? SMALL : WHOLE);
	printTable(figureRows({ ...NO_FIGURES, ...result.figures }));
	for (const { name: what, passed, detail } of result.checks) line(`  ${passed ? 'ok    ' : 'FAILED'}  ${what}: ${detail}`);
	line(`  (${Math.round((Date.now() - started) / 1000)} s)`);
	return result;
}

main().then(
	(passed) => process.exit(passed ? 0 : 1),
	(error: unknown) => {
		console.error(error instanceof Error ? (error.stack ?? error.message) : error);
		process.exit(1);
	},
);
