import { isFailure, SftpFailure } from '../sftp';
import { LockBoxBoundError } from './failure';
import { DOUBT_MS, pause, type BoxAccess } from './access';
import { readKept } from './kept';

const BINDING_FILE = '.coupa-instance';
const MAX_BINDING_BYTES = 1_000;

/** Full path of the binding file on the server, for people who have to delete it. */
export function bindingPath(access: BoxAccess): string {
	return access.port.fullPath(access.path('processing', BINDING_FILE));
}

/** Host of the Coupa instance that the lock-box is bound to; null when it is not bound yet. */
export async function boundInstance(access: BoxAccess): Promise<string | null> {
	try {
		return (await readKept(access, 'processing', BINDING_FILE, { maxBytes: MAX_BINDING_BYTES })).toString('utf8').trim() || null;
	} catch (error) {
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
}

/** Binds the lock-box to a Coupa instance on first use; throws LockBoxBoundError when it is bound to another one (design.md §4). */
export async function bindInstance(access: BoxAccess, host: string): Promise<void> {
	const wanted = host.trim().toLowerCase();
	const path = access.path('processing', BINDING_FILE);
	let bound = await boundInstance(access);
	if (bound === null) {
		await access.ensure('processing');
		// It appears whole or not at all, and never over another one.
		await access.port.upload(path, Buffer.from(`${wanted}\n`)).catch((error: unknown) => {
			if (!isFailure(error, 'exists')) throw error;
		});
		// A server whose rename overwrites lets two runs bind it: the last one counts, and both have to see it.
		await pause(DOUBT_MS);
		bound = await boundInstance(access);
		if (bound === null && (await access.port.stat(path)) === null) throw takenAway(access, path);
	}
	if (bound !== wanted) throw new LockBoxBoundError(bound ?? 'nothing (its binding file is empty)', wanted, bindingPath(access));
}

function takenAway({ port }: BoxAccess, path: string): SftpFailure {
	const full = port.fullPath(path);
	return new SftpFailure(`The binding file "${full}" was gone right after it was written.`, 'other', {
		path: full,
		hint: 'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	});
}
