import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import type { Json } from '../../../lib/core';
import type { CoupaSandbox, CoupaSeed, CoupaSettings, Phase } from '../../sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT } from '../../sandbox/dataset';
import { deliver, type DeliveryFile, packageOf, PLAIN_LAYOUT, plainInvoice, type SftpServer } from '../../sandbox/scan-one';
import { CLIENT, coupaCredential, startCoupa } from '../engine/coupa';
import type { Order } from './child';
import { endState } from './end-state';
import type { Runner } from './pool';
import { lockBoxCredential, startLockBox } from '../engine/lock-box';
import type { FlowOptions } from '../engine/template-flow';
import { makeOlder } from '../older';

/** A place in a run at which it can be killed: at the n-th request (from 1) that a sandbox sees, before or after its effect. */
export interface KillPoint {
	wire: 'http' | 'sftp';
	n: number;
	phase: Phase;
}

/** Every request of a run that made so many, before it is carried out and after it, but before its answer. */
export function pointsOf(requests: Record<KillPoint['wire'], number>): KillPoint[] {
	return (['http', 'sftp'] as const).flatMap((wire) =>
		Array.from({ length: requests[wire] }, (_, index) => index + 1).flatMap((n) => [
			{ wire, n, phase: 'received' as const },
			{ wire, n, phase: 'answering' as const },
		]),
	);
}

const MINUTE_SECONDS = 60;
/** Longer than the reclaim time of 30 minutes, shorter than the 4 hours after which waiting invoices are tried again. */
const LATER_MINUTES = 45;
const QUICK: FlowOptions = { lockBox: { settlingTime: 0.05 }, coupa: { parallelInvoices: 2 } };

/** A refused invoice whose report is the same whatever of the others is in Coupa already: on their day it would name them. */
const DAY_OF_ITS_OWN = { date: '2026-05-06' };

/** Two packages with one invoice of each fate; the first one with every kind of attachment. */
export async function crashDelivery(): Promise<DeliveryFile[]> {
	const attachments = [
		{ kind: 'file' as const, path: 'delivery-note.txt', content: Buffer.from('Four boxes, complete\r\n') },
		{ kind: 'link' as const, url: 'https://scan-one.example/batches/17' },
		{ kind: 'text' as const, text: 'Captured from paper' },
	];
	const onClosedPeriod = [{ description: 'Project hours', quantity: '3', price: '80.00', account: CLOSED_PERIOD_ACCOUNT }];
	return [
		await packageOf(
			'scan-one-crash-a.zip',
			[
				plainInvoice('K-1', { attachments }),
				plainInvoice('K-2', { submit: 'No' }),
				plainInvoice('K-3', { ...DAY_OF_ITS_OWN, wrongControlTotal: '50.01' }),
			],
			PLAIN_LAYOUT,
		),
		await packageOf(
			'scan-one-crash-b.zip',
			[plainInvoice('K-4', { lines: onClosedPeriod }), plainInvoice('K-5', { supplierNumber: 'V-20020' }), plainInvoice('K-6')],
			PLAIN_LAYOUT,
		),
	];
}

/** What Scan One sends after that: the refused invoice mended, and the one that is held as a draft on another account. */
export async function correctedDelivery(): Promise<DeliveryFile[]> {
	const onOpenPeriod = [{ description: 'Project hours', quantity: '3', price: '80.00', account: '10-6200-HQ' }];
	return [
		await packageOf(
			'scan-one-crash-c.zip',
			[plainInvoice('K-3', DAY_OF_ITS_OWN), plainInvoice('K-4', { lines: onOpenPeriod })],
			PLAIN_LAYOUT,
		),
	];
}

/** What a world may start with besides the data set. */
export interface WorldOptions {
	coupa?: Partial<CoupaSettings>;
	seed?: CoupaSeed;
	flow?: FlowOptions;
	requestsPerSecond?: number;
	/** Scopes of the client and of the credential beside the default ones. */
	moreScopes?: string[];
}

/** A sandbox Coupa and a sandbox lock-box of one's own. */
export class CrashWorld {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly lockBox: SftpServer,
		/** What a run of the template needs to know to work here. */
		readonly order: Order,
	) {}

	static async start(
		delivery: DeliveryFile[],
		{ coupa: settings, seed, flow = QUICK, requestsPerSecond = 1000, moreScopes = [] }: WorldOptions = {},
	): Promise<CrashWorld> {
		const scopes = [...CLIENT.scopes, ...moreScopes];
		const [coupa, lockBox] = await Promise.all([
			startCoupa({ settings: { requestsPerSecond: Infinity, ...settings }, clients: [{ ...CLIENT, scopes }], ...(seed && { seed }) }),
			startLockBox(),
		]);
		const credentials = {
			coupaOAuth2Api: coupaCredential(coupa, { requestsPerSecond, scopes: scopes.join(' ') }),
			scanOneSftpApi: lockBoxCredential(lockBox),
		};
		const world = new CrashWorld(coupa, lockBox, { credentials, options: flow });
		await world.deliver(delivery);
		return world;
	}

	/** Lets the runner die at that point of the run it is about to make: the sandbox kills it and cuts the connection. */
	killAt({ wire, n, phase }: KillPoint, runner: Runner): void {
		this.coupa.clearRequests();
		this.lockBox.clearRequests();
		const hook = (request: { n: number }, at: Phase): 'continue' | 'drop' => {
			if (request.n !== n || at !== phase) return 'continue';
			runner.kill();
			return 'drop';
		};
		if (wire === 'http') this.coupa.intercept(hook);
		else this.lockBox.intercept(hook);
	}

	/** Nobody is killed any more. */
	calm(): void {
		this.coupa.intercept(null);
		this.lockBox.intercept(null);
	}

	/** Makes everything in the lock-box older, as if its server's clock had moved on meanwhile. */
	letTimePass(minutes = LATER_MINUTES): void {
		const root = join(this.lockBox.root, 'Incoming');
		makeOlder(root, minutes);
		for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile()) continue;
			const path = join(entry.parentPath, entry.name);
			// The claim time is in the name as well.
			renameSync(
				path,
				join(
					entry.parentPath,
					entry.name.replace(/~(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z~/, (_, ...[year, month, day, hour, minute, second]: string[]) => {
						const claimed = new Date(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - minutes * MINUTE_SECONDS * 1000);
						return `~${claimed.toISOString().replace(/[-:]|\.\d+/g, '')}~`;
					}),
				),
			);
		}
	}

	/** Sets the clock of the lock-box's server forward, or back: what is there keeps its times, and is so much older, or ahead. */
	setClockForward(minutes: number): void {
		makeOlder(join(this.lockBox.root, 'Incoming'), minutes);
	}

	/** Puts more packages into the lock-box. */
	async deliver(files: DeliveryFile[]): Promise<void> {
		for (const file of files) await deliver(this.lockBox.root, file);
	}

	/** The buyer acts: from now on the supplier is active in Coupa. */
	activateSupplier(number: string): void {
		const supplier = this.coupa.rows('suppliers').find((record) => record.number === number);
		if (!supplier) throw new Error(`Coupa has no supplier ${number}`);
		this.coupa.put('suppliers', { ...supplier, status: 'active' });
	}

	/** See `endState`. */
	endState(): Record<string, Json> {
		return endState(this.coupa, this.lockBox);
	}

	async stop(): Promise<void> {
		await Promise.all([this.coupa.stop(), this.lockBox.stop()]);
	}
}
