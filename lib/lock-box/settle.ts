import { createHash } from 'node:crypto';
import { Budget, sha256 } from '../core';
import { isFailure, type RemoteFile, SftpFailure, type SftpPort, throwIfLost } from '../sftp';
import { removeLease } from './claim';
import { ClaimChangedError } from './failure';
import { listClaims, type ClaimFile } from './claims';
import { readKept } from './kept';
import { isOlderThan, lastSignOfLife, readLease, writeLease } from './lease';
import { extensionOf } from './names';
import { assertOurs } from './ownership';
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
	private readonly leftovers = new Map<OurFolder, Promise<RemoteFile[]>>();
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
		if (rejected)
			out.rejected = {
				fileName: await this.put('rejected', rejected.fileName, rejected.bytes),
				reportName: await this.put('rejected', rejected.reportName, rejected.report),
			};
		if (waiting) out.waiting = await this.put('waiting', waiting.fileName, waiting.bytes);
		await assertOurs(access, claim, await this.claimsNow());
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
		const { from = 'incoming', reclaimSeconds, failures } = lease ?? {};
		await writeLease(access, claim, { owner: this.owner, from, reclaimSeconds, failures }, { exclusive: false });
	}

	/** Puts a file into one of our folders and returns its name there: another one when different content has the wanted name. */
	private async put(folder: OurFolder, fileName: string, bytes: Buffer): Promise<string> {
		const { access } = this;
		await access.ensure(folder);
		const path = access.path(folder, fileName);
		// A folder that may only be written to is good enough.
		await this.removeLeftovers(folder, fileName).catch(throwIfLost);
		try {
			const outcome = await access.port.upload(path, bytes);
			// What goes to Scan One may be fetched at once; what waits here is ours.
			if (outcome === 'takenAway' && folder === 'waiting') throw takenAway(access.port.fullPath(path));
			return fileName;
		} catch (error) {
			if (!isFailure(error, 'exists')) throw error;
			const otherName = distinctName(fileName, bytes);
			await access.port.upload(access.path(folder, otherName), bytes);
			return otherName;
		}
	}

	/** Parts of an upload that a crash cut off. Nobody else uploads under this name: the claim is ours. */
	private async removeLeftovers(folder: OurFolder, fileName: string): Promise<void> {
		const listed = this.leftovers.get(folder) ?? this.access.listOurs(folder);
		this.leftovers.set(folder, listed);
		const prefix = `${fileName}.`;
		for (const { name } of await listed) {
			if (name.startsWith(prefix) && /^[0-9a-f]{8}\.part$/.test(name.slice(prefix.length)))
				await this.access.port.remove(this.access.path(folder, name));
		}
	}
}

function takenAway(path: string): SftpFailure {
	return new SftpFailure(`"${path}" was gone right after it was written, so the package was not settled.`, 'other', {
		path,
		hint: 'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	});
}

type OurFolder = 'rejected' | 'waiting';
type PutOut = Pick<Settled, 'rejected' | 'waiting'>;
const NOTHING_OUT: PutOut = { rejected: null, waiting: null };

/** The same for the same content, so that a repeated step finds it. */
function distinctName(fileName: string, bytes: Buffer): string {
	const extension = extensionOf(fileName);
	return `${fileName.slice(0, fileName.length - extension.length)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}${extension}`;
}

async function archive(port: SftpPort, claimed: string, archived: string): Promise<void> {
	try {
		await port.move(claimed, archived);
	} catch (error) {
		if (!isFailure(error, 'exists') || !(await sameContent(port, claimed, archived))) throw error;
		// A server that moves by copying was stopped between its two halves.
		await port.remove(claimed);
	}
}

async function sameContent(port: SftpPort, one: string, other: string): Promise<boolean> {
	const digest = async (path: string) => {
		const hash = createHash('sha256');
		for await (const chunk of port.chunks(path)) hash.update(chunk);
		return hash.digest('hex');
	};
	return (await digest(one)) === (await digest(other));
}
