import { textAt, type CoupaRecord, type Problem } from '../../core';
import { CoupaError } from '../errors';
import { idOf, isDraft } from './existing';
import { surelyNotDone, Undecided } from './undecided';
import { problemsOf, WRITE_ATTEMPTS, type Work } from './work';

/** How the submit ended: the status Coupa shows, and why it is still a draft. */
export interface Submission {
	status: string;
	problems: Problem[];
}

/**
 * Moves the draft on. After a lost answer its status is read first, and it is submitted again only while it is still a
 * draft. A refusal leaves the draft and tells Coupa's reasons.
 *
 * @throws CoupaError or Undecided when it is not known how it ended.
 */
export async function submitInvoice(work: Work, invoice: CoupaRecord): Promise<Submission> {
	const id = idOf(invoice);
	for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt++) {
		work.assertMayWrite();
		try {
			const answer = await work.run.client.write('PUT', `/api/invoices/${id}/submit`);
			return submissionOf(work, 'status' in answer ? { ...answer, id } : await work.read(id, ['id', 'status']));
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			if (error.kind === 'validation') return { status: 'draft', problems: problemsOf(error, 'notSubmittable', true) };
			if (!(error.details.mayHaveHappened || surelyNotDone(error))) throw error;
			await work.waitBefore(attempt);
			const current = await work.read(id, ['id', 'status']);
			if (!isDraft(current)) return submissionOf(work, current);
		}
	}
	throw new Undecided(`Coupa did not answer to submitting invoice ${id}, which is still a draft; a later run submits it.`, true);
}

function submissionOf(work: Work, invoice: CoupaRecord): Submission {
	const status = textAt(invoice, 'status') ?? '';
	work.remember({ id: invoice.id ?? null, status });
	if (!isDraft(invoice)) return { status, problems: [] };
	const message = 'Coupa took the submit and left the invoice a draft: look at it there.';
	return { status, problems: [{ severity: 'warning', code: 'notSubmittable', message, keepsDraft: true }] };
}
