import type { SeenRequest } from '../../../tools/bench/coupa-calls';
import { check, figureRows, isOnTarget, median, NO_FIGURES } from '../../../tools/bench/figures';
import { readRate, requestRate } from '../../../tools/bench/rate';
import { benchSuppliers, createdAt, deepSuppliers, supplierId } from '../../../tools/bench/suppliers';

const list = (time: number, rows: number | null, status = 200): SeenRequest => ({ time, operation: 'list', status, rows });

describe('rates', () => {
	/** 2,009 rows on 42 pages, each beginning with the last row of the one before: the first 21 at once, then one every 40 ms; one beyond the end. */
	const requests: SeenRequest[] = [
		{ time: 0, operation: 'token', status: 200, rows: null },
		...Array.from({ length: 41 }, (_, index) => list(1_000 + Math.max(0, index - 20) * 40, 50)),
		list(1_840, 0),
		list(9_000, null),
	];

	test('the steady pace leaves out the burst, the last page, what came twice and what lies beyond the end', () => {
		const { steadyRowsPerSecond, calls, refusedFor429, seconds } = readRate(requests, 2_010);
		expect(steadyRowsPerSecond).toBe((2_010 - 20 * 50 - 50) / 0.8);
		expect([calls, refusedFor429, seconds]).toEqual([43, 0, 8]);
	});

	test('the whole pace goes from the first list request to the last', () => {
		expect(readRate(requests.slice(0, -2), 2_010).rowsPerSecond).toBe(2_010 / 0.8);
	});

	test('429 are counted, and told apart from what was let in', () => {
		const some = [list(0, 50), list(500, null, 429), list(999, 50), list(1_000, 50)];
		expect(requestRate(some, 0, 1_000)).toEqual({ sent: 3, admitted: 2 });
		expect(readRate([...requests, list(1_500, null, 429)], 2_010).refusedFor429).toBe(1);
	});

	test('too short a table tells no pace', () => {
		expect(() => readRate([list(0, 50), list(10, 50)], 100)).toThrow('Too few pages');
		expect(() => readRate([], 100)).toThrow('Nothing was read');
	});
});

describe('verdict', () => {
	const figures = { ...NO_FIGURES, readCeilingShare: 0.95, noChangeSeconds: 1.99 };

	test('every measured figure and every check counts, figures left out do not', () => {
		expect(isOnTarget(figures, [check('a', true, '')])).toBe(true);
		expect(isOnTarget({ ...figures, noChangeSeconds: 2 }, [])).toBe(false);
		expect(isOnTarget(figures, [check('a', true, ''), check('b', false, '')])).toBe(false);
		expect(figureRows(figures).map(([name, value, , , verdict]) => [name, value, verdict])).toEqual([
			['readCeilingShare', '0.950', 'met'],
			['noChangeSeconds', '1.99', 'met'],
		]);
	});

	test('medians', () => {
		expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
		expect(() => median([])).toThrow();
	});
});

test('suppliers have gaps in their ids, differ, and changed all over a year', () => {
	const suppliers = benchSuppliers(6_000);
	const ids = suppliers.map(({ id }) => Number(id));
	expect(new Set(ids).size).toBe(6_000);
	expect(ids.every((id, index) => id === supplierId(index))).toBe(true);
	const steps = ids.slice(1).map((id, index) => id - Number(ids[index]));
	expect([Math.min(...steps), new Set(steps).has(2), Math.max(...steps)]).toEqual([1, true, 301]);
	const times = suppliers.map((supplier) => Date.parse(String(supplier['updated-at'])));
	const lastFiveMinutes = times.filter((time) => time >= Math.max(...times) - 5 * 60_000);
	expect(lastFiveMinutes.length).toBeLessThan(5);
	expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(360 * 24 * 3_600_000);
});

test('the deep table is the same suppliers, and entered in the order of their ids', () => {
	const { rows, idAt, recordAt } = deepSuppliers(4_770_000);
	expect(rows).toBe(4_770_000);
	const places = [0, 1, 4_999, 5_000, 4_769_999];
	expect(places.map((place) => recordAt(place).id)).toEqual(places.map(idAt));
	expect(recordAt(4_769_999)['created-at']).toBe(new Date(createdAt(4_769_999)).toISOString());
	expect(benchSuppliers(10).at(7)).toMatchObject({ id: idAt(7), name: deepSuppliers(10).recordAt(7).name });
});
