import { Limiter, limiterFor } from '../../../lib/coupa/limiter';
import { retryAfterMs } from '../../../lib/coupa/retry';
import { FakeCoupa, type Reply } from './fake-coupa';

const ok: Reply = { body: { id: 1 } };

/** Most of the times that fall into any window of the length. */
function mostWithin(times: number[], windowMs: number): number {
	return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + windowMs).length));
}

async function takeMany(limiter: Limiter, count: number, rate: number): Promise<number[]> {
	const times: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async () => {
			await limiter.take(rate);
			times.push(performance.now());
		}),
	);
	return times;
}

describe('pace', () => {
	test('parallel callers use the rate fully and stay below it', async () => {
		const start = performance.now();
		const times = await takeMany(new Limiter(), 120, 100);
		const seconds = (performance.now() - start) / 1000;
		// 20 of the 120 are the burst; the others need 1 s at 100/s.
		expect(seconds).toBeGreaterThan(0.95);
		expect(seconds).toBeLessThan(1.6);
		expect(mostWithin(times, 500)).toBeLessThanOrEqual(75);
	});

	test('the default rate never exceeds 25 in a second, and a burst is 5', async () => {
		const times = await takeMany(new Limiter(), 30, 20);
		expect(mostWithin(times, 1000)).toBeLessThanOrEqual(25);
		expect(mostWithin(times, 45)).toBeLessThanOrEqual(6);
	});

	test('rates below one per second space the requests out', async () => {
		const limiter = new Limiter();
		const start = performance.now();
		await takeMany(limiter, 2, 2.5);
		expect(performance.now() - start).toBeGreaterThanOrEqual(195);
	});

	test('clients with different rates share one instance: each takes the time its own rate gives it', async () => {
		const limiter = new Limiter();
		await takeMany(limiter, 5, 20);
		const start = performance.now();
		await Promise.all([takeMany(limiter, 5, 100), takeMany(limiter, 5, 20)]);
		// 5 × 10 ms + 5 × 50 ms, the last one does not wait for its own time.
		expect(performance.now() - start).toBeGreaterThan(240);
	});

	test('one limiter per instance, whatever the spelling; another instance has another', () => {
		expect(limiterFor('Acme.coupahost.com')).toBe(limiterFor('acme.coupahost.com'));
		expect(limiterFor('acme.coupahost.com')).not.toBe(limiterFor('acme-test.coupahost.com'));
	});

	test('cancelling ends the wait at once and costs the others nothing', async () => {
		const limiter = new Limiter();
		const controller = new AbortController();
		await limiter.take(1);
		const cancelled = Array.from({ length: 3 }, async () => {
			await limiter.take(1, controller.signal);
		});
		const other = limiter.take(1);
		const start = performance.now();
		setTimeout(() => {
			controller.abort();
		}, 20);
		const results = await Promise.allSettled(cancelled);
		expect(results.every(({ status }) => status === 'rejected')).toBe(true);
		expect(performance.now() - start).toBeLessThan(200);
		await other;
		expect(performance.now() - start).toBeLessThan(1_000);
	});
});

describe('429', () => {
	let coupa: FakeCoupa;
	beforeEach(async () => {
		coupa = await new FakeCoupa().start();
	});
	afterEach(async () => {
		await coupa.stop();
	});

	test('Retry-After holds back every client of the instance', async () => {
		const transport = coupa.transport();
		await transport.renewToken();
		let refusedAt = 0;
		coupa.handler = ({ path, at }) => {
			if (path !== '/api/invoices/1' || refusedAt > 0) return ok;
			refusedAt = at;
			return { status: 429, headers: { 'retry-after': '1' } };
		};
		const first = coupa.client({}, transport).get('/api/invoices/1');
		while (refusedAt === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await new Promise((resolve) => setTimeout(resolve, 30));
		await Promise.all([
			first,
			coupa.client({}, coupa.transport()).get('/api/invoices/2'),
			coupa.client({}, transport).get('/api/invoices/3'),
		]);
		const later = coupa.received.slice(1).map(({ at }) => at - refusedAt);
		expect(later).toHaveLength(3);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(990);
	});

	test('without Retry-After the back-off holds everybody back, and the call succeeds', async () => {
		let calls = 0;
		coupa.handler = () => (++calls <= 2 ? { status: 429 } : ok);
		expect(await coupa.client().get('/api/invoices/1')).toEqual({ id: 1 });
		expect(coupa.received).toHaveLength(3);
	});

	test('a refused write holds back the others too', async () => {
		let refusedAt = 0;
		coupa.handler = ({ method, at }) => {
			if (method === 'GET') return ok;
			refusedAt = at;
			return { status: 429, headers: { 'retry-after': '0.3' } };
		};
		const client = coupa.client();
		await expect(client.write('POST', '/api/invoices', {})).rejects.toMatchObject({
			kind: 'rateLimited',
			details: { mayHaveHappened: false },
		});
		await client.get('/api/invoices/1');
		expect((coupa.received[1]?.at ?? 0) - refusedAt).toBeGreaterThanOrEqual(290);
	});

	test('the pace is halved once for one crowd of refusals', async () => {
		const limiter = new Limiter();
		const sentAt = performance.now();
		for (let answer = 0; answer < 5; answer++) limiter.holdBack(0, sentAt);
		const start = performance.now();
		await takeMany(limiter, 21, 50);
		const elapsed = performance.now() - start;
		// 21 requests, 5 of them burst: 16 × 40 ms at half the rate; 320 ms at the full, 1,280 ms at a quarter.
		expect(elapsed).toBeGreaterThan(500);
		expect(elapsed).toBeLessThan(1_150);
	});
});

describe('Retry-After', () => {
	const date = 'Wed, 22 Apr 2026 13:00:00 GMT';
	test.each([
		['seconds', { 'retry-after': '3' }, 3_000],
		['a date, against the clock of Coupa', { 'retry-after': 'Wed, 22 Apr 2026 13:00:12 GMT', date }, 12_000],
		['a date gone by', { 'retry-after': 'Wed, 22 Apr 2026 12:59:00 GMT', date }, 0],
		['more than the longest wait', { 'retry-after': '3600' }, 30_000],
		['nothing', {}, null],
		['nonsense', { 'retry-after': 'soon' }, null],
	])('%s', (_name, headers, expected) => {
		expect(retryAfterMs(headers as Record<string, string>, 30_000)).toBe(expected);
	});

	test('a date without the date of Coupa is measured against our clock', () => {
		const wait = retryAfterMs({ 'retry-after': new Date(Date.now() + 5_000).toUTCString() }, 30_000);
		expect(wait).toBeGreaterThan(3_500);
		expect(wait).toBeLessThanOrEqual(5_000);
	});
});
