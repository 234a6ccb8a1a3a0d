import type { CoupaRecord, Problem } from '../../core';
import { CoupaError } from '../errors';
import type { Write } from '../write-once';
import { idOf, statusOf } from './existing';
import { Undecided } from './undecided';
import type { Work } from './work';

/**
 * Voids a draft of ours. Null when it is voided; else what Coupa says against it.
 *
 * @throws CoupaError when Coupa cannot be reached.
 */
export async function voidInvoice(work: Work, invoice: CoupaRecord): Promise<Problem | null> {
	const id = idOf(invoice);
	try {
		await work.writeOnce(voiding(work, id));
		work.remember({ id, status: 'voided' });
		return null;
	} catch (error) {
		if (!(error instanceof CoupaError) || !['validation', 'forbidden', 'notFound'].includes(error.kind)) throw error;
		return { severity: 'warning', code: 'notVoided', message: `Coupa did not allow invoice ${id} to be voided: ${error.message}` };
	}
}

/** Voids further drafts of the same delivery, and tells each by its id. */
export async function voidExtra(work: Work, extra: CoupaRecord[]): Promise<Problem[]> {
	const problems: Problem[] = [];
	for (const draft of extra) {
		if (work.run.settings.validateOnly) continue;
		const refusal = await voidInvoice(work, draft);
		problems.push(
			refusal ?? {
				severity: 'warning',
				code: 'secondDraftVoided',
				message: `A second draft of this invoice, ${idOf(draft)}, was left over from an earlier run and was voided.`,
			},
		);
	}
	return problems;
}

/**
 * The claim ran out after the POST: another run may have imported the invoice meanwhile. Where Coupa shows that it did, the
 * draft just made is voided, by the rule that all runs share (`decide`), so that they agree on the one that stays. Either
 * way the invoice is the other run's by now: `otherwise` says so.
 */
export async function takeBackSecond(work: Work, draft: CoupaRecord, otherwise = work.claimIsOver()): Promise<Undecided> {
	await work.lookAgain();
	const id = idOf(draft);
	const decision = work.decide();
	if (!('extra' in decision && decision.extra.some((other) => idOf(other) === id))) return otherwise;
	try {
		// Of two drafts that all runs agree on, this one is voided by whoever sees it: no claim is needed for that.
		await work.writeOnce({ ...voiding(work, id), beforeSend: () => undefined });
		work.remember({ id, status: 'voided' });
		return new Undecided(
			`Another run imported this invoice after the claim of this run had expired. Draft ${id}, which this run had already sent, was a second one and was voided; that run goes on.`,
			false,
		);
	} catch (error) {
		if (!(error instanceof CoupaError)) throw error;
		const message = `Another run imported this invoice after the claim of this run had expired. Draft ${id}, which was already being created, is a duplicate that could not be voided: void it in Coupa. ${error.message}`;
		return new Undecided(message, false, { cause: error });
	}
}

function voiding(work: Work, id: number): Write<CoupaRecord, CoupaRecord> {
	return {
		send: async () => await work.run.client.write('PUT', `/api/invoices/${id}/void`),
		proof: { read: async () => await work.read(id, ['id', 'status']), isDone: (current) => statusOf(current) === 'voided' },
		hint: `Check in Coupa whether invoice ${id} is voided; a later run checks too.`,
	};
}
