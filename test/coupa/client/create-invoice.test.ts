import type { CoupaRecord } from '../../../lib/core';
import { CoupaError, createInvoiceOnce } from '../../../lib/coupa';
import type { RecordedRequest } from '../../../tools/sandbox/coupa';
import { input, World } from '../import/support/world';
import { failureOf } from './fake-coupa';

const isPost = ({ operation }: RecordedRequest) => operation === 'post';
const QUICK = { lostAnswerWaitsMs: [1, 2], baseDelayMs: 1 };

let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	await world.stop();
});

const body = (more: CoupaRecord = {}): CoupaRecord => ({ ...input().invoice, ...more });
const create = async (more: CoupaRecord = {}) => await createInvoiceOnce(world.client, body(more), QUICK);

/** Loses the POST: before anything is done, or when all is stored; `meanwhile` runs before the socket is cut. */
function lose(where: 'received' | 'answering', meanwhile: () => void = () => undefined): void {
	world.coupa.intercept((request, phase) => {
		if (!isPost(request) || phase !== where) return 'continue';
		meanwhile();
		return 'drop';
	});
}

/** An invoice of the same number and supplier that somebody made in Coupa. */
function madeByHand(more: CoupaRecord = {}): void {
	const by = { id: 12, login: 'ana.lyst' };
	world.coupa.put('invoices', {
		id: 900,
		'invoice-number': 'T-1',
		status: 'draft',
		'invoice-date': '2026-04-20T00:00:00-07:00',
		supplier: { id: 5502, number: 'V-20011' },
		currency: { code: 'USD' },
		'supplier-total': '100.00',
		'document-type': 'Invoice',
		'created-at': new Date().toISOString(),
		'created-by': by,
		'updated-by': by,
		...more,
	});
}

test('an answer is the result, at one call', async () => {
	expect(await create()).toMatchObject({ answerLost: false, invoice: { 'invoice-number': 'T-1', status: 'draft' } });
	expect(world.calls()).toEqual(['POST /api/invoices']);
});

test('a 429 is sent again', async () => {
	world.coupa.settings.failNext = [{ match: isPost, status: 429, headers: { 'retry-after': '0' } }];
	expect(await create()).toMatchObject({ answerLost: false });
	expect(world.invoices()).toHaveLength(1);
});

test.each([{}, { supplier: { id: 5502 } }, { supplier: { name: 'Northbrook Fasteners' } }, { 'supplier-total': null }] as CoupaRecord[])(
	'a lost answer to an invoice that was created: %j finds it',
	async (more) => {
		lose('answering');
		const { invoice, answerLost } = await create(more);
		expect(answerLost).toBe(true);
		expect(invoice).toMatchObject({ id: world.invoices()[0]?.id, 'invoice-lines': [{ description: 'Bolts' }] });
		expect(world.writes()).toEqual(['POST /api/invoices']);
	},
);

test('a request lost on its way: not known, with what to look for, and not sent again', async () => {
	lose('received');
	const failure = await failureOf(create(), CoupaError);
	expect(failure).toMatchObject({
		message: expect.stringMatching(/^It is not known whether/),
		details: { mayHaveHappened: true, hint: expect.stringMatching(/not sent a second time.*invoice T-1 of supplier V-20011/) },
	});
	expect(world.writes()).toEqual(['POST /api/invoices']);
	expect(world.calls().filter((call) => call.startsWith('GET'))).toHaveLength(2);
});

describe('an invoice of that number and supplier that may not be the one sent', () => {
	test.each([
		['was there before', {}, { 'created-at': new Date(Date.now() - 60_000).toISOString() }],
		['has another total', {}, { 'supplier-total': '99.00' }],
		['has another date', {}, { 'invoice-date': '2026-04-21' }],
		['is no draft', {}, { status: 'pending_approval' }],
		['was changed by another user', {}, { 'updated-by': { id: 13, login: 'joe' } }],
		['is of another supplier', {}, { supplier: { id: 5503, number: 'V-20012' } }],
	])('%s: not known', async (_why, more, other) => {
		lose('received', () => {
			madeByHand(other);
		});
		expect((await failureOf(create(more), CoupaError)).details.mayHaveHappened).toBe(true);
		expect(world.writes()).toEqual(['POST /api/invoices']);
	});

	test('or is one of two: not known', async () => {
		world.coupa.settings.duplicateRule = 'never';
		lose('answering', () => {
			madeByHand();
		});
		expect((await failureOf(create(), CoupaError)).details.mayHaveHappened).toBe(true);
	});
});

test.each([{ 'invoice-number': null }, { supplier: null }] as CoupaRecord[])(
	'%j in the body: nothing to look for, so it is reported at once',
	async (more) => {
		world.coupa.settings.failNext = [{ match: isPost, status: 503 }];
		expect((await failureOf(create(more), CoupaError)).details).toMatchObject({
			mayHaveHappened: true,
			hint: expect.stringMatching(/Look for .* in Coupa/),
		});
		expect(world.calls()).toEqual(['POST /api/invoices']);
	},
);
