import { entryNamed, type Filter, linkOf, namedAttribute, nearest, recordConditions } from '../../../lib/coupa';

const invoice = entryNamed('invoice');
const order = entryNamed('purchaseOrder');

describe('a written name', () => {
	test.each([
		['invoice_number', 'invoice-number'],
		[' Invoice-Number ', 'invoice-number'],
		['supplier-number', 'supplier.number'],
		['supplier[number]', 'supplier.number'],
		['supplier_id', 'supplier.id'],
		['po-numbers', 'invoice-lines.order-header-num'],
		['account-type-name', 'account-type.name'],
		['remit-to-address-remit-to-code', 'remit-to-address.remit-to-code'],
		['requested-by-login', 'requested-by.login'],
		['invoice-lines.account.code', 'invoice-lines.account.code'],
		['custom-fields.cf-region', 'custom-fields.cf-region'],
	])('%s is %s', (written, field) => {
		expect(namedAttribute(invoice, written)?.field).toBe(field);
	});

	test.each(['nonsense', 'supplier.nonsense', 'supplier-nonsense', 'invoice-number.part', 'constructor', '__proto__'])(
		'%s is none',
		(written) => {
			expect(namedAttribute(invoice, written)).toBeNull();
		},
	);
});

describe('conditions', () => {
	test.each<[Filter, [string, string]]>([
		[{ field: 'status', value: 'Cancelled' }, ['status[in]', 'cancelled,canceled']],
		[{ field: 'status', value: 'soft closed' }, ['status', 'soft_closed']],
		[{ field: 'status', operator: 'in', value: ['Issued', 'Buyer Hold'] }, ['status[in]', 'issued,buyer_hold']],
		[{ field: 'supplier-number', value: 'V-1' }, ['supplier[number]', 'V-1']],
		[{ field: 'exported', value: 'No' }, ['exported', 'false']],
		[{ field: 'type', value: 'OrderHeader' }, ['type', 'OrderHeader']],
		[{ field: 'status', value: 'brand_new', unchecked: true }, ['status', 'brand_new']],
		[{ field: 'updated-at', operator: 'gt', value: new Date(0) }, ['updated_at[gt]', '1970-01-01T00:00:00.000Z']],
	])('%j', (filter, pair) => {
		expect(recordConditions(order, [filter])).toEqual([pair]);
	});

	test('a day keeps no midnight', () => {
		expect(recordConditions(invoice, [{ field: 'invoice-date', operator: 'gt', value: '2026-04-25T00:00:00+02:00' }])).toEqual([
			['invoice_date[gt]', '2026-04-25'],
		]);
	});

	test('a value longer than Coupa stores', () => {
		expect(() => recordConditions(invoice, [{ field: 'channel', value: 'x'.repeat(81) }])).toThrow(/can match nothing/);
	});
});

test('what a field links to', () => {
	expect(linkOf(invoice, 'supplier')).toMatchObject({ definition: 'Supplier', entry: { name: 'supplier' }, key: 'number' });
	expect(linkOf(invoice, 'currency')).toMatchObject({ definition: 'Currency', key: 'code' });
	expect(linkOf(invoice, 'status')).toBeNull();
});

test('the nearest names come first', () => {
	expect(nearest('suplier', ['status', 'supplier', 'supplier-note', 'tax'], 2)).toEqual(['supplier', 'supplier-note']);
});
