import { elapsedSince, endOf, isOver, thisMoment, type Term } from '../core';
import { isFailure } from '../sftp';
import type { Processing } from './claims';
import { ClaimLostError } from './failure';
import { readKept } from './kept';
import { readLease, writeLease, type KeptContent } from './lease';
import { leaseNameOf, originalName } from './names';
import { assertOurs, whyLost } from './ownership';
import { rememberTerm } from './terms';
import type { BoxAccess } from './access';

/** A package that is ours until `claimedUntil`. It is in the Processing folder under `name`. */
export class Claim {
	constructor(
		private readonly access: BoxAccess,
		/** File name in the Processing folder; whoever takes the claim over gives it another. */
		readonly name: string,
		/** Bytes. */
		readonly size: number,
		/** When the package arrived: ms since the epoch, the server's clock. */
		readonly modifiedAt: number,
		private term: Term,
		private readonly lease: KeptContent,
	) {
		rememberTerm(name, term);
	}

	/** File name as Scan One delivered it. */
	get packageName(): string {
		return originalName(this.name);
	}

	/** Until when nobody takes the claim over, by this machine's clock. */
	get claimedUntil(): Date {
		return endOf(this.term);
	}

	/** Whether somebody may have taken the claim over, however this machine slept and its clock was set. */
	get isOver(): boolean {
		return isOver(this.term);
	}

	/** Whether the claim is still under our name. */
	async isOurs(): Promise<boolean> {
		return (await whyLost(this.access, this.name)) === null;
	}

	/**
	 * Rewrites the lease; throws ClaimLostError when the claim is not ours any more. `listed`: see `whyLost`. Once its time is over
	 * it is not renewed: another run may have found the old lease too old, and takes the claim over whatever the lease says now.
	 */
	async renew(listed?: Processing): Promise<void> {
		const since = listed?.askedAt ?? thisMoment();
		this.assertInTime();
		await assertOurs(this.access, this.name, listed?.claims);
		const { ms } = await writeLease(this.access, this.name, this.lease, { exclusive: false });
		this.assertInTime();
		this.term = { since, ms };
		rememberTerm(this.name, this.term);
	}

	private assertInTime(): void {
		if (this.isOver) throw new ClaimLostError(this.name, 'its time was over before its lease could be renewed.');
	}

	/** Like `renew`, but leaves a lease alone that has lost little of its time. */
	async keep(listed?: Processing): Promise<void> {
		const leftMs = this.term.ms - elapsedSince(this.term.since);
		if (leftMs < KEPT_SHARE * this.access.times.reclaimMs) await this.renew(listed);
		else await assertOurs(this.access, this.name, listed?.claims);
	}

	/** The whole package; throws SftpFailure when it is larger than `maxBytes`. */
	async read({ maxBytes }: { maxBytes: number }): Promise<Buffer> {
		return await readKept(this.access, 'processing', this.name, { maxBytes, size: this.size });
	}

	/** Gives the package back, for any run to claim. */
	async release(): Promise<void> {
		await release(this.access, this.name);
	}
}

/** A lease with this share of the reclaim time left is not worth a renewal; a new one has nine tenths or more. */
const KEPT_SHARE = 0.8;

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
