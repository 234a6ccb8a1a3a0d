import { setTimeout as sleep } from 'node:timers/promises';

import { isRecord, type Json } from '../../lib/core';
import type { RecordedRequest } from '../../tools/sandbox/coupa';
import { crashDelivery, CrashWorld } from '../../tools/harness/crash/world';
import { type Ending, type Runner, RunnerPool } from '../../tools/harness/crash/pool';
import type { FlowResult } from '../../tools/harness/engine/template-flow';
import { sample } from '../sample';

/** Short enough to wait for in earnest: 6 s, of which a run counts on 5.4 s. */
const SHORT_RECLAIM = { settlingTime: 0.05, reclaimAfter: 0.1 };
/** File times are whole seconds: 6 s are surely over after 7.5 s. */
const ASLEEP_MS = 7_500;

let pool: RunnerPool;
let alone: Record<string, Json>;

beforeAll(async () => {
	pool = await RunnerPool.start(4);
	const world = await CrashWorld.start(await crashDelivery());
	await pool.with(async (runner) => finished(await runner.run(world.order)));
	alone = world.endState();
	await world.stop();
}, 60_000);

afterAll(async () => {
	await pool.stop();
});

function finished(ending: Ending): FlowResult {
	if (ending.kind === 'killed') throw new Error('The run was killed');
	expect(ending.result.error).toBeNull();
	return ending.result;
}

describe('two executions of the whole flow at the same time', () => {
	const rounds = (['post', 'submit', 'never'] as const).flatMap((rule) => sample([1, 2, 3], 3).map((round) => [rule, round] as const));
	test.each(rounds)(
		'import each invoice exactly once (duplicate rule: %s, round %i)',
		async (duplicateRule) => {
			const world = await CrashWorld.start(await crashDelivery(), { coupa: { duplicateRule } });
			try {
				const runs = await Promise.all([1, 2].map(async () => await pool.with(async (runner) => finished(await runner.run(world.order)))));
				expect(world.endState()).toEqual(alone);
				// Every package was settled by one of the two.
				expect(
					runs
						.flatMap(({ settled }) => settled)
						.map(({ package: name, settled }) => [name, settled])
						.sort(),
				).toEqual([
					['scan-one-crash-a.zip', true],
					['scan-one-crash-b.zip', true],
				]);
			} finally {
				await world.stop();
			}
		},
		60_000,
	);
});

/** A moment at which a run falls asleep: the sandbox has done its part, its answer is read only after waking up. */
interface Moment {
	name: string;
	after: (world: CrashWorld, runner: Runner) => void;
	/** Default 1: nothing else is on its way then. */
	parallelInvoices?: number;
}

function coupaDid(operation: RecordedRequest['operation']): Moment['after'] {
	return ({ coupa }, runner) => {
		coupa.intercept((request, phase) => {
			if (request.operation === operation && phase === 'answering') fallAsleep(runner);
			return 'continue';
		});
	};
}

function lockBoxDid(op: string, path: RegExp): Moment['after'] {
	return ({ lockBox }, runner) => {
		lockBox.intercept((request, phase) => {
			if (request.op === op && phase === 'answering' && path.test(request.target ?? request.path)) fallAsleep(runner);
			return 'continue';
		});
	};
}

const asleep = new WeakSet<Runner>();

/** Once only. */
function fallAsleep(runner: Runner): void {
	if (asleep.has(runner)) return;
	asleep.add(runner);
	runner.suspend();
}

/**
 * A POST that was on its way when the run fell asleep makes a second draft on waking up, which the run takes back. A lease whose claim
 * is gone is removed by a later look.
 */
function lasting(state: Record<string, Json>): Record<string, Json> {
	const invoices = state.invoices as Json[];
	const processing = state.processing as string[];
	return {
		...state,
		invoices: invoices.filter((invoice) => !isRecord(invoice) || invoice.status !== 'voided'),
		processing: processing.filter((file) => !file.includes('.lease ')),
	};
}

describe('a run that sleeps through its reclaim time while another one takes over', () => {
	// Every other moment: test/e2e/once-sweep.e2e.ts.
	const moments: Moment[] = [
		{ name: 'after its first new invoice, another one about to be sent', after: coupaDid('post'), parallelInvoices: 2 },
		{ name: 'while it settles', after: lockBoxDid('RENAME', /\/Rejected\//) },
		{ name: 'after its first archived package', after: lockBoxDid('RENAME', /\/Archive\//) },
	];

	test.concurrent.each(moments)(
		'$name: it wakes up and changes nothing any more',
		async ({ after, parallelInvoices = 1 }) => {
			const flow = { lockBox: SHORT_RECLAIM, coupa: { parallelInvoices } };
			const world = await CrashWorld.start(await crashDelivery(), {
				coupa: { duplicateRule: 'never' },
				flow,
				moreScopes: ['core.invoice.delete'],
			});
			try {
				await pool.with(async (sleeper) => {
					after(world, sleeper);
					const first = sleeper.run(world.order);
					while (!asleep.has(sleeper)) await sleep(20);
					world.calm();
					await sleep(ASLEEP_MS);
					await pool.with(async (other) => finished(await other.run(world.order)));
					expect(world.endState()).toEqual(alone);
					sleeper.resume();
					await first;
				});
				expect(lasting(world.endState())).toEqual(alone);
			} finally {
				await world.stop();
			}
		},
		60_000,
	);
});
