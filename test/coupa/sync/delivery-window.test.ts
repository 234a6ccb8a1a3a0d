import { decodeCursor, encodeCursor, scopeMismatch, type CursorScope, type SyncState } from '../../../lib/coupa/sync/cursor';
import { DeliveryWindow, MOST_REMEMBERED, type WindowStart } from '../../../lib/coupa/sync/delivery-window';
import { conditionsKey, syncConditions } from '../../../lib/coupa/sync/conditions';
import { CoupaError } from '../../../lib/coupa/errors';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const MINUTE = 60_000;
const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const row = (id: number, changedAt: number, name = 'Łódź') => ({ id, name, 'updated-at': at(changedAt) });
const begin = (more: Partial<WindowStart> = {}): WindowStart => ({
	startedAt: NOON,
	isCoupasClock: true,
	overlapMs: 5 * MINUTE,
	before: null,
	...more,
});

describe('where the next delta starts', () => {
	test('the overlap before the highest time read', () => {
		const window = new DeliveryWindow(begin());
		window.take(row(1, NOON - 60 * MINUTE));
		window.take(row(2, NOON - 90 * MINUTE));
		expect(window.next().since).toBe(NOON - 65 * MINUTE);
	});

	test('the overlap before the first request, when rows changed during the run', () => {
		const window = new DeliveryWindow(begin());
		window.take(row(1, NOON + 20 * MINUTE));
		expect(window.next().since).toBe(NOON - 5 * MINUTE);
	});

	test('an empty table: Coupa’s clock; without it, the beginning of time', () => {
		expect(new DeliveryWindow(begin()).next().since).toBe(NOON - 5 * MINUTE);
		expect(new DeliveryWindow(begin({ isCoupasClock: false })).next().since).toBe(0);
	});

	test('nothing found in a delta: stays', () => {
		const before = { since: NOON - 600 * MINUTE, delivered: new Map([[1, 'x']]) };
		expect(new DeliveryWindow(begin({ before })).next()).toEqual({ since: before.since, delivered: new Map() });
	});

	test('never moves back, even when the row with the highest time is gone', () => {
		const before = { since: NOON - 10 * MINUTE, delivered: new Map<number, string>() };
		const window = new DeliveryWindow(begin({ before }));
		window.take(row(1, NOON - 9 * MINUTE));
		expect(window.next().since).toBe(before.since);
	});

	test('the later time of a changed remit-to counts', () => {
		const window = new DeliveryWindow(begin({ ownClock: 'remit-to-addresses' }));
		window.take({ ...row(1, NOON - 90 * MINUTE), 'remit-to-addresses': [{ id: 5, 'updated-at': at(NOON - 30 * MINUTE) }] });
		const { since, delivered } = window.next();
		expect(since).toBe(NOON - 35 * MINUTE);
		expect([...delivered.keys()]).toEqual([1]);
	});
});

describe('what comes again', () => {
	function second(rows: Array<ReturnType<typeof row>>, again: Array<ReturnType<typeof row>>): number[] {
		const first = new DeliveryWindow(begin());
		rows.forEach((each) => first.take(each));
		const next = new DeliveryWindow(begin({ startedAt: NOON + 60 * MINUTE, before: first.next() }));
		return again.filter((each) => next.take(each)).map(({ id }) => id);
	}
	const recent = row(1, NOON - 2 * MINUTE);

	test('a delivered row inside the overlap does not', () => {
		expect(second([recent, row(2, NOON - 4 * MINUTE)], [recent])).toEqual([]);
	});

	test('nor one that leaves the overlap because a later row was read before it', () => {
		expect(second([recent, row(2, NOON - 4 * MINUTE)], [row(0, NOON + 50 * MINUTE), recent, row(2, NOON - 4 * MINUTE)])).toEqual([0]);
	});

	test('one that changed does, even within the same second', () => {
		expect(second([recent], [row(1, NOON - MINUTE)])).toEqual([1]);
		expect(second([recent], [row(1, NOON - 2 * MINUTE, 'Gdańsk')])).toEqual([1]);
	});

	test('a new one with an old time does', () => {
		expect(second([recent], [recent, row(7, NOON - 3 * MINUTE)])).toEqual([7]);
	});

	test('rows that show no time are always delivered', () => {
		const window = new DeliveryWindow(begin());
		expect(window.take({ id: 1 })).toBe(true);
		expect(window.next().delivered.size).toBe(0);
	});
});

describe('a table that was loaded at once', () => {
	const loaded = (count: number, more: Partial<WindowStart> = {}) => {
		const window = new DeliveryWindow(begin(more));
		for (let id = 1; id <= count; id++) window.take(row(id, NOON - 60 * MINUTE));
		return window.next();
	};

	test('is not read again by every run, once it is more than two pages', () => {
		expect(loaded(100)).toEqual({ since: NOON - 5 * MINUTE, delivered: new Map() });
		expect(loaded(99)).toMatchObject({ since: NOON - 65 * MINUTE, delivered: { size: 99 } });
	});

	test('is read again where the clock is not Coupa’s', () => {
		expect(loaded(100, { isCoupasClock: false })).toMatchObject({ since: NOON - 65 * MINUTE, delivered: { size: 100 } });
	});
});

describe('a mass update', () => {
	const mass = (changedAt: number) => Array.from({ length: 3 * MOST_REMEMBERED }, (_, index) => row(index + 1, changedAt));

	test('long ago: Coupa’s clock alone says where the next delta starts, and nothing is left to remember', () => {
		const window = new DeliveryWindow(begin());
		mass(NOON - 60 * MINUTE).forEach((each) => window.take(each));
		expect(window.next()).toEqual({ since: NOON - 5 * MINUTE, delivered: new Map() });
	});

	test('just now: nothing is lost, memory is bounded', () => {
		const window = new DeliveryWindow(begin());
		mass(NOON - MINUTE).forEach((each) => window.take(each));
		const { since, delivered } = window.next();
		expect(since).toBeLessThanOrEqual(NOON - 5 * MINUTE);
		expect(delivered.size).toBe(MOST_REMEMBERED);
	});

	test('the window is not shortened by a clock that is not Coupa’s', () => {
		const window = new DeliveryWindow(begin({ isCoupasClock: false }));
		mass(NOON - 60 * MINUTE).forEach((each) => window.take(each));
		const { since, delivered } = window.next();
		expect(since).toBe(NOON - 65 * MINUTE);
		expect(delivered.size).toBe(MOST_REMEMBERED);
	});
});

describe('cursor', () => {
	const scope: CursorScope = { instance: 'acme.coupahost.com', kind: 'supplier', conditions: conditionsKey([]) };
	const state: SyncState = {
		scope,
		since: NOON,
		readAt: NOON + 1,
		snapshotAt: NOON - MINUTE,
		delivered: new Map([
			[5502, 'a-_b9Z00'],
			[9, ''],
		]),
	};

	test('holds all of the state, as one word', () => {
		const cursor = encodeCursor(state);
		expect(cursor).toMatch(/^[\w-]+$/);
		expect(decodeCursor(` ${cursor}\n`, NOON)).toEqual(state);
	});

	test('a full one stays below 200 kB', () => {
		const delivered = new Map(Array.from({ length: MOST_REMEMBERED }, (_, index) => [10_000_000 + index, 'abcdefgh'] as const));
		expect(encodeCursor({ ...state, delivered }).length).toBeLessThan(200_000);
	});

	const raw = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
	const good = JSON.parse(Buffer.from(encodeCursor(state), 'base64url').toString()) as Record<string, unknown>;
	test.each([
		['cut off', encodeCursor(state).slice(0, -20)],
		['words', 'last Tuesday'],
		['a number', raw(7)],
		['null', raw(null)],
		['a list', raw([])],
		['an unknown kind', raw({ ...good, kind: 'toString' })],
		['no time', raw({ ...good, since: 'soon' })],
		['no list', raw({ ...good, delivered: 3 })],
		['no instance', raw({ ...good, instance: null })],
	])('%s is damaged, and no error', (name, cursor) => {
		const reason = ['a number', 'a list', 'null'].includes(name) ? /damaged/ : /damaged|another version/;
		expect(decodeCursor(cursor, NOON)).toEqual({ reason: expect.stringMatching(reason) as string });
	});

	test('of a version to come', () => {
		expect(decodeCursor(raw({ ...good, v: 2 }), NOON)).toEqual({ reason: expect.stringContaining('another version') as string });
	});

	test('says nothing about another instance, kind or filter', () => {
		expect(scopeMismatch(scope, { ...scope })).toBeNull();
		expect(scopeMismatch(scope, { ...scope, instance: 'acme-test.coupahost.com' })).toContain('acme-test.coupahost.com');
		expect(scopeMismatch(scope, { ...scope, kind: 'account' })).toContain('GL accounts');
		expect(scopeMismatch(scope, { ...scope, conditions: conditionsKey([['status', 'active']]) })).toContain('filters');
	});
});

describe('conditions', () => {
	test('both spellings of cancelled, for orders only', () => {
		const both = 'cancelled,canceled';
		expect(syncConditions('purchaseOrder', [{ field: 'status', value: 'canceled' }])).toEqual([['status[in]', both]]);
		expect(syncConditions('purchaseOrder', [{ field: 'status', operator: 'in', value: ['issued', 'cancelled', 'closed'] }])).toEqual([
			['status[in]', `issued,closed,${both}`],
		]);
		expect(syncConditions('purchaseOrder', [{ field: 'status', operator: 'not_eq', value: 'cancelled' }])).toEqual([
			['status[not_in]', both],
		]);
		expect(syncConditions('purchaseOrder', [{ field: 'status', value: 'issued' }])).toEqual([['status', 'issued']]);
		expect(syncConditions('supplier', [{ field: 'status', value: 'canceled', unchecked: true }])).toEqual([['status', 'canceled']]);
	});

	test.each(['updated-at', 'updated_at'])('a filter on %s is refused with the way out', (field) => {
		expect(() => syncConditions('supplier', [{ field, operator: 'gt', value: '2026-01-01' }])).toThrow(CoupaError);
	});

	test('one key for the same conditions in any order', () => {
		const one: [string, string] = ['status', 'active'];
		const other: [string, string] = ['name', 'A,B'];
		expect(conditionsKey([one, other])).toBe(conditionsKey([other, one]));
		expect(conditionsKey([one])).not.toBe(conditionsKey([other]));
	});
});
