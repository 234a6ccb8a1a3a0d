import { randomBytes } from 'node:crypto';
import { reasonText } from '../core';
import { isFailure, SftpFailure, throwIfLost, type RemoteFile } from '../sftp';
import type { BoxAccess } from './access';
import { newClaimName } from './names';
import type { LockBoxFolders } from './settings';

/** Up to this size a delivery is read whole to see whether the server keeps what was read. */
const MOST_TRIAL_BYTES = 8 * 1024 * 1024;
/** Deliveries that are tried, where they cannot be read. */
const MOST_TRIALS = 20;

/** By server and folder, for as long as the process runs: whether files stay there when they were read. */
const known = new Map<string, boolean>();

/**
 * A whole file. A mailbox gives each file out once and then removes it: what is gone by our reading is put back, so that
 * the steps that follow find it. Throws SftpFailure.
 */
export async function readKept(
	access: BoxAccess,
	folder: keyof LockBoxFolders,
	name: string,
	limits: { maxBytes: number; size?: number },
): Promise<Buffer> {
	const { port } = access;
	const path = access.path(folder, name);
	const content = await port.read(path, limits);
	const key = keyOf(access, folder);
	if (known.get(key) === true) return content;
	const isThere = (await port.stat(path)) !== null;
	if (isThere && !known.has(key)) known.set(key, true);
	// Another run may have claimed or settled it meanwhile: what follows sees that.
	if (!isThere && (await keepsOwnFile(access, folder)) !== true) await putBack(access, folder, name, content);
	return content;
}

/** Whether parts of these deliveries can be read without losing them. */
export interface Trial {
	keeps: boolean;
	/** Why a file that was tried is not to be announced now, by its name. */
	reasons: Map<string, string>;
}

/**
 * Proves, once in a process, that reading a delivery does not remove it: the smallest is read whole, so that it can be put
 * back. Where none is small enough a file of our own is tried; a server that accepts none is not trusted.
 */
export async function tried(access: BoxAccess, files: Array<Pick<RemoteFile, 'name' | 'size'>>): Promise<Trial> {
	const key = keyOf(access, 'incoming');
	const reasons = new Map<string, string>();
	const bySize = files.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
	if (bySize.length === 0) return { keeps: true, reasons };
	for (const { name, size } of bySize.slice(0, MOST_TRIALS)) {
		if (known.has(key) || size > MOST_TRIAL_BYTES) break;
		try {
			await readKept(access, 'incoming', name, { maxBytes: size });
			if (known.get(key) === false) reasons.set(name, 'The server removed it when it was read; it has been put back.');
		} catch (error) {
			throwIfLost(error);
			// One that another run has taken meanwhile does not concern us.
			if (!isFailure(error, 'noSuchFile')) reasons.set(name, reasonText(error));
		}
	}
	if (!known.has(key) && reasons.size < bySize.length) {
		const keeps = await keepsOwnFile(access, 'incoming');
		if (keeps !== null) known.set(key, keeps);
	}
	return { keeps: known.get(key) ?? false, reasons };
}

/** Whether the server has removed a file because it was read. */
export function givesOnce(access: BoxAccess): boolean {
	return (['incoming', 'processing', 'waiting'] as const).some((folder) => known.get(keyOf(access, folder)) === false);
}

/** Tries it with a file of our own; null where the folder takes none. */
async function keepsOwnFile(access: BoxAccess, folder: keyof LockBoxFolders): Promise<boolean | null> {
	const { port } = access;
	const path = access.path(folder, `read-test-${randomBytes(4).toString('hex')}.tmp`);
	try {
		await port.write(path, Buffer.from('Used to find out whether a file stays here when it was read; removed at once.\n'), {
			exclusive: true,
		});
		await port.read(path, { maxBytes: 1_000 });
		const keeps = (await port.stat(path)) !== null;
		if (keeps) await port.remove(path);
		return keeps;
	} catch (error) {
		throwIfLost(error);
		return null;
	}
}

async function putBack(access: BoxAccess, folder: keyof LockBoxFolders, name: string, content: Buffer): Promise<void> {
	const { port } = access;
	const path = access.path(folder, name);
	known.set(keyOf(access, folder), false);
	try {
		await port.upload(path, content);
	} catch (error) {
		const isTakenFrom = folder === 'incoming' || folder === 'waiting';
		if (!isTakenFrom || isFailure(error, 'timeout', 'connectionLost', 'cancelled')) throw lost(access, path, error);
		// Without a lease it is taken up like the claim of a run that is gone.
		await access.ensure('processing');
		await port.upload(access.path('processing', newClaimName(name, await access.serverNow(), access.run, folder)), content);
	}
}

function lost(access: BoxAccess, path: string, cause: unknown): SftpFailure {
	const full = access.port.fullPath(path);
	return new SftpFailure(`The server removed "${full}" when it was read, and it could not be put back.`, 'other', {
		path: full,
		hint: 'Have this package delivered again, and ask the admin of the server to keep files until they are deleted.',
		cause,
	});
}

function keyOf({ port, folders }: BoxAccess, folder: keyof LockBoxFolders): string {
	return `${port.server} ${port.fullPath(folders[folder])}`;
}
