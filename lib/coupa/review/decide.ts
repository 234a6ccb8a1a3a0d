import { textAt, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { OwnUser } from '../import/own-user';
import { idIn } from '../record-id';
import { approvalsOf, openStep } from './approvals';
import { decidedBefore, doneMessage, type Ending, isInTheDark, isRefusal, missingIn, nowIn, refusedBy, resultFor } from './answers';
import { carryOut, invoicePath, isDecidedBy, isDisputedFor, writeComment } from './carry-out';
import { isOfSameState, isSame, type Marked, markedIn, markOf, momentOf } from './mark';
import { DECISIONS, notOffered, offeredFor } from './offers';
import { requesterCheck, type Requesters } from './requester';
import { inTurn } from './turns';
import type { DecisionRequest, DecisionResult, ReviewClient } from './types';

/** A check against the tolerances may be wanted again though the invoice looks as before: within this time it is the same click. */
const SAME_CLICK_MS = 5 * 60_000;
/** Decisions that this process carried out and whose comment is yet to be written, by instance and mark. */
const uncommented = new Set<string>();
const MOST_UNCOMMENTED = 1_000;

/**
 * Carries one decision of a reviewer out: the record is read again, what has moved on or was decided already is answered and not written to,
 * and the comment in Coupa that names the reviewer is part of the decision: where it is missing, the same decision sent again writes only it.
 * Decisions about one invoice are taken one after the other in this process.
 *
 * @throws CoupaError where Coupa cannot be read: then nothing was written
 */
export async function decide(client: ReviewClient, request: DecisionRequest): Promise<DecisionResult> {
	return await inTurn(`${client.instance} ${request.invoiceId}`, async () => await new Deciding(client, request).run());
}

/** The invoice as it is now. @throws CoupaError where another record comes: what was not asked for is not decided on. */
async function askedFor(client: ReviewClient, id: number): Promise<CoupaRecord> {
	const path = invoicePath(id);
	const invoice = await client.get(path);
	if (idIn(invoice.id) === id) return invoice;
	const got = idIn(invoice.id) === null ? 'a record without an ID' : `invoice ${String(idIn(invoice.id))}`;
	throw new CoupaError(`Coupa answered with ${got} instead of invoice ${id}. Nothing was done.`, 'gateway', {
		...{ status: 200, messages: [], mayHaveHappened: false, request: `GET ${path}` },
		hint: 'Check that the instance address in the credential is that of Coupa itself, and that no response filter hides the ID.',
	});
}

class Deciding {
	private readonly ownUser: OwnUser;
	private invoice: CoupaRecord = {};
	private marks: Marked[] = [];
	private approvals: CoupaRecord[] = [];

	constructor(
		private readonly client: ReviewClient,
		private readonly request: DecisionRequest,
	) {
		this.ownUser = new OwnUser(client.instance);
	}

	async run(): Promise<DecisionResult> {
		const missing = missingIn(this.request);
		if (missing !== null) return resultFor(this.client.instance, this.request, null, { outcome: 'incomplete', message: missing });
		try {
			await this.read();
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind !== 'notFound') throw error;
			const message = `Coupa has no invoice with the ID ${this.request.invoiceId}, or does not show it to this credential. Nothing was done.`;
			return resultFor(this.client.instance, this.request, null, { outcome: 'unknownInvoice', message });
		}
		const ending = (await this.before()) ?? (await this.now());
		return resultFor(this.client.instance, this.request, this.invoice, ending);
	}

	private get isOfApproval(): boolean {
		return this.request.decision === 'approve' || this.request.decision === 'reject';
	}

	private async read(): Promise<void> {
		const { client, request } = this;
		const path = invoicePath(request.invoiceId);
		this.invoice = await askedFor(client, request.invoiceId);
		const comments = await client.listAll(`${path}/comments`);
		this.marks = comments.flatMap((comment) => markedIn(comment) ?? []);
		for (const comment of comments) if (markedIn(comment) !== null) this.ownUser.learn(comment, 'created-by');
		this.approvals = this.isOfApproval ? await approvalsOf(client, request.invoiceId) : [];
	}

	/** What earlier decisions, and the invoice as it is, answer to this one; null where it is still to be carried out. */
	private async before(): Promise<Ending | null> {
		const { request, invoice } = this;
		const own = this.marks.find((marked) => isSame(marked, request));
		if (own !== undefined && !this.mayBeRepeated(own))
			return { outcome: 'alreadyDecided', message: decidedBefore(own, invoice), isCommented: true };
		if (own === undefined && this.isCarriedOut()) return await this.commented({ check: 'unknown', why: '' });
		const status = textAt(invoice, 'status') ?? '';
		const isOffered = offeredFor(status).includes(request.decision);
		if (isOffered && momentOf(textAt(invoice, 'updated-at') ?? '') === momentOf(request.seenAt)) return null;
		const others = this.marks.filter((marked) => isOfSameState(marked, request) && marked.decision !== 'comment');
		const last = others.at(-1);
		if (last !== undefined) return { outcome: 'alreadyDecided', message: decidedBefore(last, invoice) };
		const why = isOffered
			? 'It has changed since the page was shown: look at it again before you decide.'
			: notOffered(request.decision, status);
		const perhaps = this.mayBeOurs(isOffered)
			? ' No comment says who did that. If this decision was sent before and was cut off, add a comment that says so.'
			: '';
		return { outcome: 'movedOn', message: `Nothing was done. ${why} ${nowIn(invoice)}${perhaps}` };
	}

	/** Whether the invoice is where this decision leads, and a comment can be added. */
	private mayBeOurs(isOffered: boolean): boolean {
		const { decision, reason } = this.request;
		if (!offeredFor(textAt(this.invoice, 'status') ?? '').includes('comment')) return false;
		if (decision === 'dispute') return isDisputedFor(this.invoice, reason);
		return !isOffered && (decision === 'revalidate' || decision === 'withdrawDispute');
	}

	private mayBeRepeated({ at }: Marked): boolean {
		if (this.request.decision !== 'revalidate' || at === null) return false;
		return (this.client.serverTime() ?? Date.now()) - Date.parse(at) > SAME_CLICK_MS;
	}

	/** Whether an earlier run of this decision did everything but the comment. What nobody can prove to be our own doing does not count. */
	private isCarriedOut(): boolean {
		const { request, invoice } = this;
		if (uncommented.has(this.key)) return true;
		if (this.isOfApproval) return this.approvals.some((approval) => isDecidedBy(approval, request));
		const isExplained = this.marks.some((marked) => marked.decision === 'dispute' && isOfSameState(marked, request));
		if (request.decision !== 'dispute' || isExplained) return false;
		return isDisputedFor(invoice, request.reason) && this.ownUser.hasMade(invoice, 'updated-by') === true;
	}

	private get key(): string {
		return `${this.client.instance} ${this.request.invoiceId} ${markOf(this.request)}`;
	}

	/** The decision itself. */
	private async now(): Promise<Ending> {
		const { client, request, invoice } = this;
		const step = this.isOfApproval ? openStep(this.approvals, request) : null;
		if (step !== null && 'refusal' in step) return { outcome: 'refused', message: `Nothing was done. ${step.refusal}` };
		const requesters = request.decision === 'comment' ? null : await requesterCheck(client, invoice, request.reviewer);
		if (requesters?.check === 'is')
			return {
				outcome: 'refused',
				message: `Nothing was done. ${requesters.why} Somebody else has to decide; a comment is possible.`,
				requesterCheck: 'is',
			};
		try {
			const after = await carryOut(client, request, invoice, step === null ? null : step.approval);
			this.invoice = { 'invoice-number': invoice['invoice-number'] ?? null, ...after };
		} catch (error) {
			return await this.notDone(error);
		}
		if (request.decision !== 'comment') {
			if (uncommented.size >= MOST_UNCOMMENTED) uncommented.clear();
			uncommented.add(this.key);
		}
		return await this.commented(requesters ?? { check: 'unknown', why: '' });
	}

	/** Coupa refused: because the invoice has moved on in between, or for good. */
	private async notDone(error: unknown): Promise<Ending> {
		if (isInTheDark(error))
			return { outcome: 'undecided', message: `${error.message} ${error.details.hint ?? ''}`.trim(), isCommented: false };
		if (!isRefusal(error)) throw error;
		const { client, request } = this;
		const before = textAt(this.invoice, 'updated-at');
		await this.read();
		if (textAt(this.invoice, 'updated-at') !== before) {
			const answer = await this.before();
			if (answer !== null) return answer;
		}
		return { outcome: 'refused', message: refusedBy(error, request, client.instance) };
	}

	/** The comment that makes the decision whole. */
	private async commented({ check, why }: Requesters): Promise<Ending> {
		const { client, request } = this;
		const notes = why === '' ? [] : [why];
		try {
			// Who changed the invoice last may be a person, but this comment is surely our own.
			this.ownUser.learn(await writeComment(client, request), 'created-by');
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind === 'cancelled') throw error;
			return this.uncommented(error, { outcome: 'decided', message: '', notes, requesterCheck: check });
		}
		uncommented.delete(this.key);
		return { outcome: 'decided', message: doneMessage(request, this.invoice), isCommented: true, notes, requesterCheck: check };
	}

	private uncommented(error: CoupaError, ending: Ending): Ending {
		const { decision } = this.request;
		if (decision === 'comment')
			return isInTheDark(error)
				? { ...ending, outcome: 'undecided', message: `${error.message} ${error.details.hint ?? ''}`.trim(), isCommented: false }
				: { ...ending, outcome: 'refused', message: refusedBy(error, this.request, this.client.instance), isCommented: false };
		const message = `The invoice was ${DECISIONS[decision].past}, but the comment that names the reviewer is not in Coupa: ${error.message} Send the same decision again: only the comment is written then.`;
		return { ...ending, message, isCommented: false };
	}
}
