import {
	accountImport,
	createFlatFileWriter,
	lookupValuesExport,
	flatFileParts,
	purchaseOrderLines,
	purchaseOrdersExport,
	remitToExport,
	remitToImport,
	supplierExport,
	suppliersImport,
} from '../../../lib/flat-file';
import { recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import { cellsOf, fileOf, rowsOf, seeded } from './support';

const text = (record: CoupaRecord | undefined, path: string): string => textAt(record, ...path.split('.')) ?? '';

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
				'',
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

describe('purchase orders', () => {
	const orders = seeded('purchase_orders');

	test('header, lines and splits in order, every row as wide as the widest', () => {
		const rows = cellsOf(fileOf(purchaseOrdersExport, orders));
		expect(rows.slice(0, 3).map(([first, second]) => [first, second])).toEqual([
			['type', 'acknowledged-at'],
			['type', 'accounting-total'],
			['type', 'order-header-id'],
		]);
		expect(new Set(rows.map((row) => row.length))).toEqual(new Set([77]));
		expect(rows.slice(3, 9).map(([kind]) => kind)).toEqual(['Header', 'Line', 'Line', 'Line Split', 'Line Split', 'Header']);
		expect(rows).toHaveLength(3 + orders.length + orders.flatMap((order) => recordsAt(order, 'order-lines')).length + 2);
	});

	test('cells of header, line and split', () => {
		const [order] = orders;
		const [headerNames = [], lineNames = [], splitNames = [], header = [], line = [], , split = [], secondSplit = []] = cellsOf(
			fileOf(purchaseOrdersExport, orders.slice(0, 1)),
		);
		const named = (names: string[], row: string[]): Record<string, string> =>
			Object.fromEntries(
				names
					.map((name, index): [string, string] => [name, row[index] ?? ''])
					.slice(1)
					.filter(([, cell]) => cell !== ''),
			);
		const person = (label: string): Record<string, string> => ({
			[`${label}-email`]: 'int.batch@example.test',
			[`${label}-employee-number`]: 'E-0077',
			[`${label}-firstname`]: 'Ines',
			[`${label}-id`]: '77',
			[`${label}-lastname`]: 'Tegrator',
			[`${label}-login`]: 'int.batch',
		});
		expect(named(headerNames, header)).toEqual({
			'created-at': '2026-04-02T10:58:00-07:00',
			id: '70315',
			status: 'issued',
			'transmission-status': 'sent_via_email',
			'updated-at': text(order, 'updated-at'),
			version: '1',
			'internal-revision': '1',
			exported: 'No',
			'requisition-id': '44120',
			...person('requester'),
			'ship-to-attention': 'Dock 4',
			'ship-to-address-city': 'Salem',
			'ship-to-address-id': '301',
			'ship-to-address-name': 'Hill Site',
			'ship-to-address-postal-code': '97302',
			'ship-to-address-state': 'OR',
			'ship-to-address-street1': '1 Hill Rd',
			'ship-to-address-country': 'US',
			...person('ship-to-user'),
			'supplier-id': '5502',
			'supplier-name': 'Northbrook Fasteners',
			'supplier-number': 'V-20011',
			'payment-terms-code': 'NET30',
		});
		expect(named(lineNames, line)).toEqual({
			'created-at': '2026-04-02T10:58:00-07:00',
			description: 'Hex bolts M8 box',
			id: '881001',
			invoiced: '0.0',
			'line-number': '1',
			'need-by-date': '2026-04-20T00:00:00-07:00',
			'order-header-id': '70315',
			price: '19.99',
			quantity: '25.0',
			received: '25.0',
			'source-part-num': 'NB-M8-100',
			status: 'issued',
			total: '499.75',
			currency: 'USD',
			type: 'OrderQuantityLine',
			'updated-at': '2026-04-06T15:45:00-07:00',
			version: '1',
			'account-code': '10-6200-HS',
			'account-type': 'Demo Chart',
			'supplier-id': '5502',
			'supplier-name': 'Northbrook Fasteners',
			'supplier-number': 'V-20011',
			uom: 'EA',
		});
		const splitOf = (id: string, sequence: string, code: string): Record<string, string> => ({
			'order-header-id': '70315',
			'order-line-id': '881002',
			'order-line-num': '2',
			'account-allocation-id': id,
			'account-allocation-sequence': sequence,
			'account-allocation-amount': '130.00',
			'account-allocation-percent': '50.0',
			'account-code': code,
			'account-type': 'Demo Chart',
		});
		expect(named(splitNames, split)).toEqual(splitOf('8810020', '1', '10-6200-HS'));
		expect(named(splitNames, secondSplit)).toEqual(splitOf('8810021', '2', '10-6200-LS'));
	});

	test('account-active of a split is 1 or 0; columns of the order that only a choice names', () => {
		const order: CoupaRecord = {
			id: 1,
			'po-number': 'EXT-9',
			currency: { code: 'CHF' },
			'order-lines': [{ id: 2, 'line-num': '1', 'account-allocations': [{ account: { active: true } }, { account: { active: false } }] }],
		};
		const rows = cellsOf(
			fileOf(purchaseOrdersExport, [order], {
				columns: [
					'Header: po-number',
					'Header: id',
					'Header: currency',
					'Line Split: order-line-num',
					'Line Split: order-header-id',
					'account-active',
				],
			}),
		);
		expect(rows).toEqual([
			['type', 'po-number', 'id', 'currency'],
			['type', 'order-line-num', 'order-header-id', 'account-active'],
			['Header', 'EXT-9', '1', 'CHF'],
			['Line Split', '1', '1', '1'],
			['Line Split', '1', '1', '0'],
		]);
	});
});

describe('purchase order lines with what is open', () => {
	const open = (line: CoupaRecord): string[] => {
		const [row] = rowsOf(fileOf(purchaseOrderLines, [{ id: 1, 'order-lines': [line] }]));
		return ['open-quantity-to-receive', 'open-quantity-to-invoice', 'open-amount-to-receive', 'open-amount-to-invoice'].map(
			(name) => row?.[name] ?? 'missing',
		);
	};

	test.each([
		[
			'a quantity line',
			{ type: 'OrderQuantityLine', quantity: '500.0', price: '0.075', received: '500.0', invoiced: '100.0' },
			['0', '400', '0', '30'],
		],
		[
			'exact beyond floats',
			{ type: 'OrderQuantityLine', quantity: '0.3', price: '1234567890123.123456', received: '0.1', invoiced: '0.2' },
			['0.2', '0.1', '246913578024.6246912', '123456789012.3123456'],
		],
		[
			'more received than ordered',
			{ type: 'OrderQuantityLine', quantity: '10', price: '2', received: '12.5', invoiced: '0' },
			['-2.5', '10', '-5', '20'],
		],
		[
			'an amount line',
			{ type: 'OrderAmountLine', quantity: null, price: '18000.00', total: '18000.00', received: '7500.00', invoiced: '0.10' },
			['', '', '10500', '17999.9'],
		],
		[
			'a deleted line',
			{ type: 'OrderQuantityLine', quantity: '10', price: '2', received: '4', invoiced: '1', status: 'deleted' },
			['0', '0', '0', '0'],
		],
		['a deleted amount line', { type: 'OrderAmountLine', total: '18000.00', status: 'Deleted' }, ['', '', '0', '0']],
		['no class given, no quantity', { price: '5.00', received: '1.00', invoiced: null }, ['', '', '4', '']],
		[
			'invoiced hidden by the default filter',
			{ type: 'OrderQuantityLine', quantity: '10', price: '2', received: '4' },
			['6', '', '12', ''],
		],
		[
			'a bulk price',
			{ type: 'OrderQuantityLine', quantity: '10', price: '2', received: '4', invoiced: '1', 'bulk-price': { price: '20' } },
			['6', '9', '', ''],
		],
	])('%s', (_, line, expected) => {
		expect(open(line)).toEqual(expected);
	});

	test('a column of its own says which lines were deleted, in both files', () => {
		const order: CoupaRecord = {
			id: 1,
			'order-lines': [
				{ id: 10, 'line-num': '1', status: 'created' },
				{ id: 11, 'line-num': '2', status: 'deleted' },
				{ id: 12, 'line-num': '3' },
			],
		};
		expect(rowsOf(fileOf(purchaseOrderLines, [order])).map((row) => [row['line-number'], row.status, row.deleted])).toEqual([
			['1', 'created', 'No'],
			['2', 'deleted', 'Yes'],
			['3', '', ''],
		]);
		const columns = ['Line: order-header-id', 'Line: line-number', 'Line: deleted'];
		expect(cellsOf(fileOf(purchaseOrdersExport, [order], { columns })).slice(1)).toEqual([
			['Line', '1', '1', 'No'],
			['Line', '1', '2', 'Yes'],
			['Line', '1', '3', ''],
		]);
	});

	test('keys of the order stand in every row; a single line of the API does, too', () => {
		const orders = seeded('purchase_orders');
		const rows = rowsOf(fileOf(purchaseOrderLines, orders));
		expect(
			rows.map((row) => [row['order-header-id'], row['po-number'], row['supplier-number'], row['line-number'], row.description]),
		).toEqual(
			orders.flatMap((order) =>
				recordsAt(order, 'order-lines').map((line) => [
					text(order, 'id'),
					text(order, 'po-number'),
					text(order, 'supplier.number'),
					text(line, 'line-num'),
					text(line, 'description'),
				]),
			),
		);
		expect(rows[1]).toMatchObject({
			'account-code': '',
			'account-allocation-codes': '10-6200-HS,10-6200-LS',
			'order-header-status': 'issued',
		});
		const single: CoupaRecord = { ...recordsAt(orders[2], 'order-lines')[0], supplier: { number: 'V-20011' } };
		expect(rowsOf(fileOf(purchaseOrderLines, [single]))[0]).toMatchObject({
			'order-header-id': '70317',
			'po-number': '70317',
			'supplier-number': 'V-20011',
			description: 'Threaded rod 1 m',
		});
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
