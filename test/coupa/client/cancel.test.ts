import { CoupaError } from '../../../lib/coupa/errors';
import { FakeCoupa, failureOf } from './fake-coupa';

let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
});

/** Whatever is waited for takes an hour: only the signal ends a test in time. */
const HOUR = 3_600_000;
const settings = (signal: AbortSignal) => ({ signal, maxDelayMs: HOUR, sleep: undefined });

describe('cancel', () => {
	test('nothing is sent after the signal', async () => {
		const client = coupa.client(settings(AbortSignal.abort()));
		const failure = await failureOf(client.write('POST', '/api/invoices', {}), CoupaError);
		expect(failure).toMatchObject({ kind: 'cancelled', details: { mayHaveHappened: false, request: 'POST /api/invoices' } });
		expect(failure.message).toBe('The execution was cancelled before the invoice was sent to Coupa.');
		expect(coupa.received).toHaveLength(0);
		expect(() => {
			client.throwIfCancelled();
		}).toThrow(CoupaError);
	});

	test.each([
		['back-off after 503', { status: 503, headers: { 'retry-after': '3600' } }],
		['the pause after 429', { status: 429, headers: { 'retry-after': '3600' } }],
	])('ends %s at once', async (_name, reply) => {
		const controller = new AbortController();
		coupa.handler = () => {
			setTimeout(() => {
				controller.abort();
			}, 50);
			return reply;
		};
		const failure = await failureOf(coupa.client(settings(controller.signal)).get('/api/invoices/1'), CoupaError);
		expect(failure.kind).toBe('cancelled');
		expect(coupa.received).toHaveLength(1);
	});

	test('ends the wait for a young token at once', async () => {
		const controller = new AbortController();
		coupa.handler = () => {
			setTimeout(() => {
				controller.abort();
			}, 50);
			return { status: 401 };
		};
		const client = coupa.client({ ...settings(controller.signal), youngTokenMs: HOUR });
		const failure = await failureOf(client.write('PUT', '/api/invoices/1/submit'), CoupaError);
		expect(failure).toMatchObject({ kind: 'cancelled', details: { mayHaveHappened: false } });
	});

	test('ends the wait for a slot at once', async () => {
		const controller = new AbortController();
		coupa.handler = () => ({ body: { id: 1 } });
		const client = coupa.client({ ...settings(controller.signal), requestsPerSecond: 1 / 3600 });
		await client.get('/api/invoices/1');
		setTimeout(() => {
			controller.abort();
		}, 30);
		expect((await failureOf(client.get('/api/invoices/2'), CoupaError)).kind).toBe('cancelled');
	});

	test('an image scan cancelled after a lost answer may be in Coupa', async () => {
		const controller = new AbortController();
		coupa.handler = () => {
			setTimeout(() => {
				controller.abort();
			}, 30);
			return 'cut';
		};
		const client = coupa.client({ ...settings(controller.signal), baseDelayMs: 1000 * HOUR });
		const failure = await failureOf(
			client.putFile('/api/invoices/1/image_scan', { name: 'file', content: 'x', fileName: 'a.pdf' }),
			CoupaError,
		);
		expect(failure).toMatchObject({ kind: 'cancelled', details: { mayHaveHappened: true } });
	});

	test('a write under way is let finish, the next one is not sent', async () => {
		const controller = new AbortController();
		coupa.handler = async () => {
			controller.abort();
			await new Promise((resolve) => setTimeout(resolve, 20));
			return { status: 201, body: { id: 5 } };
		};
		const client = coupa.client(settings(controller.signal));
		expect(await client.write('POST', '/api/invoices', {})).toEqual({ id: 5 });
		expect((await failureOf(client.write('PUT', '/api/invoices/5/submit'), CoupaError)).kind).toBe('cancelled');
		expect(coupa.received).toHaveLength(1);
	});
});
