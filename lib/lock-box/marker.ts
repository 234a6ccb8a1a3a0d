import { isFailure } from '../sftp';
import { LockBoxBoundError } from './failure';
import type { Place } from './place';

const MARKER = '.coupa-instance';
const MAX_MARKER_BYTES = 1_000;

/** Host of the Coupa instance that the lock-box is bound to; null when it is not bound yet. */
export async function boundInstance(place: Place): Promise<string | null> {
	const path = place.path('processing', MARKER);
	try {
		return (await place.port.read(path, { maxBytes: MAX_MARKER_BYTES })).toString('utf8').trim() || null;
	} catch (error) {
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
}

/** Binds the lock-box to a Coupa instance on first use; throws LockBoxBoundError when it is bound to another one (design.md §4). */
export async function bindInstance(place: Place, host: string): Promise<void> {
	const wanted = host.trim().toLowerCase();
	const path = place.path('processing', MARKER);
	let bound = await boundInstance(place);
	if (bound === null) {
		await place.ensure('processing');
		// It appears whole or not at all, and never over another one.
		await place.port.upload(path, Buffer.from(`${wanted}\n`)).catch((error: unknown) => {
			if (!isFailure(error, 'exists')) throw error;
		});
		bound = await boundInstance(place);
	}
	if (bound !== wanted) throw new LockBoxBoundError(bound ?? 'nothing (its marker file is empty)', wanted, place.port.fullPath(path));
}
