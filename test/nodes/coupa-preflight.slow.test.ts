import type { PreflightLine } from '../../lib/core';
import { itemsOf } from './support/flow';
import { Preflight, WRITING } from './support/preflight';
import { MISBEHAVIOURS } from './support/preflight-misbehaviours';

/** What the preflight says of a Coupa, through the node itself. */
let preflight: Preflight;

const SUBMITTING = { ...WRITING, allowTestSubmit: true };

beforeAll(async () => {
	preflight = await Preflight.start();
	// So that there is an invoice to be looked at.
	await preflight.lines(WRITING);
});
afterAll(async () => {
	await preflight.coupa.stop();
});
beforeEach(() => {
	preflight.behave();
});

const notOk = (lines: Map<string, PreflightLine>) =>
	Object.fromEntries([...lines.values()].filter(({ verdict }) => verdict !== 'ok').map(({ id, verdict }) => [id, verdict]));

const BY_WRITING = [
	...['test.draft', 'test.listLag', 'test.image', 'test.references', 'test.unknownField', 'test.orderNumbers'],
	...['test.numberAtCreation', 'test.submit', 'test.numberAtSubmit', 'test.leftBehind'],
];

describe('Without test writes', () => {
	test('a well-behaved Coupa: every line is ok, or was not asked; nothing but GET goes out', async () => {
		const lines = await preflight.lines();
		expect(notOk(lines)).toEqual(Object.fromEntries(BY_WRITING.map((id) => [id, 'notAsked'])));
		expect(preflight.writes()).toEqual(['POST /oauth2/token']);
		// The one question whose answer is a refusal.
		expect(preflight.coupa.contractProblems().filter((problem) => !/preflight_unknown_attribute/.test(JSON.stringify(problem)))).toEqual(
			[],
		);
		expect(preflight.coupa.requests().length).toBeLessThan(70);
		expect([...lines.values()].every((line) => line.system === 'Coupa' && line.asked.endsWith('?') && line.seen !== '')).toBe(true);
		expect(lines.get('token')?.seen).toMatch(/^Yes, from http:\/\/127\.0\.0\.1:\d+\/oauth2\/token\. It lives 24 hours/);
		expect(lines.get('time.zone')?.seen).toContain('-07:00');
		expect(lines.get('template.import-invoices-from-scan-one-into-coupa')).toMatchObject({
			verdict: 'ok',
			templates: ['Import invoices from Scan One into Coupa'],
		});
	});

	test('neither secret nor token is in any line, and lines are paired with the items they stand for', async () => {
		const items = itemsOf(await preflight.run({}, {}, 2));
		const texts = JSON.stringify(items.map(({ json }) => json));
		expect(texts).not.toContain(preflight.client.clientSecret);
		expect(texts).not.toMatch(/eyJ/);
		expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '[{"item":0},{"item":1}]')).toBe(true);
		expect(items.filter(({ json }) => json.id === 'token')).toHaveLength(1);
	});
});

const NOT_SUBMITTED = { 'test.submit': 'notAsked', 'test.numberAtSubmit': 'notAsked' };

describe('Each misbehaviour changes its line, and no other', () => {
	test.each(Object.entries(MISBEHAVIOURS))('%s', async (_name, { set, lines: expected, seen, choose, parameters }) => {
		preflight.behave(set);
		const lines = await preflight.lines({ ...parameters });
		const unasked = parameters === undefined ? Object.fromEntries(BY_WRITING.map((id) => [id, 'notAsked'])) : NOT_SUBMITTED;
		const others = 'test.draft' in expected ? Object.fromEntries(BY_WRITING.slice(1, -1).map((id) => [id, 'notAsked'])) : {};
		expect(notOk(lines)).toEqual({ ...unasked, ...others, ...expected });
		const [first = ''] = Object.keys(expected);
		expect(lines.get(first)?.seen).toMatch(seen);
		expect(lines.get(first)?.advice).toMatch(/\w/);
		expect(lines.get(first)?.choose ?? undefined).toBe(choose);
	});
});

test('a chart with dynamic accounts is named, with the file to choose', async () => {
	const [chart] = preflight.coupa.rows('account_types');
	preflight.coupa.put('account_types', { ...chart, 'dynamic-flag': true });
	const line = (await preflight.lines()).get('charts');
	preflight.coupa.put('account_types', { ...chart });
	expect(line).toMatchObject({
		...{ verdict: 'limits', setting: 'GL Account → Export to File → File', choose: 'Lookup values (Lookup Values Export)' },
		templates: ['Sync accounts and suppliers to Scan One'],
	});
	expect(line?.seen).toContain(`with dynamic accounts: ${String(chart?.name)}`);
});

describe('Scopes', () => {
	test('one that the client lacks: named for itself and for each template, where Coupa leaves it out in silence', async () => {
		preflight.behave({ unheldScopes: 'grantHeld' });
		preflight.client.scopes = preflight.client.scopes.filter((scope) => scope !== 'core.purchase_order.write');
		const lines = await preflight.lines();
		expect(lines.get('scope.core.purchase_order.write')).toMatchObject({
			verdict: 'blocks',
			templates: ['Export purchase orders to Scan One'],
		});
		expect(lines.get('template.export-purchase-orders-to-scan-one')).toMatchObject({
			verdict: 'blocks',
			seen: 'No: core.purchase_order.write missing.',
			setting: 'Credential Coupa OAuth2 API → Scopes',
		});
		expect(lines.get('template.import-invoices-from-scan-one-into-coupa')?.verdict).toBe('ok');
	});

	test('tokens that show no scopes: each list tells of its own, and writing is not asked', async () => {
		preflight.behave({ tokenFormat: 'opaque', unheldScopes: 'grantHeld' });
		preflight.client.scopes = preflight.client.scopes.filter((scope) => scope !== 'core.supplier.read');
		const lines = await preflight.lines();
		expect(lines.get('scope.core.supplier.read')?.verdict).toBe('blocks');
		expect(lines.get('scope.core.invoice.read')?.verdict).toBe('ok');
		expect(lines.get('scope.core.invoice.create')?.verdict).toBe('notAsked');
		expect(lines.get('filters.supplier.import')?.verdict).toBe('blocks');
		expect(lines.get('filters.account.import')?.verdict).toBe('ok');
		// A 403 is given one new token: the scopes may have changed since.
		expect([...new Set(preflight.writes())]).toEqual(['POST /oauth2/token']);
		expect(preflight.writes().length).toBeLessThanOrEqual(2);
	});

	test('no token at all: one line says why, one that nothing else was asked; it is not asked for again and again', async () => {
		preflight.enter({ clientSecret: 'wrong' });
		const lines = await preflight.lines();
		expect(Object.fromEntries([...lines.values()].map(({ id, verdict }) => [id, verdict]))).toEqual({
			token: 'blocks',
			reached: 'notAsked',
		});
		expect(lines.get('token')?.seen).toContain('client ID or client secret');
		expect(preflight.writes().length).toBeLessThanOrEqual(2);
	});

	test('a credential that names no instance is a line, not an error', async () => {
		preflight.enter({ serverUrl: 'not an instance!' });
		const [line, ...others] = itemsOf(await preflight.run());
		expect(others).toEqual([]);
		expect(line?.json).toMatchObject({ id: 'token', verdict: 'blocks', setting: 'Credential Coupa OAuth2 API' });
		expect(line?.json.advice).toContain('acme.coupahost.com');
	});
});

describe('With test writes', () => {
	test('one draft and a refused second one, each sent once, voided, and told by number, ID and link', async () => {
		const before = preflight.tests().length;
		const lines = await preflight.lines(WRITING);
		expect(notOk(lines)).toEqual(NOT_SUBMITTED);
		const made = preflight.tests().slice(before);
		expect(made.map(({ status }) => status)).toEqual(['voided']);
		const [{ id, 'invoice-number': number } = { id: 0, 'invoice-number': '' }] = made;
		expect(number).toMatch(/^PREFLIGHT-\d{8}T\d{6}-[\da-f]{8}$/);
		expect(lines.get('test.leftBehind')?.seen).toBe(
			`Invoice ${String(number)} (ID ${String(id)}, ${preflight.coupa.url}/invoices/${String(id)}) is voided.`,
		);
		expect(preflight.writes()).toEqual([
			...[
				'POST /oauth2/token',
				'POST /api/invoices',
				'PUT /api/invoices/:id/image_scan',
				...Array.from({ length: 3 }, () => 'PUT /api/invoices/:id'),
			],
			...['POST /api/invoices', 'PUT /api/invoices/:id/void'],
		]);
		expect(preflight.coupa.imageScan(Number(id))?.bytes.subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('a second draft that Coupa takes is voided, too; a lost answer makes no third one', async () => {
		preflight.behave({ duplicateRule: 'never', dropAnswers: [{ match: ({ operation }) => operation === 'post' }] });
		const before = preflight.tests().length;
		const lines = await preflight.lines(WRITING);
		expect(lines.get('test.draft')?.verdict).toBe('ok');
		expect(
			preflight
				.tests()
				.slice(before)
				.map(({ status }) => status),
		).toEqual(['voided', 'voided']);
		expect(lines.get('test.leftBehind')?.verdict).toBe('ok');
		expect(preflight.writes().filter((write) => write === 'POST /api/invoices')).toHaveLength(2);
	});

	test.each([
		['submit', 'ok', /already been used/],
		['never', 'limits', /submitted as well/],
	] as const)('submitted where that is allowed: the number is checked %s', async (duplicateRule, verdict, seen) => {
		preflight.behave({ duplicateRule, statusAfterSubmit: 'approved' });
		const lines = await preflight.lines(SUBMITTING);
		expect(lines.get('test.submit')).toMatchObject({ verdict: 'ok', seen: 'approved.' });
		expect(lines.get('test.numberAtSubmit')).toMatchObject({ verdict, seen: expect.stringMatching(seen) as string });
		expect(lines.get('test.leftBehind')?.verdict).toBe('ok');
	});

	test('without the right to see purchase orders a test invoice is made all the same', async () => {
		preflight.behave({ unheldScopes: 'grantHeld' });
		preflight.client.scopes = preflight.client.scopes.filter((scope) => scope !== 'core.purchase_order.read');
		const lines = await preflight.lines(WRITING);
		expect([lines.get('test.draft')?.verdict, lines.get('test.leftBehind')?.verdict]).toEqual(['ok', 'ok']);
		expect(lines.get('test.orderNumbers')).toMatchObject({ verdict: 'limits', setting: 'Preflight → Test Supplier' });
		expect(lines.get('filters.purchaseOrder.import')?.verdict).toBe('blocks');
	});

	test('what cannot be voided is told by number, ID and link', async () => {
		preflight.behave({ unheldScopes: 'grantHeld' });
		preflight.client.scopes = preflight.client.scopes.filter((scope) => scope !== 'core.invoice.delete');
		const before = preflight.tests().length;
		const left = (await preflight.lines(WRITING)).get('test.leftBehind');
		const [{ id, 'invoice-number': number, status } = { id: 0, 'invoice-number': '', status: '' }] = preflight.tests().slice(before);
		expect(status).toBe('draft');
		expect(left?.verdict).toBe('limits');
		expect(left?.seen).toContain(
			`Invoice ${String(number)} (ID ${String(id)}, ${preflight.coupa.url}/invoices/${String(id)}) is still there, with the status draft.`,
		);
		expect(left?.advice).toContain('core.invoice.delete');
	});

	test('the supplier and the chart that are chosen are those of the invoice', async () => {
		const suppliers = preflight.coupa.rows('suppliers').filter(({ status }) => status === 'active');
		const chosen = suppliers.at(-1);
		const [chart] = preflight.coupa.rows('account_types').filter(({ active }) => active !== false);
		const before = preflight.tests().length;
		await preflight.lines({
			...WRITING,
			testSupplier: { __rl: true, mode: 'id', value: String(chosen?.id) },
			testChart: String(chart?.name),
		});
		const [made] = preflight.tests().slice(before);
		expect(made).toMatchObject({ supplier: { id: chosen?.id }, 'account-type': { id: chart?.id } });
	});
});
