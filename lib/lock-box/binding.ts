import { isFailure, SftpFailure } from '../sftp';
import { BindingUnreadableError, LockBoxBoundError } from './failure';
import { DOUBT_MS, pause, type BoxAccess } from './access';
import { readKept } from './kept';

const BINDING_FILE = '.coupa-instance';
const MAX_BINDING_BYTES = 1_000;
/** A host, an address, each with or without a port. */
const HOST = /^[a-z0-9.:[\]-]{1,260}$/;

/** Full path of the binding file on the server, for people who have to delete it. */
export function bindingPath(access: BoxAccess): string {
	return access.port.fullPath(access.path('processing', BINDING_FILE));
}

/**
 * Host of the Coupa instance that the lock-box is bound to; null when there is no binding file. Throws BindingUnreadableError
 * when the file names none: an empty one is not the same as none.
 */
export async function boundInstance(access: BoxAccess): Promise<string | null> {
	let text = await bindingText(access);
	if (text === '') {
		// A server that moves by copying shows it empty for a moment.
		await pause(DOUBT_MS);
		text = await bindingText(access);
	}
	if (text !== null && !HOST.test(text)) throw new BindingUnreadableError(text, bindingPath(access));
	access.instance = text;
	return text;
}

async function bindingText(access: BoxAccess): Promise<string | null> {
	try {
		const content = await readKept(access, 'processing', BINDING_FILE, { maxBytes: MAX_BINDING_BYTES });
		return content.toString('utf8').trim().toLowerCase();
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
		if (bound === null) throw takenAway(access, path);
	}
	if (bound !== wanted) throw new LockBoxBoundError(bound, wanted, bindingPath(access));
}

function takenAway({ port }: BoxAccess, path: string): SftpFailure {
	const full = port.fullPath(path);
	return new SftpFailure(`The binding file "${full}" was gone right after it was written.`, 'other', {
		path: full,
		hint: 'Nothing but these workflows may take files out of that folder: ask the admin of the server what fetches or removes them.',
	});
}
