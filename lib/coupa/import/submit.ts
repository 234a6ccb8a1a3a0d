import { textAt, type CoupaRecord, type Problem } from '../../core';
import { CoupaError } from '../errors';
import { hasLeft } from '../resources/entry';
import { idOf, isDraft, statusOf } from './existing';
import { isDuplicateRule } from './undecided';
import { problemsOf, type Work } from './work';

/** How the submit ended: the status Coupa shows, and why it is still a draft. */
export interface Submission {
	status: string;
	problems: Problem[];
	/** True when somebody else had moved it on before. */
	byOther?: boolean;
	/** True when Coupa's duplicate rule refused it. */
	isDuplicate?: boolean;
}

/**
 * Moves the draft on. After a lost answer its status is read first, and it is submitted again only while it is still a
 * draft. A refusal leaves the draft and gives Coupa's reasons.
 *
 * @throws CoupaError or Undecided when it is not known how it ended.
 */
export async function submitInvoice(work: Work, invoice: CoupaRecord): Promise<Submission> {
	const id = idOf(invoice);
	const readStatus = async () => await work.read(id, ['id', 'status']);
	try {
		const end = await work.writeOnce({
			send: async () => await work.run.client.write('PUT', `/api/invoices/${id}/submit`),
			proof: { read: readStatus, isDone: hasLeft('draft', 'new') },
			hint: `A later run reads whether invoice ${id} is still a draft, and goes on with it.`,
		});
		if (end.kind === 'found') return submissionOf(work, end.seen);
		return submissionOf(work, 'status' in end.answer ? { ...end.answer, id } : await readStatus());
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		// Coupa refuses as well to submit what another run has submitted or voided meanwhile.
		const current = await readStatus();
		if (!isDraft(current)) return { ...submissionOf(work, current), byOther: true };
		return { status: statusOf(current), problems: problemsOf(error, 'notSubmittable', true), isDuplicate: isDuplicateRule(error) };
	}
}

function submissionOf(work: Work, invoice: CoupaRecord): Submission {
	const status = textAt(invoice, 'status') ?? '';
	work.remember({ id: invoice.id ?? null, status });
	if (!isDraft(invoice)) return { status, problems: [] };
	const message = 'Coupa accepted the submission but left the invoice a draft: check it in Coupa.';
	return { status, problems: [{ severity: 'warning', code: 'notSubmittable', message, keepsDraft: true }] };
}
