import type { CoupaRecord, Json } from '../../../lib/core';
import { withIdsOf } from '../../../lib/coupa/import/take-over-ids';
import { comparedFields, compareWithSent } from '../../../lib/coupa/import/compare';

describe('comparison with what was sent', () => {
	const sent = (body: CoupaRecord) => ({ body, supplierId: '7', orderLineIds: ['881001'] });
	const body: CoupaRecord = {
		currency: { code: 'USD' },
		'remit-to-address': { 'remit-to-code': 'NB-01' },
		'supplier-total': '10',
		'shipping-amount': '0.00',
		'invoice-lines': [
			{ 'line-num': 1, type: 'InvoiceAmountLine', price: '10.0', account: { code: '10-1', 'account-type': { name: 'Chart' } } },
		],
	};
	const got: CoupaRecord = {
		supplier: { id: 7 },
		currency: { id: 1, code: 'usd' },
		'remit-to-address': { id: 3, 'remit-to-code': 'NB-01' },
		'supplier-total': '10.00',
		'shipping-amount': null,
		'invoice-lines': [
			{ 'line-num': 1, type: 'InvoiceAmountLine', price: '10.00', 'order-line-id': 881001, account: { id: 5, code: '10-1' } },
		],
	};
	const paths = (change: CoupaRecord) => compareWithSent(sent(body), { ...got, ...change }).differences.map(({ path }) => path);

	it('finds nothing where only the spelling differs', () => {
		expect(compareWithSent(sent(body), got)).toMatchObject({ differences: [], notShown: [] });
	});

	it.each<[string, CoupaRecord, string]>([
		['supplier', { supplier: { id: 8 } }, 'supplier.id'],
		['supplier gone', { supplier: null }, 'supplier.id'],
		['currency', { currency: { code: 'EUR' } }, 'currency.code'],
		['remit-to gone', { 'remit-to-address': null }, 'remit-to-address.remit-to-code'],
		['total', { 'supplier-total': '10.01' }, 'supplier-total'],
		[
			'PO line gone',
			{ 'invoice-lines': [{ 'line-num': 1, type: 'InvoiceAmountLine', price: '10', 'order-line-id': null, account: { code: '10-1' } }] },
			'invoice-lines[0].order-line-id',
		],
		[
			'account gone',
			{ 'invoice-lines': [{ 'line-num': 1, type: 'InvoiceAmountLine', price: '10', 'order-line-id': 881001, account: null }] },
			'invoice-lines[0].account.code',
		],
		[
			'class',
			{
				'invoice-lines': [{ 'line-num': 1, type: 'InvoiceQuantityLine', price: '10', 'order-line-id': 881001, account: { code: '10-1' } }],
			},
			'invoice-lines[0].type',
		],
		['lines gone', { 'invoice-lines': [] }, 'invoice-lines'],
	])('finds another %s', (_name, change, path) => {
		expect(paths(change)).toEqual([path]);
	});

	it('tells what was sent and what was kept', () => {
		const [difference] = compareWithSent(sent(body), { ...got, currency: { code: 'EUR' } }).differences;
		expect(difference).toMatchObject({ code: 'notKept', value: 'USD', keepsDraft: true });
		expect(difference?.message).toContain('"USD" was sent to Coupa for currency.code, but Coupa stored "EUR"');
	});

	it('does not judge keys that the answer leaves out', () => {
		const shown = Object.fromEntries(Object.entries(got).filter(([key]) => key !== 'currency' && key !== 'supplier'));
		expect(compareWithSent(sent(body), shown)).toMatchObject({ differences: [], notShown: ['supplier.id', 'currency.code'] });
	});

	describe('of tags', () => {
		const tagged = sent({ taggings: [{ tag: { name: 'Urgent' } }], 'invoice-lines': [{ 'line-num': 1, taggings: [{ name: 'capex' }] }] });
		const answer = (invoice: Json, line: Json): CoupaRecord => ({
			supplier: { id: 7 },
			taggings: invoice,
			'invoice-lines': [{ 'line-num': 1, 'order-line-id': 881001, taggings: line }],
		});

		it.each<[string, Json, Json]>([
			['as release 39 nests them', [{ id: 1, tag: { id: 3, name: 'urgent' } }], [{ id: 2, tag: { name: 'capex' } }]],
			['as the page on invoices has them', [{ name: 'Urgent' }], [{ name: 'capex' }, { name: 'another' }]],
		])('finds them %s', (_name, invoice, line) => {
			expect(compareWithSent(tagged, answer(invoice, line))).toMatchObject({ differences: [], notShown: [] });
		});

		it('finds them in a list of tags', () => {
			const shown = { ...answer([], [{ name: 'capex' }]), tags: [{ name: 'urgent' }] };
			expect(compareWithSent(tagged, shown)).toMatchObject({ differences: [], notShown: [] });
		});

		it.each<[string, Json]>([
			['no tag', []],
			['null for a tag', [{ id: 1, tag: null }]],
			['another tag', [{ tag: { name: 'other' } }]],
		])('tells that Coupa shows %s', (_name, shown) => {
			const { differences } = compareWithSent(tagged, answer(shown, shown));
			expect(differences).toMatchObject([
				{ code: 'notKept', path: 'taggings', value: 'Urgent', keepsDraft: true, message: expect.stringContaining('Tags Sent As') },
				{ code: 'notKept', path: 'invoice-lines[0].taggings', value: 'capex' },
			]);
		});

		it('does not judge what is not shown', () => {
			const ids = [{ id: 1 }];
			expect(compareWithSent(tagged, answer(ids, [{ id: 2, tag: { id: 3 } }]))).toMatchObject({
				differences: [],
				notShown: ['taggings', 'invoice-lines[0].taggings'],
			});
		});

		it('asks for them only where there are any', () => {
			expect(comparedFields(tagged)).toEqual([...comparedFields(sent(body)), 'taggings', 'invoice-lines.taggings']);
			expect(comparedFields(sent(body)).filter((field) => field.includes('tagg'))).toEqual([]);
		});
	});

	it('finds lines by their number, wherever they stand', () => {
		const line = (number: number, price: string): CoupaRecord => ({ 'line-num': number, price });
		const two = { body: { 'invoice-lines': [line(1, '1'), line(2, '2')] }, supplierId: null, orderLineIds: [null, null] };
		expect(compareWithSent(two, { 'invoice-lines': [line(2, '2.0'), line(1, '1.0')] }).differences).toEqual([]);
	});
});

describe('ids of a draft', () => {
	const row = (id: number, more: CoupaRecord = {}): CoupaRecord => ({ id, ...more });

	it('go to the lines of the same number, and down to their tax lines', () => {
		const body: CoupaRecord = { 'invoice-lines': [{ 'line-num': 2, 'tax-lines': [{ amount: '1' }, { amount: '2' }] }, { 'line-num': 1 }] };
		const draft = { 'invoice-lines': [row(11, { 'line-num': 1 }), row(12, { 'line-num': 2, 'tax-lines': [row(91)] })] };
		expect(withIdsOf(body, draft)).toEqual({
			'invoice-lines': [
				{ id: 12, 'line-num': 2, 'tax-lines': [{ id: 91, amount: '1' }, { amount: '2' }] },
				{ id: 11, 'line-num': 1 },
			],
		});
	});

	it.each<[string, CoupaRecord, CoupaRecord]>([
		['a line', { 'invoice-lines': [{ 'line-num': 1 }] }, { 'invoice-lines': [row(1, { 'line-num': 1 }), row(2, { 'line-num': 2 })] }],
		['a charge', {}, { 'invoice-charges': [row(1)] }],
		[
			'an allocation',
			{ 'invoice-lines': [{ 'line-num': 1 }] },
			{ 'invoice-lines': [row(1, { 'line-num': 1, 'account-allocations': [row(5)] })] },
		],
		[
			'a line of the other class',
			{ 'invoice-lines': [{ 'line-num': 1, type: 'InvoiceAmountLine' }] },
			{ 'invoice-lines': [row(1, { 'line-num': 1, type: 'InvoiceQuantityLine' })] },
		],
	])('do not fit a draft that has %s too many', (_name, body, draft) => {
		expect(withIdsOf(body, draft)).toBeNull();
	});

	it('clear amounts that the new version does not have', () => {
		expect(
			withIdsOf({ 'tax-amount': '2' }, { 'tax-amount': '1', 'shipping-amount': '5.00', 'misc-amount': '0.00', 'handling-amount': null }),
		).toEqual({ 'tax-amount': '2', 'shipping-amount': '0' });
	});
});
