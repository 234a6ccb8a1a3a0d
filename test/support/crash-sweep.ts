import { isDeepStrictEqual } from 'node:util';

import type { Json } from '../../record';
import type { DeliveryFile } from '../../sandbox/scan-one';
import { type Ending, RunnerPool } from './crash-pool';
import { crashDelivery, CrashWorld, type KillPoint } from './crash-world';

/** How a run that was killed at one point, and the run after it, came out. */
export interface Verdict {
	point: KillPoint;
	/** False when the run made fewer requests than that and so came to its end. */
	killed: boolean;
	/** Null when the end state is that of the clean run; else what is different. */
	fault: string | null;
}

export interface CleanRun {
	requests: { http: number; sftp: number };
	state: Record<string, Json>;
}

/** Kills a run of the template at any request on the wire, lets a later run finish, and compares the end with that of a clean run. */
export class CrashSweep {
	private constructor(
		private readonly victims: RunnerPool,
		private readonly finishers: RunnerPool,
		private readonly delivery: DeliveryFile[],
		readonly clean: CleanRun,
	) {}

	/** Makes the clean run. `parallel` points can be tried at the same time. */
	static async start(parallel: number): Promise<CrashSweep> {
		const [victims, finishers] = await Promise.all([RunnerPool.start(parallel), RunnerPool.start(parallel)]);
		try {
			const delivery = await crashDelivery();
			return new CrashSweep(victims, finishers, delivery, await cleanRun(finishers, delivery));
		} catch (error) {
			await Promise.all([victims.stop(), finishers.stop()]);
			throw error;
		}
	}

	/** Every point of the clean run. */
	points(): KillPoint[] {
		const { http, sftp } = this.clean.requests;
		const along = (wire: KillPoint['wire'], requests: number): KillPoint[] =>
			Array.from({ length: requests }, (_, index) => index + 1).flatMap((n) => [
				{ wire, n, phase: 'received' as const },
				{ wire, n, phase: 'answering' as const },
			]);
		return [...along('http', http), ...along('sftp', sftp)];
	}

	/** Tries one point. */
	async verdict(point: KillPoint): Promise<Verdict> {
		const world = await CrashWorld.start(this.delivery);
		try {
			const first = await this.victims.with(async (runner) => {
				world.killAt(point, runner);
				return await runner.run(world.order);
			});
			world.calm();
			if (first.kind === 'done') return { point, killed: false, fault: this.faultOf(first, world) };
			world.letTimePass();
			const second = await this.finishers.with(async (runner) => await runner.run(world.order));
			return { point, killed: true, fault: this.faultOf(second, world) };
		} finally {
			await world.stop();
		}
	}

	async stop(): Promise<void> {
		await Promise.all([this.victims.stop(), this.finishers.stop()]);
	}

	private faultOf(last: Ending, world: CrashWorld): string | null {
		const state = world.endState();
		const different = Object.keys(state).filter((part) => !isDeepStrictEqual(state[part], this.clean.state[part]));
		const failure = failureOf(last);
		if (failure === null && different.length === 0) return null;
		const unsettled = last.kind === 'done' ? last.result.settled.filter(({ settled }) => settled !== true).map(({ package: name, reason }) => `${String(name)} is not settled: ${String(reason)}`) : [];
		const differences = different.map((part) => `${part}: ${JSON.stringify(state[part])}\n\t  instead of ${JSON.stringify(this.clean.state[part])}`);
		return [failure ?? [], unsettled, differences].flat().join('\n\t');
	}
}

/** One run that nobody disturbs: what it asks for, and what it leaves behind. */
async function cleanRun(runners: RunnerPool, delivery: DeliveryFile[]): Promise<CleanRun> {
	const world = await CrashWorld.start(delivery);
	try {
		const failure = failureOf(await runners.with(async (runner) => await runner.run(world.order)));
		if (failure !== null) throw new Error(`The clean run failed: ${failure}`);
		return { requests: { http: world.coupa.requests().length, sftp: world.lockBox.requests().length }, state: world.endState() };
	} finally {
		await world.stop();
	}
}

function failureOf(ending: Ending): string | null {
	if (ending.kind === 'killed') return 'Somebody else killed the run.';
	return ending.result.error === null ? null : `The run failed: ${ending.result.error}`;
}
