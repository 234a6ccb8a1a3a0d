import { ownValue, recordsAt, shownLine, shownText, textAt, type CoupaRecord } from '../../core';
import { entryNamed } from '../entries';
import type { Action } from '../entry/action';
import { CoupaError } from '../errors';
import type { QueryPair } from '../query';
import { idIn } from '../record-id';
import { writeOnce, type WriteEnd } from '../write-once';
import { commentText, isSame, markedIn, markOf, MOST_WORDS, named } from './mark';
import type { DecisionRequest, ReviewClient } from './types';

/** Characters of a reviewer's words in the note of an approval: it goes into the address. */
const MOST_NOTE = 300;
/** A person waits for the answer: after these a comment that cannot be found is left to a repeat. */
const COMMENT_PACING = { lostAnswerWaitsMs: [2_000, 10_000], refusedWaits: 1 };

/** `/api/invoices/7` */
export function invoicePath(id: number): string {
	return `${entryNamed('invoice').path}/${id}`;
}

/**
 * Carries a decision out in Coupa, once (`writeOnce`); a mere comment needs nothing here. @returns the invoice as it is afterwards, without
 * attributes where Coupa does not show it any more
 *
 * @param before the invoice as it was read
 * @param approval the step that an approval or rejection is about
 * @throws CoupaError as Coupa refused it, or with `mayHaveHappened` where nobody can tell
 */
export async function carryOut(
	client: ReviewClient,
	request: DecisionRequest,
	before: CoupaRecord,
	approval: CoupaRecord | null,
): Promise<CoupaRecord> {
	const { decision, reason, comment } = request;
	if (decision === 'comment') return before;
	if (approval !== null) return await decideStep(client, request, approval);
	if (decision === 'revalidate') {
		// A second check changes nothing that the first one did not: with nothing to be seen it is sent again.
		return await act(
			client,
			request,
			'revalidateTolerances',
			{},
			(record) => textAt(record, 'status') !== textAt(before, 'status') || textAt(record, 'updated-at') !== textAt(before, 'updated-at'),
		);
	}
	if (decision === 'withdrawDispute') return await act(client, request, 'withdrawDispute', {});
	const words = shownText(comment, MOST_WORDS);
	return await act(client, request, 'dispute', { 'dispute-reason': { code: reason }, ...(words !== '' && { comment: words }) });
}

async function act(
	client: ReviewClient,
	{ invoiceId }: DecisionRequest,
	name: 'dispute' | 'revalidateTolerances' | 'withdrawDispute',
	body: CoupaRecord,
	isDone?: (record: CoupaRecord) => boolean,
): Promise<CoupaRecord> {
	const path = invoicePath(invoiceId);
	const action = actionNamed('invoice', name);
	const end = await writeOnce<CoupaRecord, CoupaRecord>(client, {
		send: async () => await client.write('PUT', `${path}/${action.step}`, Object.keys(body).length === 0 ? undefined : body),
		proof: { read: async () => await client.get(path), isDone: (record) => isDone?.(record) ?? action.isDone?.(record, {}) ?? null },
		hint: HINT,
	});
	return await afterwards(client, invoiceId, end);
}

const HINT = 'It was not sent a second time. Look at the invoice in Coupa before you decide again.';

/** Approves or rejects the step. Its note names the reviewer and ends with the mark, so that a repeat knows it again. */
async function decideStep(client: ReviewClient, request: DecisionRequest, approval: CoupaRecord): Promise<CoupaRecord> {
	const { path } = entryNamed('approval');
	const at = `${path}/${textAt(approval, 'id') ?? ''}`;
	const action = actionNamed('approval', request.decision);
	const words = shownLine(request.reason === '' ? request.comment : request.reason, MOST_NOTE);
	const who = `${named(request.reviewer)} in n8n execution ${shownLine(request.execution)}`;
	const note = `${words === '' ? '' : `${words} `}(${who}) ${markOf(request)}`;
	const query: QueryPair[] = [['reason', note]];
	const end = await writeOnce<CoupaRecord, CoupaRecord>(client, {
		send: async () => await client.write('PUT', `${at}/${action.step}`, undefined, query),
		proof: { read: async () => await client.get(at), isDone: (record) => action.isDone?.(record, {}) ?? null },
		hint: HINT,
	});
	// Coupa answers with the document (operations.md, finding 8), but after a lost answer it is the approval that was read.
	return await afterwards(client, request.invoiceId, end);
}

/**
 * Writes the comment that names the reviewer, the decision and the execution; after a lost answer the comments are read first.
 *
 * @throws CoupaError as `carryOut` does
 */
export async function writeComment(client: ReviewClient, request: DecisionRequest): Promise<CoupaRecord> {
	const path = `${invoicePath(request.invoiceId)}/comments`;
	const isWritten = (comment: CoupaRecord): boolean => {
		const marked = markedIn(comment);
		return marked !== null && isSame(marked, request);
	};
	const end = await writeOnce<CoupaRecord, CoupaRecord[]>(
		client,
		{
			send: async () => await client.write('POST', path, { comments: commentText(request) }),
			// One that is not in the list may come late: it is left to a repeat, which reads the list again.
			proof: { read: async () => await client.listAll(path), isDone: (comments) => comments.some(isWritten) || null },
			hint: 'It was not sent a second time. Send the same decision again: only the comment is written then, if it is missing.',
		},
		COMMENT_PACING,
	);
	return end.kind === 'answered' ? end.answer : (end.seen.find(isWritten) ?? {});
}

/** Whether an approval was decided by this very request. */
export function isDecidedBy(approval: CoupaRecord, request: DecisionRequest): boolean {
	return textAt(approval, 'note')?.trimEnd().endsWith(markOf(request)) === true;
}

/** Whether the invoice is disputed for the reason that the request names. */
export function isDisputedFor(invoice: CoupaRecord, reason: string): boolean {
	const reasons = recordsAt(invoice, 'dispute-reasons').map((given) => textAt(given, 'code')?.toLowerCase());
	return invoice.status === 'disputed' && reasons.includes(reason.toLowerCase());
}

/** The invoice after a write: as Coupa answered, or read again. What was done stays done where it cannot be read. */
async function afterwards(client: ReviewClient, id: number, end: WriteEnd<CoupaRecord, CoupaRecord>): Promise<CoupaRecord> {
	const shown = end.kind === 'answered' ? end.answer : end.seen;
	if (isShown(shown, id)) return shown;
	try {
		const read = await client.get(invoicePath(id));
		return isShown(read, id) ? read : {};
	} catch (error) {
		if (error instanceof CoupaError && error.kind !== 'cancelled') return {};
		throw error;
	}
}

/** Whether it is that invoice with its status: an approval may have the same ID, and a response filter may leave attributes out. */
function isShown(record: CoupaRecord, id: number): boolean {
	return idIn(record.id) === id && 'invoice-number' in record && textAt(record, 'status') !== undefined;
}

function actionNamed(entry: 'invoice' | 'approval', name: string): Action {
	const action = ownValue(entryNamed(entry).actions, name);
	if (action === undefined) throw new Error(`The entry ${entry} has no action ${name}`);
	return action;
}
