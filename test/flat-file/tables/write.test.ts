import {
	accountImport,
	createFlatFileWriter,
	lookupValuesExport,
	flatFileParts,
	purchaseOrdersExport,
	remitToExport,
	remitToImport,
	supplierExport,
	suppliersImport,
} from '../../../lib/flat-file';
import { recordsAt, type CoupaRecord } from '../../../lib/core';
import { cellsOf, fileOf, rowsOf, seeded, text } from './support';

describe('GL accounts, cell by cell against Coupa’s records', () => {
	test('every cell', () => {
		const accounts = seeded('accounts');
		const rows = cellsOf(fileOf(accountImport, accounts));
		expect(rows).toHaveLength(31);
		accounts.forEach((account, index) => {
			expect(rows[index + 1]).toEqual([
				text(account, 'name'),
				account.active === true ? 'Yes' : 'No',
				text(account, 'account-type.name'),
				...Array.from({ length: 20 }, (_, segment) => text(account, `segment-${segment + 1}`)),
			]);
		});
		expect(rows.filter(([, active]) => active === 'No').map(([name]) => name)).toEqual(['Tooling Lake Site']);
	});
});

describe('suppliers, cell by cell against Coupa’s records', () => {
	const suppliers = seeded('suppliers');

	test('every filled column of the export', () => {
		const rows = rowsOf(fileOf(supplierExport, suppliers, { customFields: [{ column: 'Region', field: 'cf-region' }] }));
		expect(rows).toHaveLength(12);
		suppliers.forEach((supplier, index) => {
			const filledCells = Object.fromEntries(Object.entries(rows[index] ?? {}).filter(([, cell]) => cell !== ''));
			expect(filledCells).toEqual({
				Name: text(supplier, 'name'),
				Status: text(supplier, 'status'),
				Id: text(supplier, 'id'),
				'Supplier Number': text(supplier, 'number'),
				...(text(supplier, 'tax-id') !== '' && { 'Tax ID': text(supplier, 'tax-id') }),
				'Account Number': text(supplier, 'account-number'),
				'Primary Contact Email': text(supplier, 'primary-contact.email'),
				'Primary Contact Name Given': 'Noor',
				'Primary Contact Name Family': 'Brook',
				'Primary Address Street1': text(supplier, 'primary-address.street1'),
				'Primary Address City': text(supplier, 'primary-address.city'),
				'Primary Address Postal Code': text(supplier, 'primary-address.postal-code'),
				'Primary Address Country Code': text(supplier, 'primary-address.country.code'),
				'Invoice Matching Level': '3-way',
				'Po Method': 'email',
				'PO Email': text(supplier, 'po-email'),
				'Payment Method': 'invoice',
				'Payment Terms': text(supplier, 'payment-term.code'),
				'On Hold': 'No',
				Region: text(supplier, 'custom-fields.cf-region'),
			});
		});
	});

	test('each documented name once, no secret among them', () => {
		const [header = []] = cellsOf(fileOf(supplierExport, []));
		expect(header).toHaveLength(68 - 2 - 1 - 1 - 2);
		expect(new Set(header).size).toBe(header.length);
		expect(fileOf(supplierExport, suppliers).toString()).not.toContain('invented-cxml-secret');
		expect(fileOf(supplierExport, suppliers, { columns: ['Name', 'PO cXML Secret'], includeSecrets: true }).toString()).toContain(
			'invented-cxml-secret',
		);
	});

	test('the import layout: lists, phones and what only it has', () => {
		const supplier: CoupaRecord = {
			...suppliers[0],
			'invoice-emails': [
				{ id: 1, email: 'a@x.example' },
				{ id: 2, email: 'b@x.example' },
			],
			'account-types': [{ name: 'Chart, Europe' }, { name: 'Demo Chart' }],
			'primary-contact': { 'phone-work': { 'country-code': '1', 'area-code': '503', number: '5550100', extension: '12' } },
		};
		const [row] = rowsOf(fileOf(suppliersImport, [supplier]));
		expect(row).toMatchObject({
			'Display Name': 'Northbrook Fasteners',
			'Invoice Emails': 'a@x.example,b@x.example',
			'Account Types': '"Chart, Europe",Demo Chart',
			'Hold invoices for AP review': 'No',
			'Primary Contact Phone Work': '+1 503 5550100 x12',
			Tags: '',
		});
	});
});

describe('remit-to addresses', () => {
	test('one row for each remit-to of each supplier', () => {
		const suppliers = seeded('suppliers');
		const expected = suppliers.flatMap((supplier) =>
			recordsAt(supplier, 'remit-to-addresses').map((remitTo) => [
				text(remitTo, 'name'),
				text(remitTo, 'id'),
				text(supplier, 'number'),
				text(remitTo, 'remit-to-code'),
				text(remitTo, 'street1'),
				'',
				text(remitTo, 'city'),
				'',
				text(remitTo, 'postal-code'),
				text(remitTo, 'country.code'),
				'',
				remitTo.active === true ? 'Yes' : 'No',
				text(remitTo, 'vat-number'),
				'',
				'',
				'',
				'',
			]),
		);
		const rows = cellsOf(fileOf(remitToExport, suppliers));
		expect(rows).toHaveLength(15);
		expect(rows.slice(1)).toEqual(expected);
		expect(
			rowsOf(fileOf(remitToImport, suppliers)).map((row) => [row.Line1, row['Supplier Number'], row['Remit To Code'], row['Address Type']]),
		).toEqual(expected.map((cells) => [cells[4], cells[2], cells[3], 'RemitToAddress']));
	});

	test('a supplier without a number is reported; a column that identifies it resolves that', () => {
		const supplier: CoupaRecord = { id: 7, name: 'No Number Ltd.', number: null, 'remit-to-addresses': [{ id: 1, 'remit-to-code': 'A' }] };
		const writer = createFlatFileWriter(remitToExport);
		writer.write([supplier]);
		expect(writer.problems).toEqual([
			expect.objectContaining({ severity: 'warning', code: 'required', column: 'Supplier Number', value: '7' }),
		]);
		const mended = createFlatFileWriter(remitToExport, { columns: ['Supplier Id', 'Supplier Number', 'Remit To Code'] });
		expect(mended.write([supplier]).toString()).toContain('"7","","A"');
		expect(mended.problems).toEqual([]);
	});
});

test('lookup values', () => {
	const value: CoupaRecord = {
		id: 9,
		'created-at': '2026-01-01T00:00:00Z',
		'updated-at': '2026-01-02T00:00:00Z',
		'external-ref-code': '10',
		'external-ref-num': '0010',
		name: 'Salem',
		description: null,
		active: true,
		depth: 1,
		lookup: { id: 3, name: 'Sites' },
		parent: { id: 8, 'external-ref-code': 'OR' },
		'account-type': { id: 3, name: 'Demo Chart' },
	};
	expect(cellsOf(fileOf(lookupValuesExport, [value]))[1]).toEqual([
		'9',
		'2026-01-01T00:00:00Z',
		'2026-01-02T00:00:00Z',
		'10',
		'0010',
		'Salem',
		'',
		'3',
		'Sites',
		'OR',
		'8',
		'1',
		'Yes',
		'3',
		'Demo Chart',
	]);
});

describe('the bytes of a file', () => {
	const awkward = [
		'=1+1',
		'+cmd|x',
		'-A1',
		'@SUM(1)',
		'a,b',
		'say "hi"',
		'two\nlines',
		'two\r\nlines',
		' kept blanks ',
		"'",
		'-5.00',
		'日本語',
		'\ttab',
		'😀',
	];
	const accounts = awkward.map((name): CoupaRecord => ({ name, active: true, 'account-type': { name: 'C' }, 'segment-1': '007' }));

	test('RFC 4180: every cell quoted, CRLF, UTF-8 without BOM, leading zeros kept', () => {
		const bytes = fileOf(accountImport, accounts, { columns: ['Name', 'Segment 1', 'Segment 2'] });
		expect(bytes.toString('utf8')).toBe(
			`"Name","Segment 1","Segment 2"\r\n${awkward.map((name) => `"${name.replaceAll('"', '""')}","007",""\r\n`).join('')}`,
		);
		expect(bytes[0]).toBe(0x22);
	});

	test('formulas are exact by default and defused when asked for, numbers never', () => {
		const names = (defuseFormulas: boolean): string[] =>
			cellsOf(fileOf(accountImport, accounts, { columns: ['Name'], defuseFormulas }))
				.slice(1)
				.map(([name]) => name ?? '');
		expect(names(false)).toEqual(awkward);
		expect(names(true)).toEqual(awkward.map((name) => (['=1+1', '+cmd|x', '-A1', '@SUM(1)', '\ttab'].includes(name) ? `'${name}` : name)));
	});

	test('no header when asked for; only the header when there is no record', () => {
		expect(fileOf(accountImport, accounts.slice(0, 1), { columns: ['Name'], header: false }).toString()).toBe('"=1+1"\r\n');
		expect(fileOf(accountImport, [], { columns: ['Name', 'Active'] }).toString()).toBe('"Name","Active"\r\n');
	});

	test('custom fields: scalars, lookups by name, several of them', () => {
		const supplier: CoupaRecord = {
			'custom-fields': { 'cf-a': 'x', 'cf-b': { id: 1, name: 'Second, of two' }, 'cf-c': ['p', 'q,r'], 'cf-d': true, 'cf-e': null },
		};
		const customFields = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ column: name, field: `cf-${name}` }));
		expect(cellsOf(fileOf(supplierExport, [supplier], { columns: ['a', 'b', 'c', 'd', 'e'], customFields }))[1]).toEqual([
			'x',
			'Second, of two',
			'p,"q,r"',
			'Yes',
			'',
		]);
	});
});

describe('streaming', () => {
	test('parts come page by page, nothing is read ahead, counts are kept', async () => {
		const read: number[] = [];
		async function* pages(): AsyncGenerator<CoupaRecord[]> {
			for (let page = 0; page < 3; page++) {
				read.push(page);
				yield await Promise.resolve([{ name: `A${page}`, active: false }]);
			}
		}
		const parts: string[] = [];
		for await (const part of flatFileParts(pages(), accountImport, { columns: ['Name', 'Active'] })) {
			parts.push(part.toString());
			expect(read).toHaveLength(parts.length);
		}
		expect(parts).toEqual(['"Name","Active"\r\n"A0","No"\r\n', '"A1","No"\r\n', '"A2","No"\r\n']);
	});

	test('a fault of the pages reaches the reader of the file', async () => {
		async function* pages(): AsyncGenerator<CoupaRecord[]> {
			yield await Promise.resolve([{ name: 'A' }]);
			throw new Error('Coupa went away');
		}
		const file = flatFileParts(pages(), accountImport);
		expect(String((await file.next()).value)).toContain('"A"');
		await expect(file.next()).rejects.toThrow('Coupa went away');
	});

	test('what was written is counted', () => {
		const writer = createFlatFileWriter(purchaseOrdersExport);
		writer.write(seeded('purchase_orders').slice(0, 2));
		writer.end();
		expect(writer.written).toEqual({ records: 2, rows: 8 });
	});
});
