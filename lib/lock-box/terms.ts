import { elapsedSince, type Term } from '../core';

/** By claim: until when this process may count on it. Only to be more careful than `claimedUntil`, which a clock set back makes longer. */
const known = new Map<string, Term>();
/** A term that ran out is kept for so long: an item with that claim may still be on its way through a workflow. */
const KEPT_MS = 24 * 3_600_000;

export function rememberTerm(claimName: string, term: Term): void {
	for (const [name, { since, ms }] of known) if (elapsedSince(since) > ms + KEPT_MS) known.delete(name);
	known.set(claimName, term);
}

/** The claim's term where it was claimed in this process; null where nothing is known. */
export function termOf(claimName: string): Term | null {
	return known.get(claimName) ?? null;
}
