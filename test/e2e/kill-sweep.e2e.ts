/*
 * The import is killed (SIGKILL) at every request that it sends over the wire, HTTP and SFTP, once before the request has
 * its effect and once after it but before its answer; a later run finishes the work. What is in Coupa and in the lock-box
 * then must be what an undisturbed run leaves. Run it with tsx after a build: `tsx test/e2e/kill-sweep.e2e.ts`. Options:
 * `--every 10` tries a part of the points, `--only sftp:150:answering` one, `--twice` kills the run that takes over as well,
 * `--act later` kills a run that finds corrected invoices and those that waited for the buyer. It ends with
 * `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';

import { RunnerPool } from '../../tools/harness/crash/pool';
import { CrashSweep } from '../../tools/harness/crash/sweep';
import type { KillPoint } from '../../tools/harness/crash/world';

/** Points tried at the same time. */
const PARALLEL = 2;
const PROGRESS_EVERY = 25;
/** With `--twice` the point of the second death is so many points further on: a step that leads to ever different pairs. */
const SECOND_STEP = 101;

const { values: options } = parseArgs({
	options: {
		every: { type: 'string', default: '1' },
		only: { type: 'string' },
		twice: { type: 'boolean', default: false },
		act: { type: 'string', default: 'first' },
	},
});

function nameOf({ wire, n, phase }: KillPoint): string {
	return `${wire}:${n}:${phase}`;
}

async function main(): Promise<boolean> {
	const startedAt = Date.now();
	const seconds = (): string => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	const counts = { passed: 0, failed: 0, notReached: 0 };
	const runners = await RunnerPool.start(2 * PARALLEL);
	try {
		const sweep = await CrashSweep.start(runners, options.act === 'later' ? 'later' : 'first');
		const { http, sftp } = sweep.clean.requests;
		const all = sweep.points();
		const points =
			options.only === undefined
				? all.filter((_, index) => index % Number(options.every) === 0)
				: all.filter((point) => nameOf(point) === options.only);
		console.log(`A clean run makes ${http} HTTP and ${sftp} SFTP requests: ${points.length} of ${all.length} places to die at.`);
		const limit = pLimit(PARALLEL);
		const attempt = async (point: KillPoint): Promise<void> => {
			const again = options.twice ? all[(all.indexOf(point) * 3 + SECOND_STEP) % all.length] : undefined;
			const fault = await sweep.verdict(point, again).then(
				({ killed, fault: difference }) => {
					if (!killed) counts.notReached += 1;
					return difference;
				},
				(error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
			);
			counts[fault === null ? 'passed' : 'failed'] += 1;
			if (fault !== null) console.log(`FAIL  ${nameOf(point)}${again ? ` and ${nameOf(again)}` : ''}\n\t${fault}`);
			const tried = counts.passed + counts.failed;
			if (tried % PROGRESS_EVERY === 0) console.log(`${tried} of ${points.length} tried, ${counts.failed} failed (${seconds()})`);
		};
		await Promise.all(points.map((point) => limit(attempt, point)));
	} finally {
		await runners.stop();
	}
	console.log(`${counts.notReached} runs came to their end before the request to die at. ${seconds()}.`);
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	return counts.failed === 0 && counts.passed > 0;
}

void main().then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
