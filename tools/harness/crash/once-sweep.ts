import { setTimeout as sleep } from 'node:timers/promises';

import type { Json } from '../../../lib/core';
import type { CoupaSettings, Phase, RecordedRequest } from '../../sandbox/coupa';
import { breaches } from './once';
import { type Ending, type Runner, RunnerPool } from './pool';
import { crashDelivery, CrashWorld, pointsOf, type KillPoint } from './world';

export type DuplicateRule = CoupaSettings['duplicateRule'];

/** What happens to a run at a request of its own. */
export interface Disturbance {
	point: KillPoint;
	/**
	 * `sleep`: the run is suspended, and its request with it, for longer than the reclaim time, while another one takes over and
	 * comes to its end; neither of the sleeper's clocks moves on. `forward` and `back`: the clock of the lock-box's server jumps
	 * by an hour, and another run is at work from then on as well.
	 */
	kind: 'sleep' | 'forward' | 'back';
	duplicateRule: DuplicateRule;
	/** Whether the runs may void an invoice. */
	mayVoid: boolean;
}

/** How it came out. */
export interface OnceVerdict {
	disturbance: Disturbance;
	/** False when the run made fewer requests than that. */
	reached: boolean;
	faults: string[];
}

const HOUR_MINUTES = 60;
/** The other run is held up to this many of its own requests before the first one goes on: so they meet at ever different steps. */
const MOST_AHEAD = 40;
/** Coupa takes its time: some answers come late, and some new invoices are made late. */
const LATE_ANSWER_MS = 40;
const LATE_POST_MS = 120;
/** As many as fit before the package that waits for the buyer is tried again; one that a run could not settle rests for an hour. */
const LAST_RUNS = 4;

/** Disturbs a run of the template at any of its requests while another run is at work, and looks whether each invoice is there once. */
export class OnceSweep {
	private constructor(
		private readonly runners: RunnerPool,
		private readonly clean: Record<string, Json>,
		private readonly requests: { http: number; sftp: number },
	) {}

	/** Makes the clean run. `parallel` disturbances can be tried at the same time. */
	static async start(parallel: number): Promise<OnceSweep> {
		const runners = await RunnerPool.start(2 * parallel);
		const world = await CrashWorld.start(await crashDelivery());
		try {
			const ending = await runners.with(async (runner) => await runner.run(world.order));
			if (ending.kind === 'killed' || ending.result.error !== null) throw new Error('A run that nobody disturbed failed');
			const requests = { http: world.coupa.requests().length, sftp: world.lockBox.requests().length };
			return new OnceSweep(runners, world.endState(), requests);
		} catch (error) {
			await runners.stop();
			throw error;
		} finally {
			await world.stop();
		}
	}

	/** Every request of a clean run, before it is carried out and after it, but before its answer. */
	points(): KillPoint[] {
		return pointsOf(this.requests);
	}

	async verdict(disturbance: Disturbance): Promise<OnceVerdict> {
		const { duplicateRule, mayVoid } = disturbance;
		const world = await CrashWorld.start(await crashDelivery(), {
			coupa: { duplicateRule },
			moreScopes: mayVoid ? ['core.invoice.delete'] : [],
		});
		try {
			const endings = await this.runners.with(async (first) => await this.disturbed(world, first, disturbance));
			world.calm();
			const reached = endings.length > 1;
			// Whoever comes later finishes what both have left.
			for (let run = 0; run < LAST_RUNS; run++) {
				world.letTimePass();
				endings.push(await this.runners.with(async (runner) => await runner.run(world.order)));
			}
			return { disturbance, reached, faults: breaches(world, this.clean, endings, !mayVoid && duplicateRule === 'submit') };
		} finally {
			await world.stop();
		}
	}

	async stop(): Promise<void> {
		await this.runners.stop();
	}

	private async disturbed(world: CrashWorld, first: Runner, { point, kind }: Disturbance): Promise<Ending[]> {
		const others: Array<Promise<Ending>> = [];
		let count = 0;
		const meddle = async (wire: KillPoint['wire'], request: { n: number }, phase: Phase): Promise<'continue'> => {
			count += 1;
			if (others.length > 0 || wire !== point.wire || request.n !== point.n || phase !== point.phase) return 'continue';
			first.suspend();
			const other = this.runners.with(async (runner) => await runner.run(world.order));
			others.push(other);
			if (kind === 'sleep') {
				world.letTimePass();
				await other;
			} else {
				world.setClockForward(kind === 'forward' ? HOUR_MINUTES : -HOUR_MINUTES);
				const until = count + ((point.n * 7) % MOST_AHEAD);
				await Promise.race([other, reached(() => count >= until)]);
			}
			first.resume();
			return 'continue';
		};
		world.coupa.intercept(async (request, phase) => {
			if (kind !== 'sleep') await late(request, phase);
			return await meddle('http', request, phase);
		});
		world.lockBox.intercept(async (request, phase) => await meddle('sftp', request, phase));
		const ending = await first.run(world.order);
		return [ending, ...(await Promise.all(others))];
	}
}

async function late({ operation, path, n }: RecordedRequest, phase: Phase): Promise<void> {
	if (operation === 'post' && path === '/api/invoices' && phase === 'received' && n % 3 === 0) await sleep(LATE_POST_MS);
	if (operation !== 'list' && phase === 'answering' && n % 2 === 0) await sleep(LATE_ANSWER_MS);
}

async function reached(isReached: () => boolean): Promise<void> {
	while (!isReached()) await sleep(2);
}
