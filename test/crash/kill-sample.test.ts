import pLimit from 'p-limit';

import { CrashSweep } from '../support/crash-sweep';

/** One point in so many is tried here; `test-e2e/kill-sweep.e2e.ts` tries them all. Odd, so that both phases occur. */
const EVERY = 29;
const PARALLEL = 2;

let sweep: CrashSweep;
beforeAll(async () => {
	sweep = await CrashSweep.start(PARALLEL);
}, 60_000);
afterAll(async () => {
	await sweep.stop();
});

test('the clean run brings every invoice where it belongs', () => {
	const { invoices, incoming, processing, archive, rejected, waiting } = sweep.clean.state;
	expect(invoices).toMatchObject([
		{ number: 'K-1', status: 'pending_approval', attachments: [expect.stringMatching(/^file delivery-note.txt /), 'text Captured from paper', 'url https://scan-one.example/batches/17'] },
		{ number: 'K-2', status: 'draft', image: { fileName: 'K-2.pdf' } },
		{ number: 'K-4', status: 'draft', image: { fileName: 'K-4.pdf' } },
		{ number: 'K-6', status: 'pending_approval', image: { fileName: 'K-6.pdf' } },
	]);
	expect({ incoming, processing }).toEqual({ incoming: [], processing: [] });
	expect(archive).toEqual([expect.stringMatching(/^scan-one-crash-a\.zip /), expect.stringMatching(/^scan-one-crash-b\.zip /)]);
	expect(rejected).toEqual([expect.stringMatching(/^scan-one-crash-a-rejected-[0-9a-f]{12}\.report\.csv /), expect.stringMatching(/^scan-one-crash-a-rejected-[0-9a-f]{12}\.zip /)]);
	expect(waiting).toEqual([expect.stringMatching(/^scan-one-crash-b-waiting-[0-9a-f]{12}\.zip /)]);
});

test('killed at a request, the import ends after a later run as if nothing had happened', async () => {
	const points = sweep.points().filter((_, index) => index % EVERY === 0);
	const limit = pLimit(PARALLEL);
	const verdicts = await Promise.all(points.map((point) => limit(async () => await sweep.verdict(point))));
	expect(verdicts.filter(({ fault }) => fault !== null)).toEqual([]);
	// Under parallelism a run may make a request less than the clean one.
	expect(verdicts.filter(({ killed }) => killed).length).toBeGreaterThan(points.length * 0.9);
	expect(new Set(points.map(({ wire, phase }) => `${wire} ${phase}`)).size).toBe(4);
}, 120_000);
