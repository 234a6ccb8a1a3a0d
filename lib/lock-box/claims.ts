import { thisMoment, type Moment } from '../core';
import { isUnfinishedName, type RemoteFile } from '../sftp';
import { CLOCK_GRAIN_MS, isAhead, isOlderThan, isWrittenWithin, lastSignOfLife, readLease } from './lease';
import { claimOfLease, parseClaimName, type ClaimName } from './names';
import { isPrepared } from './send-once';
import { isClockName, type BoxAccess } from './access';

/** One claim in the Processing folder with its lease, where it has one. */
export interface ClaimFile {
	file: RemoteFile;
	lease: RemoteFile | undefined;
}

/** What is in the Processing folder. */
export interface Processing {
	/** When it was asked for. */
	askedAt: Moment;
	claims: ClaimFile[];
	/** What runs that were cut off may have left: leases without a claim, parts of uploads, clock files, files prepared for Scan One. */
	leftovers: RemoteFile[];
}

/** Lists the claims of everybody. */
export async function listClaims(access: BoxAccess): Promise<Processing> {
	const askedAt = thisMoment();
	const files = (await access.listOurs('processing')).filter((file) => file.kind === 'file');
	const leases = new Map<string, RemoteFile>();
	for (const file of files) {
		const claim = claimOfLease(file.name);
		if (claim !== null) leases.set(claim, file);
	}
	const claims = files
		.filter((file) => claimOfLease(file.name) === null && !isUnfinishedName(file.name))
		.map((file) => ({ file, lease: leases.get(file.name) }));
	const names = new Set(claims.map(({ file }) => file.name));
	const orphans = [...leases].filter(([claim]) => !names.has(claim)).map(([, lease]) => lease);
	const parts = files.filter(({ name }) => isClockName(name) || name.endsWith('.part'));
	// While there are claims, one of them may still have to be sent what was prepared: without it, it would count as sent.
	const prepared = claims.length === 0 ? files.filter(({ name }) => isPrepared(name)) : [];
	return { askedAt, claims, leftovers: [...orphans, ...parts, ...prepared] };
}

/** Whether nobody has worked on the claim for the reclaim time: ours, or the longer one its owner counts on. */
export async function isStale(access: BoxAccess, { file, lease }: ClaimFile): Promise<boolean> {
	const time = await lastSignOfLife(access, file, lease);
	if (!(await isOlderThan(access, time, access.times.reclaimMs))) return false;
	const content = lease ? await readLease(access, file.name) : null;
	const ownersMs = (content?.reclaimSeconds ?? 0) * 1000;
	if (await isAhead(access, time)) return content === null || !isWrittenWithin(content, Math.max(ownersMs, access.times.reclaimMs));
	return ownersMs <= access.times.reclaimMs || (await isOlderThan(access, time, ownersMs));
}

/**
 * Living claims of the very same delivery that came before this one. There are none on a server whose rename is atomic;
 * where it is not, two can get in, and all agree on who was first: the earlier second, then the lowest nonce.
 */
export async function earlierClaims(access: BoxAccess, claims: ClaimFile[], mine: RemoteFile): Promise<ClaimFile[]> {
	const earlier: ClaimFile[] = [];
	for (const claim of claims) {
		if (isSameDelivery(claim.file, mine) && rankOf(claim.file.name) < rankOf(mine.name) && !(await isStale(access, claim)))
			earlier.push(claim);
	}
	return earlier;
}

/** Packages that runs are at work on, and how many runs these are. */
export interface AtWork {
	packages: number;
	runs: number;
}

/** By the names of the living claims, which say for each which run made it. */
export async function atWork(access: BoxAccess): Promise<AtWork> {
	const runs = new Set<string>();
	let packages = 0;
	for (const claim of (await listClaims(access)).claims) {
		const parts = parseClaimName(claim.file.name);
		const time = await lastSignOfLife(access, claim.file, claim.lease);
		// One that was postponed is nobody's work meanwhile.
		if (parts === null || (await isOlderThan(access, time, access.times.reclaimMs))) continue;
		packages += 1;
		runs.add(parts.run);
	}
	return { packages, runs: runs.size };
}

function isSameDelivery(one: RemoteFile, other: RemoteFile): boolean {
	const [a, b] = [parseClaimName(one.name), parseClaimName(other.name)];
	return (
		a !== null &&
		b !== null &&
		a.stem === b.stem &&
		a.extension === b.extension &&
		one.size === other.size &&
		(one.modifiedAt === other.modifiedAt || (isStampedByMove(one, a) && isStampedByMove(other, b)))
	);
}

/** A server that moves by copying gives the copy the time of the move. */
function isStampedByMove({ modifiedAt }: RemoteFile, { claimedAt }: ClaimName): boolean {
	return modifiedAt >= claimedAt - CLOCK_GRAIN_MS;
}

function rankOf(name: string): string {
	const parts = parseClaimName(name);
	return parts ? `${parts.claimedAt}~${parts.nonce}` : name;
}
