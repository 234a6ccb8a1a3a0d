import type { CoupaRecord, Problem } from '../../core';
import { textAt } from '../../core';
import { CoupaError } from '../errors';
import type { InvoiceBody } from './body';
import type { Decision } from './decide';
import { idOf, isDraft, isUntouched } from './existing';
import { isDuplicateRule, surelyNotDone, Undecided } from './undecided';
import { problemsOf, WRITE_ATTEMPTS, type Work } from './work';

/** How a POST, or the PUT of a new version, ended. */
export type Written =
	/** In Coupa; `fresh` when the answer came from this very call, so that nothing else can be on it yet. */
	| { kind: 'written'; invoice: CoupaRecord; fresh: boolean }
	| { kind: 'refused'; problems: Problem[] }
	/** Coupa shows something else by now: act on that instead. */
	| { kind: 'decideAgain'; decision: Decision };

/**
 * Posts the draft. A POST whose answer was lost is never sent again in this run: the invoice is looked up instead, as
 * often and as late as the settings say (design §4, Import 4). One that Coupa surely did not carry out is sent again after
 * a new look-up.
 *
 * @throws Undecided when the answer was lost and the invoice does not show up.
 * @throws CoupaError for 401, 403 and what else a new try does not cure.
 */
export async function createInvoice(work: Work, sent: InvoiceBody): Promise<Written> {
	for (let attempt = 0; ; attempt++) {
		work.assertMayWrite();
		try {
			const invoice = await work.run.client.write('POST', '/api/invoices', sent.body);
			if (textAt(invoice, 'id') === undefined) return await findLost(work);
			work.remember({ 'internal-note': sent.body['internal-note'] ?? null, ...invoice });
			return { kind: 'written', invoice, fresh: true };
		} catch (error) {
			if (!(error instanceof CoupaError)) throw error;
			if (isDuplicateRule(error)) return await explainDuplicate(work, error);
			if (error.kind === 'validation') return { kind: 'refused', problems: problemsOf(error, 'refusedByCoupa', false) };
			if (error.details.mayHaveHappened) return await findLost(work);
			if (!surelyNotDone(error) || attempt + 1 >= WRITE_ATTEMPTS) throw error;
			await work.waitBefore(attempt);
			await work.run.existing.reload(work.number);
			const found = foundAgain(work);
			if (found !== null) return found;
		}
	}
}

/** Coupa's list may lag behind its writes, so it is asked again and again (design §4). */
async function findLost(work: Work): Promise<Written> {
	for (const wait of work.run.settings.lostAnswerWaitsMs) {
		await work.wait(wait);
		await work.run.existing.reload(work.number);
		const found = foundAgain(work);
		if (found !== null) return found;
	}
	throw new Undecided(
		"Coupa's answer to the new invoice was lost and the invoice does not show up in its list yet. It was not sent a second time; a later run looks again.",
		true,
	);
}

/** Our invoice as the look-up shows it; one that is no longer an untouched draft has to be decided on anew. */
function foundAgain(work: Work): Written | null {
	const invoice = work.ours();
	if (invoice === undefined) return null;
	return isDraft(invoice) && isUntouched(invoice)
		? { kind: 'written', invoice, fresh: false }
		: { kind: 'decideAgain', decision: work.decide() };
}

/** Which invoice the duplicate rule speaks of. It may be one of ours that the list did not show at first. */
async function explainDuplicate(work: Work, error: CoupaError): Promise<Written> {
	for (const wait of [0, ...work.run.settings.lostAnswerWaitsMs]) {
		if (wait > 0) await work.wait(wait);
		await work.run.existing.reload(work.number);
		const decision = work.decide();
		if (decision.kind !== 'create') return { kind: 'decideAgain', decision };
		// Coupa counts one that the settings would let pass: waiting changes nothing.
		if (work.existing().length > 0) break;
	}
	const known = work
		.existing()
		.map((other) => `invoice ${idOf(other)}, ${textAt(other, 'status') ?? 'status unknown'}`)
		.join('; ');
	const hint = known === '' ? ' Coupa does not show this connection the other invoice.' : ` It has ${known}.`;
	return {
		kind: 'refused',
		problems: problemsOf(error, 'duplicate', false).map((problem) => ({
			...problem,
			column: 'Invoice Number',
			value: work.number,
			message: problem.message + hint,
		})),
	};
}

/**
 * The claim ran out while the POST was under way: another run may have imported the invoice meanwhile. Where Coupa shows
 * that it did, the draft just made is voided, by the rule that all runs share (`decide`), so that they agree on the one
 * that stays. Either way the invoice is the other run's by now.
 */
export async function takeBackSecond(work: Work, draft: CoupaRecord): Promise<Undecided> {
	await work.run.existing.reload(work.number);
	const decision = work.decide();
	const isSecond = 'extra' in decision && decision.extra.some((other) => idOf(other) === idOf(draft));
	if (!isSecond) return work.claimIsOver();
	try {
		await work.run.client.write('PUT', `/api/invoices/${idOf(draft)}/void`);
		return work.claimIsOver();
	} catch (error) {
		if (!(error instanceof CoupaError)) throw error;
		const message = `Another run imported this invoice while its claim ran out here. Draft ${idOf(draft)}, which was on its way by then, is a second one: void it in Coupa, because that failed here. ${error.message}`;
		return new Undecided(message, false, { cause: error });
	}
}
