import pLimit from 'p-limit';

import { OkToPaySweep } from '../../tools/harness/crash/ok-to-pay';
import { RunnerPool } from '../../tools/harness/crash/pool';

/** One point in so many is tried here; `test/e2e/ok-to-pay-sweep.e2e.ts` tries them all. Odd, so that both phases occur. */
const EVERY = 17;
const PARALLEL = 2;

let runners: RunnerPool;
let sweep: OkToPaySweep;

beforeAll(async () => {
	runners = await RunnerPool.start(PARALLEL + 1);
	sweep = await OkToPaySweep.start(runners);
}, 60_000);

afterAll(async () => {
	await runners.stop();
});

test('undisturbed, the ERP gets each document once', () => {
	expect(Object.fromEntries(sweep.keys)).toEqual({
		...Object.fromEntries([1, 2, 3].map((id) => [id, [expect.stringMatching(new RegExp(`^${id}-ok-[0-9a-f]{8}$`))]])),
		...{ 4: ['4-void'], 5: ['5-void'] },
	});
});

test('killed at a request: each invoice reaches the ERP under one key, none is marked that did not', async () => {
	const points = sweep.points().filter((_, index) => index % EVERY === 0);
	const limit = pLimit(PARALLEL);
	const verdicts = await Promise.all(points.map((point) => limit(async () => await sweep.verdict(point))));
	expect(verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
	// Under parallelism a run may make a request less than the clean one.
	expect(verdicts.filter(({ killed }) => killed).length).toBeGreaterThan(points.length * 0.8);
	expect(new Set(points.map(({ phase }) => phase)).size).toBe(2);
	expect(new Set(points.map(({ wire }) => wire)).size).toBe(2);
}, 120_000);
