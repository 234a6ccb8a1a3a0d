import { createHash } from 'node:crypto';
import { folderOf, isFailure, SftpFailure, throwIfLost, type SftpPort } from '../sftp';
import { assertOurs, removeLease } from './claim';
import { readLease, writeLease } from './lease';
import { extensionOf } from './names';
import type { BoxAccess } from './access';

/** What leaves a claimed package besides the original. Names come from the content, so that a repeated step finds its own work. */
export interface Settlement {
	/** Refused invoices with their images, as a package of the same format, and the report for Scan One. */
	rejected?: { fileName: string; bytes: Buffer; reportName: string; report: Buffer };
	/** Invoices that wait for the buyer, as a package of the same format. */
	waiting?: { fileName: string; bytes: Buffer };
}

/** File names as they stand in their folders afterwards. */
export interface Settled {
	archived: string;
	rejected: { fileName: string; reportName: string } | null;
	waiting: string | null;
	/** True when an earlier call had archived the package already; then nothing was written now. */
	wasSettled: boolean;
}

/**
 * Settles a claim in the order of design.md §4: refused invoices out, their report, those that wait, and last the
 * original, whole, to the archive. Every step can be repeated after a crash and none overwrites anything. Throws
 * ClaimLostError when the claim is neither ours nor archived, SftpFailure when the server fails.
 */
export async function settle(access: BoxAccess, claimName: string, settlement: Settlement, owner: string): Promise<Settled> {
	const archived = access.path('archive', claimName);
	const claimed = access.path('processing', claimName);
	if ((await access.port.stat(claimed)) === null && (await access.port.stat(archived)) !== null) {
		await removeLease(access, claimName);
		return { archived: claimName, rejected: null, waiting: null, wasSettled: true };
	}
	await renewedOrLost(access, claimName, owner);
	const rejected = settlement.rejected ? await putRejected(access, settlement.rejected) : null;
	const waiting = settlement.waiting ? await put(access, 'waiting', settlement.waiting.fileName, settlement.waiting.bytes) : null;
	await access.ensure('archive');
	await assertOurs(access, claimName);
	await archive(access.port, claimed, archived);
	await removeLease(access, claimName);
	return { archived: claimName, rejected, waiting, wasSettled: false };
}

async function renewedOrLost(access: BoxAccess, claimName: string, owner: string): Promise<void> {
	await assertOurs(access, claimName);
	const lease = await readLease(access, claimName);
	// Settling does not lengthen the reclaim time that the claim was made with.
	await writeLease(
		access,
		claimName,
		{ owner, from: lease?.from ?? 'incoming', reclaimSeconds: lease?.reclaimSeconds },
		{ exclusive: false },
	);
}

async function putRejected(access: BoxAccess, rejected: NonNullable<Settlement['rejected']>): Promise<Settled['rejected']> {
	const fileName = await put(access, 'rejected', rejected.fileName, rejected.bytes);
	const reportName = await put(access, 'rejected', rejected.reportName, rejected.report);
	return { fileName, reportName };
}

/** Puts a file into one of our folders and returns its name there: another one when different content has the wanted name. */
async function put(access: BoxAccess, folder: 'rejected' | 'waiting', fileName: string, bytes: Buffer): Promise<string> {
	await access.ensure(folder);
	const path = access.path(folder, fileName);
	// A folder that may only be written to is good enough.
	await removeOwnLeftovers(access.port, path).catch(throwIfLost);
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

function takenAway(path: string): SftpFailure {
	return new SftpFailure(`"${path}" was gone right after it was written, so the package was not settled.`, 'other', {
		path,
		hint: 'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	});
}

/** The same for the same content, so that a repeated step finds it. */
function distinctName(fileName: string, bytes: Buffer): string {
	const extension = extensionOf(fileName);
	return `${fileName.slice(0, fileName.length - extension.length)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}${extension}`;
}

/** Parts of an upload that a crash cut off. Nobody else uploads under this name: the claim is ours. */
async function removeOwnLeftovers(port: SftpPort, path: string): Promise<void> {
	const folder = folderOf(path);
	const prefix = `${path.slice(folder.length + 1)}.`;
	for (const file of await port.list(folder)) {
		if (file.name.startsWith(prefix) && /^[0-9a-f]{8}\.part$/.test(file.name.slice(prefix.length)))
			await port.remove(`${folder}/${file.name}`);
	}
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
