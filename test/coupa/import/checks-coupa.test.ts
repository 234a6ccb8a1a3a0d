import type { ImportInput, ImportResult, ImportSettings } from '../../../lib/coupa/import';
import type { CoupaRecord, Problem } from '../../../lib/core';
import { codes, input, World } from './support/world';

describe('checks on what Coupa knows', () => {
	let world: World;
	beforeAll(async () => {
		world = await World.start();
	});
	afterAll(async () => {
		await world.stop();
	});

	async function check(
		invoice: CoupaRecord,
		lines?: CoupaRecord[],
		settings: Partial<ImportSettings> = {},
		more: Partial<ImportInput> = {},
	): Promise<ImportResult> {
		return await world.importOne(input({ invoice: { 'supplier-total': null, 'payment-term': null, ...invoice }, lines }, more), {
			validateOnly: true,
			...settings,
		});
	}
	function only(result: ImportResult): Problem {
		expect(result.problems).toHaveLength(1);
		return result.problems[0] as Problem;
	}
	const backed = (number: string, more: CoupaRecord = {}): CoupaRecord => ({
		description: 'Bolts',
		quantity: '1',
		price: '1.00',
		uom: { code: 'EA' },
		'order-header-num': number,
		'order-line-num': '1',
		...more,
	});

	describe('supplier', () => {
		it('that is unknown needs the buyer', async () => {
			const result = await check({ supplier: { number: 'V-404' } });
			expect(result.outcome).toBe('needsBuyer');
			expect(only(result)).toMatchObject({ code: 'supplierExists', severity: 'error', column: 'Supplier Number', value: 'V-404' });
		});

		it('that is inactive needs the buyer', async () => {
			const result = await check({ supplier: { number: 'V-20020' } });
			expect(result.outcome).toBe('needsBuyer');
			expect(only(result)).toMatchObject({ code: 'supplierActive', column: 'Supplier Number', value: 'V-20020' });
		});

		it('may be refused instead, by setting', async () => {
			expect((await check({ supplier: { number: 'V-404' } }, undefined, { checks: { supplierExists: 'error' } })).outcome).toBe('refused');
			expect((await check({ supplier: { number: 'V-20020' } }, undefined, { checks: { supplierActive: 'draft' } })).outcome).toBe(
				'heldAsDraft',
			);
		});

		it('is found by number in any case, and by a name with commas and quotes', async () => {
			expect(codes(await check({ supplier: { number: 'V-20013' } }))).toEqual([]);
			expect(codes(await check({ supplier: { name: 'Smith, Jones & "Partners" LLP' } }))).toEqual([]);
			expect(codes(await check({ supplier: { name: 'さくら製作所 Sakura Seisakusho K.K.' } }))).toEqual([]);
			expect(only(await check({ supplier: { name: 'Nobody, Inc.' } }))).toMatchObject({ code: 'supplierExists', column: 'Supplier Name' });
		});

		it('of a name that two have is not guessed', async () => {
			world.coupa.put('suppliers', { id: 6001, name: 'Twin Ltd', number: 'V-T1', status: 'active', 'remit-to-addresses': [] });
			world.coupa.put('suppliers', { id: 6002, name: 'Twin Ltd', number: 'V-T2', status: 'active', 'remit-to-addresses': [] });
			const result = await check({ supplier: { name: 'Twin Ltd' } });
			expect(result.outcome).toBe('needsBuyer');
			expect(only(result).message).toContain('2 suppliers');
		});

		it('of a name that one active and one inactive have is the active one', async () => {
			world.coupa.put('suppliers', { id: 6003, name: 'Phoenix Ltd', number: 'V-P1', status: 'inactive', 'remit-to-addresses': [] });
			world.coupa.put('suppliers', { id: 6004, name: 'Phoenix Ltd', number: 'V-P2', status: 'active', 'remit-to-addresses': [] });
			expect(codes(await check({ supplier: { name: 'Phoenix Ltd' } }))).toEqual([]);
		});

		it('goes by number; a name that disagrees is told', async () => {
			const result = await check({ supplier: { number: 'V-20011', name: 'Delta Office Supply' } });
			expect(result.outcome).toBe('imported');
			expect(only(result)).toMatchObject({ code: 'supplierName', severity: 'warning', value: 'Delta Office Supply' });
			expect(codes(await check({ supplier: { number: 'V-20016', name: 'CAFE CREME TRAITEUR S.A R.L.' } }))).toEqual([]);
		});
	});

	describe('remit-to', () => {
		it('needs a code when the supplier has several active ones', async () => {
			const result = await check({ supplier: { number: 'V-20019' } });
			expect(result.outcome).toBe('refused');
			expect(only(result)).toMatchObject({ code: 'remitToCode', column: 'Remit To Code' });
			expect(only(result).message).toContain('DO-01, DO-02');
		});

		it('is taken by code, and by id', async () => {
			expect(codes(await check({ supplier: { number: 'V-20019' }, 'remit-to-address': { 'remit-to-code': 'DO-02' } }))).toEqual([]);
			expect(codes(await check({ supplier: { number: 'V-20019' }, 'remit-to-address': { id: 9381 } }))).toEqual([]);
		});

		it('is refused with a code of another supplier, and with an inactive one', async () => {
			expect(codes(await check({ 'remit-to-address': { 'remit-to-code': 'DO-02' } }))).toEqual(['remitToCode']);
			expect(codes(await check({ supplier: { number: 'V-20019' }, 'remit-to-address': { 'remit-to-code': 'DO-09' } }))).toEqual([
				'remitToCode',
			]);
		});
	});

	describe('purchase order', () => {
		it('and line that fit pass', async () => {
			expect(codes(await check({}, [backed('70315')]))).toEqual([]);
		});

		it('that does not exist is wrong data', async () => {
			const result = await check({}, [backed('99999')]);
			expect(result.outcome).toBe('refused');
			expect(only(result)).toMatchObject({
				code: 'poExists',
				column: 'PO Number',
				value: '99999',
				path: 'invoice-lines[0].order-header-num',
			});
		});

		it('with a comma in its number is looked up singly', async () => {
			world.coupa.clearRequests();
			expect(codes(await check({}, [backed('70,315'), backed('70315')]))).toEqual(['poExists']);
			const queries = world
				.apiCalls()
				.filter(({ path }) => path === '/api/purchase_orders')
				.map(({ query }) => query.find(([name]) => name.startsWith('po_number'))?.join('='));
			expect(queries.sort()).toEqual(['po_number=70,315', 'po_number=70315']);
		});

		it('of another supplier is wrong data', async () => {
			const result = await check({ supplier: { number: 'V-20012' } }, [backed('70315')]);
			expect(only(result)).toMatchObject({ code: 'poSupplier', value: '70315', severity: 'error' });
			expect(only(result).message).toContain('Northbrook Fasteners');
		});

		it.each([
			['70318', 'closed'],
			['70319', 'draft'],
		])('%s that is %s keeps the invoice a draft', async (number, status) => {
			const result = await check({}, [backed(number), backed(number)]);
			expect(result.outcome).toBe('heldAsDraft');
			expect(only(result)).toMatchObject({ code: 'poIssued', keepsDraft: true });
			expect(only(result).message).toContain(status);
		});

		it.each(['cancelled', 'canceled', 'soft_closed', 'buyer_hold'])('in status %s keeps the invoice a draft', async (status) => {
			world.coupa.put('purchase_orders', { ...(world.coupa.rows('purchase_orders').find(({ id }) => id === 70341) ?? {}), status });
			const result = await check({ supplier: { number: 'V-20019' }, 'remit-to-address': { 'remit-to-code': 'DO-01' } }, [backed('70341')]);
			expect(codes(result)).toEqual(['poIssued']);
		});

		it('line that does not exist is wrong data', async () => {
			const result = await check({}, [backed('70315', { 'order-line-num': '9' })]);
			expect(only(result)).toMatchObject({ code: 'poLineExists', column: 'PO Line Number', value: '9' });
			expect(only(result).message).toContain('1, 2');
		});

		it('line may be named by supplier part number', async () => {
			expect(codes(await check({}, [backed('70316', { 'order-line-num': '', 'source-part-num': 'nb-lw-8' })]))).toEqual([]);
			expect(only(await check({}, [backed('70316', { 'order-line-num': null, 'source-part-num': 'NB-XX' })]))).toMatchObject({
				code: 'poLineExists',
				column: 'Supplier Part Number',
				value: 'NB-XX',
			});
		});

		it('needs a line number or a part number', async () => {
			expect(only(await check({}, [backed('70316', { 'order-line-num': '' })])).message).toContain(
				'needs a PO Line Number or a Supplier Part Number',
			);
		});

		it.each(['closed', 'soft_closed_for_invoicing', 'cancelled', 'canceled'])('line that is %s takes no invoice', async (status) => {
			const order = world.coupa.rows('purchase_orders').find(({ id }) => id === 70317) ?? {};
			const [line] = order['order-lines'] as CoupaRecord[];
			world.coupa.put('purchase_orders', { ...order, 'order-lines': [{ ...line, status }] });
			const result = await check({}, [backed('70317')]);
			expect(result.outcome).toBe('refused');
			expect(only(result)).toMatchObject({ code: 'poLineOpen', column: 'PO Line Number', value: '1' });
		});

		it('line of the other class is wrong data, except for one piece of an amount', async () => {
			const lawyer = { supplier: { number: 'V-20013' } };
			expect(only(await check(lawyer, [backed('70330', { quantity: '2' })]))).toMatchObject({ code: 'lineClass', value: '2' });
			expect(codes(await check(lawyer, [backed('70330', { quantity: '1' })]))).toEqual([]);
			expect(codes(await check(lawyer, [backed('70330', { quantity: null, uom: null })]))).toEqual([]);
			expect(only(await check({}, [backed('70315', { quantity: null })]))).toMatchObject({ code: 'lineClass', value: '' });
		});

		it('without freight keeps an invoice with freight a draft', async () => {
			const result = await check({ 'shipping-amount': '5.00' }, [backed('70315')]);
			expect(result.outcome).toBe('heldAsDraft');
			expect(only(result)).toMatchObject({ code: 'freightOnPo', column: 'Shipping Amount', value: '5' });
			const charged = await check(
				{ 'invoice-charges': [{ type: 'InvoiceHandlingCharge', total: '5.00', account: { code: '10-6300-HS' } }] },
				[backed('70315')],
			);
			expect(codes(charged)).toEqual(['freightOnPo']);
		});

		it('with a freight line, or an unbacked line, takes freight', async () => {
			const order = world.coupa.rows('purchase_orders').find(({ id }) => id === 70316) ?? {};
			const lines = order['order-lines'] as CoupaRecord[];
			expect(
				codes(
					await check({ 'shipping-amount': '5.00' }, [
						backed('70316'),
						{ description: 'x', price: '1.00', account: { code: '10-6200-HS' } },
					]),
				),
			).toEqual([]);
			world.coupa.put('purchase_orders', {
				...order,
				'order-lines': [...lines, { ...lines[0], id: 889999, 'line-num': '3', description: 'Inbound freight' }],
			});
			expect(codes(await check({ 'shipping-amount': '5.00' }, [backed('70316')]))).toEqual([]);
		});
	});

	describe('account', () => {
		const unbacked = (account: CoupaRecord | null): CoupaRecord => ({
			description: 'x',
			price: '1.00',
			...(account === null ? {} : { account }),
		});

		it('that its chart does not have is wrong data', async () => {
			const result = await check({}, [unbacked({ code: '10-9999-XX' })]);
			expect(result.outcome).toBe('refused');
			expect(only(result)).toMatchObject({
				code: 'accountExists',
				column: 'Account Code',
				value: '10-9999-XX',
				path: 'invoice-lines[0].account.code',
			});
		});

		it('of another chart is wrong data', async () => {
			expect(codes(await check({}, [unbacked({ code: '20-6200-BE' })]))).toEqual(['accountExists']);
		});

		it('of a chart that does not exist names the chart', async () => {
			expect(only(await check({ 'account-type': { name: 'No Chart' } }, [unbacked({ code: '10-6200-HS' })]))).toMatchObject({
				code: 'accountExists',
				column: 'Chart of Accounts',
				value: 'No Chart',
			});
		});

		it('that is inactive is told apart', async () => {
			expect(only(await check({}, [unbacked({ code: '10-6150-LS' })])).message).toContain('not active');
		});

		it('may be given by segments, and stand in allocations and charges', async () => {
			expect(codes(await check({}, [unbacked({ 'segment-1': '10', 'segment-2': '6200', 'segment-3': 'HS' })]))).toEqual([]);
			const split = {
				...unbacked(null),
				'account-allocations': [
					{ pct: '50', account: { code: '10-6200-HS' } },
					{ pct: '50', account: { code: '10-0000-HS' } },
				],
			};
			expect(only(await check({}, [split])).path).toBe('invoice-lines[0].account-allocations[1].account.code');
			const charge = { 'invoice-charges': [{ type: 'InvoiceMiscCharge', total: '1.00', account: { code: '10-0000-HS' } }] };
			expect(only(await check(charge, [unbacked({ code: '10-6200-HS' })])).path).toBe('invoice-charges[0].account.code');
		});

		it('unknown in a dynamic chart may arise from its use', async () => {
			const chart = world.coupa.rows('account_types').find(({ id }) => id === 3) ?? {};
			world.coupa.put('account_types', { ...chart, id: 77, name: 'Dynamic Chart', 'dynamic-flag': true });
			expect(codes(await check({ 'account-type': { name: 'Dynamic Chart' } }, [unbacked({ code: '30-1-1' })]))).toEqual([]);
		});

		it('missing on a line without PO keeps a draft, unless the chart has a default', async () => {
			const result = await check({}, [unbacked(null)]);
			expect(result.outcome).toBe('heldAsDraft');
			expect(only(result)).toMatchObject({ code: 'unbackedAccount', column: 'Account Code', keepsDraft: true });
			expect(codes(await check({}, [unbacked(null)], { defaultAccounts: { 'Demo Chart': '10-6200-HQ' } }))).toEqual([]);
			expect(codes(await check({}, [unbacked(null)], { defaultAccounts: { 'Demo Chart': '10-0000-HQ' } }))).toEqual(['accountExists']);
		});
	});
});
