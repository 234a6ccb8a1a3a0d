import { isRecord, recordsAt, textAt } from '../../../../lib/core';
import type { CoupaRecord, Json } from '../../../../lib/core';
import { coupaSeed, scaledInvoices } from '../../../../tools/sandbox/dataset';

const seed = coupaSeed();
const of = (resource: string): CoupaRecord[] => seed[resource] ?? [];

it('is a new copy each time', () => {
	const [first] = coupaSeed().suppliers ?? [];
	if (first) first.name = 'changed';
	expect(textAt(coupaSeed().suppliers?.[0], 'name')).toBe('Northbrook Fasteners');
});

it('holds what the samples of the contract hold', () => {
	expect(of('accounts').find(({ code }) => code === '10-6200-HS')).toMatchObject({
		id: 4101,
		active: true,
		'segment-1': '10',
		'segment-2': '6200',
		'segment-3': 'HS',
		'account-type': { id: 3, name: 'Demo Chart' },
	});
	expect(of('accounts').find(({ code }) => code === '10-6200-LS')?.id).toBe(4102);
	expect(of('suppliers').find(({ number }) => number === 'V-20011')).toMatchObject({
		id: 5502,
		'remit-to-addresses': [{ id: 9301, 'remit-to-code': 'NB-01' }],
		'account-types': [{ id: 3, name: 'Demo Chart' }],
	});
	expect(of('purchase_orders').find(({ id }) => id === 70315)).toMatchObject({
		'po-number': '70315',
		status: 'issued',
		'order-lines': [
			{
				id: 881001,
				type: 'OrderQuantityLine',
				'line-num': '1',
				quantity: '25.0',
				price: '19.99',
				total: '499.75',
				'order-header-id': 70315,
				account: { id: 4101 },
			},
			{
				id: 881002,
				total: '260.00',
				account: null,
				'account-allocations': [
					{ amount: '130.00', pct: '50.0', account: { id: 4101 } },
					{ amount: '130.00', account: { id: 4102 } },
				],
			},
		],
	});
});

it('has the variety it is for', () => {
	expect(of('accounts')).toHaveLength(30);
	expect(
		of('accounts')
			.filter(({ active }) => active === false)
			.map(({ code }) => code),
	).toEqual(['10-6150-LS']);
	expect(of('accounts').find(({ code }) => code === '10-6900-HQ')?.active).toBe(true);
	expect(of('account_types').map(({ name }) => name)).toEqual(['Demo Chart', 'Demo Chart Europe']);
	expect(of('suppliers')).toHaveLength(12);
	expect(
		of('suppliers')
			.filter(({ status }) => status === 'inactive')
			.map(({ number }) => number),
	).toEqual(['V-20020']);
	expect(
		recordsAt(
			of('suppliers').find(({ number }) => number === 'V-20019'),
			'remit-to-addresses',
		).map((remitTo) => [remitTo['remit-to-code'], remitTo.active]),
	).toEqual([
		['DO-01', true],
		['DO-02', true],
		['DO-09', false],
	]);
	expect(of('purchase_orders')).toHaveLength(15);
	expect(
		of('purchase_orders')
			.filter(({ status }) => status !== 'issued')
			.map(({ status }) => status),
	).toEqual(['closed', 'draft']);
	const lines = of('purchase_orders').flatMap((order) => recordsAt(order, 'order-lines'));
	expect(lines.filter(({ type }) => type === 'OrderAmountLine').map(({ quantity, uom }) => [quantity, uom])).toEqual([
		[null, null],
		[null, null],
		[null, null],
	]);
});

it('has unique ids and numbers, ISO times with an offset, and decimals as strings', () => {
	const scaled = scaledInvoices(60, 3);
	for (const records of [
		...Object.values(seed),
		[...of('suppliers'), ...scaled.coupa.suppliers],
		[...of('purchase_orders'), ...scaled.coupa.purchase_orders],
	]) {
		expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
	}
	const nested = (key: string, records: CoupaRecord[]) => records.flatMap((record) => recordsAt(record, key)).map(({ id }) => id);
	for (const ids of [
		nested('order-lines', [...of('purchase_orders'), ...scaled.coupa.purchase_orders]),
		nested('remit-to-addresses', [...of('suppliers'), ...scaled.coupa.suppliers]),
	]) {
		expect(new Set(ids).size).toBe(ids.length);
	}
	visit(Object.values(seed).flat(), (key, value) => {
		if (key.endsWith('-at') && value !== null) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
		if (['price', 'quantity', 'total', 'received', 'invoiced', 'pct', 'amount', 'percentage'].includes(key) && value !== null)
			expect(value).toMatch(/^\d+(\.\d+)?$/);
		expect(key).toMatch(/^[a-z0-9-]+$/);
	});
});

it('refers only to records it holds', () => {
	const ids = (resource: string) => new Set(of(resource).map(({ id }) => id));
	const known: Record<string, Set<Json | undefined>> = {
		currency: ids('currencies'),
		uom: ids('uoms'),
		'payment-term': ids('payment_terms'),
		supplier: ids('suppliers'),
		account: ids('accounts'),
		'account-type': ids('account_types'),
		requester: ids('users'),
		'ship-to-user': ids('users'),
		'ship-to-address': ids('addresses'),
	};
	let seen = 0;
	visit([...of('suppliers'), ...of('purchase_orders'), ...of('accounts')], (key, value) => {
		const target = known[key];
		if (!target || !isRecord(value)) return;
		seen++;
		expect([key, target.has(value.id)]).toEqual([key, true]);
	});
	expect(seen).toBeGreaterThan(150);
});

function visit(value: Json, look: (key: string, value: Json) => void): void {
	if (Array.isArray(value)) value.forEach((item) => visit(item, look));
	else if (isRecord(value)) {
		for (const [key, item] of Object.entries(value)) {
			look(key, item);
			visit(item, look);
		}
	}
}
