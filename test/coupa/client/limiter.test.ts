import { Limiter, limiterFor, type LimiterClock } from '../../../lib/coupa/limiter';
import { busyMs, retryAfterMs } from '../../../lib/coupa/retry';
import { FakeCoupa, type Reply } from './fake-coupa';

const ok: Reply = { body: { id: 1 } };

/** Most of the times that fall into any window of the length. */
function mostWithin(times: number[], windowMs: number): number {
	return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + windowMs).length));
}

/** A clock that waits no time: whoever sleeps moves it on. */
class SteppedClock implements LimiterClock {
	/** Since the test began. A process runs for a while before its first request. */
	time = 0;
	now = (): number => 60_000 + this.time;
	sleep: LimiterClock['sleep'] = async (ms) => {
		await new Promise(setImmediate);
		this.time += ms;
	};
}

let clock: SteppedClock;
beforeEach(() => {
	clock = new SteppedClock();
});

/** When each of the requests may be sent, all of them asked for at once. */
async function takeMany(limiter: Limiter, count: number, rate: number): Promise<number[]> {
	const times: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async () => {
			await limiter.take(rate);
			times.push(clock.time);
		}),
	);
	return times;
}

describe('pace', () => {
	test('parallel callers use the rate fully and stay below it', async () => {
		const times = await takeMany(new Limiter(clock), 120, 100);
		// 21 of the 120 go at once (200 ms at 100/s, and the one that needs not wait for its own time).
		expect(times.filter((time) => time === 0)).toHaveLength(21);
		expect(times.at(-1)).toBe(990);
		expect(mostWithin(times, 500)).toBe(70);
	});

	test('the default rate never exceeds 25 in a second, and a burst is 5', async () => {
		const times = await takeMany(new Limiter(clock), 30, 20);
		expect(mostWithin(times, 1000)).toBe(24);
		expect(mostWithin(times, 45)).toBe(5);
	});

	test('rates below one per second space the requests out', async () => {
		expect(await takeMany(new Limiter(clock), 3, 0.5)).toEqual([0, 1800, 3800]);
	});

	test('clients with different rates share one instance: each takes the time its own rate gives it', async () => {
		const limiter = new Limiter(clock);
		await takeMany(limiter, 5, 20);
		const [fast, slow] = await Promise.all([takeMany(limiter, 5, 100), takeMany(limiter, 5, 20)]);
		expect(fast).toEqual([50, 60, 70, 80, 90]);
		expect(slow).toEqual([100, 150, 200, 250, 300]);
	});

	test('one limiter per instance, whatever the spelling; another instance has another', () => {
		expect(limiterFor('Acme.coupahost.com')).toBe(limiterFor('acme.coupahost.com'));
		expect(limiterFor('acme.coupahost.com')).not.toBe(limiterFor('acme-test.coupahost.com'));
	});

	test('cancelling ends the wait at once and costs the others nothing', async () => {
		let wake = (): void => undefined;
		clock.sleep = async (ms, signal) => {
			await new Promise<void>((resolve, reject) => {
				signal?.addEventListener('abort', () => reject(signal.reason as Error));
				wake = () => {
					clock.time += ms;
					resolve();
				};
			});
		};
		const limiter = new Limiter(clock);
		const controller = new AbortController();
		await limiter.take(1);
		const cancelled = Array.from({ length: 3 }, async () => {
			await limiter.take(1, controller.signal);
		});
		const other = limiter.take(1);
		controller.abort();
		const results = await Promise.allSettled(cancelled);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(clock.time).toBe(0);
		while (clock.time === 0) {
			await new Promise(setImmediate);
			wake();
		}
		await other;
		expect(clock.time).toBe(800);
	});

	test('one that waits behind another is cancelled without its turn', async () => {
		clock.sleep = () => new Promise<never>(() => undefined);
		const limiter = new Limiter(clock);
		await limiter.take(1);
		void limiter.take(1);
		const controller = new AbortController();
		const behind = limiter.take(1, controller.signal);
		controller.abort(new Error('cancelled by the test'));
		await expect(behind).rejects.toThrow('cancelled by the test');
		await expect(limiter.take(1, controller.signal)).rejects.toThrow('cancelled by the test');
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

	test('without Retry-After a client waits 5 s, then twice as long each time, up to 240 s', () => {
		const waits = (random: number) => {
			jest.spyOn(Math, 'random').mockReturnValue(random);
			return Array.from({ length: 8 }, (_, attempt) => busyMs(attempt + 1, 500, 30_000) / 1000);
		};
		expect(waits(0)).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
		expect(waits(1)).toEqual([6.25, 12.5, 25, 50, 100, 200, 240, 240]);
		jest.restoreAllMocks();
	});

	test('the first wait without Retry-After holds for the whole instance', async () => {
		let refusedAt = 0;
		coupa.handler = ({ path, at }) => {
			if (path !== '/api/invoices/1' || refusedAt > 0) return ok;
			refusedAt = at;
			return { status: 429 };
		};
		const client = coupa.client({ baseDelayMs: 50 });
		const first = client.get('/api/invoices/1');
		while (refusedAt === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await new Promise((resolve) => setTimeout(resolve, 30));
		await Promise.all([first, client.get('/api/invoices/2')]);
		expect(Math.min(...coupa.received.slice(1).map(({ at }) => at - refusedAt))).toBeGreaterThanOrEqual(490);
	});

	test('a read is sent eight times before the limit counts as an error', async () => {
		coupa.handler = () => ({ status: 429, headers: { 'retry-after': '0' } });
		await expect(coupa.client({ requestsPerSecond: 100_000 }).get('/api/invoices/1')).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(coupa.received).toHaveLength(8);
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
		const limiter = new Limiter(clock);
		for (let answer = 0; answer < 5; answer++) limiter.holdBack(0, clock.now() - 10);
		const elapsed = (await takeMany(limiter, 21, 50)).at(-1);
		// 200 ms of burst, then 40 ms each at half the rate, which wears off a little meanwhile; 200 ms at the full, 1,400 ms at a quarter.
		expect(elapsed).toBeGreaterThan(560);
		expect(elapsed).toBeLessThan(640);
	});

	test('a halving wears off within 10 s', async () => {
		const limiter = new Limiter(clock);
		limiter.holdBack(0, clock.now());
		clock.time += 60_000;
		expect((await takeMany(limiter, 21, 50)).at(-1)).toBeCloseTo(60_200, -1);
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
