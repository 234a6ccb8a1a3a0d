import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CoupaRecord } from '../../../lib/core';
import { type CoupaSandbox, type Phase, startCoupaSandbox } from '../../sandbox/coupa';
import { type SftpServer, startSftpServer } from '../../sandbox/scan-one';
import { CLIENT, coupaCredential } from '../engine/coupa';
import { lockBoxCredential } from '../engine/lock-box';
import type { Order } from './child';
import type { Ending, Runner, RunnerPool } from './pool';
import { pointsOf, type KillPoint } from './world';

const FOLDER = 'Outgoing/Invoices';
const LAST_EXPORT = '2026-05-09T10:00:00-07:00';

/** Approved, re-approved, a credit note; voided after an export, with the flag and without; voided before the ERP had it. */
const INVOICES: CoupaRecord[] = [
	invoice(1, {}),
	invoice(2, { 'last-exported-at': LAST_EXPORT }),
	invoice(3, { 'document-type': 'Credit Note', 'gross-total': '-50.00' }),
	invoice(4, { status: 'voided', exported: true, 'last-exported-at': LAST_EXPORT }),
	invoice(5, { status: 'voided', 'last-exported-at': LAST_EXPORT }),
	invoice(6, { status: 'voided' }),
];
/** The ERP is told nothing of the last one. */
const TOLD = [1, 2, 3, 4, 5];

function invoice(id: number, further: CoupaRecord): CoupaRecord {
	return {
		...{ id, 'invoice-number': `K-${String(id)}`, status: 'approved', exported: false, 'last-exported-at': null, 'custom-fields': {} },
		...{ 'document-type': 'Invoice', 'invoice-date': '2026-05-04', 'gross-total': '50.00', currency: { id: 1, code: 'USD' } },
		...{ supplier: { id: 311, number: 'V-20011', name: 'Northbrook Fasteners' } },
		'invoice-lines': [{ id: 10 * id, type: 'InvoiceAmountLine', 'line-num': '1', price: '50.00', total: '50.00' }],
		...further,
	};
}

/** How a run that was killed at one point, and the run after it, came out. */
export interface OkToPayVerdict {
	point: KillPoint;
	/** False when the run made fewer requests than that. */
	killed: boolean;
	faults: string[];
}

/** Kills the OK-to-pay export at any request on the wire, lets a later run finish, and looks what the ERP has and what Coupa believes. */
export class OkToPaySweep {
	private constructor(
		private readonly runners: RunnerPool,
		readonly requests: { http: number; sftp: number },
		/** Keys that an undisturbed run gives, by id. */
		readonly keys: ReadonlyMap<number, string[]>,
	) {}

	/** Makes the clean run. The processes are the caller's. */
	static async start(runners: RunnerPool): Promise<OkToPaySweep> {
		const world = await OkToPayWorld.start();
		try {
			const ending = await runners.with(async (runner) => await runner.run(world.order));
			const failure = failureOf(ending);
			if (failure !== null) throw new Error(`A run that nobody disturbed failed: ${failure}`);
			const requests = { http: world.coupa.requests().length, sftp: world.drop.requests().length };
			return new OkToPaySweep(runners, requests, world.keysInDrop());
		} finally {
			await world.stop();
		}
	}

	/** Every request of a clean run, before it is carried out and after it, but before its answer. */
	points(): KillPoint[] {
		return pointsOf(this.requests);
	}

	async verdict(point: KillPoint): Promise<OkToPayVerdict> {
		const world = await OkToPayWorld.start();
		try {
			const first = await this.runners.with(async (runner) => {
				world.killAt(point, runner);
				return await runner.run(world.order);
			});
			world.calm();
			const early = world.markedUnseen();
			const last = await this.runners.with(async (runner) => await runner.run(world.order));
			const failure = failureOf(last);
			const faults = [
				...early.map((id) => `Invoice ${String(id)} was marked as exported, and the ERP had not got it`),
				...(failure === null ? [] : [`The run after it failed: ${failure}`]),
				...this.different(world),
			];
			return { point, killed: first.kind === 'killed', faults };
		} finally {
			await world.stop();
		}
	}

	/** What is not as after an undisturbed run. */
	private different(world: OkToPayWorld): string[] {
		const keys = world.keysInDrop();
		return [
			...TOLD.flatMap((id) => {
				const [is, should] = [keys.get(id) ?? [], this.keys.get(id) ?? []];
				return is.join() === should.join()
					? []
					: [`The ERP has invoice ${String(id)} as ${is.join(' and ') || 'nothing'} instead of ${should.join()}`];
			}),
			...world.coupa.rows('invoices').flatMap(({ id, exported }) => (exported === true ? [] : [`Invoice ${String(id)} is not marked`])),
		];
	}
}

/** A sandbox Coupa and an ERP's drop of one's own. */
class OkToPayWorld {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly drop: SftpServer,
		readonly order: Order,
	) {}

	static async start(): Promise<OkToPayWorld> {
		const [coupa, drop] = await Promise.all([
			startCoupaSandbox({
				seed: { invoices: INVOICES },
				clients: [CLIENT],
				settings: { requestsPerSecond: Infinity, editableStatuses: ['draft', 'approved'] },
			}),
			startSftpServer(),
		]);
		// The sweep goes by it, and the fixture has none.
		for (const row of coupa.rows('invoices')) coupa.put('invoices', row);
		mkdirSync(join(drop.root, FOLDER), { recursive: true });
		const credentials = { coupaOAuth2Api: coupaCredential(coupa), coupaSftpApi: lockBoxCredential(drop) };
		return new OkToPayWorld(coupa, drop, { credentials, options: {}, okToPay: { folder: FOLDER, cursor: '' } });
	}

	killAt({ wire, n, phase }: KillPoint, runner: Runner): void {
		const hook = (request: { n: number }, at: Phase): 'continue' | 'drop' => {
			if (request.n !== n || at !== phase) return 'continue';
			runner.kill();
			return 'drop';
		};
		if (wire === 'http') this.coupa.intercept(hook);
		else this.drop.intercept(hook);
	}

	calm(): void {
		this.coupa.intercept(null);
		this.drop.intercept(null);
	}

	/** Document keys in whole files of the drop, each once, by the id of the invoice. */
	keysInDrop(): Map<number, string[]> {
		const folder = join(this.drop.root, FOLDER);
		const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : [];
		const found = names.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\b\d+-(?:void|ok-[0-9a-f]{8})\b/g) ?? []);
		const keys = new Map<number, string[]>();
		for (const key of new Set(found)) keys.set(parseInt(key, 10), [...(keys.get(parseInt(key, 10)) ?? []), key].sort());
		return keys;
	}

	/** Invoices that are marked now, were not before, and of which no whole file tells: none may be, but those that the ERP never had. */
	markedUnseen(): number[] {
		const keys = this.keysInDrop();
		const before = new Map(INVOICES.map(({ id, exported }) => [id, exported]));
		return this.coupa
			.rows('invoices')
			.filter(({ id, exported }) => exported === true && before.get(id ?? null) !== true)
			.map(({ id }) => Number(id))
			.filter((id) => TOLD.includes(id) && !keys.has(id));
	}

	async stop(): Promise<void> {
		await Promise.all([this.coupa.stop(), this.drop.stop()]);
	}
}

function failureOf(ending: Ending): string | null {
	return ending.kind === 'killed' ? 'Somebody else killed the run.' : ending.result.error;
}
