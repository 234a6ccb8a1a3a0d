import type { INodeExecutionData } from 'n8n-workflow';
import { CHART } from '../../tools/sandbox/dataset';
import documented from '../flat-file/facts/invoices-import-columns.json';
import { fileOf } from '../flat-file/csv-file';
import { flow, flowPerFile } from './support/current-flow';
import { itemsOf } from './support/flow';

/** Words that are names in every object of the language. */
const WORDS = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
const KINDS = Object.keys(documented) as Array<keyof typeof documented>;

flowPerFile();

type Rows = Array<[kind: string, cells: Record<string, string>]>;

/** A sound invoice, with `changed` in its rows of one kind. */
function invoice(number: string, kind = '', changed: Record<string, string> = {}): Rows {
	const keys = { 'Invoice Number*': number, 'Supplier Number': 'V-20011' };
	const rows: Rows = [
		[
			'Invoice',
			{
				...keys,
				'Invoice Date*': '2026-05-04',
				'Line Level Taxation*': 'No',
				'Chart of Accounts*': CHART,
				Currency: 'USD',
				'Submit For Approval?': 'No',
				'Image Scan URL': 'https://scans.example.com/a.pdf',
			},
		],
		[
			'Invoice Line',
			{
				...keys,
				'Line Number': '1',
				Description: 'Screws',
				'Price*': '12.50',
				Quantity: '4',
				'Unit of Measure*': 'EA',
				'Account Code': '10-6200-HS',
			},
		],
	];
	if (!rows.some(([other]) => other === kind) && kind !== '') rows.push([kind, { ...keys, 'Line Number': '1' }]);
	return rows.map(([other, cells]) => [other, other === kind ? { ...cells, ...changed } : cells]);
}

async function read(content: Buffer, options = {}): Promise<INodeExecutionData[]> {
	const binary = { data: { data: content.toString('base64'), mimeType: 'text/csv', fileName: 'a.csv' } };
	return itemsOf(
		await flow.engine.execute('scanOne', { resource: 'invoice', operation: 'readFile', binaryPropertyName: 'data', options }, [
			{ json: {}, binary },
		]),
	);
}

const outcomes = async (items: INodeExecutionData[], options = {}) =>
	itemsOf(await flow.import(items, { imageRequired: false, ...options }, { validateOnly: true })).map(({ json }) => [
		json.number,
		json.outcome,
	]);

test('in each column of an invoice file: nothing fails, and the sound invoice beside them goes in', async () => {
	const cases = KINDS.flatMap((kind) => documented[kind].columns.slice(1).map((column) => ({ kind, column })));
	const rows = cases.flatMap(({ kind, column }, index) => invoice(`W-${index}`, kind, { [column]: WORDS[index % WORDS.length] ?? '' }));
	const items = await read(fileOf([...invoice('SOUND'), ...rows]));
	expect(cases.length).toBeGreaterThan(100);
	const ends = await outcomes(items);
	expect(ends).toContainEqual(['SOUND', 'wouldImport']);
	expect(ends.filter(([, outcome]) => outcome === 'undecided')).toEqual([]);
	expect(ends).toHaveLength(items.length);
});

describe.each(WORDS)('%s', (word) => {
	test('as what Coupa is asked for: only its own invoice is held against it', async () => {
		const own: Array<[string, Record<string, string>]> = [
			['Invoice', { 'Chart of Accounts*': word }],
			['Invoice', { 'Chart of Accounts*': word, Currency: word }],
			['Invoice', { Currency: word, 'Invoice Control Total': '50.00' }],
			['Invoice', { 'Supplier Number': word }],
			['Invoice', { 'Payment Terms': word }],
			['Invoice Line', { 'Account Code': word, 'Unit of Measure*': word }],
			['Invoice Line', { 'PO Number': word, 'PO Line Number': word }],
			['Invoice Line', { 'Account Code': '' }],
		];
		const rows = own.flatMap(([kind, cells], index) => invoice(`${word}-${index}`, kind, cells));
		const noAccount = invoice(`${word}-no-account`, 'Invoice', { 'Chart of Accounts*': word }).map(([kind, cells]): Rows[number] => [
			kind,
			{ ...cells, 'Account Code': '' },
		]);
		const items = await read(fileOf([...invoice(`${word}-sound`), ...rows, ...noAccount]));
		const ends = await outcomes(items);
		expect(ends).toContainEqual([`${word}-sound`, 'wouldImport']);
		expect(ends.map(([, outcome]) => outcome)).not.toContain('undecided');
	});

	test('as a name in each map of settings', async () => {
		const options = {
			controlTotalBand: { band: [{ currency: word, amount: '0.05' }] },
			defaultAccounts: { chart: [{ name: word, code: '10-6200-HS' }] },
		};
		const items = await read(fileOf(invoice(`${word}-map`)));
		expect(await outcomes(items, options)).toEqual([[`${word}-map`, 'wouldImport']]);
	});

	test('as a column of one’s own and the custom field that it fills', async () => {
		const rows = invoice(`${word}-field`, 'Invoice', Object.fromEntries([[word, 'kept']]));
		const kept = await read(fileOf(rows));
		expect(kept[0]?.json.extraColumns).toEqual([expect.objectContaining({ column: word, value: 'kept' })]);
		const [filled] = await read(fileOf(rows), { customFields: { column: [{ column: word, field: word, rowKind: '' }] } });
		const fields = (filled?.json.invoice as { 'custom-fields'?: object } | undefined)?.['custom-fields'] ?? {};
		expect(Object.entries(fields)).toEqual([[word, 'kept']]);
		expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
		expect((await outcomes(filled ? [filled] : []))[0]?.[1]).toBe('wouldImport');
	});
});

test('nothing was added to what all objects share', () => {
	expect(Object.keys(Object.prototype)).toEqual([]);
});
