import type { CoupaRecord } from '../../../lib/core';
import { ExistingInvoices } from '../../../lib/coupa/import/existing-invoices';
import type { RecordedRequest } from '../../../tools/sandbox/coupa';
import { codes, input, type InputOptions, World } from './support/world';
import { cpuSeconds } from '../../../tools/harness/cpu';

const page414 = { status: 414, body: '<html><title>414 Request-URI Too Large</title></html>' };

let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	await world.stop();
});

const named = (number: string, { invoice, ...more }: InputOptions = {}) =>
	input({ ...more, invoice: { 'invoice-number': number, ...invoice } });
const line = (change: CoupaRecord): CoupaRecord => ({
	type: 'InvoiceQuantityLine',
	'line-num': 1,
	description: 'Bolts',
	quantity: '10',
	price: '10.00',
	uom: { code: 'EA' },
	account: { code: '10-6200-HS' },
	...change,
});
const lookUps = (path: string, name: string) =>
	world.apiCalls().filter((call) => call.method === 'GET' && call.path === path && call.query.some(([field]) => field.startsWith(name)));
const values = (call: RecordedRequest | undefined, name: string) =>
	call?.query.find(([field]) => field.startsWith(name))?.[1].split(',') ?? [];

describe('many values', () => {
	it('fifty long names fit into addresses that servers take', async () => {
		const inputs = Array.from({ length: 50 }, (_, index) =>
			named(`N-${index}`, {
				invoice: { supplier: { name: `Müller & Söhne Gesellschaft mit beschränkter Haftung, Werk ${index} 株式会社` } },
			}),
		);
		const results = await world.import(inputs);
		expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['needsBuyer']));
		expect(world.apiCalls().filter(({ status }) => status !== 200)).toEqual([]);
	});

	it('fifty long names in lists do too, and no name is left out', async () => {
		const names = Array.from({ length: 50 }, (_, index) => `Fördertechnik ${'ä'.repeat(60)} ${index}`);
		await world.import(names.map((name, index) => named(`N-${index}`, { invoice: { supplier: { name } } })));
		const calls = lookUps('/api/suppliers', 'name');
		expect(calls.flatMap((call) => values(call, 'name')).toSorted()).toEqual(names.toSorted());
		expect(calls.length).toBeLessThan(10);
		expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200));
	});

	it('short ones share one call of each kind', async () => {
		await world.import(
			Array.from({ length: 50 }, (_, index) => named(`INV-2026-${String(index).padStart(6, '0')}`)),
			{ validateOnly: true },
		);
		expect(world.calls().toSorted()).toEqual(['GET /api/accounts', 'GET /api/invoices', 'GET /api/suppliers']);
	});

	it('a list that is refused as too long is asked for by halves', async () => {
		world.coupa.settings.longestTarget = 1_100;
		const results = await world.import(
			Array.from({ length: 40 }, (_, index) => named(`INV-2026-${String(index).padStart(6, '0')}`)),
			{ validateOnly: true },
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'imported'));
		expect(lookUps('/api/invoices', 'invoice_number').some(({ status }) => status === 414)).toBe(true);
	});

	it.each([414, 431])('one value that is refused alone with %s leaves its own invoice undecided', async (status) => {
		const isMine = ({ path, query }: RecordedRequest) => path === '/api/invoices' && query.some(([, value]) => value.includes('BAD-1'));
		world.coupa.settings.failNext = Array.from({ length: 20 }, () => ({ ...page414, status, match: isMine }));
		const results = await world.import(['A-1', 'B-1', 'BAD-1', 'C-1', 'D-1'].map((number) => named(number)));
		expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'undecided', 'imported', 'imported']);
		expect(results[2]?.reason).toContain('The invoice number “BAD-1” could not be looked up');
	});

	it('several in a row that are refused cost the others nothing', async () => {
		const isMine = ({ path, query }: RecordedRequest) => path === '/api/invoices' && query.some(([, value]) => value.includes('BAD-'));
		world.coupa.settings.failNext = Array.from({ length: 40 }, () => ({ ...page414, match: isMine }));
		const results = await world.import(['BAD-1', 'BAD-2', 'BAD-3', 'BAD-4', 'A-1', 'B-1'].map((number) => named(number)));
		expect(results.map(({ outcome }) => outcome)).toEqual([...Array.from({ length: 4 }, () => 'undecided'), 'imported', 'imported']);
	});

	it('where everything is refused, the run fails before anything is done', async () => {
		const match = ({ operation }: RecordedRequest) => operation !== 'token';
		world.coupa.settings.failNext = Array.from({ length: 200 }, () => ({ ...page414, status: 431, match }));
		await expect(world.import(['A-1', 'B-1', 'C-1', 'D-1'].map((number) => named(number)))).rejects.toThrow('431');
		expect(world.writes()).toEqual([]);
	});
});

describe('values that Coupa cannot have are not looked up, and refuse their own invoice alone', () => {
	const HUGE = 'x'.repeat(1_000_000);
	it.each<[string, InputOptions, string, string, RegExp]>([
		[
			'a supplier number of a million characters',
			{ invoice: { supplier: { number: HUGE } } },
			'supplierExists',
			'Supplier Number',
			/^The supplier number has 1000000 characters; Coupa stores 255\./,
		],
		[
			'a supplier name longer than Coupa stores',
			{ invoice: { supplier: { name: 'é'.repeat(101) } } },
			'supplierExists',
			'Supplier Name',
			/^The supplier name has 101 characters; Coupa stores 100\./,
		],
		[
			'a supplier ID that is no number',
			{ invoice: { supplier: { id: 'V-20011' } } },
			'supplierExists',
			'Supplier Number',
			/^The supplier ID is not a whole number/,
		],
		[
			'a supplier number with a control character',
			{ invoice: { supplier: { number: 'V-2\u00070011' } } },
			'supplierExists',
			'Supplier Number',
			/U\+0007/,
		],
		['half a character', { invoice: { supplier: { number: 'V-20011\ud83d' } } }, 'supplierExists', 'Supplier Number', /U\+D83D/],
		[
			'a PO number longer than Coupa stores',
			{ lines: [line({ 'order-header-num': '4500012345 / 4500012346', 'order-line-num': '1' })] },
			'poExists',
			'PO Number',
			/^The PO number has 23 characters; Coupa stores 20\./,
		],
		[
			'an account code of a million characters',
			{ lines: [line({ account: { code: HUGE } })] },
			'accountExists',
			'Account Code',
			/^The account code has 1000000 characters; Coupa stores 1024\./,
		],
		[
			'an account code too long for an address',
			{ lines: [line({ account: { code: '株'.repeat(1_000) } })] },
			'accountExists',
			'Account Code',
			/^The account code has 1000 characters \(3000 bytes\), too many to look it up/,
		],
		[
			'a chart of accounts longer than Coupa stores',
			{ invoice: { 'account-type': { name: 'c'.repeat(51) } } },
			'accountExists',
			'Chart of Accounts',
			/^The chart of accounts has 51 characters; Coupa stores 50\./,
		],
		[
			'an invoice number of a million characters',
			{ invoice: { 'invoice-number': HUGE } },
			'numberLength',
			'Invoice Number',
			/^The invoice number has 1000000 characters/,
		],
		['an invoice number with a NUL', { invoice: { 'invoice-number': 'A\u0000-1' } }, 'numberLength', 'Invoice Number', /U\+0000/],
	])('%s', async (_name, bad, code, column, message) => {
		const results = await world.import([named('OK-1'), input(bad), named('OK-2')]);
		expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'refused', 'imported']);
		const problem = results[1]?.problems.find((found) => found.code === code);
		expect(problem).toMatchObject({ severity: 'error', column, message: expect.stringMatching(message) as string });
		expect(results[1]?.reason.length).toBeLessThan(1_000);
		expect(world.apiCalls().every(({ status }) => status !== null && status < 300)).toBe(true);
	});

	it('a number that a milder level lets pass is looked up all the same', async () => {
		const number = 'N'.repeat(41);
		await world.importOne(named(number), { checks: { numberLength: 'draft' } });
		expect(values(lookUps('/api/invoices', 'invoice_number')[0], 'invoice_number')).toEqual([number]);
	});

	it('the finding of a PO number is at the level of its check', async () => {
		const bad = { lines: [line({ 'order-header-num': 'P'.repeat(21), 'order-line-num': '1' })] };
		const result = await world.importOne(input(bad), { checks: { poExists: 'draft' } });
		expect(result.outcome).toBe('heldAsDraft');
		expect(codes(result)).toContain('poExists');
	});
});

describe('existing invoices', () => {
	it('of another supplier with the same number are in nobody’s way', async () => {
		const other = { id: 990, 'invoice-number': 'T-1', status: 'approved', supplier: { id: 999_999, number: 'V-9', name: 'Other' } };
		world.coupa.put('invoices', other);
		expect((await world.importOne(input())).outcome).toBe('imported');
		// Before the draft, and before its submit.
		expect(lookUps('/api/invoices', 'invoice_number')).toHaveLength(2);
	});

	it('of a number that many suppliers use are looked up by supplier and mark after the first page', async () => {
		for (let index = 0; index < 400; index++)
			world.coupa.put('invoices', { id: 2_000 + index, 'invoice-number': '1', status: 'approved', supplier: { id: 900_000 + index } });
		const captured = named('1');
		const { invoiceId, outcome } = await world.importOne(captured);
		expect(outcome).toBe('imported');
		world.coupa.put('invoices', { ...world.invoice(invoiceId), status: 'draft', supplier: null });
		world.coupa.clearRequests();
		expect(await world.importOne(captured)).toMatchObject({ outcome: 'heldAsDraft', invoiceId });
		const calls = lookUps('/api/invoices', 'invoice_number');
		expect(calls.map(({ query }) => query.map(([name]) => name).filter((name) => /supplier|note|offset/.test(name)))).toEqual([
			[],
			['supplier[id]'],
			['internal_note[contains]'],
		]);
	});

	it('of such a number are read whole where Coupa does not search in notes', async () => {
		for (let index = 0; index < 120; index++)
			world.coupa.put('invoices', { id: 2_000 + index, 'invoice-number': '1', status: 'approved', supplier: { id: 900_000 + index } });
		const match = ({ query }: RecordedRequest) => query.some(([name]) => name.startsWith('internal_note'));
		world.coupa.settings.failNext = [{ match, status: 400, body: { errors: { internal_note: ['is not a parameter'] } } }];
		const mine = { id: 3_000, 'invoice-number': '1', status: 'approved', supplier: { id: 5502 }, 'invoice-date': '2025-01-01' };
		world.coupa.put('invoices', mine);
		expect(codes(await world.importOne(named('1')))).toEqual(['numberReused']);
	});

	it('of several suppliers cost one call', async () => {
		const suppliers = ['V-20011', 'V-20012', 'V-20013'];
		await world.import(
			suppliers.map((number, index) => named(`S-${index}`, { invoice: { supplier: { number } } })),
			{ validateOnly: true },
		);
		expect(lookUps('/api/invoices', 'invoice_number')).toHaveLength(1);
	});

	it('are found by supplier and number without looking through all of them', () => {
		const existing = new ExistingInvoices(world.client);
		const numbers = Array.from({ length: 20_000 }, (_, index) => `N-${index}`);
		for (const [index, number] of numbers.entries())
			existing.remember({ id: index + 1, 'invoice-number': number, supplier: { id: index % 7 } });
		const find = () =>
			numbers.map((number, index) => existing.find({ number: number.toLowerCase(), supplierId: String(index % 7) }).length);
		expect(cpuSeconds(() => expect(find()).toEqual(numbers.map(() => 1)))).toBeLessThan(2);
		expect(existing.find({ number: 'N-1', supplierId: '2' })).toEqual([]);
	});

	it('that Coupa shows with another number or supplier later are found by that', () => {
		const existing = new ExistingInvoices(world.client);
		existing.remember({ id: 2, 'invoice-number': 'A-1', supplier: { id: 5 } });
		existing.remember({ id: 1, 'invoice-number': 'B-1', supplier: { id: 5 } });
		existing.remember({ id: 2, 'invoice-number': 'B-1' });
		expect(existing.find({ number: 'A-1', supplierId: '5' })).toEqual([]);
		expect(existing.find({ number: 'b-1', supplierId: '5' }).map(({ id }) => id)).toEqual([1, 2]);
	});
});
