import {
	createFlatFileWriter,
	invoicesImport,
	readInvoiceFile,
	setAt,
	stepsOf,
	writeInvoiceFile,
	type Column,
	type WritableInvoice,
} from '../../lib/flat-file';
import { recordsAt, type CoupaRecord, type Json } from '../../lib/core';

/** A repeatable stream of numbers below `bound`. */
function numbers(seed: number): (bound: number) => number {
	let state = seed;
	return (bound) => {
		state = (state * 1103515245 + 12345) % 2147483648;
		return Math.floor((state / 2147483648) * bound);
	};
}

const texts = ['Hex bolts M8', 'Ünïcode – “quoted”', 'a,b;c', 'two\nlines', 'two\r\nlines', '日本語', 'say "hi"', "it's", '00123'];

function valueFor(column: Column, next: (bound: number) => number): Json {
	if (column.allowed) return column.allowed[next(column.allowed.length)] ?? '';
	switch (column.type.kind) {
		case 'text': {
			const text = texts[next(texts.length)] ?? '';
			return column.type.max === undefined ? text : text.slice(0, column.type.max).trim();
		}
		case 'decimal':
			return `${next(2) ? '-' : ''}${next(9000)}.${String(next(1000)).padStart(4, '0')}`;
		case 'integer':
			return next(1000) + 1;
		case 'date':
			return `2026-0${next(9) + 1}-1${next(9)}`;
		case 'dateTime':
			return next(2) ? `2026-0${next(9) + 1}-1${next(9)}` : `2026-04-2${next(9)}T10:3${next(9)}:00+02:00`;
		case 'boolean':
			return next(2) === 1;
		case 'flag':
			return true;
		case 'list':
		case 'phone':
			throw new Error('The Invoices Import has no such column');
	}
}

/** A part of a record with some of the fields of a row kind; all of them at density 1. */
function part(
	kindName: string,
	next: (bound: number) => number,
	density: number,
	skip: (column: Column) => boolean = () => false,
): CoupaRecord {
	const record: CoupaRecord = {};
	const seen = new Set<string>();
	for (const column of invoicesImport.rowKinds.find((kind) => kind.name === kindName)?.columns ?? []) {
		if (column.use !== 'field' || column.path === null || seen.has(column.path) || skip(column)) continue;
		seen.add(column.path);
		if (column.required || next(1000) < density * 1000) setAt(record, column.steps, valueFor(column, next));
	}
	return record;
}

function invoice(index: number, next: (bound: number) => number, density: number): WritableInvoice {
	const chart = `Chart ${next(3)}`;
	const account = (record: CoupaRecord): CoupaRecord => ({
		...record,
		account: { code: `10-${next(99)}`, 'account-type': { name: chart } },
	});
	const taxLine = (type: string): CoupaRecord => ({ ...part('Invoice Tax Line', next, density), type });
	const some = <T>(make: () => T): T[] => Array.from({ length: next(3) + (density === 1 ? 1 : 0) }, make);
	const inline = (record: CoupaRecord): CoupaRecord => {
		const [first] = recordsAt(record, 'tax-lines');
		return first ? { ...record, 'tax-lines': [{ type: 'TaxLine', ...first }, ...some(() => taxLine('TaxLine'))] } : record;
	};
	const lists = (record: CoupaRecord, entries: Record<string, CoupaRecord[]>): CoupaRecord => ({
		...record,
		...Object.fromEntries(Object.entries(entries).filter(([, list]) => list.length > 0)),
	});
	const lineAt = (number: number): CoupaRecord => {
		const line = inline(part('Invoice Line', next, density, (column) => column.name === 'PO Number' || column.steps[0] === 'account'));
		if (line.quantity !== undefined) setAt(line, stepsOf('uom.code'), 'EA');
		return lists(
			{
				type: line.quantity === undefined ? 'InvoiceAmountLine' : 'InvoiceQuantityLine',
				...(next(2) ? account(line) : line),
				'line-num': number,
			},
			{
				'account-allocations': some(() => account(part('Account Allocation', next, density, (column) => column.steps[0] === 'account'))),
				'withholding-tax-lines': some(() => taxLine('WithholdingTaxLine')),
				taggings: some(() => part('Tag', next, density)),
			},
		);
	};
	const header = part('Invoice', next, density, (column) => ['tax-amount', 'tax-rate', 'tax-code'].includes(String(column.steps[0])));
	const charges = some(() => ({ ...account(inline(part('Invoice Charge', next, density))), currency: { code: 'EUR' } }));
	return {
		record: {
			...header,
			'invoice-number': `N-${index}`,
			supplier: { number: `V-${index % 3}` },
			currency: { code: 'EUR' },
			'account-type': { name: chart },
			'line-level-taxation': true,
			'invoice-lines': [lineAt(1), lineAt(5)],
			...lists(
				{},
				{
					'invoice-charges': charges,
					'tax-lines': some(() => taxLine('TaxLine')),
					'withholding-tax-lines': some(() => taxLine('WithholdingTaxLine')),
					taggings: some(() => part('Tag', next, density)),
				},
			),
		},
		submit: [true, false, null][next(3)] ?? null,
		imageScan: next(2) ? { fileName: `Scan ${index}.pdf` } : { url: 'https://example.test/scan' },
		attachments: [
			{ kind: 'file', fileName: 'Dir/ä.pdf', binary: null },
			{ kind: 'link', url: 'https://example.test' },
			{ kind: 'text', text: 'as agreed' },
		],
	};
}

test('the engine writes and reads invoices page by page, as every other table', async () => {
	const next = numbers(4);
	const records = Array.from({ length: 5 }, (_, index) => invoice(index, next, 0.4).record);
	const columns = invoicesImport.rowKinds.flatMap((kind) => kind.columns.map(({ name }) => `${kind.name}: ${name}`));
	const writer = createFlatFileWriter(invoicesImport, { columns });
	const csv = Buffer.concat([writer.write(records.slice(0, 2)), writer.write(records.slice(2)), writer.end()]);
	expect(writer.written.records).toBe(5);
	const read = await readInvoiceFile(csv);
	expect(read.invoices.map(({ record }) => record)).toEqual(records);
});

describe('writing invoices', () => {
	test.each([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => [seed, seed === 1 ? 1 : seed / 10]))(
		'records → file → records, seed %i with %f of all columns',
		async (seed, density) => {
			const next = numbers(seed);
			const invoices = Array.from({ length: 6 }, (_, index) => invoice(index, next, density));
			const { csv, leftOut } = writeInvoiceFile(invoices);
			expect(leftOut).toEqual([]);
			const read = await readInvoiceFile(csv);
			expect([read.fileProblems, read.strays]).toEqual([[], []]);
			expect(read.invoices.flatMap((entry) => entry.problems.filter((problem) => problem.severity === 'error'))).toEqual([]);
			read.invoices.forEach((entry, index) => {
				expect(entry.record).toEqual(invoices[index]?.record);
				expect({ submit: entry.submit, imageScan: entry.imageScan }).toEqual({
					submit: invoices[index]?.submit,
					imageScan: invoices[index]?.imageScan,
				});
				expect(entry.attachments.map(({ source }) => source)).toEqual(invoices[index]?.attachments);
			});
		},
	);

	test('with all columns, every field of every row kind is written', () => {
		const next = numbers(1);
		const { csv } = writeInvoiceFile([invoice(0, next, 1)]);
		const headers = csv.toString('utf8').split('\r\n').slice(0, 6).join('\n');
		const missing = invoicesImport.rowKinds.flatMap((kind) => {
			const paths = new Set<string>();
			return kind.columns
				.filter((column) => column.use === 'field' && column.path !== null && !paths.has(column.path) && paths.add(column.path))
				.filter((column) => !headers.includes(`"${column.header}"`));
		});
		// The made-up invoices leave these out on purpose.
		expect([...new Set(missing.map((column) => column.name))].sort()).toEqual(['Account Name', 'PO Number', 'Supplier Name']);
	});

	test('the wire form: quoted, CRLF, no BOM, header per used kind on top, stars as documented', () => {
		const { csv } = writeInvoiceFile([
			{
				record: {
					'invoice-number': 'N "1"',
					'invoice-date': '2026-04-25',
					'line-level-taxation': false,
					'account-type': { name: 'C' },
					'invoice-lines': [{ description: 'x', price: '1' }],
				},
			},
		]);
		expect(csv.toString('utf8')).toBe(
			[
				'"Invoice","Invoice Number*","Invoice Date*","Line Level Taxation*","Chart of Accounts*"',
				'"Invoice Line","Invoice Number*","Description","Price*"',
				'"Invoice","N ""1""","2026-04-25","No","C"',
				'"Invoice Line","N ""1""","x","1"',
				'',
			].join('\r\n'),
		);
	});

	test('custom fields are written under their prompts and come back', async () => {
		const customFields = [
			{ column: 'Cost Owner', rowKind: 'Invoice', field: 'owner' },
			{ column: 'Project', rowKind: 'Invoice Line', field: 'project.code' },
		];
		const record: CoupaRecord = {
			'invoice-number': 'N-1',
			supplier: { number: 'V-1' },
			'invoice-date': '2026-04-25',
			'line-level-taxation': false,
			'account-type': { name: 'C' },
			'custom-fields': { owner: 'Ines' },
			'invoice-lines': [{ type: 'InvoiceAmountLine', description: 'x', price: '1', 'custom-fields': { 'project.code': 'P' } }],
		};
		const { csv } = writeInvoiceFile([{ record }], { customFields });
		expect(csv.toString('utf8')).toContain('"Cost Owner"');
		const [read] = (await readInvoiceFile(csv, { customFields })).invoices;
		expect(read?.record).toEqual(record);
	});

	test('what has no column is named, not lost in silence', () => {
		const record: CoupaRecord = {
			'invoice-number': 'N-1',
			id: 7,
			'internal-note': 'x',
			'is-credit-note': false,
			'invoice-lines': [{ type: 'InvoiceAmountLine', price: '1', 'order-line-id': 9, account: { id: 3 } }],
			'invoice-charges': [{ 'withholding-tax-lines': [{ amount: '1' }] }],
		};
		expect(writeInvoiceFile([{ record: {} }, { record }]).leftOut).toEqual([
			{ invoice: 1, path: 'id' },
			{ invoice: 1, path: 'internal-note' },
			{ invoice: 1, path: 'invoice-lines[0].order-line-id' },
			{ invoice: 1, path: 'invoice-lines[0].account.id' },
			{ invoice: 1, path: 'invoice-charges[0].withholding-tax-lines[0].amount' },
		]);
	});

	test('formulas are defused only when asked', () => {
		const record: CoupaRecord = { 'invoice-number': 'N-1', 'supplier-note': '=1+1', 'supplier-total': '-5.00' };
		expect(writeInvoiceFile([{ record }]).csv.toString()).toContain('"=1+1"');
		const defused = writeInvoiceFile([{ record }], { defuseFormulas: true }).csv.toString();
		expect(defused).toContain('"\'=1+1"');
		expect(defused).toContain('"-5.00"');
	});
});
