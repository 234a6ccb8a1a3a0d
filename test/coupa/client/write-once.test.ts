import type { CoupaRecord } from '../../../lib/core';
import { CoupaError, writeOnce, type Write, type WriteEnd, type WritePacing } from '../../../lib/coupa';
import { FakeCoupa, failureOf, type Reply } from './fake-coupa';

let coupa: FakeCoupa;
let waits: number[];
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
	waits = [];
});
afterEach(async () => {
	await coupa.stop();
});

const HINT = 'Look at invoice 12.';

/** Submits invoice 12; `status` is what Coupa shows of it at each reading. */
function submit(
	{ puts, status = [] }: { puts: Reply[]; status?: Array<string | Exclude<Reply, 'cut'>> },
	more: Partial<Write<CoupaRecord, CoupaRecord>> = {},
	pacing: Partial<WritePacing> = {},
): Promise<WriteEnd<CoupaRecord, CoupaRecord>> {
	const [sends, readings] = [[...puts], [...status]];
	coupa.handler = ({ method }) => {
		const next = method === 'PUT' ? sends.shift() : readings.shift();
		return typeof next === 'string' && next !== 'cut' ? { body: { id: 12, status: next } } : (next ?? { status: 418 });
	};
	const client = coupa.client({ maxAttempts: 1 });
	const waiter = {
		wait: async (milliseconds: number) => {
			waits.push(milliseconds);
			await Promise.resolve();
		},
	};
	const write: Write<CoupaRecord, CoupaRecord> = {
		send: async () => await client.write('PUT', '/api/invoices/12/submit'),
		proof: {
			read: async () => await client.get('/api/invoices/12'),
			isDone: ({ status: shown }) => (shown === 'unclear' ? null : shown !== 'draft'),
		},
		hint: HINT,
		...more,
	};
	return writeOnce(waiter, write, pacing);
}

const sent = () => coupa.received.filter(({ method }) => method === 'PUT').length;
const read = () => coupa.received.length - sent();
const answer = { body: { id: 12, status: 'pending_approval' } };

test('an answer is the result: one request, nothing read', async () => {
	expect(await submit({ puts: [answer] })).toEqual({ kind: 'answered', answer: answer.body });
	expect([sent(), read(), waits]).toEqual([1, 0, []]);
});

describe('surely not carried out', () => {
	test('429: sent again after back-offs that grow, without reading', async () => {
		const puts = [{ status: 429, headers: { 'retry-after': '0' } }, { status: 429, headers: { 'retry-after': '0' } }, answer];
		expect(await submit({ puts })).toMatchObject({ kind: 'answered' });
		expect([sent(), read()]).toEqual([3, 0]);
		expect(waits).toHaveLength(2);
		const [first = 0, second = 0] = waits;
		expect([first >= 1_000, first <= 2_000, second >= 2_000, second <= 4_000]).toEqual([true, true, true, true]);
	});

	test('Retry-After holds the next send back', async () => {
		await submit({ puts: [{ status: 429, headers: { 'retry-after': '0.3' } }, answer] });
		const [first, second] = coupa.received;
		expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290);
	});

	test('429 without end: Coupa’s refusal after the attempts set', async () => {
		const puts = Array.from({ length: 9 }, () => ({ status: 429, headers: { 'retry-after': '0' } }));
		const failure = await failureOf(submit({ puts }, {}, { attempts: 3 }), CoupaError);
		expect(failure).toMatchObject({ kind: 'rateLimited', details: { mayHaveHappened: false } });
		expect(sent()).toBe(3);
	});

	test('nobody listens: sent again, then the failure that says so', async () => {
		await coupa.stop();
		const failure = await failureOf(submit({ puts: [] }, {}, { attempts: 2 }), CoupaError);
		expect(failure).toMatchObject({ kind: 'network', details: { mayHaveHappened: false } });
		expect(waits).toHaveLength(1);
	});

	test('with other writers about, Coupa is read before it is sent again', async () => {
		const puts = [{ status: 429, headers: { 'retry-after': '0' } }];
		expect(await submit({ puts, status: ['approved'] }, { readBeforeResend: true })).toEqual({
			kind: 'found',
			seen: { id: 12, status: 'approved' },
		});
		expect([sent(), read()]).toEqual([1, 1]);
	});

	test('no wait begins that would end after the time there is', async () => {
		let clock = 0;
		const pacing = { totalMs: 60_000, now: () => (clock += 61_000) };
		const failure = await failureOf(submit({ puts: [{ status: 429, headers: { 'retry-after': '0' } }, answer] }, {}, pacing), CoupaError);
		expect([failure.kind, sent(), waits]).toEqual(['rateLimited', 1, []]);
	});
});

describe('a lost answer', () => {
	test.each(['cut', { status: 503 }] as const)('%j that was carried out: the record is the result', async (reply) => {
		expect(await submit({ puts: [reply], status: ['pending_approval'] })).toEqual({
			kind: 'found',
			seen: { id: 12, status: 'pending_approval' },
		});
		expect([sent(), waits]).toEqual([1, [2_000]]);
	});

	test('that was surely not carried out: sent again', async () => {
		expect(await submit({ puts: ['cut', answer], status: ['draft'] })).toMatchObject({ kind: 'answered' });
		expect([sent(), read(), waits]).toEqual([2, 1, [2_000]]);
	});

	test('shown late: read after 2, 10 and 30 s, also past a reading that fails', async () => {
		const status = ['unclear', { status: 503 }, 'pending_approval'];
		expect(await submit({ puts: ['cut'], status })).toMatchObject({ kind: 'found' });
		expect([sent(), waits]).toEqual([1, [2_000, 10_000, 30_000]]);
	});

	test('where nobody can tell: an error that says what to look at, and nothing is repeated', async () => {
		const failure = await failureOf(submit({ puts: ['cut', answer], status: ['unclear', 'unclear', 'unclear', 'unclear'] }), CoupaError);
		expect(failure).toMatchObject({
			kind: 'network',
			message: expect.stringMatching(/^It is not known whether Coupa carried this out\. No answer from Coupa/),
			details: { mayHaveHappened: true, hint: HINT },
		});
		expect([sent(), waits]).toEqual([1, [2_000, 10_000, 30_000, 60_000]]);
	});

	test.each([
		[403, 'gateway'],
		[503, 'server'],
	])('answered with %s on the way: looked for twice, then not waited for any longer', async (status, kind) => {
		const page = { status, body: '<html><title>Request blocked</title></html>' };
		const failure = await failureOf(submit({ puts: [page], status: Array.from({ length: 4 }, () => 'unclear') }), CoupaError);
		expect(failure).toMatchObject({ kind, details: { mayHaveHappened: true, hint: HINT } });
		expect(waits).toEqual([2_000, 10_000]);
		expect(sent()).toBe(1);
	});

	test('without a proof it is reported at once', async () => {
		const failure = await failureOf(submit({ puts: ['cut', answer] }, { proof: undefined }), CoupaError);
		expect(failure.details).toMatchObject({ mayHaveHappened: true, hint: HINT });
		expect([sent(), read(), waits]).toEqual([1, 0, []]);
	});

	test('that may not be read is not waited for', async () => {
		const failure = await failureOf(submit({ puts: ['cut'], status: [{ status: 403 }, { status: 403 }] }), CoupaError);
		expect(failure.message).toMatch(/not known .* could not be checked either: .*403/);
		expect(waits).toEqual([2_000]);
	});

	test('again and again without effect: the failure is sure that nothing was done', async () => {
		const failure = await failureOf(
			submit({ puts: ['cut', 'cut', answer], status: ['draft', 'draft'] }, {}, { lostAnswers: 2 }),
			CoupaError,
		);
		expect(failure.details).toMatchObject({ mayHaveHappened: false, hint: expect.stringContaining('not carried out') });
		expect([sent(), waits]).toEqual([2, [2_000, 10_000]]);
	});

	test('carried out so late that Coupa refuses the second one', async () => {
		const refusal = { status: 400, body: { errors: ['Only a draft can be submitted'] } };
		expect(await submit({ puts: ['cut', refusal], status: ['draft', 'pending_approval'] })).toMatchObject({ kind: 'found' });
	});
});

test('what Coupa refuses is not sent again', async () => {
	const failure = await failureOf(submit({ puts: [{ status: 400, body: { errors: ['no'] } }, answer] }), CoupaError);
	expect([failure.kind, sent(), read()]).toEqual(['validation', 1, 0]);
});

test('leave to write is asked for right before every send', async () => {
	const asked: number[] = [];
	const beforeSend = () => {
		asked.push(sent());
		if (asked.length === 2) throw new RangeError('claim over');
	};
	await expect(submit({ puts: ['cut', answer], status: ['draft'] }, { beforeSend })).rejects.toThrow('claim over');
	expect([asked, sent()]).toEqual([[0, 1], 1]);
});

test('a run cancelled while it waits leaves the lost answer as not known', async () => {
	const cancel = new AbortController();
	coupa.handler = () => {
		setTimeout(() => {
			cancel.abort();
		}, 20);
		return 'cut';
	};
	const client = coupa.client({ signal: cancel.signal });
	const write = {
		send: async () => await client.write('PUT', '/api/invoices/12/submit'),
		proof: { read: async () => await client.get('/api/invoices/12'), isDone: () => null },
		hint: HINT,
	};
	const failure = await failureOf(writeOnce(client, write), CoupaError);
	expect(failure).toMatchObject({
		message: expect.stringMatching(/not known .* cancelled/),
		details: { mayHaveHappened: true, hint: HINT },
	});
});
