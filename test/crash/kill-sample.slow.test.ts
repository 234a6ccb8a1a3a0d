import pLimit from 'p-limit';

import type { Json } from '../../lib/core';
import { RunnerPool } from '../../tools/harness/crash/pool';
import { type Act, CrashSweep } from '../../tools/harness/crash/sweep';

/** One point in so many is tried here; `test/e2e/kill-sweep.e2e.ts` tries them all. Odd, so that both phases occur. */
const EVERY: Record<Act, number> = { first: 121, later: 131 };
const PARALLEL = 2;

const PROPER: Record<Act, { invoices: Json[]; waiting: Json[] }> = {
	first: {
		invoices: [
			{
				number: 'K-1',
				status: 'pending_approval',
				attachments: [
					expect.stringMatching(/^file delivery-note.txt /),
					'text Captured from paper',
					'url https://scan-one.example/batches/17',
				],
			},
			{ number: 'K-2', status: 'draft', image: { fileName: 'K-2.pdf' } },
			{ number: 'K-4', status: 'draft', image: { fileName: 'K-4.pdf' } },
			{ number: 'K-6', status: 'pending_approval', image: { fileName: 'K-6.pdf' } },
		],
		waiting: [expect.stringMatching(/^scan-one-crash-b-waiting-[0-9a-f]{12}\.zip /)],
	},
	later: {
		invoices: ['K-1', 'K-2', 'K-3', 'K-4', 'K-5', 'K-6'].map((number) => ({
			number,
			status: number === 'K-2' ? 'draft' : 'pending_approval',
			image: { fileName: `${number}.pdf` },
		})),
		waiting: [],
	},
};

let runners: RunnerPool;
beforeAll(async () => {
	// One is loaded, or loading, when another is killed.
	runners = await RunnerPool.start(PARALLEL + 1);
}, 60_000);
afterAll(async () => {
	await runners.stop();
});

describe.each(['first', 'later'] as const)('the %s run', (act) => {
	let sweep: CrashSweep;
	beforeAll(async () => {
		sweep = await CrashSweep.start(runners, act);
	}, 60_000);

	test('undisturbed, brings every invoice where it belongs', () => {
		const { invoices, incoming, processing, archive, rejected, waiting } = sweep.clean.state;
		expect(invoices).toMatchObject(PROPER[act].invoices);
		expect({ incoming, processing, waiting }).toEqual({ incoming: [], processing: [], waiting: PROPER[act].waiting });
		expect(archive).toEqual(
			expect.arrayContaining([expect.stringMatching(/^scan-one-crash-a\.zip /), expect.stringMatching(/^scan-one-crash-b\.zip /)]),
		);
		expect(rejected).toEqual([
			expect.stringMatching(/^scan-one-crash-a-rejected-[0-9a-f]{12}\.report\.csv /),
			expect.stringMatching(/^scan-one-crash-a-rejected-[0-9a-f]{12}\.zip /),
		]);
	});

	test('killed at a request, ends after another run as if nothing had happened', async () => {
		const points = sweep.points().filter((_, index) => index % EVERY[act] === 0);
		const limit = pLimit(PARALLEL);
		const verdicts = await Promise.all(points.map((point) => limit(async () => await sweep.verdict(point))));
		expect(verdicts.filter(({ fault }) => fault !== null)).toEqual([]);
		// Under parallelism a run may make a request less than the clean one.
		expect(verdicts.filter(({ killed }) => killed).length).toBeGreaterThan(points.length * 0.9);
		expect(new Set(points.map(({ phase }) => phase)).size).toBe(2);
	}, 240_000);
});
