import { sha256, shownLine, shownText, textAt, type CoupaRecord } from '../../core';
import { DECISIONS } from './offers';
import type { DecisionName, DecisionRequest, Reviewer } from './types';

/** Digits of each part of a mark: 48 bits, for the few comments of one invoice. */
const DIGITS = 12;
/** `[review 0123456789ab/0123456789ab dispute]` at the end of a comment; the length of what is looked at is bounded. */
const MARK = /\[review ([0-9a-f]{12})\/([0-9a-f]{12}) ([A-Za-z]{1,20})\]$/;
/** Characters of a reason or a comment: longer ones are refused, so that nothing is cut. */
export const MOST_WORDS = 4_000;

/** What a comment of an earlier decision says. */
export interface Marked {
	/** Stands for the state of the invoice that the reviewer saw. */
	seen: string;
	/** Stands for the whole decision: the same one sent again has the same key. */
	key: string;
	decision: DecisionName;
	/** First line of the comment: who decided what, in which execution. */
	who: string;
	/** When Coupa got it. */
	at: string | null;
}

/** A time of Coupa in one spelling: tables and workflows may have put it into another time zone. Any other text stays as it is. */
export function momentOf(text: string): string {
	const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(time) ? text : new Date(time).toISOString();
}

/** Key of the state that the reviewer saw. */
function seenKey({ invoiceId, seenAt }: DecisionRequest): string {
	return sha256(JSON.stringify([invoiceId, momentOf(seenAt)])).slice(0, DIGITS);
}

/** Key of the decision itself: the execution does not count, so that a repeat is recognised. */
function decisionKey({ invoiceId, seenAt, decision, reason, comment, reviewer }: DecisionRequest): string {
	return sha256(JSON.stringify([invoiceId, momentOf(seenAt), decision, reason, comment, reviewer.email.toLowerCase()])).slice(0, DIGITS);
}

/** The mark that ends the comment, and the note of an approval. */
export function markOf(request: DecisionRequest): string {
	return `[review ${seenKey(request)}/${decisionKey(request)} ${request.decision}]`;
}

/** The comment in Coupa: who decided, what and why, and where it was carried out. */
export function commentText(request: DecisionRequest): string {
	const { decision, reason, comment, execution } = request;
	const said = [DECISIONS[decision].title, ...(reason === '' ? [] : [`reason ${shownLine(reason, MOST_WORDS)}`])].join(', ');
	const words = shownText(comment, MOST_WORDS);
	return [
		`Decided by ${named(request.reviewer)} in n8n execution ${shownLine(execution)}: ${said}.`,
		...(words === '' ? [] : [words]),
		markOf(request),
	].join('\n');
}

/** `Dana Reviewer (dana@example.com, Coupa user 4711)`. */
export function named({ name, email, coupaUser }: Reviewer): string {
	const details = [email, ...(coupaUser === '' || coupaUser === email ? [] : [`Coupa user ${coupaUser}`])].filter((text) => text !== '');
	return shownLine(details.length === 0 ? name : `${name} (${details.join(', ')})`);
}

/** The decision that a comment stands for; null for any other comment. */
export function markedIn(comment: CoupaRecord): Marked | null {
	const text = textAt(comment, 'comments')?.trimEnd() ?? '';
	const [, seen, key, decision] = MARK.exec(text.slice(-80)) ?? [];
	if (seen === undefined || key === undefined || decision === undefined || !Object.hasOwn(DECISIONS, decision)) return null;
	return {
		...{ seen, key, decision: decision as DecisionName },
		who: shownLine(text.split('\n', 1)[0] ?? ''),
		at: textAt(comment, 'created-at') ?? null,
	};
}

/** Whether it is this very decision. */
export function isSame(marked: Marked, request: DecisionRequest): boolean {
	return marked.key === decisionKey(request);
}

/** Whether somebody decided about the same state of the invoice. */
export function isOfSameState(marked: Marked, request: DecisionRequest): boolean {
	return marked.seen === seenKey(request);
}
