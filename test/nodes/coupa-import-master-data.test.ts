import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { DEFAULT_SCOPES } from '../../lib/coupa';
import type { CoupaRecord } from '../../lib/core';
import { Flow, hintsOf, itemsOf, problems } from './support/flow';
import { level } from './support/coupa-import';
import { backed, captured, unbackedLine } from './support/captured';

/** Checks on what Coupa has beside suppliers, orders and accounts: looked up once for a run, and only where an invoice names it. */
let flow: Flow;

beforeAll(async () => {
	flow = await Flow.start({ scopes: [...DEFAULT_SCOPES, 'core.contract.read', 'core.user.read'] });
	const contracts: Array<[number: string, more: CoupaRecord]> = [
		['C-OK', { status: 'Published', 'start-date': '2026-05-04T00:00:00-07:00', 'end-date': '2026-05-04T00:00:00-07:00' }],
		['C-APPROVED', { status: 'approved' }],
		['C-RENEWS', { status: 'published', 'end-date': '2025-12-31T00:00:00-08:00', 'term-type': 'auto_renew' }],
		['C-DRAFT', { status: 'draft' }],
		['C-OVER', { status: 'published', 'end-date': '2026-05-03T00:00:00-07:00', 'term-type': 'fixed' }],
		['C-LATER', { status: 'published', 'start-date': '2026-05-05T00:00:00-07:00' }],
		['C-ENDED', { status: 'published', terminated: true }],
	];
	for (const [index, [number, more]] of contracts.entries())
		flow.coupa.put('contracts', { id: 900 + index, number, name: `Contract ${number}`, ...more });
	for (const [id, code, precision] of [
		[50, 'PCE', 0],
		[51, 'TEN', 1],
		[52, 'ANY', null],
	] as const)
		flow.coupa.put('uoms', { id, code, name: code, 'allowable-precision': precision, active: true });
	flow.coupa.put('tax_codes', { id: 60, code: 'OLD-19', percentage: '19.0', active: false, country: { id: 79, code: 'DE' } });
	flow.coupa.put('users', { id: 90, login: 'left', email: 'left@example.test', active: false });
});

afterAll(async () => {
	await flow.stop();
});

beforeEach(() => {
	flow.coupa.settings.failNext = [];
	flow.coupa.clearRequests();
});

let serial = 0;

/** One invoice through the node, with what makes it need something of Coupa. */
async function imported(change: CoupaRecord, options: IDataObject = {}): Promise<INodeExecutionData> {
	serial += 1;
	const [item] = itemsOf(await flow.import([captured(`MD-${serial}`, change)], { imageRequired: false, ...options }));
	if (!item) throw new Error('The import gave nothing');
	return item;
}

const found = ({ json }: INodeExecutionData) =>
	(json.details as { problems: Array<{ code: string; column?: string; path?: string; value?: string; message: string }> }).problems;

/** Reads of a list of Coupa. */
const reads = (path: string) => flow.coupa.requests().filter((request) => request.method === 'GET' && request.path === path).length;

describe('quantity with more decimals than its unit allows', () => {
	const line = (quantity: string, uom: string) => ({ 'invoice-lines': [unbackedLine({ quantity, uom: { code: uom } })] });

	test.each([
		['2.5', 'PCE', 'refused', 'The quantity 2.5 has 1 decimals, but Coupa keeps none of the unit PCE'],
		['-0.125', 'TEN', 'refused', 'The quantity -0.125 has 3 decimals, but Coupa keeps 1 of the unit TEN'],
		['0.1', 'TEN', 'imported', null],
		['2.50', 'TEN', 'imported', null],
		['2.0', 'PCE', 'imported', null],
		['2.5', 'ANY', 'imported', null],
	])('%s %s is %s', async (quantity, uom, outcome, message) => {
		const item = await imported(line(quantity, uom), { checks: { check: [{ name: 'creditNote', level: 'off' }] } });
		expect([item.json.outcome, problems(item)]).toEqual([outcome, message === null ? [] : ['error quantityDecimals']]);
		if (message !== null)
			expect(found(item)).toEqual([
				expect.objectContaining({
					column: 'Quantity',
					path: 'invoice-lines[0].quantity',
					value: quantity,
					message: expect.stringContaining(message),
				}),
			]);
	});

	test.each([
		['draft', 'heldAsDraft', ['warning quantityDecimals']],
		['needsBuyer', 'needsBuyer', ['error quantityDecimals']],
		['off', 'imported', []],
	])('at the level %s', async (set, outcome, told) => {
		const item = await imported(line('2.5', 'PCE'), level('quantityDecimals', set));
		expect([item.json.outcome, problems(item)]).toEqual([outcome, told]);
		expect(reads('/api/uoms')).toBe(set === 'off' ? 0 : 1);
	});

	test('what Coupa cut all the same is told by comparing its answer', async () => {
		let cut = false;
		flow.coupa.intercept(({ operation, invoiceId }, phase) => {
			if (operation === 'post' && phase === 'answering' && !cut) {
				cut = true;
				const [invoice] = flow.coupa.rows('invoices').filter(({ id }) => id === invoiceId);
				const [first] = (invoice?.['invoice-lines'] ?? []) as CoupaRecord[];
				flow.coupa.put('invoices', { ...invoice, 'invoice-lines': [{ ...first, quantity: '2.0' }] });
				return 'drop';
			}
			return 'continue';
		});
		const item = await imported(line('2.5', 'ANY'));
		flow.coupa.intercept(null);
		expect([item.json.outcome, found(item).map(({ code, path, value }) => [code, path, value])]).toEqual([
			'heldAsDraft',
			[['notKept', 'invoice-lines[0].quantity', '2.5']],
		]);
	});

	test('whose PO line shows the precision of its unit costs no call', async () => {
		const [order] = flow.coupa.rows('purchase_orders').filter(({ id }) => id === 70317);
		const [first] = (order?.['order-lines'] ?? []) as CoupaRecord[];
		flow.coupa.put('purchase_orders', {
			...order,
			'order-lines': [{ ...first, uom: { id: 50, code: 'PCE', 'allowable-precision': 0 } }],
		});
		const item = await imported({ 'invoice-lines': [backed('70317', '1', { quantity: '1.5', price: '3.85', uom: { code: 'PCE' } })] });
		expect([item.json.outcome, problems(item), reads('/api/uoms')]).toEqual(['refused', ['error quantityDecimals'], 0]);
	});
});

describe('tax code', () => {
	const taxed = (code: string, country?: string): CoupaRecord => ({
		'tax-code': { code, ...(country === undefined ? {} : { country: { code: country } }) },
	});

	test.each([
		['DE-19', undefined, null],
		['DE-19', 'DE', null],
		['DE-19', 'FR', 'Coupa has no tax code DE-19 of the country FR'],
		['XX-1', undefined, 'Coupa has no tax code XX-1:'],
		['OLD-19', undefined, 'The tax code OLD-19 is not active'],
	])('%s of %s', async (code, country, message) => {
		const item = await imported(taxed(code, country), { checks: { check: [{ name: 'taxCodeActive', level: 'warning' }] } });
		const own = found(item).filter((problem) => problem.code === 'taxCodeActive');
		expect(own).toEqual(
			message === null
				? []
				: [expect.objectContaining({ column: 'Tax Code', path: 'tax-code.code', value: code, message: expect.stringContaining(message) })],
		);
	});

	test('of lines and charges is found where it stands, told once, and keeps a draft', async () => {
		const taxLines = { 'tax-lines': [{ type: 'TaxLine', amount: '1.00', ...taxed('XX-2') }] };
		const item = await imported({
			'line-level-taxation': true,
			'invoice-lines': [unbackedLine(taxLines), unbackedLine({ 'line-num': 2, ...taxLines })],
			'invoice-charges': [{ type: 'InvoiceMiscCharge', total: '1.00', account: { code: '10-6300-HS' }, ...taxLines }],
		});
		expect(item.json.outcome).toBe('heldAsDraft');
		expect(found(item).filter(({ code }) => code === 'taxCodeActive')).toEqual([
			expect.objectContaining({
				path: 'invoice-lines[0].tax-lines[0].tax-code.code',
				message: expect.stringMatching(/named in 3 places\.$/),
			}),
		]);
	});
});

describe('contract', () => {
	test.each([
		['C-OK', null],
		['C-APPROVED', null],
		['C-RENEWS', null],
		['C-DRAFT', 'is draft in Coupa, neither published nor approved'],
		['C-OVER', 'ended on 2026-05-03'],
		['C-LATER', 'begins on 2026-05-05'],
		['C-ENDED', 'is terminated in Coupa'],
		['C-NONE', 'Coupa has no contract with the number C-NONE'],
	])('%s', async (number, message) => {
		const item = await imported({ contract: { number } });
		const own = found(item).filter(({ code }) => code === 'contractInForce');
		expect(own).toEqual(
			message === null
				? []
				: [expect.objectContaining({ column: 'Contract Number', path: 'contract.number', message: expect.stringContaining(message) })],
		);
		expect(item.json.outcome).toBe(message === null ? 'imported' : 'heldAsDraft');
	});

	test('of a line goes by its name', async () => {
		const item = await imported({ 'invoice-lines': [unbackedLine({ contract: { name: 'Contract C-DRAFT' } })] });
		expect(found(item)).toEqual([expect.objectContaining({ code: 'contractInForce', column: 'Contract Name', value: 'Contract C-DRAFT' })]);
	});
});

describe('requester', () => {
	test.each([
		['ana.lyst@example.test', null],
		['Ana.Lyst@Example.test', null],
		['nobody@example.test', 'Coupa has no user with the e-mail address nobody@example.test'],
		['left@example.test', 'is not active'],
	])('%s', async (email, message) => {
		const item = await imported({ 'requester-email': email });
		expect([item.json.outcome, problems(item)]).toEqual(message === null ? ['imported', []] : ['heldAsDraft', ['warning requesterActive']]);
		if (message !== null) expect(found(item)[0]).toMatchObject({ column: 'Requester Email', message: expect.stringContaining(message) });
	});
});

describe('look-ups', () => {
	const LISTS = ['/api/uoms', '/api/tax_codes', '/api/contracts', '/api/users'];
	const needy = (at: number): CoupaRecord => ({
		'requester-email': at % 2 === 0 ? 'ana.lyst@example.test' : 'bo.yer@example.test',
		'tax-code': { code: at % 2 === 0 ? 'DE-19' : 'DE-7' },
		contract: { number: 'C-OK' },
		'invoice-lines': [unbackedLine({ quantity: '1.5', uom: { code: 'TEN' } })],
	});
	const run = async (name: string, change: (at: number) => CoupaRecord, count = 60) =>
		await flow.import(
			Array.from({ length: count }, (_, at) => captured(`${name}-${at}`, change(at))),
			{ imageRequired: false },
		);

	test('are shared by the invoices of a run: one call for each list', async () => {
		const items = itemsOf(await run('SHARED', needy));
		expect(items.map(({ json }) => json.outcome)).toEqual(Array(60).fill('imported'));
		expect(LISTS.map(reads)).toEqual([1, 1, 1, 1]);
	});

	test('are not made for invoices that name nothing of the kind', async () => {
		itemsOf(await run('PLAIN', () => ({}), 5));
		expect(LISTS.map(reads)).toEqual([0, 0, 0, 0]);
	});

	test('that Coupa does not open are told once, and keep no invoice', async () => {
		const poor = await Flow.start();
		try {
			const batch = Array.from({ length: 55 }, (_, at) =>
				captured(`POOR-${at}`, { contract: { number: 'C-1' }, 'requester-email': 'x@y.test' }),
			);
			const result = await poor.import(batch, { imageRequired: false, checks: { check: [{ name: 'sameTotal', level: 'off' }] } });
			const items = itemsOf(result);
			expect(new Set(items.flatMap(problems))).toEqual(new Set(['warning notKept']));
			const told = hintsOf(result).filter((hint) => hint.startsWith('The check'));
			expect(told).toEqual([
				expect.stringMatching(
					/^The check “Contract in force” is off for this run\. It needs the scope core\.contract\.read, which the credential does not ask for\. Add core\.contract\.read/,
				),
				expect.stringMatching(
					/^The check “Requester is an active user” is off for this run\. It needs the scope core\.user\.read, .*Add core\.user\.read/,
				),
			]);
			const asked = poor.coupa.requests().filter(({ path }) => ['/api/contracts', '/api/users'].includes(path));
			expect(asked).toEqual([]);
		} finally {
			await poor.stop();
		}
	});

	test.each([
		[404, { error: 'The resource you requested is not found' }],
		[400, { errors: { code: ['is no condition of this list'] } }],
	])('that Coupa answers with %s are told, and keep no invoice', async (status, body) => {
		flow.coupa.settings.failNext = Array.from({ length: 9 }, () => ({ match: ({ path }) => path === '/api/tax_codes', status, body }));
		const result = await run(`SHUT-${status}`, (at) => ({ 'tax-code': { code: at % 2 === 0 ? 'DE-19' : 'XX' } }), 4);
		expect(
			itemsOf(result)
				.flatMap(problems)
				.filter((problem) => problem.includes('taxCodeActive')),
		).toEqual([]);
		expect(hintsOf(result).filter((hint) => hint.includes('Tax code known and active'))).toHaveLength(1);
	});
});
