import type { IExecuteFunctions } from 'n8n-workflow';

import { Budget } from '../../../../lib/core';
import { type Announcement, type Claim, ClaimLostError, deliveredName, type LockBox, PACKAGES_AT_ONCE } from '../../../../lib/lock-box';
import type { Group, OutputItem } from '../../../common/operation';
import { hintAtClaims, hintAtLeft } from './lookHints';
import { invoiceItems, type ReadingOptions } from './reading';

/** Bytes of packages that are read and unpacked at the same time: that takes a few times as much memory. */
const BYTES_AT_ONCE = 32 * 1024 * 1024;
/** A run that has so many invoices takes no further package: it has to come to its end before its timeout. */
export const MOST_INVOICES = 2000;

/** One run of Get Many. */
export interface Run {
	context: IExecuteFunctions;
	lockBox: LockBox;
	options: ReadingOptions;
	/** Bytes of the largest package; all packages of one run may have twice as many. */
	largest: number;
	/** Coupa instance that the lock-box is bound to. */
	bound: string | null;
	/** Input items by the package they name; null for all packages. */
	wanted: Map<string, number[]> | null;
	/** Packages that are left already, because there are more than one run takes. */
	left: number;
}

/** Input items that a package came by. */
function sourceOf({ wanted }: Run, { name }: Announcement): number | number[] {
	return wanted?.get(name) ?? 0;
}

/** As many of the packages, oldest first, as one run takes by their size. The first one is taken whatever its size. */
function withinBytes({ largest }: Run, announcements: Announcement[]): Announcement[] {
	let bytes = 0;
	const beyond = announcements.findIndex(({ size }, index) => (bytes += size) > 2 * largest && index > 0);
	return beyond === -1 ? announcements : announcements.slice(0, beyond);
}

/** Reads packages without claiming them. */
export async function* looked(run: Run, announcements: Announcement[]): AsyncGenerator<Group> {
	const { context, lockBox, options, bound } = run;
	const taken = withinBytes(run, announcements);
	for (const announcement of taken) {
		const from = sourceOf(run, announcement);
		try {
			const content = await lockBox.readUnclaimed(announcement, { maxBytes: run.largest });
			const delivery = {
				package: deliveredName(announcement),
				claim: null,
				receivedAt: new Date(announcement.modifiedAt).toISOString(),
				boundTo: bound,
				claimedUntil: null,
			};
			const items = await invoiceItems(context, content, delivery.package, options, delivery);
			yield { outputs: items.map((item) => ({ ...item, from })) };
		} catch (error) {
			yield { outputs: [], failure: { error, from } };
		}
	}
	hintAtLeft(run, announcements.length - taken.length);
}

/** Packages that are claimed before it is known how many invoices one holds. */
const FIRST_WAVE = 4;

/** A package that is ours, with its items. */
interface Held {
	claim: Claim;
	from: number | number[];
	outputs: OutputItem[];
}

/** Claims and reads packages. One that cannot be claimed or read keeps none of the others from being imported. */
export async function* claimed(run: Run, announcements: Announcement[]): AsyncGenerator<Group> {
	const held: Held[] = [];
	const budget = new Budget(BYTES_AT_ONCE);
	const waiting = withinBytes(run, announcements);
	const beyondBytes = announcements.length - waiting.length;
	for (let wave = FIRST_WAVE; wave > 0 && waiting.length > 0; wave = nextWave(held)) {
		await stopIfCancelled(run, held);
		for (const result of await taken(run, budget, waiting.splice(0, wave))) {
			if ('claim' in result) held.push(result);
			else yield result;
		}
	}
	await stopIfCancelled(run, held);
	const errors = await kept(run, held);
	const ours: Held[] = [];
	for (const one of held) {
		const { claim, from, outputs } = one;
		const error = errors.get(claim);
		for (const { json } of outputs) (json.delivery as { claimedUntil: string }).claimedUntil = claim.claimedUntil.toISOString();
		if (error === undefined) ours.push(one);
		yield error === undefined ? { outputs } : { outputs: [], failure: { error, from } };
	}
	hintAtClaims(run.context, ours);
	hintAtLeft(run, beyondBytes + waiting.length);
}

/** How many packages to claim next: no more than are likely to fill the run; 0 when it is full. */
function nextWave(held: Held[]): number {
	if (held.length === 0) return FIRST_WAVE;
	const invoices = held.reduce((sum, { outputs }) => sum + outputs.length, 0);
	return Math.max(0, Math.min(PACKAGES_AT_ONCE, Math.ceil(((MOST_INVOICES - invoices) * held.length) / Math.max(1, invoices))));
}

/** Claims these packages and reads those that are ours; what somebody else has taken gives nothing. */
async function taken(run: Run, budget: Budget, announcements: Announcement[]): Promise<Array<Held | Group>> {
	const claimings = await run.lockBox
		.claimAll(announcements)
		.catch((error: unknown) => announcements.map((announcement) => ({ announcement, error })));
	const results = await Promise.all(
		claimings.map(async (claiming): Promise<Held | Group | null> => {
			const from = sourceOf(run, claiming.announcement);
			if ('error' in claiming) return { outputs: [], failure: { error: claiming.error, from } };
			const { claim } = claiming;
			if (claim === null) return null;
			try {
				const items = await budget.spend(claim.size, async () => await itemsOf(run, claim));
				return { claim, from, outputs: items.map((item) => ({ ...item, from })) };
			} catch (error) {
				await givenBack([claim]);
				return { outputs: [], failure: { error, from } };
			}
		}),
	);
	return results.filter((result) => result !== null);
}

async function itemsOf({ context, options, bound, largest }: Run, claim: Claim): Promise<OutputItem[]> {
	const delivery = {
		package: claim.packageName,
		claim: claim.name,
		receivedAt: new Date(claim.modifiedAt).toISOString(),
		boundTo: bound,
		claimedUntil: claim.claimedUntil.toISOString(),
	};
	return await invoiceItems(context, await claim.read({ maxBytes: largest }), claim.packageName, options, delivery);
}

/**
 * Makes sure that the claims last after reading many packages, which takes time. One whose lease cannot be renewed is ours for
 * as long as before: an error only when it is not ours any more.
 */
async function kept({ lockBox }: Run, held: Held[]): Promise<Map<Claim, unknown>> {
	const claims = held.map(({ claim }) => claim);
	const errors = await lockBox.keep(claims).catch((error: unknown) => new Map(claims.map((claim) => [claim, error])));
	const isLost = (claim: Claim, error: unknown) => error instanceof ClaimLostError || claim.isOver;
	return new Map([...errors].filter(([claim, error]) => isLost(claim, error)));
}

/** What a cancelled execution holds goes nowhere any more. */
async function stopIfCancelled({ context }: Run, held: Held[]): Promise<void> {
	const signal = context.getExecutionCancelSignal();
	if (signal?.aborted !== true) return;
	await givenBack(held.map(({ claim }) => claim));
	signal.throwIfAborted();
}

/** Given back where the server still answers, so that they need not wait for the reclaim time. */
async function givenBack(claims: Claim[]): Promise<void> {
	await Promise.allSettled(
		claims.map(async (claim) => {
			await claim.release();
		}),
	);
}
