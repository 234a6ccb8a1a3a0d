import { isFailure } from '../sftp';
import { earlierClaims, isStale, listClaims, type ClaimFile } from './claims';
import { ClaimLostError } from './failure';
import { readLease, writeLease, type Lease } from './lease';
import type { Announcement } from './look';
import { leaseNameOf, newClaimName, originalName } from './names';
import { pause, type Place } from './place';

/** How long an earlier claim of the same delivery is given to turn out to be a rename that did not succeed. */
const DOUBT_MS = 300;

/** A package that is ours until `claimedUntil`. It stands in the Processing folder under `name`. */
export class Claim {
	constructor(
		private readonly place: Place,
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
		return (await whyLost(this.place, this.name)) === null;
	}

	/** Rewrites the lease; throws ClaimLostError when the claim is not ours any more. */
	async renew(): Promise<void> {
		await assertOurs(this.place, this.name);
		this.until = await writeLease(this.place, this.name, this.lease, { exclusive: false });
	}

	/** The whole package; throws SftpFailure when it is larger than `maxBytes`. */
	async read(limits: { maxBytes: number }): Promise<Buffer> {
		return await this.place.port.read(this.place.path('processing', this.name), limits);
	}

	/** Gives the package back, for any run to claim. */
	async release(): Promise<void> {
		await release(this.place, this.name);
	}
}

/**
 * Claims an announced package by rename. Null when somebody else was faster, when the file changed since it was
 * announced, or when an earlier claim of the same delivery is alive. `owner` tells a person who looks which run it is.
 */
export async function claim(place: Place, announcement: Announcement, owner: string): Promise<Claim | null> {
	await place.ensure('processing');
	const source = place.path(announcement.folder, announcement.name);
	const previous = announcement.folder === 'processing' ? await staleClaim(place, announcement.name) : undefined;
	if (previous === null || !(await isUnchanged(place, source, announcement))) return null;

	const from =
		announcement.folder === 'waiting'
			? 'waiting'
			: previous
				? ((await readLease(place, announcement.name))?.from ?? 'incoming')
				: 'incoming';
	const name = newClaimName(announcement.name, await place.serverNow());
	// The lease comes first: a claim never stands without one.
	const until = await writeLease(place, name, { owner, from }, { exclusive: true });
	try {
		await place.port.move(source, place.path('processing', name));
	} catch (error) {
		// After a lost connection nobody knows whether the rename was carried out: then the lease has to stay.
		if (!isFailure(error, 'timeout', 'connectionLost', 'cancelled')) await removeLease(place, name);
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
	if (previous?.lease) await removeLease(place, announcement.name);
	return await holding(place, name, announcement, until, { owner, from });
}

/** The claim after its rename, unless it turns out that it has to be left. */
async function holding(
	place: Place,
	name: string,
	announcement: Announcement,
	until: Date,
	lease: Pick<Lease, 'owner' | 'from'>,
): Promise<Claim | null> {
	let { claims } = await listClaims(place);
	let mine = claims.find(({ file }) => file.name === name);
	if (mine && (await earlierClaims(place, claims, mine.file)).length > 0) {
		// The other one may be a rename that is being undone because ours came first: look again.
		await pause(DOUBT_MS);
		({ claims } = await listClaims(place));
		mine = claims.find(({ file }) => file.name === name);
		if (mine && (await earlierClaims(place, claims, mine.file)).length > 0) mine = undefined;
	}
	if (!mine) {
		// Without its lease the copy is taken up again after the reclaim time, when the earlier claim is settled.
		await removeLease(place, name);
		return null;
	}
	if (mine.file.size !== announcement.size) {
		// The sender went on writing after all.
		await release(place, name);
		return null;
	}
	return new Claim(place, name, mine.file.size, mine.file.modifiedAt, until, lease);
}

/** Null when the claim is gone or alive again. */
async function staleClaim(place: Place, name: string): Promise<ClaimFile | null> {
	const found = (await listClaims(place)).claims.find(({ file }) => file.name === name);
	return found && (await isStale(place, found)) ? found : null;
}

async function isUnchanged(place: Place, path: string, announcement: Announcement): Promise<boolean> {
	const now = await place.port.stat(path);
	return now?.kind === 'file' && now.size === announcement.size && now.modifiedAt === announcement.modifiedAt;
}

/** Null when the claim stands under its name and no earlier claim of the same delivery is alive; else the reason. */
export async function whyLost(place: Place, name: string): Promise<string | null> {
	const { claims } = await listClaims(place);
	const mine = claims.find(({ file }) => file.name === name);
	if (!mine) return 'another run has taken it over, or somebody has moved the file.';
	const [earlier] = await earlierClaims(place, claims, mine.file);
	return earlier ? `an earlier claim of the same delivery is being worked on ("${earlier.file.name}").` : null;
}

export async function assertOurs(place: Place, name: string): Promise<void> {
	const reason = await whyLost(place, name);
	if (reason !== null) throw new ClaimLostError(name, reason);
}

/**
 * Gives a package back to where it was taken from, under its delivered name. Where that name is taken by now, it stays
 * among the claims without a lease and is claimed again after the reclaim time.
 */
export async function release(place: Place, name: string): Promise<void> {
	const folder = (await readLease(place, name))?.from ?? 'incoming';
	try {
		await place.port.move(place.path('processing', name), place.path(folder, originalName(name)));
	} catch (error) {
		if (!isFailure(error, 'exists', 'noSuchFile')) throw error;
	}
	await removeLease(place, name);
}

export async function removeLease(place: Place, name: string): Promise<void> {
	await place.port.remove(place.path('processing', leaseNameOf(name)));
}
