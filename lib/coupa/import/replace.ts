import type { CoupaRecord, Problem } from '../../core';
import { textAt } from '../../core';
import { CoupaError } from '../errors';
import { ID_FIELDS, withIdsOf } from './adopt-ids';
import type { InvoiceBody } from './body';
import { createInvoice, type Written } from './create';
import { EXISTING_FIELDS, idOf, isDraft, isUntouched, statusOf } from './existing';
import { keysOf } from './marker';
import { surelyNotDone, Undecided } from './undecided';
import { problemsOf, WRITE_ATTEMPTS, type Work } from './work';

/**
 * A corrected resend takes the place of our untouched draft (design §4, Settle): by PUT, or, where the draft has rows too
 * many, by voiding it and posting anew. The draft is read afresh first, so that nobody's change is overwritten.
 */
export async function replaceDraft(work: Work, sent: InvoiceBody, draft: CoupaRecord): Promise<Written> {
	const id = idOf(draft);
	for (let attempt = 0; ; attempt++) {
		const current = await work.read(id, [...EXISTING_FIELDS, ...ID_FIELDS]);
		work.remember(current);
		if (!isDraft(current) || !isUntouched(current)) return { kind: 'decideAgain', decision: work.decide() };
		if (keysOf(current).current.includes(work.key.toLowerCase())) return { kind: 'written', invoice: current, fresh: false };
		const body = withIdsOf(sent.body, current);
		if (body === null) return await postAnew(work, sent, current);
		work.assertMayWrite();
		try {
			const invoice = await work.run.client.write('PUT', `/api/invoices/${id}`, body);
			work.remember({ ...invoice, id, 'internal-note': body['internal-note'] ?? null });
			return { kind: 'written', invoice: { ...invoice, id }, fresh: false };
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			if (error.kind === 'validation') return { kind: 'refused', problems: problemsOf(error, 'refusedByCoupa', false) };
			if (!(error.details.mayHaveHappened || surelyNotDone(error)) || attempt + 1 >= WRITE_ATTEMPTS) throw error;
			await work.waitBefore(attempt);
		}
	}
}

async function postAnew(work: Work, sent: InvoiceBody, draft: CoupaRecord): Promise<Written> {
	const problem = await voidInvoice(work, draft);
	if (problem === null) return await createInvoice(work, sent);
	const message = `The corrected invoice has fewer rows than draft ${idOf(draft)}, which could not be voided: ${problem.message} Void it in Coupa; a later run imports the corrected one.`;
	throw new Undecided(message, false);
}

/**
 * Voids a draft of ours. Null when it is voided; else what Coupa says against it.
 *
 * @throws CoupaError when Coupa cannot be reached.
 */
export async function voidInvoice(work: Work, invoice: CoupaRecord): Promise<Problem | null> {
	const id = idOf(invoice);
	for (let attempt = 0; ; attempt++) {
		work.assertMayWrite();
		try {
			await work.run.client.write('PUT', `/api/invoices/${id}/void`);
			work.remember({ id, status: 'voided' });
			return null;
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			if (['validation', 'forbidden', 'notFound'].includes(error.kind)) {
				return { severity: 'warning', code: 'notVoided', message: `Coupa did not let invoice ${id} be voided: ${error.message}` };
			}
			if (!(error.details.mayHaveHappened || surelyNotDone(error)) || attempt + 1 >= WRITE_ATTEMPTS) throw error;
			await work.waitBefore(attempt);
			const current = await work.read(id, ['id', 'status']);
			if (statusOf(current) === 'voided') {
				work.remember({ id, status: textAt(current, 'status') ?? 'voided' });
				return null;
			}
		}
	}
}
