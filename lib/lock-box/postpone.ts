import type { BoxAccess } from './access';
import { readLease, writeLease } from './lease';
import { assertOurs } from './ownership';

const LONGEST_PAUSE_MS = 24 * 3_600_000;

/**
 * Keeps a package that could not be settled among the claims, whole, for twice as long after each failure in a row: twice the
 * reclaim time, four times, and so on up to a day. One that can never be settled so takes nothing from the others.
 *
 * @returns when it is tried again, by this machine's clock
 * @throws ClaimLostError when another run holds it, SftpFailure when the server fails
 */
export async function postpone(access: BoxAccess, claimName: string, owner: string): Promise<Date> {
	await assertOurs(access, claimName);
	const lease = await readLease(access, claimName);
	const failures = (lease?.failures ?? 0) + 1;
	const pauseMs = Math.max(access.times.reclaimMs, Math.min(access.times.reclaimMs * 2 ** failures, LONGEST_PAUSE_MS));
	const content = {
		owner,
		from: lease?.from ?? ('incoming' as const),
		failures,
		prepared: lease?.prepared,
		reclaimSeconds: Math.ceil(pauseMs / 1000),
	};
	await writeLease(access, claimName, content, { exclusive: false });
	return new Date(Date.now() + pauseMs);
}
