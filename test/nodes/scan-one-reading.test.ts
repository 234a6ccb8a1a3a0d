import { deliver, PLAIN_LAYOUT, packageOf, plainInvoice, zipOf } from '../../tools/sandbox/scan-one';
import { csv, csvFile } from './support/csv';
import { flow, flowPerTest } from './support/current-flow';
import { delivered, numbers } from './support/delivered';
import { itemsOf, problems } from './support/flow';

flowPerTest();

describe('reading options', () => {
	const invoice = { number: 'G-1', date: '04/05/2026' };

	test.each([
		['DD/MM/YYYY', '2026-05-04'],
		['MM/DD/YYYY', '2026-04-05'],
	])('date format %s', async (dateFormat, date) => {
		await deliver(flow.lockBox.root, csvFile('a.csv', csv(invoice)));
		const [item] = itemsOf(await flow.getMany({ dateFormat }));
		expect(item && delivered(item).invoice?.['invoice-date']).toMatch(new RegExp(`^${date}`));
		expect(item && problems(item)).toEqual([]);
	});

	test('without a date format a date with slashes is refused, not guessed', async () => {
		await deliver(flow.lockBox.root, csvFile('a.csv', csv(invoice)));
		const [item] = itemsOf(await flow.getMany());
		expect(item?.json.problems).toEqual([
			expect.objectContaining({ severity: 'error', row: 3, column: 'Invoice Date', value: '04/05/2026' }),
		]);
	});

	test.each([
		['windows-1252', 'auto', 'Müller – “Ø”', 'Müller – “Ø”'],
		['windows-1252', 'windows-1252', 'Müller – “Ø”', 'Müller – “Ø”'],
		['utf8', 'auto', 'Müller – “Ø” 製作所', 'Müller – “Ø” 製作所'],
		['utf8', 'windows-1252', 'Müller', 'MÃ¼ller'],
	] as const)('a %s file read as %s: %s', async (written, encoding, note, read) => {
		await deliver(flow.lockBox.root, { fileName: 'a.csv', content: csv({ number: 'G-1', note }, written) });
		const [item] = itemsOf(await flow.getMany({ encoding }));
		expect(item && delivered(item).invoice?.['supplier-note']).toBe(read);
	});

	test('a file that is not the encoding set is refused with the place', async () => {
		await deliver(flow.lockBox.root, { fileName: 'a.csv', content: csv({ number: 'G-1', note: 'Müller' }, 'windows-1252') });
		const [item] = itemsOf(await flow.getMany({ encoding: 'utf-8' }));
		expect(item && problems(item)).toEqual([expect.stringMatching(/^error /)]);
	});

	test('columns of one’s own fill custom fields, those not named are kept and not sent', async () => {
		const columns = {
			customFields: {
				column: [
					{ column: 'Cost Region', field: 'cf-region', rowKind: '' },
					{ column: ' Shelf ', field: ' cf-shelf ', rowKind: 'Invoice Line' },
				],
			},
		};
		await deliver(
			flow.lockBox.root,
			csvFile('a.csv', csv({ number: 'G-1', own: { 'Cost Region': 'West', 'Lock-Box Batch': '7' }, lineOwn: { Shelf: 'B4' } })),
		);
		const [item] = itemsOf(await flow.getMany(columns));
		const record = item && delivered(item);
		expect(record?.invoice?.['custom-fields']).toEqual({ 'cf-region': 'West' });
		expect(record?.invoice?.['invoice-lines']).toEqual([expect.objectContaining({ 'custom-fields': { 'cf-shelf': 'B4' } })]);
		expect(record?.extraColumns).toEqual([expect.objectContaining({ column: 'Lock-Box Batch', value: '7' })]);
	});
});

describe('Read File', () => {
	const readFile = { resource: 'invoice', operation: 'readFile', binaryPropertyName: 'data', options: {} };
	const binary = (fileName: string, content: Buffer) => ({
		data: { data: content.toString('base64'), mimeType: 'application/octet-stream', fileName },
	});

	test('gives the items of each file, paired, and needs no lock-box', async () => {
		await flow.lockBox.stop();
		const { content } = await packageOf('mail.zip', [plainInvoice('G-1'), plainInvoice('G-2')], PLAIN_LAYOUT);
		const { items } = await flow.engine.execute('scanOne', readFile, [
			{ json: {}, binary: binary('mail.zip', content) },
			{ json: {}, binary: binary('one.csv', csv({ number: 'G-3' })) },
		]);
		expect(
			items.map((item) => [numbers([item])[0], delivered(item).delivery.package, delivered(item).delivery.claim, item.pairedItem]),
		).toEqual([
			['G-1', 'mail.zip', null, { item: 0 }],
			['G-2', 'mail.zip', null, { item: 0 }],
			['G-3', 'one.csv', null, { item: 1 }],
		]);
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['imageScan']);
	});

	test('an item without the file fails alone', async () => {
		const { items } = await flow.engine.execute(
			'scanOne',
			readFile,
			[{ json: {} }, { json: {}, binary: binary('one.csv', csv({ number: 'G-3' })) }],
			{ continueOnFail: true },
		);
		expect(items.map(({ json, pairedItem }) => [Boolean(json.error), pairedItem])).toEqual([
			[true, { item: 0 }],
			[false, { item: 1 }],
		]);
	});

	test('a file that is no package is an item with the reason', async () => {
		const { items } = await flow.engine.execute('scanOne', readFile, [{ json: {}, binary: binary('empty.zip', await zipOf([])) }]);
		expect(items.map(problems)).toEqual([[expect.stringMatching(/^error /)]]);
	});
});
