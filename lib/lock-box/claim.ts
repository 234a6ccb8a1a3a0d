import { isFailure } from '../sftp';
import { earlierClaims, isStale, listClaims, type ClaimFile } from './claims';
import { ClaimLostError } from './failure';
import { readLease, writeLease, type Lease } from './lease';
import type { Announcement } from './look';
import { leaseNameOf, newClaimName, originalName } from './names';
import { DOUBT_MS, pause, type BoxAccess } from './access';
import { readKept } from './kept';

/** A package that is ours until `claimedUntil`. It stands in the Processing folder under `name`. */
export class Claim {
	constructor(
		private readonly access: BoxAccess,
		/** File name in the Processing folder; whoever takes the claim over gives it another. */
		readonly name: string,
		/** Bytes. */
		readonly size: number,
		/** When the package arrived: ms since the epoch, the server's clock. */
		readonly modifiedAt: number,
		private until: Date,
		private readonly lease: Pick<Lease, 'owner' | 'from'>,
	) {}

	/** File name as Scan One delivered it. */
	get packageName(): string {
		return originalName(this.name);
	}

	/** Until when nobody takes the claim over, by this machine's clock. */
	get claimedUntil(): Date {
		return this.until;
	}

	/** Whether the claim still stands under our name. */
	async isOurs(): Promise<boolean> {
		return (await whyLost(this.access, this.name)) === null;
	}

	/** Rewrites the lease; throws ClaimLostError when the claim is not ours any more. */
	async renew(): Promise<void> {
		await assertOurs(this.access, this.name);
		this.until = await writeLease(this.access, this.name, this.lease, { exclusive: false });
	}

	/** The whole package; throws SftpFailure when it is larger than `maxBytes`. */
	async read(limits: { maxBytes: number }): Promise<Buffer> {
		return await readKept(this.access, 'processing', this.name, limits);
	}

	/** Gives the package back, for any run to claim. */
	async release(): Promise<void> {
		await release(this.access, this.name);
	}
}

/**
 * Claims an announced package by rename. Null when somebody else was faster, when the file changed since it was
 * announced, or when an earlier claim of the same delivery is alive. `owner` shows a person who looks which run it is.
 */
export async function claim(access: BoxAccess, announcement: Announcement, owner: string): Promise<Claim | null> {
	await access.ensure('processing');
	const source = access.path(announcement.folder, announcement.name);
	const previous = announcement.folder === 'processing' ? await staleClaim(access, announcement.name) : undefined;
	if (previous === null || !(await isUnchanged(access, source, announcement))) return null;

	const from =
		announcement.folder === 'waiting'
			? 'waiting'
			: previous
				? ((await readLease(access, announcement.name))?.from ?? 'incoming')
				: 'incoming';
	const name = newClaimName(announcement.name, await access.serverNow());
	// The lease comes first: a claim never stands without one.
	const until = await writeLease(access, name, { owner, from }, { exclusive: true });
	try {
		await access.port.move(source, access.path('processing', name));
	} catch (error) {
		// After a lost connection nobody knows whether the rename was carried out: then the lease has to stay.
		if (!isFailure(error, 'timeout', 'connectionLost', 'cancelled')) await removeLease(access, name);
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
	if (previous?.lease) await removeLease(access, announcement.name);
	try {
		return await holding(access, name, announcement, until, { owner, from });
	} catch (error) {
		// Nobody knows of this claim: given back where the server still answers, else taken over after the reclaim time.
		await release(access, name).catch(() => undefined);
		throw error;
	}
}

/** The claim after its rename, unless it turns out that it has to be left. */
async function holding(
	access: BoxAccess,
	name: string,
	announcement: Announcement,
	until: Date,
	lease: Pick<Lease, 'owner' | 'from'>,
): Promise<Claim | null> {
	let { claims } = await listClaims(access);
	let mine = claims.find(({ file }) => file.name === name);
	if (mine && (await earlierClaims(access, claims, mine.file)).length > 0) {
		// The other one may be a rename that is being undone because ours came first: look again.
		await pause(DOUBT_MS);
		({ claims } = await listClaims(access));
		mine = claims.find(({ file }) => file.name === name);
		if (mine && (await earlierClaims(access, claims, mine.file)).length > 0) mine = undefined;
	}
	if (!mine) {
		// Without its lease the copy is taken up again after the reclaim time, when the earlier claim is settled.
		await removeLease(access, name);
		return null;
	}
	if (mine.file.size !== announcement.size) {
		// The sender went on writing after all.
		await release(access, name);
		return null;
	}
	return new Claim(access, name, mine.file.size, announcement.modifiedAt, until, lease);
}

/** Null when the claim is gone or alive again. */
async function staleClaim(access: BoxAccess, name: string): Promise<ClaimFile | null> {
	const found = (await listClaims(access)).claims.find(({ file }) => file.name === name);
	return found && (await isStale(access, found)) ? found : null;
}

async function isUnchanged(access: BoxAccess, path: string, announcement: Announcement): Promise<boolean> {
	const now = await access.port.stat(path);
	return now?.kind === 'file' && now.size === announcement.size && now.modifiedAt === announcement.modifiedAt;
}

/** Null when the claim stands under its name and no earlier claim of the same delivery is alive; else the reason. */
export async function whyLost(access: BoxAccess, name: string): Promise<string | null> {
	const { claims } = await listClaims(access);
	const mine = claims.find(({ file }) => file.name === name);
	if (!mine) return 'another run has taken it over, or somebody has moved the file.';
	const [earlier] = await earlierClaims(access, claims, mine.file);
	return earlier ? `an earlier claim of the same delivery is being worked on ("${earlier.file.name}").` : null;
}

export async function assertOurs(access: BoxAccess, name: string): Promise<void> {
	const reason = await whyLost(access, name);
	if (reason !== null) throw new ClaimLostError(name, reason);
}

/**
 * Gives a package back to where it was taken from, under its delivered name. Where that name is taken by now, it stays
 * among the claims without a lease and is claimed again after the reclaim time.
 */
export async function release(access: BoxAccess, name: string): Promise<void> {
	const folder = (await readLease(access, name))?.from ?? 'incoming';
	try {
		await access.port.move(access.path('processing', name), access.path(folder, originalName(name)));
	} catch (error) {
		if (!isFailure(error, 'exists', 'noSuchFile')) throw error;
	}
	await removeLease(access, name);
}

export async function removeLease(access: BoxAccess, name: string): Promise<void> {
	await access.port.remove(access.path('processing', leaseNameOf(name)));
}
