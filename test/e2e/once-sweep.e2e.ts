/*
 * At every request that an import sends over the wire, HTTP and SFTP, before it is carried out and before its answer: the run
 * is suspended for longer than the reclaim time while another one takes over and finishes, or the clock of the lock-box's
 * server jumps an hour forward or back while another one is at work. Each invoice has to be submitted once, with its image;
 * second drafts and attachments are voided or told by id. Run it with tsx after a build: `tsx test/e2e/once-sweep.e2e.ts`.
 * Options: one point in 9 is tried, with `--every 1` all of them (half an hour), with `--only sleep:http:12:received` one.
 * It ends with `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';

import { type Disturbance, type DuplicateRule, OnceSweep } from '../../tools/harness/crash/once-sweep';

/** Disturbances tried at the same time. */
const PARALLEL = 2;
const PROGRESS_EVERY = 25;
const KINDS: Array<Disturbance['kind']> = ['sleep', 'forward', 'back'];
/** Two times of three, Coupa's own rule does not help. */
const RULES: DuplicateRule[] = ['never', 'post', 'never', 'submit'];

const { values: options } = parseArgs({ options: { every: { type: 'string', default: '9' }, only: { type: 'string' } } });

function nameOf({ kind, point: { wire, n, phase }, duplicateRule, mayVoid }: Disturbance): string {
	return `${kind}:${wire}:${n}:${phase} (duplicate rule: ${duplicateRule}, ${mayVoid ? 'may void' : 'may not void'})`;
}

async function main(): Promise<boolean> {
	const startedAt = Date.now();
	const seconds = (): string => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	const sweep = await OnceSweep.start(PARALLEL);
	const counts = { passed: 0, failed: 0, notReached: 0 };
	try {
		const all = KINDS.flatMap((kind) =>
			sweep.points().map((point, index): Disturbance => {
				const duplicateRule = RULES[(index + Math.floor(index / RULES.length)) % RULES.length] ?? 'never';
				return { kind, point, duplicateRule, mayVoid: index % 5 !== 0 };
			}),
		);
		const { only } = options;
		const tried =
			only === undefined
				? all.filter((_, index) => index % Number(options.every) === 0)
				: all.filter((one) => nameOf(one).startsWith(`${only} `));
		console.log(`${tried.length} of ${all.length} disturbances.`);
		const limit = pLimit(PARALLEL);
		const attempt = async (disturbance: Disturbance): Promise<void> => {
			const faults = await sweep.verdict(disturbance).then(
				({ reached, faults: found }) => {
					if (!reached) counts.notReached += 1;
					return found;
				},
				(error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)],
			);
			counts[faults.length === 0 ? 'passed' : 'failed'] += 1;
			if (faults.length > 0) console.log(`FAIL  ${nameOf(disturbance)}\n\t${faults.join('\n\t')}`);
			const done = counts.passed + counts.failed;
			if (done % PROGRESS_EVERY === 0) console.log(`${done} of ${tried.length} tried, ${counts.failed} failed (${seconds()})`);
		};
		await Promise.all(tried.map((disturbance) => limit(attempt, disturbance)));
	} finally {
		await sweep.stop();
	}
	console.log(`${counts.notReached} runs came to their end before the request. ${seconds()}.`);
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	return counts.failed === 0 && counts.passed > 0;
}

void main().then((passed) => {
	process.exitCode = passed ? 0 : 1;
});
