import { setTimeout as pause } from 'node:timers/promises';
import { MOST_PARALLEL, type ListOptions } from '../../../lib/coupa/paging';
import { CoupaError } from '../../../lib/coupa/errors';
import { sample } from '../../sample';
import { ChangingList, randomNumbers, type Row } from '../client/changing-list';
import { failureOf } from '../client/fake-coupa';
import { coupa, coupaPerTest, idsOf, PARALLEL } from './parallel';

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);

coupaPerTest();

const client = (requestsPerSecond = 1_000_000) => coupa.client({ requestsPerSecond });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => 100 + (from + index) * 2);

async function read(list: ChangingList, options: ListOptions = {}): Promise<number[]> {
	coupa.handler = list.handler;
	return idsOf(await client().listAll('/api/suppliers', { ...PARALLEL, ...options }));
}

/** Answers as the list does, after a while of its own for each page. */
function slowly(list: ChangingList, latencyMs: () => number): void {
	coupa.handler = async (request) => {
		await pause(latencyMs());
		return await list.handler(request);
	};
}

describe('a list that stays as it is', () => {
	test.each([0, 1, 9, 10, 49, 50, 51, 99, 100, 148, 149, 150, 1000])('%i rows, each once and in order', async (count) => {
		expect(await read(new ChangingList(count))).toEqual(range(0, count));
	});

	test('pages overlap by one row, several are on their way at once', async () => {
		const list = new ChangingList(1000);
		let open = 0;
		let most = 0;
		const starts: number[] = [];
		coupa.handler = async (request) => {
			most = Math.max(most, ++open);
			await pause(20);
			open -= 1;
			const page = list.page(request.query);
			if (page[0]) starts.push(...idsOf([page[0]]));
			return { body: page };
		};
		expect(idsOf(await client(1000).listAll('/api/suppliers', PARALLEL))).toEqual(range(0, 1000));
		expect(starts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, page) => 100 + page * 49 * 2));
		expect(most).toBeGreaterThan(4);
		expect(most).toBeLessThanOrEqual(MOST_PARALLEL);
	});

	test('rows that come out of turn are given in turn', async () => {
		const list = new ChangingList(2000);
		const random = randomNumbers(7);
		slowly(list, () => random() * 20);
		expect(idsOf(await client(1000).listAll('/api/suppliers', PARALLEL))).toEqual(range(0, 2000));
	});

	test.each([
		[30, 2],
		[60, 4],
		[120, 8],
	])('%i rows cost at most %i calls', async (count, calls) => {
		const list = new ChangingList(count);
		slowly(list, () => 5);
		expect(await client(200).listAll('/api/suppliers', PARALLEL)).toHaveLength(count);
		expect(coupa.received.length).toBeLessThanOrEqual(calls);
	});

	test('calls still waiting for their turn when the end is found are not sent', async () => {
		const list = new ChangingList(1450);
		slowly(list, () => 200);
		await client(40).listAll('/api/suppliers', PARALLEL);
		// 30 pages. Beyond them only what the 200 ms of the last page leave room for; 16 are asked for ahead.
		expect(coupa.received.length).toBeLessThanOrEqual(30 + 14);
		const asked = coupa.received.length;
		await pause(300);
		expect(coupa.received).toHaveLength(asked);
	});

	test.each([25, 17, 10])('an instance that caps pages at %i loses nothing', async (cap) => {
		const list = new ChangingList(333);
		list.cap = cap;
		expect(await read(list)).toEqual(range(0, 333));
	});

	test('a limit gives exactly as many rows, for hardly a call too many', async () => {
		expect(await read(new ChangingList(2000), { limit: 200 })).toEqual(range(0, 200));
		expect(coupa.received.length).toBeLessThanOrEqual(5);
	});

	test.each([{ limit: 149 }, { dir: 'desc' as const, limit: 400 }])('%j is read one page after the other', async (options) => {
		expect(await read(new ChangingList(500), options)).toHaveLength(options.limit);
		expect(coupa.received.some(({ query }) => query.has('offset'))).toBe(false);
	});

	test('conditions of the caller go with every page; its own id[gt] gives way to a higher one', async () => {
		const ids = await read(new ChangingList(500), {
			query: [
				['status', 'approved'],
				['id[gt]', '298'],
			],
		});
		expect(ids).toEqual(range(100, 500));
		expect(coupa.received.every(({ query }) => query.get('status') === 'approved' && Number(query.get('id[gt]')) >= 298)).toBe(true);
	});

	test('a row that comes once for each of its remit-tos appears once', async () => {
		const rows = Array.from({ length: 300 }, (_, index) => ({ id: 1 + Math.floor(index / 3) }));
		coupa.handler = ({ query }) => {
			const offset = Number(query.get('offset') ?? 0);
			return { body: rows.filter(({ id }) => id > Number(query.get('id[gt]') ?? 0)).slice(offset, offset + 50) };
		};
		const expected = Array.from({ length: 100 }, (_, index) => index + 1);
		expect(idsOf(await client().listAll('/api/suppliers', PARALLEL))).toEqual(expected);
		expect(idsOf(await client().listAll('/api/suppliers'))).toEqual(expected);
	});
});

/** Rows go, leave the filter, come back to it and come in; now and then more than a page of them at once. */
function disturb(list: ChangingList, random: () => number): void {
	const any = (): Row | undefined => list.rows[Math.floor(random() * list.rows.length)];
	if (random() < 0.03)
		list.rows.slice(0, 60).forEach((row) => {
			list.change(row, { status: random() < 0.5 ? 'voided' : 'approved' });
		});
	for (let count = Math.floor(random() * 12); count > 0; count--) {
		const what = random();
		if (what < 0.35) list.remove(any());
		else if (what < 0.65) list.change(any(), { status: 'voided' });
		else if (what < 0.85) list.change(list.rows.filter(({ status }) => status === 'voided').at(0), { status: 'approved' });
		else list.insert('new');
	}
}

describe('while Coupa changes underneath, an unchanged row appears exactly once', () => {
	test.each(sample(SEEDS, 4))('seed %i', async (seed) => {
		const random = randomNumbers(seed);
		const list = new ChangingList(300 + Math.floor(random() * 400));
		if (seed % 5 === 0) list.cap = 20;
		list.beforePage = () => {
			disturb(list, random);
		};
		const waiting = randomNumbers(seed + 1000);
		slowly(list, () => waiting() * 4);
		const ids = idsOf(
			await coupa.client({ requestsPerSecond: 5000 }).listAll('/api/suppliers', { ...PARALLEL, query: [['status', 'approved']] }),
		);
		expect(ids).toEqual(ids.toSorted((a, b) => a - b));
		expect(new Set(ids).size).toBe(ids.length);
		expect(list.untouched().filter((id) => !ids.includes(id))).toEqual([]);
		expect(list.untouched().length).toBeGreaterThan(50);
	});

	test('the gap is read by id when rows have left between two pages', async () => {
		const list = new ChangingList(300);
		let page = 0;
		list.beforePage = () => {
			// The row that the second page was to begin with, and some behind it.
			if (page++ === 1)
				list.rows.slice(48, 68).forEach((row) => {
					list.remove(row);
				});
		};
		const ids = await read(list);
		expect(list.untouched().filter((id) => !ids.includes(id))).toEqual([]);
		expect(coupa.received.some(({ query }) => query.has('id[gt]') && query.has('id[lt]'))).toBe(true);
	});

	test('a list that shrinks below the offset asked for is read to its end by id', async () => {
		const list = new ChangingList(400);
		let page = 0;
		list.beforePage = () => {
			if (page++ === 1)
				list.rows.slice(0, 380).forEach((row) => {
					list.remove(row);
				});
		};
		const ids = await read(list);
		expect(list.untouched()).toHaveLength(20);
		expect(ids).toEqual(expect.arrayContaining(list.untouched()));
	});
});

describe('pace and memory', () => {
	test('a slow caller has at most as many pages read ahead of it', async () => {
		const list = new ChangingList(3000);
		slowly(list, () => 30);
		const pages = client(2000).pages('/api/suppliers', PARALLEL);
		for (let taken = 0; taken < 30; taken++) await pages.next();
		await pause(200);
		expect(coupa.received.length).toBeLessThanOrEqual(30 + MOST_PARALLEL);
		expect(coupa.received.length).toBeGreaterThan(30);
		await pages.return();
	});

	test('a caller that stops early leaves nothing behind', async () => {
		const list = new ChangingList(3000);
		slowly(list, () => 50);
		for await (const row of client(50).list('/api/suppliers', PARALLEL)) if (row.id === 600) break;
		const asked = coupa.received.length;
		await pause(200);
		expect(coupa.received).toHaveLength(asked);
	});

	test('the rate is used fully: at 100/s and 100 ms latency ten requests are under way', async () => {
		const list = new ChangingList(3000);
		let open = 0;
		const openAtArrival: number[] = [];
		coupa.handler = async (request) => {
			openAtArrival.push(++open);
			await pause(100);
			open -= 1;
			return await list.handler(request);
		};
		expect(await coupa.client({ requestsPerSecond: 100 }).listAll('/api/suppliers', PARALLEL)).toHaveLength(3000);
		// What waits for the pace alone never waits for an answer: whenever one comes in, those of the last 100 ms are still open.
		const steady = openAtArrival.slice(20, -5);
		expect(steady.reduce((sum, each) => sum + each, 0) / steady.length).toBeGreaterThan(9);
	});
});

describe('failures', () => {
	test('a page that Coupa refuses ends the read with its error, and nothing more is asked', async () => {
		const list = new ChangingList(2000);
		coupa.handler = async (request) => {
			await pause(10);
			return coupa.received.length > 12 ? { status: 403, body: { errors: ['no right'] } } : await list.handler(request);
		};
		const failure = await failureOf(client(500).listAll('/api/suppliers', PARALLEL), CoupaError);
		expect(failure.kind).toBe('forbidden');
		const asked = coupa.received.length;
		await pause(100);
		expect(coupa.received).toHaveLength(asked);
		expect(asked).toBeLessThan(40);
	});

	test('the cancel signal ends all pages', async () => {
		const list = new ChangingList(5000);
		slowly(list, () => 20);
		const controller = new AbortController();
		setTimeout(() => {
			controller.abort();
		}, 150);
		const failure = await failureOf(
			coupa.client({ requestsPerSecond: 20, signal: controller.signal }).listAll('/api/suppliers', PARALLEL),
			CoupaError,
		);
		expect(failure.kind).toBe('cancelled');
	});

	test('an instance that ignores offset and id is told, not read for ever', async () => {
		coupa.handler = () => ({ body: Array.from({ length: 50 }, (_, index) => ({ id: 1 + index })) });
		const failure = await failureOf(client().listAll('/api/suppliers', PARALLEL), CoupaError);
		expect(failure.message).toContain('ID 1 after ID 49');
		expect(coupa.received.length).toBeLessThan(5);
	});

	test('a 429 in the middle costs time, not rows', async () => {
		const list = new ChangingList(1500);
		let refused = 0;
		coupa.handler = async (request) => {
			await pause(5);
			return coupa.received.length > 12 && refused++ < 2
				? { status: 429, headers: { 'retry-after': '0.05' } }
				: await list.handler(request);
		};
		expect(idsOf(await client(1000).listAll('/api/suppliers', PARALLEL))).toEqual(range(0, 1500));
	});
});
