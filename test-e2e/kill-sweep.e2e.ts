/*
 * The import is killed (SIGKILL) at every request that it sends over the wire, HTTP and SFTP, once before the request has
 * its effect and once after it but before its answer; a later run finishes the work. What is in Coupa and in the lock-box
 * then must be what an undisturbed run leaves. Run it with tsx after a build: `tsx test-e2e/kill-sweep.e2e.ts`, with
 * `--every 10` for a part of it, with `--only sftp:150:answering` for one point. It ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';

import { CrashSweep } from '../test/support/crash-sweep';
import type { KillPoint } from '../test/support/crash-world';

/** Points tried at the same time. */
const PARALLEL = 2;
const PROGRESS_EVERY = 25;

const { values: options } = parseArgs({ options: { every: { type: 'string', default: '1' }, only: { type: 'string' } } });

function nameOf({ wire, n, phase }: KillPoint): string {
	return `${wire}:${n}:${phase}`;
}

async function main(): Promise<boolean> {
	const startedAt = Date.now();
	const seconds = (): string => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	const sweep = await CrashSweep.start(PARALLEL);
	const counts = { passed: 0, failed: 0, notReached: 0 };
	try {
		const { http, sftp } = sweep.clean.requests;
		const all = sweep.points();
		const points = options.only === undefined ? all.filter((_, index) => index % Number(options.every) === 0) : all.filter((point) => nameOf(point) === options.only);
		console.log(`A clean run makes ${http} HTTP and ${sftp} SFTP requests: ${points.length} of ${all.length} places to die at.`);
		const limit = pLimit(PARALLEL);
		const attempt = async (point: KillPoint): Promise<void> => {
			const fault = await sweep.verdict(point).then(
				({ killed, fault: difference }) => {
					if (!killed) counts.notReached += 1;
					return difference;
				},
				(error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
			);
			counts[fault === null ? 'passed' : 'failed'] += 1;
			if (fault !== null) console.log(`FAIL  ${nameOf(point)}\n\t${fault}`);
			const tried = counts.passed + counts.failed;
			if (tried % PROGRESS_EVERY === 0) console.log(`${tried} of ${points.length} tried, ${counts.failed} failed (${seconds()})`);
		};
		await Promise.all(points.map((point) => limit(attempt, point)));
	} finally {
		await sweep.stop();
	}
	console.log(`${counts.notReached} runs came to their end before the request to die at. ${seconds()}.`);
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	return counts.failed === 0 && counts.passed > 0;
}

void main().then((passed) => { process.exitCode = passed ? 0 : 1; });
