import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';

import type { DeliveredInvoice, Problem } from '../../lib/core';
import { badDeliveries, type BadDelivery, deliver, INCOMING, plainInvoice } from '../../tools/sandbox/scan-one';
import { Flow, inCoupa, itemsOf } from './support/flow';

let flow: Flow;
let bad: BadDelivery[];
let outcomeItems: INodeExecutionData[];
let packages: INodeExecutionData[];
let peakRss: number;

/** One lock-box with every bad delivery at once and a good one beside them, taken through the whole flow. */
beforeAll(async () => {
	flow = await Flow.start();
	bad = await badDeliveries();
	for (const delivery of bad) await deliver(flow.lockBox.root, delivery);
	await flow.deliver('good.zip', [plainInvoice('GOOD-1'), plainInvoice('GOOD-2')]);
	// Long enough in the lock-box that what is incomplete counts as unreadable.
	const past = new Date(Date.now() - 10 * 60_000);
	for (const { fileName } of bad) utimesSync(join(flow.lockBox.root, INCOMING, fileName), past, past);
	const watch = setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage().rss)), 20);
	peakRss = process.memoryUsage().rss;
	const announced = await flow.poll();
	const captured = itemsOf(await flow.getMany({}, {}, announced));
	outcomeItems = itemsOf(await flow.import(captured, { includeCaptured: true }));
	packages = itemsOf(await flow.acknowledge(outcomeItems));
	clearInterval(watch);
}, 60_000);

afterAll(async () => {
	await flow.stop();
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const itemsOfPackage = (fileName: string) =>
	outcomeItems
		.map(({ json }) => {
			const { captured, problems } = json.details as unknown as { captured: DeliveredInvoice; problems: Problem[] };
			return { ...captured, problems, outcome: String(json.outcome), reason: String(json.reason) };
		})
		.filter(({ delivery }) => delivery.package === fileName);
const settledPackage = (fileName: string) => packages.map(({ json }) => json).find((json) => json.package === fileName);

/** Rows of a report: what AP and Scan One read. */
function reportOf(fileName: string): string {
	const { report } = settledPackage(fileName) ?? {};
	return typeof report === 'string' ? flow.read('Rejected', report).toString('utf8') : '';
}

test('every package is settled, and nothing is left behind', () => {
	expect(packages.map(({ json }) => [json.package, json.settled, json.reason])).toEqual(
		expect.arrayContaining([...bad.map(({ fileName }) => [fileName, true, '']), ['good.zip', true, '']]),
	);
	expect(packages).toHaveLength(bad.length + 1);
	expect([flow.files('Incoming'), flow.files('Processing'), flow.files('Waiting')]).toEqual([[], [], []]);
	expect(flow.folders.isSettled()).toBe(true);
});

test('the archive holds every original, byte for byte', () => {
	const archived = new Map(flow.folders.archivedPackages().map(({ name, bytes }) => [name, sha256(bytes)]));
	expect(archived.size).toBe(bad.length + 1);
	for (const { fileName, content } of bad) expect([fileName, archived.get(fileName)]).toEqual([fileName, sha256(content)]);
});

test('the good neighbours in other packages are imported', () => {
	for (const number of ['GOOD-1', 'GOOD-2']) expect(inCoupa(flow, number)).toMatchObject({ status: 'pending_approval' });
});

test('nothing but the good numbers is in Coupa, each once, each submitted with its own image', () => {
	const good = ['GOOD-1', 'GOOD-2', ...bad.flatMap((delivery) => delivery.good)];
	expect(
		flow.coupa
			.rows('invoices')
			.map((row) => String(row['invoice-number']))
			.sort(),
	).toEqual([...good].sort());
	for (const number of good) {
		const row = inCoupa(flow, number);
		expect([number, row?.status, flow.coupa.imageScan(Number(row?.id))?.fileName]).toEqual([number, 'pending_approval', `${number}.pdf`]);
	}
	expect(flow.bodiesOutsideSchema()).toEqual([]);
});

test('a page image of 9 MB arrives whole', () => {
	expect(flow.coupa.imageScan(Number(inCoupa(flow, 'BIG-IMAGE-1')?.id))?.bytes.length).toBeGreaterThanOrEqual(9 * 1024 * 1024);
});

test('memory stays far below what the ZIP bombs would unpack to', () => {
	expect(peakRss / 1024 / 1024).toBeLessThan(1500);
});

/** What the reason must speak of, by kind of fault. */
const REASONS: Record<string, RegExp> = {
	truncatedZip: /cut off/,
	notAZip: /is not a ZIP file/,
	zipBomb: /unpacks to 64 MB/,
	lyingZipBomb: /BAD-LIAR\.pdf|BAD-LIAR/,
	climbingName: /points outside the package.*\.\.\/climbed\.csv/,
	absoluteName: /points outside the package.*\/tmp\/climbed\.csv/,
	backslashName: /points outside the package/,
	twoCsvs: /2 CSV files.*one\.csv, two\.csv/,
	noCsv: /no CSV at its top level/,
	imagesOnly: /images only/,
	emptyCsv: /empty/,
	headerOnly: /no “Invoice” row/,
	columnTwice: /Currency/,
	invalidBytes: /neither UTF-8 nor Windows-1252/,
	utf16: /UTF-16/,
	duplicateNumber: /bad-dup .*first at row \d/,
	unknownRowKind: /Invoice Discount/,
	formulaCells: /Price.*=25\*2/,
	notAnImage: /PDF, TIFF, PNG or JPEG/,
	strayFile: /BAD-STRAY\.pdf/,
	strayRow: /BAD-NOWHERE/,
	bigImage: /^$/,
};

test('the table of reasons speaks of every bad delivery', () => {
	expect(Object.keys(REASONS).sort()).toEqual(bad.map(({ name }) => name).sort());
});

describe.each(Object.keys(REASONS).filter((name) => name !== 'bigImage'))('%s', (name) => {
	const delivery = (): BadDelivery => {
		const found = bad.find((candidate) => candidate.name === name);
		if (!found) throw new Error(`There is no bad delivery ${name}`);
		return found;
	};

	test('is refused with a reason that names the place', () => {
		const { fileName, wholePackage, refused } = delivery();
		const items = itemsOfPackage(fileName).filter(({ outcome }) => outcome === 'refused');
		expect(items.length).toBeGreaterThan(0);
		expect(items.map(({ reason }) => reason).join('\n')).toMatch(REASONS[name] ?? /^$/);
		if (wholePackage) expect(itemsOfPackage(fileName)).toHaveLength(items.length);
		const named = items.filter(({ invoice }) => invoice !== null);
		if (!wholePackage)
			expect([...new Set(named.map(({ invoice }) => String(invoice?.['invoice-number'])))].sort()).toEqual([...refused].sort());
		// An unknown row kind stands in the first cell, which has no column name.
		for (const { problems } of named)
			expect(
				problems.filter(
					({ severity, row, column, code }: Problem) =>
						severity === 'error' && row !== undefined && (column !== undefined || code === 'unknownRowKind'),
				),
			).not.toEqual([]);
	});

	test('goes back with a report that says the same', () => {
		const { fileName, wholePackage, content } = delivery();
		const settled = settledPackage(fileName);
		expect(settled?.rejectedAs).toEqual(expect.any(String));
		expect(reportOf(fileName)).toMatch(REASONS[name] ?? /^$/);
		expect(reportOf(fileName)).not.toMatch(/(^|,)"?[=@+]/m);
		if (wholePackage && itemsOfPackage(fileName).every(({ invoice }) => invoice === null))
			expect(sha256(flow.read('Rejected', String(settled?.rejectedAs)))).toBe(sha256(content));
	});
});

test('what went back can be delivered again as it is, and is refused once more, under the same name', async () => {
	const names = flow.files('Rejected').filter((name) => !name.includes('.report'));
	expect(names).toHaveLength(bad.length - 1);
	const [formula = ''] = names.filter((name) => name.startsWith('bad-formula'));
	await deliver(flow.lockBox.root, { fileName: formula, content: flow.read('Rejected', formula) });
	const again = itemsOf(await flow.import(itemsOf(await flow.getMany())));
	expect(again.map(({ json }) => [json.number, json.outcome])).toEqual([['BAD-FORMULA', 'refused']]);
	expect(itemsOf(await flow.acknowledge(again)).map(({ json }) => [json.settled, json.rejectedAs])).toEqual([[true, formula]]);
	expect(flow.files('Rejected').filter((name) => !name.includes('.report'))).toEqual(names);
});
