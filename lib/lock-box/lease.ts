import { thisMoment, type Term } from '../core';
import { isFailure, type RemoteFile } from '../sftp';
import { readKept } from './kept';
import { leaseNameOf, parseClaimName } from './names';
import type { PackageFolder, BoxAccess } from './access';

const MAX_LEASE_BYTES = 10_000;
/** File times are whole seconds: an age is known to a second only, and doubt speaks for the owner. */
export const CLOCK_GRAIN_MS = 1_000;

/** So far ahead of the server's clock is only a time that was stamped before that clock was set back, or that is not the server's. */
const AHEAD_MS = 5 * 60_000;
/** No lease asks for more: `postpone` pauses for a day at most. */
const LONGEST_RECLAIM_SECONDS = 24 * 3_600;

/** What is in the small file beside a claim. Its time on the server is what counts. */
export interface Lease {
	/** Who works on it, for a person who looks: workflow, execution, machine. */
	owner: string;
	/** Server time of the last renewal, ISO 8601, for a person who looks. */
	renewedAt: string;
	/** The same by the clock of the machine that wrote it: what is left where the server's clock was set back. */
	writtenAt?: string;
	/** After so many seconds without renewal the claim may be taken over. */
	reclaimSeconds: number;
	/** Where the package was taken from. */
	from: Exclude<PackageFolder, 'processing'>;
	/** How often in a row the package could not be settled, through all the claims of it. */
	failures?: number;
	/** Host of the Coupa instance that the lock-box is bound to, so that this is known should the binding file be deleted. */
	instance?: string;
	/** Files for Scan One that were prepared to be sent, by their marks; see `sendOnce`. */
	prepared?: string[];
}

/** What a run writes into a lease; without `reclaimSeconds` the reclaim time of its own settings. */
export type LeaseContent = KeptContent & Partial<Pick<Lease, 'reclaimSeconds'>>;

/** What stays when a claim is renewed or taken over, the owner apart. */
export type KeptContent = Pick<Lease, 'owner' | 'from' | 'failures' | 'prepared'>;

/** Writes or rewrites the lease; returns for how long the claim is surely ours. */
export async function writeLease(
	access: BoxAccess,
	claimName: string,
	{ owner, from, failures, prepared, reclaimSeconds }: LeaseContent,
	options: { exclusive: boolean },
): Promise<Term> {
	const since = thisMoment();
	const reclaimMs = reclaimSeconds === undefined ? access.times.reclaimMs : reclaimSeconds * 1000;
	const content: Lease = {
		owner,
		from,
		renewedAt: new Date(await access.serverNow()).toISOString(),
		writtenAt: new Date().toISOString(),
		reclaimSeconds: Math.ceil(reclaimMs / 1000),
		...(failures !== undefined && { failures }),
		...(access.instance !== null && { instance: access.instance }),
		...(prepared !== undefined && { prepared }),
	};
	await access.port.write(
		access.path('processing', leaseNameOf(claimName)),
		Buffer.from(`${JSON.stringify(content, null, '\t')}\n`),
		options,
	);
	// The margin covers a request under way when the time is up.
	return { since, ms: reclaimMs - Math.min(reclaimMs / 10, 60_000) };
}

/** Null when there is none, when it is being rewritten, or when it is not one of ours. */
export async function readLease(access: BoxAccess, claimName: string): Promise<Lease | null> {
	try {
		const text = await readKept(access, 'processing', leaseNameOf(claimName), { maxBytes: MAX_LEASE_BYTES });
		const lease: unknown = JSON.parse(text.toString('utf8'));
		return isLease(lease) ? { ...lease, reclaimSeconds: Math.min(lease.reclaimSeconds, LONGEST_RECLAIM_SECONDS) } : null;
	} catch (error) {
		if (error instanceof SyntaxError || isFailure(error, 'noSuchFile', 'other')) return null;
		throw error;
	}
}

function isLease(value: unknown): value is Lease {
	return (
		typeof value === 'object' &&
		value !== null &&
		'owner' in value &&
		typeof value.owner === 'string' &&
		'reclaimSeconds' in value &&
		typeof value.reclaimSeconds === 'number' &&
		'from' in value &&
		(value.from === 'incoming' || value.from === 'waiting') &&
		(!('instance' in value) || typeof value.instance === 'string') &&
		(!('prepared' in value) || (Array.isArray(value.prepared) && value.prepared.every((mark) => typeof mark === 'string')))
	);
}

/**
 * Server time (ms) at which the claim was last known to be worked on: its lease's time, on a server without times what
 * its lease says, else the claim time in its name, else the file's own time.
 */
export async function lastSignOfLife(access: BoxAccess, claim: RemoteFile, lease: RemoteFile | undefined): Promise<number> {
	if (lease && lease.modifiedAt > 0) return lease.modifiedAt;
	const renewed = lease ? Date.parse((await readLease(access, claim.name))?.renewedAt ?? '') : NaN;
	return Number.isNaN(renewed) ? (parseClaimName(claim.name)?.claimedAt ?? claim.modifiedAt) : renewed;
}

/**
 * Whether so much of the server's time has surely passed since then. A time well ahead of the server's clock counts as old:
 * what bears it would stay unseen until that clock has come so far again.
 */
export async function isOlderThan(access: BoxAccess, time: number, ageMs: number): Promise<boolean> {
	return (await access.serverNow()) - time > ageMs + CLOCK_GRAIN_MS || (await isAhead(access, time));
}

/** Whether a time is ahead of the server's present clock by more than clocks are apart. */
export async function isAhead(access: BoxAccess, time: number): Promise<boolean> {
	if (time - (await access.serverNow()) <= AHEAD_MS) return false;
	// The server's clock may have been set forward since it was read.
	return time - (await access.serverNow(CLOCK_GRAIN_MS)) > AHEAD_MS;
}

/** Whether the lease was written so lately by the clocks of the machines, as far as these can be believed. */
export function isWrittenWithin({ writtenAt = '' }: Pick<Lease, 'writtenAt'>, ageMs: number): boolean {
	const age = Date.now() - Date.parse(writtenAt);
	return age >= -AHEAD_MS && age < ageMs;
}
