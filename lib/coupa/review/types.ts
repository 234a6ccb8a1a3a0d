import type { CoupaClient } from '../client';

/** The calls of the Coupa client that a review needs. */
export type ReviewClient = Pick<CoupaClient, 'instance' | 'get' | 'list' | 'listAll' | 'pages' | 'write' | 'wait' | 'bytes' | 'serverTime'>;

/** What a reviewer can decide. */
export type DecisionName = 'dispute' | 'revalidate' | 'comment' | 'approve' | 'reject' | 'withdrawDispute';

/** Who decides. How sure that is, is up to the channel it came by (docs/review.md). */
export interface Reviewer {
	name: string;
	email: string;
	/** ID, login or e-mail address of the reviewer's user in Coupa; blank where there is none. */
	coupaUser: string;
}

/** One decision about one invoice, as a reviewer made it. */
export interface DecisionRequest {
	invoiceId: number;
	decision: DecisionName;
	/** Code of a dispute reason that is active in Coupa; reason of a rejection, in words. */
	reason: string;
	comment: string;
	reviewer: Reviewer;
	/** `updated-at` of the invoice as the reviewer saw it. */
	seenAt: string;
	/** Number of the n8n execution that carries the decision out. */
	execution: string;
	/** `ownStep`: approvals that wait for the reviewer or his delegate only; `any`: whatever step is open, as far as Coupa lets us. */
	approvers: 'ownStep' | 'any';
}

/** What became of a decision. */
export type DecisionOutcome =
	/** Carried out by this run, or by an earlier one that was cut off before its comment. */
	| 'decided'
	/** This decision was carried out before, or somebody else's about the same state of the invoice. */
	| 'alreadyDecided'
	/** The invoice is not as the reviewer saw it. Nothing was written. */
	| 'movedOn'
	/** Coupa, or a rule of the review, does not allow it. Nothing was written. */
	| 'refused'
	/** Something is missing that the decision needs. Nothing was written. */
	| 'incomplete'
	/** Coupa has no such invoice, or does not show it to this credential. */
	| 'unknownInvoice'
	/** Coupa's answer was lost, and nobody can tell whether it was carried out. Nothing was sent twice. */
	| 'undecided';

/** Whether the reviewer asked for the goods or the invoice himself. */
export type RequesterCheck = 'isNot' | 'is' | 'unknown';

export interface DecisionResult {
	outcome: DecisionOutcome;
	/** For the reviewer: what became of it, and what to do next. */
	message: string;
	/** Status of the invoice as it was read last; null where it was not read. */
	status: string | null;
	/** `updated-at` of the same reading. */
	updatedAt: string | null;
	number: string | null;
	/** Whether the comment that names the reviewer is in Coupa; null where there is none to write. */
	isCommented: boolean | null;
	requesterCheck: RequesterCheck;
	/** What else the reviewer should know: one sentence each. */
	notes: string[];
	link: string;
}
