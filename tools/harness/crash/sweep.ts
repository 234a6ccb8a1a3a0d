import { isDeepStrictEqual } from 'node:util';

import type { Json } from '../../../lib/core';
import type { Ending, RunnerPool } from './pool';
import { correctedDelivery, crashDelivery, CrashWorld, pointsOf, type KillPoint } from './world';

/** How a run that was killed at one point, and the run after it, came out. */
export interface Verdict {
	point: KillPoint;
	/** False when the run made fewer requests than that and so came to its end. */
	killed: boolean;
	/** Null when the end state is that of the clean run; else what is different. */
	fault: string | null;
}

/**
 * Which run is killed: the `first` import of a delivery, or a `later` one that finds the corrected invoices of a resend and
 * those that waited for the buyer, who has acted.
 */
export type Act = 'first' | 'later';

const WAITING_TIME_MINUTES = 5 * 60;

export interface CleanRun {
	requests: { http: number; sftp: number };
	state: Record<string, Json>;
}

/** Kills a run of the template at any request on the wire, lets a later run finish, and compares the end with that of a clean run. */
export class CrashSweep {
	private constructor(
		private readonly runners: RunnerPool,
		private readonly act: Act,
		readonly clean: CleanRun,
	) {}

	/** Makes the clean run. The processes are the caller's: several sweeps may use them. */
	static async start(runners: RunnerPool, act: Act): Promise<CrashSweep> {
		return new CrashSweep(runners, act, await cleanRun(runners, act));
	}

	/** Every point of the clean run. */
	points(): KillPoint[] {
		return pointsOf(this.clean.requests);
	}

	/** Tries one point; with `again` the run that takes over dies as well, at that point of its own, and a third one finishes. */
	async verdict(point: KillPoint, again?: KillPoint): Promise<Verdict> {
		const world = await preparedWorld(this.runners, this.act);
		try {
			for (const place of again ? [point, again] : [point]) {
				const ending = await this.runners.with(async (runner) => {
					world.killAt(place, runner);
					return await runner.run(world.order);
				});
				world.calm();
				if (ending.kind === 'done') return { point, killed: place !== point, fault: this.faultOf(ending, world) };
				world.letTimePass();
			}
			const last = await this.runners.with(async (runner) => await runner.run(world.order));
			return { point, killed: true, fault: this.faultOf(last, world) };
		} finally {
			await world.stop();
		}
	}

	private faultOf(last: Ending, world: CrashWorld): string | null {
		const state = world.endState();
		const different = Object.keys(state).filter((part) => !isDeepStrictEqual(state[part], this.clean.state[part]));
		const failure = failureOf(last);
		if (failure === null && different.length === 0) return null;
		const unsettled =
			last.kind === 'done'
				? last.result.settled
						.filter(({ settled }) => settled !== true)
						.map(({ package: name, reason }) => `${String(name)} is not settled: ${String(reason)}`)
				: [];
		const differences = different.map(
			(part) => `${part}: ${JSON.stringify(state[part])}\n\t  instead of ${JSON.stringify(this.clean.state[part])}`,
		);
		return [failure ?? [], unsettled, differences].flat().join('\n\t');
	}
}

/** A world right before the run that is to be killed. */
async function preparedWorld(runners: RunnerPool, act: Act): Promise<CrashWorld> {
	const world = await CrashWorld.start(await crashDelivery());
	if (act === 'first') return world;
	await undisturbed(world, runners);
	world.letTimePass(WAITING_TIME_MINUTES);
	world.activateSupplier('V-20020');
	await world.deliver(await correctedDelivery());
	return world;
}

/** One run that nobody disturbs: what it asks for, and what it leaves behind. */
async function cleanRun(runners: RunnerPool, act: Act): Promise<CleanRun> {
	const world = await preparedWorld(runners, act);
	try {
		world.coupa.clearRequests();
		world.lockBox.clearRequests();
		await undisturbed(world, runners);
		return { requests: { http: world.coupa.requests().length, sftp: world.lockBox.requests().length }, state: world.endState() };
	} finally {
		await world.stop();
	}
}

async function undisturbed(world: CrashWorld, runners: RunnerPool): Promise<void> {
	const failure = failureOf(await runners.with(async (runner) => await runner.run(world.order)));
	if (failure !== null) throw new Error(`A run that nobody disturbed failed: ${failure}`);
}

function failureOf(ending: Ending): string | null {
	if (ending.kind === 'killed') return 'Somebody else killed the run.';
	return ending.result.error === null ? null : `The run failed: ${ending.result.error}`;
}
