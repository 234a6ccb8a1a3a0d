import type { CoupaState } from './coupa-state';
import type { DeliveredRow } from './delivered';

/**
 * Where a delivered invoice stands: each has exactly one. Those before `refused` are in Coupa, the way they go there; `missing` and
 * `unknown` should not be.
 */
export const STANDINGS = [
	...(['paid', 'exported', 'approved', 'inApproval', 'held', 'disputed', 'draft', 'ended'] as const),
	...(['refused', 'waiting', 'underway', 'replaced', 'deliveredAgain', 'presumedRefused', 'missing', 'unknown'] as const),
] as const;

export type Standing = (typeof STANDINGS)[number];

export const STANDING_LABELS: Readonly<Record<Standing, string>> = {
	paid: 'Paid',
	exported: 'Exported to the ERP, not paid',
	approved: 'Approved, not exported',
	inApproval: 'In approval in Coupa',
	held: 'On hold in Coupa',
	disputed: 'Disputed',
	draft: 'Draft in Coupa',
	ended: 'Voided, abandoned or rejected in Coupa',
	refused: 'Refused, sent back to Scan One',
	waiting: 'Waiting for the buyer',
	underway: 'Not imported yet',
	replaced: 'Replaced by a corrected delivery',
	deliveredAgain: 'Delivered again, counted once',
	presumedRefused: 'Not in Coupa, presumably refused',
	missing: 'Missing: archived, but nowhere',
	unknown: 'Could not be looked up',
};

/** Those that are in Coupa as an invoice of their own. */
const IN_COUPA = new Set<Standing>(['paid', 'exported', 'approved', 'inApproval', 'held', 'disputed', 'draft', 'ended']);

export function isInCoupa(standing: Standing): boolean {
	return IN_COUPA.has(standing);
}

const HELD = new Set(['ap_hold', 'on_hold', 'booking_hold']);
const ENDED = new Set(['voided', 'abandoned', 'rejected', 'invalid']);

/** Whether an invoice counts no longer. */
export function isDead({ status }: CoupaState): boolean {
	return status === 'voided' || status === 'abandoned';
}

/** By Coupa's status (rules.md §11) and the two flags. A status that is not documented counts as in approval. */
export function standingInCoupa(state: CoupaState): Standing {
	const { status } = state;
	if (ENDED.has(status)) return 'ended';
	if (status === 'new' || status === 'draft') return 'draft';
	if (HELD.has(status)) return 'held';
	if (status === 'disputed') return 'disputed';
	if (state.paid === true) return 'paid';
	if (status !== 'approved' && status !== 'payable_adjustment') return 'inApproval';
	return state.exported === true ? 'exported' : 'approved';
}

/** One delivered invoice with where it stands. */
export interface StandingRow {
	delivered: DeliveredRow;
	standing: Standing;
	/** What of it is in Coupa; null where nothing is. */
	state: CoupaState | null;
	/** In words, where the standing alone does not say it. */
	reason: string | null;
	/** What somebody has to look at, worst first. */
	findings: Finding[];
	/** Days since it is as it is; null where that is not known. */
	ageDays: number | null;
}

/** What is wrong or late. */
export interface Finding {
	code: FindingCode;
	message: string;
}

/** Worst first. `gap`: something is not accounted for; `late`: it should have moved on; `note`: to know. */
const FINDINGS = {
	missing: 'gap',
	notInArchive: 'gap',
	notLookedUp: 'gap',
	unreadPackage: 'gap',
	totalDiffers: 'gap',
	twiceInCoupa: 'gap',
	voided: 'gap',
	notImported: 'late',
	notPaid: 'late',
	notExported: 'late',
	stuck: 'late',
	draft: 'late',
	sameNumber: 'note',
	endedInCoupa: 'note',
	deliveredAgain: 'note',
	noTotal: 'note',
	byNumberOnly: 'note',
} as const;

export type FindingCode = keyof typeof FINDINGS;

const ORDER = Object.keys(FINDINGS) as FindingCode[];

export function severityOf(code: FindingCode): 'gap' | 'late' | 'note' {
	return FINDINGS[code];
}

/** For sorting: the worst first. */
export function rankOf(code: FindingCode): number {
	return ORDER.indexOf(code);
}
