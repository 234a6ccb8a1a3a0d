import pLimit from 'p-limit';

import { PaymentSweep } from '../../tools/harness/crash/payments';
import { RunnerPool } from '../../tools/harness/crash/pool';
import { sample } from '../sample';

const PARALLEL = 2;

let runners: RunnerPool;
let sweep: PaymentSweep;
beforeAll(async () => {
	runners = await RunnerPool.start(PARALLEL);
	sweep = await PaymentSweep.start(runners);
}, 60_000);
afterAll(async () => {
	await runners.stop();
});

test('an undisturbed import of payments records each once', () => {
	expect(sweep.clean).toEqual([
		['Z-1', 'true', '50.00 [ERP payment 7001, 2026-05-20, 50.00]'],
		['Z-2', 'false', '20.00 [ERP payment 7002, 2026-05-20, 20.00]', '20.00 [ERP payment 7003, 2026-05-20, 20.00]'],
		['Z-3', 'false', '50.00 [ERP payment 7005, 2026-05-20, 50.00]', '-50.00 [ERP payment 7005, 2026-05-20, -50.00]'],
		['Z-4', 'false', '10.00 [ERP payment 7006, 2026-05-20, 10.00]', '10.00 [ERP payment 7007, 2026-05-20, 10.00]'],
	]);
});

test('killed before or after a request, and the file read again: no payment stands twice, none is lost', async () => {
	const points = sample(sweep.points(), 9);
	const limit = pLimit(PARALLEL);
	const verdicts = await Promise.all(points.map((point) => limit(async () => await sweep.verdict(point))));
	expect(verdicts.filter(({ fault }) => fault !== null)).toEqual([]);
	expect(verdicts.filter(({ killed }) => killed).length).toBeGreaterThanOrEqual(points.length - 1);
}, 240_000);
