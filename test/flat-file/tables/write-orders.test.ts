import { purchaseOrderLines, purchaseOrdersExport } from '../../../lib/flat-file';
import { recordsAt, type CoupaRecord } from '../../../lib/core';
import { cellsOf, fileOf, rowsOf, seeded, text } from './support';

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
