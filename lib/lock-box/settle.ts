import { Budget, sha256 } from '../core';
import { isFailure, type RemoteFile, type SftpPort, throwIfLost } from '../sftp';
import { removeLease } from './claim';
import { ClaimChangedError } from './failure';
import { listClaims, type ClaimFile } from './claims';
import { readKept } from './kept';
import { isOlderThan, lastSignOfLife, readLease, writeLease } from './lease';
import { assertOurs } from './ownership';
import { distinctName, sameContent, sendOnce, takenAway } from './send-once';
import type { BoxAccess } from './access';

/** What leaves a claimed package besides the original. Names come from the content, so that a repeated step finds its own work. */
export interface Settlement {
	/** Refused invoices with their images, as a package of the same format, and the report for Scan One. */
	rejected?: { fileName: string; bytes: Buffer; reportName: string; report: Buffer };
	/** Invoices that wait for the buyer, as a package of the same format. */
	waiting?: { fileName: string; bytes: Buffer };
}

/** File names as they are in their folders afterwards. */
export interface Settled {
	archived: string;
	rejected: { fileName: string; reportName: string } | null;
	waiting: string | null;
	/** True when an earlier call had archived the package already; then nothing was written now. */
	wasSettled: boolean;
}

/** A claim to settle. */
export interface SettleJob {
	/** Its name in the Processing folder. */
	claim: string;
	/** Of the package as it was read (hex): with it, nothing is moved when other bytes are there now. */
	sha256?: string;
	/** What leaves besides the original, made from the package as it is there; null when nothing does. */
	settlement: ((bytes: Buffer) => Promise<Settlement>) | null;
}

export type SettleResult = { settled: Settled } | { error: unknown };

/** No package of more bytes is read again, whatever size the server shows. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** Bytes of packages that are read again at the same time. */
const BYTES_AT_ONCE = 32 * 1024 * 1024;
/** Uploads take time: a lease that was not renewed for longer than this is renewed before them. */
const YOUNG_LEASE_MS = 60_000;

/**
 * Settles claims, all at the same time, each in the order of design.md §4: refused invoices out, their report, those that
 * wait, and last the original, whole, to the archive. Every step can be repeated after a crash and none overwrites anything.
 * One that cannot be settled keeps no other from it: ClaimLostError when the claim is neither ours nor archived, SftpFailure
 * when the server fails. Throws SftpFailure when the Processing folder cannot be listed.
 */
export async function settleAll(access: BoxAccess, jobs: SettleJob[], owner: string): Promise<SettleResult[]> {
	if (jobs.length === 0) return [];
	const { claims } = await listClaims(access);
	const settling = new Settling(access, claims, owner);
	return await Promise.all(
		jobs.map(async (job): Promise<SettleResult> => {
			try {
				return { settled: await settling.settle(job) };
			} catch (error) {
				return { error };
			}
		}),
	);
}

/** One listing of the claims, and what is settled by it. */
class Settling {
	private readonly budget = new Budget(BYTES_AT_ONCE);
	private waiting: Promise<RemoteFile[]> | null = null;
	/** The last listing that was begun, and the one that waits for its end. */
	private listing: Promise<unknown> = Promise.resolve();
	private nextListing: Promise<ClaimFile[]> | null = null;

	constructor(
		private readonly access: BoxAccess,
		private readonly claims: ClaimFile[],
		private readonly owner: string,
	) {}

	async settle(job: SettleJob): Promise<Settled> {
		const { claim } = job;
		const { access } = this;
		const archived = access.path('archive', claim);
		const mine = this.claims.find(({ file }) => file.name === claim);
		if (!mine && (await access.port.stat(archived)) !== null) {
			await removeLease(access, claim);
			return { archived: claim, rejected: null, waiting: null, wasSettled: true };
		}
		await assertOurs(access, claim, this.claims);
		const size = mine?.file.size ?? 0;
		const isRead = job.settlement !== null || job.sha256 !== undefined;
		const out = isRead ? await this.budget.spend(size, async () => await this.putOut(job, mine)) : NOTHING_OUT;
		await access.ensure('archive');
		await archive(access.port, access.path('processing', claim), archived);
		await removeLease(access, claim);
		return { archived: claim, ...out, wasSettled: false };
	}

	private async putOut({ claim, sha256: known, settlement }: SettleJob, mine: ClaimFile | undefined): Promise<PutOut> {
		const { access } = this;
		await this.renewLease(claim, mine);
		const bytes = await readKept(access, 'processing', claim, { maxBytes: MOST_BYTES, size: mine?.file.size });
		if (known !== undefined && sha256(bytes) !== known)
			throw new ClaimChangedError(claim, access.port.fullPath(access.path('processing', claim)));
		if (settlement === null) return NOTHING_OUT;
		const { rejected, waiting } = await settlement(bytes);
		const out: PutOut = { rejected: null, waiting: null };
		const stillOurs = async () => {
			await assertOurs(access, claim, await this.claimsNow());
		};
		if (rejected) {
			const report = { fileName: rejected.reportName, bytes: rejected.report };
			const [fileName = '', reportName = ''] = await sendOnce(access, claim, [rejected, report], stillOurs);
			out.rejected = { fileName, reportName };
		}
		if (waiting) out.waiting = await this.putWaiting(waiting.fileName, waiting.bytes);
		await stillOurs();
		return out;
	}

	/** A listing that begins from now on: one for all who ask while another is under way. */
	private async claimsNow(): Promise<ClaimFile[]> {
		this.nextListing ??= this.listing.then(async () => {
			this.nextListing = null;
			const listing = listClaims(this.access);
			this.listing = listing.catch(() => undefined);
			return (await listing).claims;
		});
		return await this.nextListing;
	}

	/** Settling does not lengthen the reclaim time that the claim was made with. */
	private async renewLease(claim: string, mine: ClaimFile | undefined): Promise<void> {
		const { access } = this;
		if (mine?.lease && !(await isOlderThan(access, await lastSignOfLife(access, mine.file, mine.lease), YOUNG_LEASE_MS))) return;
		const lease = await readLease(access, claim);
		const { from = 'incoming', reclaimSeconds, failures, prepared } = lease ?? {};
		await writeLease(access, claim, { owner: this.owner, from, reclaimSeconds, failures, prepared }, { exclusive: false });
	}

	/** Returns the file's name in the Waiting folder: another one when different content has the wanted name. */
	private async putWaiting(fileName: string, bytes: Buffer): Promise<string> {
		const { access } = this;
		await access.ensure('waiting');
		const path = access.path('waiting', fileName);
		// A folder that may only be written to is good enough.
		await this.removeLeftovers(fileName).catch(throwIfLost);
		try {
			const outcome = await access.port.upload(path, bytes);
			// What waits here is ours: nobody fetches it.
			if (outcome === 'takenAway') throw takenAway(access.port.fullPath(path));
			return fileName;
		} catch (error) {
			if (!isFailure(error, 'exists')) throw error;
			const otherName = distinctName(fileName, bytes);
			await access.port.upload(access.path('waiting', otherName), bytes);
			return otherName;
		}
	}

	/** Parts of an upload that a crash cut off. Nobody else uploads under this name: the claim is ours. */
	private async removeLeftovers(fileName: string): Promise<void> {
		this.waiting ??= this.access.listOurs('waiting');
		const prefix = `${fileName}.`;
		for (const { name } of await this.waiting) {
			if (name.startsWith(prefix) && /^[0-9a-f]{8}\.part$/.test(name.slice(prefix.length)))
				await this.access.port.remove(this.access.path('waiting', name));
		}
	}
}

type PutOut = Pick<Settled, 'rejected' | 'waiting'>;
const NOTHING_OUT: PutOut = { rejected: null, waiting: null };

async function archive(port: SftpPort, claimed: string, archived: string): Promise<void> {
	try {
		await port.move(claimed, archived);
	} catch (error) {
		if (!isFailure(error, 'exists') || !(await sameContent(port, claimed, archived))) throw error;
		// A server that moves by copying was stopped between its two halves.
		await port.remove(claimed);
	}
}
