/*
 * The OK-to-pay export is killed (SIGKILL) at every request that it sends over the wire, HTTP and SFTP, once before the request has its effect and once
 * after it but before its answer; a later run finishes the work. Each invoice must be in the ERP's drop under one document key, and none may be marked
 * as exported of which no file tells. Run it with tsx after a build: `tsx test/e2e/ok-to-pay-sweep.e2e.ts`. It ends with `N passed, N failed`.
 */
import pLimit from 'p-limit';

import { OkToPaySweep } from '../../tools/harness/crash/ok-to-pay';
import { RunnerPool } from '../../tools/harness/crash/pool';

const PARALLEL = 2;

async function main(): Promise<boolean> {
	const counts = { passed: 0, failed: 0, notReached: 0 };
	const runners = await RunnerPool.start(2 * PARALLEL);
	try {
		const sweep = await OkToPaySweep.start(runners);
		const points = sweep.points();
		console.log(
			`A clean run makes ${sweep.requests.http} HTTP and ${sweep.requests.sftp} SFTP requests: ${points.length} places to die at.`,
		);
		const limit = pLimit(PARALLEL);
		const attempt = async (point: (typeof points)[number]): Promise<void> => {
			const { killed, faults } = await sweep.verdict(point).catch((error: unknown) => ({ killed: true, faults: [String(error)] }));
			if (!killed) counts.notReached += 1;
			counts[faults.length === 0 ? 'passed' : 'failed'] += 1;
			if (faults.length > 0) console.log(`FAIL  ${point.wire}:${point.n}:${point.phase}\n\t${faults.join('\n\t')}`);
		};
		await Promise.all(points.map((point) => limit(attempt, point)));
	} finally {
		await runners.stop();
	}
	console.log(`${counts.notReached} runs came to their end before the request to die at.`);
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	return counts.failed === 0 && counts.passed > 0;
}

void main().then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
