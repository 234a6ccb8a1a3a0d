import pLimit from 'p-limit';

import { type Disturbance, OnceSweep } from '../../tools/harness/crash/once-sweep';

/** One point in so many is tried here for each kind; `test/e2e/once-sweep.e2e.ts` tries them all. Odd, so that both phases occur. */
const EVERY: Record<Disturbance['kind'], number> = { sleep: 161, forward: 271, back: 271 };
const PARALLEL = 2;

let sweep: OnceSweep;
beforeAll(async () => {
	sweep = await OnceSweep.start(PARALLEL);
}, 60_000);
afterAll(async () => {
	await sweep.stop();
});

test('suspended at a request while another run finishes, or beside another one because a clock jumped: each invoice is submitted once', async () => {
	const disturbances = (['sleep', 'forward', 'back'] as const).flatMap((kind) =>
		sweep
			.points()
			.filter((_, index) => index % EVERY[kind] === EVERY[kind] >> 2)
			.map((point, index): Disturbance => ({ kind, point, duplicateRule: index % 2 === 0 ? 'never' : 'submit', mayVoid: index % 3 > 0 })),
	);
	const limit = pLimit(PARALLEL);
	const verdicts = await Promise.all(disturbances.map((disturbance) => limit(async () => await sweep.verdict(disturbance))));
	expect(verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
	expect(verdicts.filter(({ reached }) => reached).length).toBeGreaterThan(disturbances.length / 2);
	// The new invoices are sent early in a run: where nothing but the look before the submit helps.
	const early = await sweep.verdict({
		kind: 'sleep',
		point: { wire: 'http', n: 7, phase: 'received' },
		duplicateRule: 'never',
		mayVoid: true,
	});
	expect(early).toMatchObject({ reached: true, faults: [] });
}, 240_000);
