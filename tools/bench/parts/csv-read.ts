import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createFlatFileWriter, flatFileTables } from '../../../lib/flat-file';
import { check, median, type PartResult } from '../figures';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';
import { benchSuppliers } from '../suppliers';
import { edit, extractCsv, firstItem, readFromDisk, scanOne, type Step, webhookWorkflow } from '../workflows';

/** Two layouts: every documented column, most of them blank, and what a customer might choose for capture. */
const LAYOUTS: Record<string, string[]> = {
	'every column': [],
	'chosen columns': [
		'Name',
		'Supplier Number',
		'Status',
		'Payment Terms',
		'Primary Address Street1',
		'Primary Address City',
		'Primary Address Postal Code',
		'PO Email',
	],
};

/**
 * Scan One → Supplier → Read File and n8n's Extract From File on the same CSV, in the same n8n, by turns. The figure is that
 * of the layout that suits us less.
 */
export async function csvRead(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const compared: Comparison[] = [];
	for (const [layout, columns] of Object.entries(LAYOUTS)) compared.push(await compare(n8n, scale, layout, columns));
	const wrong = compared
		.flatMap(({ readFile, extractFromFile }) => [...readFile, ...extractFromFile])
		.filter(({ items }) => items !== scale.csvLines - 1);
	return {
		figures: { csvReadRatio: Math.min(...compared.map(({ ratio }) => ratio)) },
		checks: [
			check(
				'Every line of the CSV read',
				wrong.length === 0,
				`${scale.csvLines - 1} suppliers, ${2 * LAYOUT_COUNT * scale.csvRounds} runs`,
			),
			...compared.map(({ layout, ms, ratio }) =>
				check(
					`CSV with ${layout}`,
					ratio >= 1,
					`Read File ${ms.readFile} ms, Extract From File ${ms.extractFromFile} ms: ${ratio.toFixed(2)}`,
				),
			),
		],
		detail: { lines: scale.csvLines, layouts: compared },
	};
}

const LAYOUT_COUNT = Object.keys(LAYOUTS).length;

interface Reading {
	ms: number;
	items: number;
}

interface Comparison {
	layout: string;
	bytes: number;
	ratio: number;
	ms: { readFile: number; extractFromFile: number };
	readFile: Reading[];
	extractFromFile: Reading[];
}

async function compare(n8n: BenchN8n, scale: Scale, layout: string, columns: string[]): Promise<Comparison> {
	const name = layout.replaceAll(' ', '-');
	const file = join(n8n.files, `${name}.csv`);
	const bytes = await writeSuppliers(file, scale.csvLines, columns);
	const ours = await n8n.workflow(
		timed(`read-file-${name}`, file, scanOne('Read', null, { operation: 'readFile', file: 'supplierExport' })),
	);
	const theirs = await n8n.workflow(timed(`extract-from-file-${name}`, file, extractCsv('Read')));
	const readFile: Reading[] = [];
	const extractFromFile: Reading[] = [];
	await reading(ours);
	await reading(theirs);
	for (let round = 0; round < scale.csvRounds; round++) {
		readFile.push(await reading(ours));
		extractFromFile.push(await reading(theirs));
	}
	const ms = { readFile: median(readFile.map((each) => each.ms)), extractFromFile: median(extractFromFile.map((each) => each.ms)) };
	return { layout, bytes, ratio: ms.extractFromFile / ms.readFile, ms, readFile, extractFromFile };
}

async function reading(run: () => Promise<Record<string, unknown>>): Promise<Reading> {
	const { ms, items } = await run();
	return { ms: Number(ms), items: Number(items) };
}

/** The reading of the disk stands before the clock starts. */
function timed(name: string, file: string, read: Step) {
	return webhookWorkflow(name, [
		readFromDisk('File', file),
		edit('Start', '{ startedAt: Date.now() }', true),
		read,
		firstItem('First'),
		edit('End', "{ ms: Date.now() - $('Start').first().json.startedAt }"),
		edit('Outcome', "{ ms: $json.ms, items: $('Read').all().length }"),
	]);
}

async function writeSuppliers(file: string, lines: number, columns: string[]): Promise<number> {
	const writer = createFlatFileWriter(flatFileTables.supplierExport, { columns });
	const content = Buffer.concat([writer.write(benchSuppliers(lines - 1)), writer.end()]);
	await writeFile(file, content);
	return content.length;
}
