import { invoicesExport } from '../../../lib/flat-file';
import type { CoupaRecord } from '../../../lib/core';
import { cellsOf, fileOf } from './support';

const split = (id: number, account: string, pct: string): CoupaRecord => ({
	id,
	pct,
	amount: '25.00',
	account: { code: account, 'segment-1': '10' },
});
const tax = (id: number, amount: string): CoupaRecord => ({ id, amount, rate: '19.0', 'tax-code': { code: 'DE-19' } });

const invoice: CoupaRecord = {
	...{ id: 5001, 'invoice-number': 'A-1', status: 'approved', exported: false, 'gross-total': '59.50', currency: { code: 'EUR' } },
	...{
		supplier: { id: 311, name: 'Müller, "Söhne"', number: 'V-20012' },
		'payment-term': { code: 'NET30' },
		'net-due-date': '2026-06-03T00:00:00-07:00',
	},
	'invoice-lines': [
		{
			...{ id: 71, 'line-num': '1', description: 'Zeile\n1', quantity: '2.0', price: '25.00', total: '50.00', 'order-header-num': '70321' },
			'account-allocations': [split(801, '10-6200-HS', '50.0'), split(802, '10-6200-LS', '50.0')],
			'tax-lines': [tax(901, '9.50')],
		},
	],
	'invoice-charges': [
		{
			id: 61,
			type: 'InvoiceShippingCharge',
			'line-num': '2',
			total: '20.00',
			account: { code: '10-6300-HS' },
			'tax-lines': [tax(902, '3.80')],
		},
	],
	'tax-lines': [tax(903, '1.00')],
	'withholding-tax-lines': [{ id: 904, amount: '-2.00', code: 'WHT' }],
};

/** Rows as kind and filled cells by header. */
const rowsOf = (csv: Buffer): Array<[string, Record<string, string>]> => {
	const all = cellsOf(csv);
	const heads = all.slice(0, 7);
	const kinds = invoicesExport.rowKinds.map(({ name }) => name);
	return all.slice(7).map((row) => {
		const head = heads[kinds.indexOf(row[0] ?? '')] ?? [];
		return [
			row[0] ?? '',
			Object.fromEntries(
				head.map((name, place): [string, string] => [name, row[place] ?? '']).filter(([name, cell]) => name !== 'type' && cell !== ''),
			),
		];
	});
};

test('every part of an invoice has a row that says where it belongs', () => {
	const rows = rowsOf(fileOf(invoicesExport, [invoice]));
	expect(rows.map(([kind]) => kind)).toEqual(['Header', 'Line', 'Line Split', 'Line Split', 'Tax', 'Charge', 'Tax', 'Tax', 'Witholding']);
	const cells = rows.map(([, found]) => found);
	expect(cells[0]).toMatchObject({
		...{ id: '5001', 'invoice-number': 'A-1', status: 'approved', exported: 'No', total: '59.50', 'gross-total': '59.50', currency: 'EUR' },
		...{
			'supplier-name': 'Müller, "Söhne"',
			'supplier-number': 'V-20012',
			'payment-term': 'NET30',
			net_due_date: '2026-06-03T00:00:00-07:00',
		},
	});
	expect(cells[1]).toMatchObject({
		'invoice-id': '5001',
		'invoice-line-id': '71',
		'line-num': '1',
		description: 'Zeile\n1',
		'order-header-num': '70321',
	});
	expect(cells[3]).toEqual({
		...{ 'invoice-id': '5001', 'invoice-line-id': '71', 'line-num': '1', 'order-header-num': '70321', 'account-allocation-id': '802' },
		...{ 'account-allocation-sequence': '2', 'account-allocation-amount': '25.00', 'account-allocation-percent': '50.0' },
		...{ 'account-code': '10-6200-LS', 'segment-1': '10' },
	});
	const shared = { 'invoice-id': '5001', 'invoice-number': 'A-1', 'tax-line-number': '1', rate: '19.0', code: 'DE-19' };
	expect(cells[4]).toEqual({ ...shared, 'tax-line-id': '901', amount: '9.50', 'invoice-line-id': '71', 'invoice-line-number': '1' });
	expect(cells[6]).toEqual({ ...shared, 'tax-line-id': '902', amount: '3.80', 'invoice-charge-id': '61', 'invoice-charge-number': '2' });
	expect(cells[7]).toEqual({ ...shared, 'tax-line-id': '903', amount: '1.00' });
	expect(cells[8]).toMatchObject({ 'invoice-id': '5001', 'tax-line-id': '904', amount: '-2.00', code: 'WHT' });
});

test('all rows are as wide as the widest', () => {
	expect(new Set(cellsOf(fileOf(invoicesExport, [invoice])).map((row) => row.length)).size).toBe(1);
});

test('Coupa XML keeps the record', () => {
	const xml = fileOf(invoicesExport, [invoice], { format: 'xml' }).toString();
	expect(xml).toContain('<invoice-headers type="array">');
	expect(xml).toMatch(/<invoice-number>A-1<\/invoice-number>/);
	expect(xml).toMatch(/<account-allocations type="array">/);
});
