import { earlierClaims, listClaims, type ClaimFile } from './claims';
import { ClaimLostError } from './failure';
import type { BoxAccess } from './access';

/**
 * Null when the claim is under its name and no earlier claim of the same delivery is alive; else the reason. One
 * listing does for several claims that are looked at together; without one, the folder is listed now.
 */
export async function whyLost(access: BoxAccess, name: string, listed?: ClaimFile[]): Promise<string | null> {
	const claims = listed ?? (await listClaims(access)).claims;
	const mine = claims.find(({ file }) => file.name === name);
	if (!mine) return 'another run has taken it over, or somebody has moved the file.';
	const [earlier] = await earlierClaims(access, claims, mine.file);
	return earlier ? `an earlier claim of the same delivery is being worked on ("${earlier.file.name}").` : null;
}

/** Throws ClaimLostError where `whyLost` gives a reason. */
export async function assertOurs(access: BoxAccess, name: string, listed?: ClaimFile[]): Promise<void> {
	const reason = await whyLost(access, name, listed);
	if (reason !== null) throw new ClaimLostError(name, reason);
}
