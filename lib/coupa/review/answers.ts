import { holdReasons, statusInWords, textAt, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { invoiceAddress } from '../instance';
import { type Marked, MOST_WORDS, named } from './mark';
import { DECISIONS, HELD_STATUSES, isHeld } from './offers';
import type { DecisionOutcome, DecisionRequest, DecisionResult, RequesterCheck } from './types';

/** What a decision was found out to be, before it is put into a result. */
export interface Ending {
	outcome: DecisionOutcome;
	message: string;
	isCommented?: boolean | null;
	notes?: string[];
	requesterCheck?: RequesterCheck;
}

/** The result as it leaves: the ending, and the invoice as it was read last. */
export function resultFor(instance: string, { invoiceId }: DecisionRequest, invoice: CoupaRecord | null, ending: Ending): DecisionResult {
	return {
		outcome: ending.outcome,
		message: ending.message,
		status: textAt(invoice ?? {}, 'status') ?? null,
		updatedAt: textAt(invoice ?? {}, 'updated-at') ?? null,
		number: textAt(invoice ?? {}, 'invoice-number') ?? null,
		isCommented: ending.isCommented ?? null,
		requesterCheck: ending.requesterCheck ?? 'unknown',
		notes: ending.notes ?? [],
		link: invoiceAddress(instance, invoiceId),
	};
}

/** What the decision lacks, as a sentence; null where it is complete. */
export function missingIn({ decision, reason, comment, reviewer, seenAt }: DecisionRequest): string | null {
	if (reviewer.email === '' || reviewer.name === '')
		return 'Who decides has to be known: the name or the e-mail address of the reviewer is missing.';
	if (seenAt === '')
		return 'What the reviewer saw is not known: hand over “updatedAt” of Get Held, so that a decision about an older state is recognised.';
	if (decision === 'dispute' && reason === '')
		return 'Coupa wants a reason for a dispute: enter the code of a dispute reason that is active in Coupa, e.g. INCORRECT_QUANTITY.';
	if (decision === 'reject' && reason === '') return 'Coupa wants a reason for a rejection: enter one, in words.';
	if (decision === 'comment' && comment === '') return 'The comment is empty: write what the next reader should know.';
	const longest = Math.max(reason.length, comment.length);
	if (longest > MOST_WORDS)
		return `The ${comment.length === longest ? 'comment' : 'reason'} has ${longest.toLocaleString('en-US')} characters: shorten it to ${MOST_WORDS.toLocaleString('en-US')}. Nothing was done.`;
	return null;
}

/** The sentence that says what is so now. */
export function nowIn(invoice: CoupaRecord): string {
	const status = textAt(invoice, 'status') ?? '';
	const by = textAt(invoice, 'updated-by', 'fullname') ?? textAt(invoice, 'updated-by', 'login');
	const at = textAt(invoice, 'updated-at');
	const when = [at === undefined ? '' : ` on ${at}`, by === undefined ? '' : ` by ${by}`].join('');
	return `The invoice is now ${status === '' ? 'in a status that Coupa does not show' : statusInWords(status)}${when === '' ? '' : `, last changed${when}`}.`;
}

/** What was done, and what the invoice is now. */
export function doneMessage({ decision, reviewer }: DecisionRequest, invoice: CoupaRecord): string {
	const name = `invoice ${textAt(invoice, 'invoice-number') ?? ''}`.trimEnd();
	const status = textAt(invoice, 'status');
	const thanks = `Thank you, ${reviewer.name}.`;
	if (decision === 'approve' && status === 'pending_approval')
		return `${thanks} The open approval of ${name} was given. It is now ${statusInWords(status)}.`;
	const what = `${thanks} I${name.slice(1)} was ${DECISIONS[decision].past}`;
	if (status === undefined) return `${what}. Coupa did not show its status afterwards.`;
	const now = statusInWords(status);
	if (decision === 'comment') return `${what}. It stays ${now}.`;
	return decision === 'revalidate' ? `${what}: ${checkedMessage(invoice, now)}.` : `${what} and is now ${now}.`;
}

/** What a check against the tolerances has shown: only that nothing fails where Coupa shows it. */
function checkedMessage(invoice: CoupaRecord, now: string): string {
	const reasons = holdReasons(invoice);
	if (reasons !== '') return `it is ${now}, because of ${reasons}`;
	if (isHeld(invoice, HELD_STATUSES)) return `it is still ${now}, and Coupa does not say which tolerance fails`;
	const isShown = 'failed-tolerances' in invoice || 'tolerance-failures' in invoice;
	return isShown ? `no tolerance fails any more, and it is now ${now}` : `it is now ${now}`;
}

/** Somebody has decided before. */
export function decidedBefore({ who, at }: Marked, invoice: CoupaRecord): string {
	return `This was decided before, and nothing was done again. ${who}${at === null ? '' : ` (${at})`} ${nowIn(invoice)}`.trim();
}

/** Coupa's own words, and the way on. */
export function refusedBy(error: CoupaError, { decision, invoiceId, reviewer }: DecisionRequest, instance: string): string {
	const words = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
	const link = invoiceAddress(instance, invoiceId);
	const hint = error.details.hint === undefined || error.details.hint === '' ? '' : ` ${error.details.hint}`;
	const way =
		decision === 'approve' || decision === 'reject'
			? ` Coupa did not let the integration user decide this approval for ${named(reviewer)}: decide it in Coupa yourself, ${link}`
			: ` Nothing was changed. The invoice in Coupa: ${link}`;
	return `Coupa refused it: ${words}${hint}${way}`;
}

/** Whether Coupa itself said no to a write: it read it, and did not carry it out. */
export function isRefusal(error: unknown): error is CoupaError {
	return error instanceof CoupaError && !error.details.mayHaveHappened && ['validation', 'forbidden', 'notFound'].includes(error.kind);
}

/** Whether a write may have been carried out though nobody can tell. */
export function isInTheDark(error: unknown): error is CoupaError {
	return error instanceof CoupaError && error.details.mayHaveHappened;
}
