import type { ListOptions } from '../../../lib/coupa/client';
import { CoupaError } from '../../../lib/coupa/errors';
import { valueAt, type CoupaRecord } from '../../../lib/core';
import { ChangingList, randomNumbers, type Row } from './changing-list';
import { FakeCoupa, failureOf } from './fake-coupa';

let coupa: FakeCoupa;
beforeAll(async () => {
	coupa = await new FakeCoupa().start();
});
afterAll(async () => {
	await coupa.stop();
});
beforeEach(() => {
	coupa.received.length = 0;
});

async function read(list: ChangingList, options: ListOptions = {}): Promise<CoupaRecord[]> {
	coupa.handler = list.handler;
	return await coupa.client({ requestsPerSecond: 1_000_000 }).listAll('/api/invoices', options);
}

const idsOf = (rows: CoupaRecord[]) => rows.map((row) => Number(valueAt(row, 'id')));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => 100 + (from + index) * 2);
const queries = () => coupa.received.map(({ query }) => Object.fromEntries(query));

describe('Return All by id', () => {
	test('three pages, the last one exactly full: ends at the empty page', async () => {
		expect(idsOf(await read(new ChangingList(150)))).toEqual(range(0, 150));
		expect(queries()).toEqual([
			{ order_by: 'id', dir: 'asc', limit: '50' },
			{ order_by: 'id', dir: 'asc', limit: '50', 'id[gt]': '198' },
			{ order_by: 'id', dir: 'asc', limit: '50', 'id[gt]': '298' },
			{ order_by: 'id', dir: 'asc', limit: '50', 'id[gt]': '398' },
		]);
	});

	test.each([
		[0, 1],
		[1, 1],
		[9, 1],
		[10, 2],
		[49, 2],
		[50, 2],
		[51, 2],
		[120, 3],
	])('%i rows cost %i calls', async (count, calls) => {
		expect(await read(new ChangingList(count))).toHaveLength(count);
		expect(coupa.received).toHaveLength(calls);
	});

	test('once the instance has filled a page, a shorter one is the end', async () => {
		const list = new ChangingList(130);
		coupa.handler = list.handler;
		const client = coupa.client();
		await client.listAll('/api/invoices');
		list.rows = list.rows.slice(0, 40);
		coupa.received.length = 0;
		expect(await client.listAll('/api/invoices')).toHaveLength(40);
		expect(coupa.received).toHaveLength(1);
	});

	test('an instance that caps pages at 25 loses nothing', async () => {
		const list = new ChangingList(130);
		list.cap = 25;
		expect(idsOf(await read(list))).toEqual(range(0, 130));
		expect(idsOf(await read(list, { orderBy: 'name' })).toSorted((a, b) => a - b)).toEqual(range(0, 130));
	});

	test('the conditions of the caller go with every page, and its own id[gt] gives way', async () => {
		const list = new ChangingList(120);
		const query: Array<[string, string]> = [
			['status', 'approved'],
			['id[gt]', '150'],
			['offset', '7'],
		];
		expect(idsOf(await read(list, { query, limit: 70 }))).toEqual(range(26, 96));
		expect(queries()[0]).toMatchObject({ status: 'approved', 'id[gt]': '150' });
		expect(coupa.received[1]?.query.getAll('id[gt]')).toEqual(['250']);
	});

	test('descending', async () => {
		expect(idsOf(await read(new ChangingList(70), { dir: 'desc' }))).toEqual(range(0, 70).toReversed());
		expect(queries()[1]).toMatchObject({ dir: 'desc', 'id[lt]': '140' });
	});

	test('fields come with id and sort field', async () => {
		await read(new ChangingList(1), { fields: ['invoice-number', 'supplier.number'], orderBy: 'updated-at' });
		expect(queries()[0]).toMatchObject({ fields: '["id","updated_at","invoice_number",{"supplier":["number"]}]', order_by: 'updated_at' });
	});

	test('rows that leave the filter while reading shift no other row out', async () => {
		const list = new ChangingList(150);
		list.beforePage = () => {
			list.rows.slice(0, 30).forEach((row) => {
				list.change(row, { status: 'voided' });
			});
		};
		const ids = idsOf(await read(list, { query: [['status', 'approved']] }));
		expect(ids).toEqual(expect.arrayContaining(list.untouched()));
	});

	test('JSON 404 is an empty list, a 404 web page is not', async () => {
		coupa.handler = () => ({ status: 404, body: { errors: ['nothing found'] } });
		expect(await coupa.client().listAll('/api/invoices')).toEqual([]);
		coupa.handler = () => ({ status: 404, body: '<html><title>The page you were looking for</title></html>' });
		expect((await failureOf(coupa.client().listAll('/api/invoices'), CoupaError)).kind).toBe('gateway');
	});
});

describe('limit', () => {
	test.each([
		[1, 1, ['1']],
		[50, 1, ['50']],
		[51, 2, ['50', '1']],
		[120, 3, ['50', '50', '20']],
	])('%i rows: %i calls, exactly as many rows', async (limit, calls, asked) => {
		expect(idsOf(await read(new ChangingList(200), { limit }))).toEqual(range(0, limit));
		expect(coupa.received).toHaveLength(calls);
		expect(queries().map((query) => query.limit)).toEqual(asked);
	});

	test('by another order: exactly as many, in order', async () => {
		const list = new ChangingList(200);
		const names = list.rows.map(({ name }) => name).toSorted();
		const rows = await read(list, { orderBy: 'name', limit: 120 });
		expect(rows.map(({ name }) => name)).toEqual(names.slice(0, 120));
	});

	test('none asked for, none read', async () => {
		expect(await read(new ChangingList(5), { limit: 0 })).toEqual([]);
		expect(coupa.received).toHaveLength(0);
	});

	test('a caller that stops early reads no further page', async () => {
		coupa.handler = new ChangingList(200).handler;
		for await (const row of coupa.client().list('/api/invoices')) if (row.id === 110) break;
		expect(coupa.received).toHaveLength(1);
	});
});

describe('an instance that misbehaves is told, not believed', () => {
	const rows = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: from + index }));

	test('the same page again, because id[gt] is ignored', async () => {
		coupa.handler = () => ({ body: rows(1, 50) });
		const failure = await failureOf(coupa.client().listAll('/api/invoices'), CoupaError);
		expect(failure.message).toMatch(/^Coupa's list of invoices returns/);
		expect(failure.message).toContain('ID 1 after ID 50');
		expect(coupa.received).toHaveLength(2);
	});

	test('the same page again, because offset is ignored', async () => {
		coupa.handler = () => ({ body: rows(1, 50) });
		const failure = await failureOf(coupa.client().listAll('/api/invoices', { orderBy: 'name' }), CoupaError);
		expect(failure.message).toContain('same page');
		expect(coupa.received.length).toBeLessThan(6);
	});

	test('a full page out of order', async () => {
		coupa.handler = () => ({ body: rows(1, 50).toReversed() });
		expect((await failureOf(coupa.client().listAll('/api/invoices'), CoupaError)).message).toContain('ID 49 after ID 50');
	});

	test('a short list out of order is complete all the same', async () => {
		coupa.handler = () => ({ body: rows(1, 3).toReversed() });
		expect(idsOf(await coupa.client().listAll('/api/suppliers/1/addresses'))).toEqual([3, 2, 1]);
	});

	test('rows without id', async () => {
		coupa.handler = () => ({ body: Array.from({ length: 50 }, () => ({ name: 'x' })) });
		expect((await failureOf(coupa.client().listAll('/api/invoices'), CoupaError)).message).toContain('without their ID');
	});

	test('a list in which every row changes before every page is not read for ever', async () => {
		const list = new ChangingList(60);
		let renamed = 0;
		list.beforePage = () => {
			list.rows.forEach((row) => {
				list.change(row, { name: `${row.name} ${String(renamed++)}` });
			});
		};
		const failure = await failureOf(read(list, { orderBy: 'name' }), CoupaError);
		expect(failure.message).toContain('changes too fast to be read in order of name');
		expect(coupa.received.length).toBeLessThan(60);
	});
});

/** Everything at once: rows go, leave the filter, come in and move, before every page. */
function disturb(list: ChangingList, random: () => number): void {
	const any = (): Row | undefined => list.rows[Math.floor(random() * list.rows.length)];
	for (let count = Math.floor(random() * 12); count > 0; count--) {
		const what = random();
		if (what < 0.3) list.remove(any());
		else if (what < 0.5) list.change(any(), { status: 'voided' });
		else if (what < 0.7) list.change(any(), { name: `Größe ${String(Math.floor(random() * 1009))}b` });
		else list.insert(`Größe ${String(Math.floor(random() * 1009))}c`);
	}
}

describe('while Coupa changes underneath, an unchanged row appears exactly once', () => {
	const orders: ListOptions[] = [{}, { dir: 'desc' }, { orderBy: 'name' }, { orderBy: 'name', dir: 'desc' }];
	test.each(orders.flatMap((options) => Array.from({ length: 12 }, (_, seed) => [seed + 1, options] as const)))(
		'seed %i, %j',
		async (seed, options) => {
			const list = new ChangingList(260);
			const random = randomNumbers(seed);
			list.beforePage = () => {
				disturb(list, random);
			};
			const ids = idsOf(await read(list, { ...options, query: [['status', 'approved']] }));
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(expect.arrayContaining(list.untouched()));
			expect(list.untouched().length).toBeGreaterThan(150);
		},
	);

	test('plain offsets would lose rows here: the test can fail', async () => {
		const list = new ChangingList(260);
		const random = randomNumbers(1);
		list.beforePage = () => {
			disturb(list, random);
		};
		const ids: number[] = [];
		for (let offset = 0; offset < 300; offset += 50) {
			const reply = await list.handler({ query: new URLSearchParams({ offset: String(offset), status: 'approved' }) } as never);
			ids.push(...(reply as { body: Row[] }).body.map(({ id }) => id));
		}
		expect(list.untouched().filter((id) => !ids.includes(id))).not.toEqual([]);
	});
});

describe('a list whose rows have their own id elsewhere: `id` is that of the order, which all its revisions share', () => {
	const answerWithRevisions = (count: number) => {
		const list = new ChangingList(count);
		coupa.handler = (request) => {
			const { body } = list.handler(request) as { body: Row[] };
			return { body: body.map((row) => ({ id: 2143, name: row.name, 'revision-record': { id: row.id } })) };
		};
	};

	test.each([
		['by id', {}],
		['by id, falling', { dir: 'desc' }],
		['several pages at once', { parallel: 8 }],
		['in another order', { orderBy: 'name' }],
	] as Array<[string, ListOptions]>)('each revision once, %s', async (_name, options) => {
		answerWithRevisions(260);
		const rows = await coupa
			.client({ requestsPerSecond: 1_000_000 })
			.listAll('/api/purchase_order_revisions', { ...options, idAt: 'revision-record.id' });
		const ids = rows.map((row) => Number(valueAt(row, 'revision-record', 'id')));
		expect(ids.toSorted((left, right) => left - right)).toEqual(range(0, 260));
	});

	test('the fields asked for include that id', async () => {
		answerWithRevisions(3);
		await coupa.client().listAll('/api/purchase_order_revisions', { fields: ['status'], idAt: 'revision-record.id' });
		expect(queries()[0]?.fields).toBe('[{"revision_record":["id"]},"id","status"]');
	});

	test('a row without it is an error', async () => {
		coupa.handler = () => ({ body: Array.from({ length: 50 }, () => ({ id: 2143 })) });
		const list = coupa.client().listAll('/api/purchase_order_revisions', { limit: 60, idAt: 'revision-record.id' });
		const failure = await failureOf(list, CoupaError);
		expect(failure.message).toContain('rows without their ID');
	});
});
