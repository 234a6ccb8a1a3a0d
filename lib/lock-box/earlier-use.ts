import { reasonText } from '../core';
import { isFailure, throwIfLost } from '../sftp';
import { listClaims } from './claims';
import { readLease } from './lease';
import { parseClaimName } from './names';
import type { BoxAccess } from './access';

/** What shows that a lock-box without a binding file has had one. */
export interface EarlierUse {
	/** Host that a lease names; null where only its settled packages show it. */
	instance: string | null;
	/** For a person: `"x~…zip" is in the Archive folder`. */
	seen: string;
}

/** Leases that are read. */
const MOST_LEASES = 20;

/**
 * Whether packages were settled or claimed here for a Coupa instance before: a binding file comes before the first of them is
 * settled, so where it is missing, somebody has deleted it. Null for a lock-box that is new. Throws SftpFailure.
 */
export async function earlierUse(access: BoxAccess): Promise<EarlierUse | null> {
	const leases = (await listClaims(access)).claims.filter(({ lease }) => lease).slice(-MOST_LEASES);
	for (const { file } of leases) {
		const instance = (await readLease(access, file.name))?.instance;
		if (instance !== undefined) return { instance, seen: `the claim "${file.name}" was made for ${instance}` };
	}
	// Only names of ours: other systems may have archived there before us.
	const archived = await firstArchived(access);
	return archived === null ? null : { instance: null, seen: `${archived} in the Archive folder` };
}

async function firstArchived(access: BoxAccess): Promise<string | null> {
	try {
		const file = (await access.listOurs('archive')).find(({ name }) => parseClaimName(name) !== null);
		return file === undefined ? null : `"${file.name}" is`;
	} catch (error) {
		throwIfLost(error);
		// A folder that only admins may list proves nothing. One that cannot be listed because it is too full does.
		return isFailure(error, 'permission') ? null : `something is (${reasonText(error)})`;
	}
}
