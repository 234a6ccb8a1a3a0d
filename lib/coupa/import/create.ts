import { textAt, type CoupaRecord, type Problem } from '../../core';
import { CoupaError } from '../errors';
import type { InvoiceBody } from './body';
import type { Decision } from './decide';
import { lookForOthers, withOthers } from './duplicate';
import { isDuplicateRule } from './undecided';
import { problemsOf, type Work } from './work';

/** How a POST, or the PUT of a new version, ended. */
export type Written =
	/** In Coupa; `fresh` when the answer came from this very call, so that nothing else can be on it yet. `correction` tells what it changed of an earlier version. */
	| { kind: 'written'; invoice: CoupaRecord; fresh: boolean; correction?: Problem }
	| { kind: 'refused'; problems: Problem[] }
	/** Coupa shows something else by now: act on that instead. */
	| { kind: 'decideAgain'; decision: Decision };

/**
 * Posts the draft. A POST whose answer was lost is never sent again in this run: the invoice is looked up instead, as
 * often and as late as the settings say (design §4, Import 4). One that Coupa surely did not carry out is sent again after
 * a new look-up.
 *
 * @throws CoupaError when the answer was lost and the invoice does not show up, for 401, 403 and what else a new try does
 * not cure.
 */
export async function createInvoice(work: Work, sent: InvoiceBody): Promise<Written> {
	try {
		const end = await work.writeOnce({
			send: async () => await post(work, sent),
			proof: {
				read: async () => {
					await work.lookAgain();
					return foundAgain(work);
				},
				// One that is not shown may still be on its way into the list.
				isDone: (found) => (found === null ? null : true),
			},
			readBeforeResend: true,
			hint: `Coupa's answer to the new invoice was lost and the invoice does not show up in its list yet. It was not sent a second time; a later run looks again. Should Coupa create it later still, it is a second draft of invoice number ${work.number} with scan-one:${work.key} in its internal note: no run submits it, and the next one that sees it voids it and names its ID.`,
		});
		if (end.kind === 'answered') return { kind: 'written', invoice: end.answer, fresh: true };
		return end.seen ?? { kind: 'decideAgain', decision: work.decide() };
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		if (isDuplicateRule(error)) return await explainDuplicate(work, error);
		return { kind: 'refused', problems: problemsOf(error, 'refusedByCoupa', false) };
	}
}

async function post(work: Work, { body }: InvoiceBody): Promise<CoupaRecord> {
	const invoice = await work.run.client.write('POST', '/api/invoices', body);
	if (textAt(invoice, 'id') === undefined) throw withoutId();
	work.run.ownUser.learn(invoice, 'created-by');
	work.remember({ 'internal-note': body['internal-note'] ?? null, ...invoice });
	return invoice;
}

/** An answer that does not say which invoice it is about is as good as lost. */
function withoutId(): CoupaError {
	return new CoupaError("Coupa's response to the new invoice has no ID.", 'server', {
		status: null,
		messages: [],
		mayHaveHappened: true,
		request: 'POST /api/invoices',
	});
}

/** Our invoice as the look-up shows it; one that is no longer an untouched draft, or not the only one, has to be decided on anew. */
function foundAgain(work: Work): Written | null {
	if (work.ours() === undefined) return null;
	const decision = work.decide();
	return decision.kind === 'resume' && decision.extra.length === 0
		? { kind: 'written', invoice: decision.draft, fresh: false }
		: { kind: 'decideAgain', decision };
}

/** Which invoice the duplicate rule speaks of. It may be one of ours that the list did not show at first. */
async function explainDuplicate(work: Work, error: CoupaError): Promise<Written> {
	const others = await lookForOthers(work, null);
	const decision = work.decide();
	if (decision.kind !== 'create') return { kind: 'decideAgain', decision };
	return { kind: 'refused', problems: withOthers(problemsOf(error, 'duplicate', false), work, others) };
}
