import { keysOf, type CoupaRecord, type Problem } from '../../core';
import { CoupaError } from '../errors';
import { ID_FIELDS, withIdsOf } from './take-over-ids';
import type { InvoiceBody } from './body';
import { CORRECTED_FIELDS, correctionOf } from './correction';
import { createInvoice, type Written } from './create';
import { EXISTING_FIELDS, idOf, isDraft, isUntouched } from './existing';
import { Undecided } from './undecided';
import { voidInvoice } from './void';
import { problemsOf, type Work } from './work';

/**
 * A corrected resend takes the place of our untouched draft (design §4, Settle): by PUT, or, where the draft has rows too
 * many, by voiding it and posting anew. The draft is read afresh first, so that nobody's change is overwritten, and everybody is told
 * what the correction changes.
 */
export async function replaceDraft(work: Work, sent: InvoiceBody, draft: CoupaRecord): Promise<Written> {
	const old = await readDraft(work, idOf(draft));
	const correction = correctionOf(work, sent, old);
	const written = await putOrPost(work, correction.sent, old);
	return written.kind === 'written' ? { ...written, correction: correction.problem } : written;
}

/** Posts a corrected version whose draft an earlier run has voided to make room for it. */
export async function createCorrected(work: Work, sent: InvoiceBody, voided: CoupaRecord): Promise<Written> {
	const correction = correctionOf(work, sent, await readDraft(work, idOf(voided)));
	const written = await createInvoice(work, correction.sent);
	return written.kind === 'written' ? { ...written, correction: correction.problem } : written;
}

/** What the correction of a draft would change, for "validate only". */
export async function foreseenCorrection(work: Work, sent: InvoiceBody, draft: CoupaRecord): Promise<Problem> {
	return correctionOf(work, sent, await readDraft(work, idOf(draft))).problem;
}

async function putOrPost(work: Work, sent: InvoiceBody, old: CoupaRecord): Promise<Written> {
	const id = idOf(old);
	let current = old;
	if (!isReplaceable(work, sent, current)) return await withoutPut(work, sent, current);
	try {
		const end = await work.writeOnce({
			send: async () => {
				const body = withIdsOf(sent.body, current) ?? sent.body;
				const invoice = await work.run.client.write('PUT', `/api/invoices/${id}`, body);
				work.run.ownUser.learn(invoice, 'updated-by');
				work.remember({ ...invoice, id, 'internal-note': body['internal-note'] ?? null });
				return { ...invoice, id };
			},
			proof: {
				read: async () => (current = await readDraft(work, id)),
				// Whatever keeps it from being sent again ends this step; what it means is decided below.
				isDone: (seen) => !isReplaceable(work, sent, seen),
			},
			readBeforeResend: true,
			hint: `A later run reads draft ${id} again and goes on with it.`,
		});
		if (end.kind === 'found') return await withoutPut(work, sent, end.seen);
		return { kind: 'written', invoice: end.answer, fresh: false };
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		return { kind: 'refused', problems: problemsOf(error, 'refusedByCoupa', false) };
	}
}

async function readDraft(work: Work, id: number): Promise<CoupaRecord> {
	const current = await work.read(id, [...new Set([...EXISTING_FIELDS, ...ID_FIELDS, ...CORRECTED_FIELDS])]);
	work.remember(current);
	return current;
}

/** Whether the draft as Coupa shows it now can take the new version by PUT, and has not taken it yet. */
function isReplaceable(work: Work, sent: InvoiceBody, current: CoupaRecord): boolean {
	return isOurDraft(current) && !isThisVersion(work, current) && withIdsOf(sent.body, current) !== null;
}

async function withoutPut(work: Work, sent: InvoiceBody, current: CoupaRecord): Promise<Written> {
	if (!isOurDraft(current)) return { kind: 'decideAgain', decision: work.decide() };
	if (isThisVersion(work, current)) return { kind: 'written', invoice: current, fresh: false };
	return await postAnew(work, sent, current);
}

function isOurDraft(invoice: CoupaRecord): boolean {
	return isDraft(invoice) && isUntouched(invoice);
}

function isThisVersion({ key }: Work, invoice: CoupaRecord): boolean {
	return keysOf(invoice).current.includes(key.toLowerCase());
}

async function postAnew(work: Work, sent: InvoiceBody, draft: CoupaRecord): Promise<Written> {
	const problem = await voidInvoice(work, draft);
	if (problem === null) return await createInvoice(work, sent);
	const message = `The corrected invoice has fewer rows than draft ${idOf(draft)}, which could not be voided: ${problem.message} Void it in Coupa; a later run imports the corrected one.`;
	throw new Undecided(message, false);
}
