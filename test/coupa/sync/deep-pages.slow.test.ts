import { setTimeout as pause } from 'node:timers/promises';
import { CoupaError } from '../../../lib/coupa/errors';
import { MOST_PARALLEL, type ListOptions } from '../../../lib/coupa/paging';
import type { CoupaRecord } from '../../../lib/core';
import { ChangingList, randomNumbers, type Row } from '../client/changing-list';
import { failureOf } from '../client/fake-coupa';
import { coupa, coupaPerTest, idsOf, PARALLEL } from './parallel';

coupaPerTest();

const offsets = () => coupa.received.map(({ query }) => Number(query.get('offset') ?? 0));

async function read(list: ChangingList, latencyMs = 3, options: ListOptions = {}): Promise<number[]> {
	coupa.handler = async (request) => {
		await pause(latencyMs);
		return list.handler(request);
	};
	return idsOf(await coupa.client({ requestsPerSecond: 2_000 }).listAll('/api/suppliers', { ...PARALLEL, ...options }));
}

function listOf(ids: number[]): ChangingList {
	const list = new ChangingList(ids.length);
	list.rows.forEach((row, index) => (row.id = ids[index] ?? 0));
	return list;
}

const untouched = (list: ChangingList, ids: number[]) => list.untouched().filter((id) => !ids.includes(id));

describe('the depth of a list', () => {
	test('no offset is larger than what is under way, however many rows were read before', async () => {
		const list = new ChangingList(20_000);
		expect(await read(list, 20)).toHaveLength(20_000);
		expect(Math.max(...offsets())).toBeLessThanOrEqual((MOST_PARALLEL + 1) * 49);
		// 49 new rows a page, and what was under way at the end.
		expect(coupa.received.length).toBeLessThanOrEqual(20_000 / 49 + MOST_PARALLEL + 2);
	});

	test('as many requests are under way as pace and latency have a use for: more than 30, as 25/s need at 1.2 s a page', async () => {
		const list = new ChangingList(5_000);
		let open = 0;
		let most = 0;
		coupa.handler = async (request) => {
			most = Math.max(most, ++open);
			await pause(200);
			open -= 1;
			return list.handler(request);
		};
		expect(await coupa.client({ requestsPerSecond: 500 }).listAll('/api/suppliers', PARALLEL)).toHaveLength(5_000);
		expect(most).toBeGreaterThan(30);
		expect(most).toBeLessThanOrEqual(MOST_PARALLEL);
	});
});

describe('ids', () => {
	test('with gaps of any size, up to the largest number', async () => {
		const random = randomNumbers(3);
		let id = 0;
		const ids = Array.from({ length: 1_500 }, (_, index) => (id += index % 100 === 50 ? 5_000_000_000_000 : 1 + Math.floor(random() * 40)));
		ids.push(Number.MAX_SAFE_INTEGER);
		expect(await read(listOf(ids))).toEqual(ids);
		expect(coupa.received.length).toBeLessThanOrEqual(1_500 / 49 + MOST_PARALLEL + 2);
	});

	test('a filter that only a few rows fit costs no more calls than a short list', async () => {
		const list = new ChangingList(5_000);
		list.rows.forEach((row, index) => index % 1_000 !== 0 && (row.status = 'voided'));
		expect(await read(list, 3, { query: [['status', 'approved']] })).toHaveLength(5);
		expect(coupa.received).toHaveLength(1);
	});

	test.each([10, 11, 37])('an instance that caps pages at %i, while rows come and go', async (cap) => {
		const list = new ChangingList(700);
		list.cap = cap;
		const random = randomNumbers(cap);
		list.beforePage = () => {
			list.remove(list.rows[Math.floor(random() * list.rows.length)]);
			list.insert('new');
		};
		const ids = await read(list);
		expect(untouched(list, ids)).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test.each([2, 7, 49, 50, 51, 120])('rows that come %i times each, over the ends of pages, appear once', async (times) => {
		const rows = Array.from({ length: 600 }, (_, index) => ({ id: 1 + Math.floor(index / times) }));
		coupa.handler = ({ query }) => {
			const offset = Number(query.get('offset') ?? 0);
			const [above, below] = [Number(query.get('id[gt]') ?? 0), Number(query.get('id[lt]') ?? Infinity)];
			return { body: rows.filter(({ id }) => id > above && id < below).slice(offset, offset + 50) };
		};
		const ids = idsOf(await coupa.client({ requestsPerSecond: 10_000 }).listAll('/api/suppliers', PARALLEL));
		expect(ids).toEqual([...new Set(rows.map(({ id }) => id))]);
	});
});

/** The places where pages end, as they are now, and the row before and behind each. */
function borders(list: ChangingList): Row[] {
	return list.rows.filter((_, index) => [0, 1, 48].includes(index % 49));
}

describe('rows that leave and come just where pages end', () => {
	test.each(Array.from({ length: 30 }, (_, seed) => seed + 1))('seed %i', async (seed) => {
		const random = randomNumbers(seed);
		const list = new ChangingList(600);
		list.beforePage = () => {
			const at = borders(list);
			for (let count = Math.floor(random() * 4); count > 0; count--) {
				const row = at[Math.floor(random() * at.length)];
				const what = random();
				if (what < 0.4) list.remove(row);
				else if (what < 0.7) list.change(row, { status: 'voided' });
				// An odd id: between two that are there.
				else if (row && !list.rows.some(({ id }) => id === row.id + 1)) {
					list.touched.add(row.id + 1);
					list.rows.push({ id: row.id + 1, name: 'came in', status: 'approved' });
					list.rows.sort((a, b) => a.id - b.id);
				}
			}
		};
		const ids = await read(list, random() * 6, { query: [['status', 'approved']] });
		expect(ids).toEqual(ids.toSorted((a, b) => a - b));
		expect(new Set(ids).size).toBe(ids.length);
		expect(untouched(list, ids)).toEqual([]);
		expect(list.untouched().length).toBeGreaterThan(300);
	});

	test('a mass deletion does not end reading in parallel', async () => {
		const list = new ChangingList(6_000);
		let open = 0;
		const openAtArrival: number[] = [];
		coupa.handler = async (request) => {
			openAtArrival.push(++open);
			if (openAtArrival.length === 40) list.rows.slice(1_000, 4_000).forEach((row) => list.remove(row));
			await pause(20);
			open -= 1;
			return list.handler(request);
		};
		const ids = idsOf(await coupa.client({ requestsPerSecond: 1_000 }).listAll('/api/suppliers', PARALLEL));
		expect(untouched(list, ids)).toEqual([]);
		expect(list.rows).toHaveLength(3_000);
		expect(Math.max(...openAtArrival.slice(-10))).toBeGreaterThan(4);
	});
});

describe('an instance that reads only half of the question', () => {
	const rows = Array.from({ length: 300 }, (_, index) => ({ id: 1 + index }));

	test('the id is ignored: told', async () => {
		coupa.handler = ({ query }) => ({ body: rows.slice(Number(query.get('offset') ?? 0)).slice(0, 50) });
		const failure = await failureOf(coupa.client().listAll('/api/suppliers', PARALLEL), CoupaError);
		expect(failure.message).toMatch(/^Coupa's list of suppliers returns ID \d+ after ID \d+/);
		expect(coupa.received.length).toBeLessThan(10);
	});

	test('the offset is ignored: slower, and complete', async () => {
		coupa.handler = ({ query }) => ({ body: rows.filter(({ id }) => id > Number(query.get('id[gt]') ?? 0)).slice(0, 50) });
		expect(idsOf(await coupa.client().listAll('/api/suppliers', PARALLEL))).toEqual(rows.map(({ id }) => id));
		expect(coupa.received.length).toBeLessThan(40);
	});
});

test('a 429 without Retry-After, whenever the limit is reached, costs time and no row', async () => {
	const list = new ChangingList(3_000);
	let available = 8;
	const refill = setInterval(() => (available = Math.min(8, available + 2)), 20);
	let refused = 0;
	coupa.handler = async (request) => {
		await pause(5);
		if (available-- >= 1) return list.handler(request);
		available += 1;
		refused += 1;
		return { status: 429, body: { errors: ['slow'] } };
	};
	try {
		const ids = idsOf(await coupa.client({ requestsPerSecond: 200 }).listAll('/api/suppliers', PARALLEL));
		expect(ids).toEqual(idsOf(list.rows as unknown as CoupaRecord[]));
		expect(refused).toBeGreaterThan(0);
	} finally {
		clearInterval(refill);
	}
});
