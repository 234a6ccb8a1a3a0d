import { keysOf, textAt, type CoupaRecord, type Problem } from '../../core';
import { attachmentsTwice } from './attachments';
import { isSameInvoice, type Decision } from './decide';
import { lookForOthers, withOthers } from './duplicate';
import { idOf, isDead, isDraft, statusOf } from './existing';
import { isHeld } from './held';
import { leadingProblem, resultOf } from './result';
import { submitInvoice } from './submit';
import type { ImportResult } from './types';
import { Undecided } from './undecided';
import { takeBackSecond, voidExtra } from './void';
import type { Work } from './work';

/** A draft of ours that stands in Coupa with its image and attachments; what is left is the submit. */
export interface Standing {
	invoice: CoupaRecord;
	/** Those of the reader apart. */
	problems: Problem[];
	image: ImportResult['image'];
	/** False when it was there before and nothing was missing. */
	didSomething: boolean;
	/** Ids of the invoices of its number that were known when it was decided on. */
	seen: Set<number>;
	/** Further drafts that this run has told Coupa to void. */
	triedToVoid: Set<number>;
	/** True when Coupa's duplicate rule refused its submit before. */
	refusedAsDuplicate?: boolean;
}

/**
 * Submits the draft unless the look showed that another one of the same delivery comes before it, and says what became of
 * the invoice. Standing again: look once more. `decideAgain`: Coupa shows something else by now, act on that instead.
 */
export async function afterLastLook(
	work: Work,
	standing: Standing,
	isShown: boolean,
): Promise<ImportResult | Standing | { decideAgain: Decision }> {
	const { invoice, problems, triedToVoid } = standing;
	const id = idOf(invoice);
	if (work.hasLostClaim()) throw await takeBackSecond(work, invoice);
	if (!isShown) return concluded(work, { ...standing, problems: [...problems, notListed(id)] });
	const decision = work.decide();
	if (decision.kind !== 'resume' || idOf(decision.draft) !== id) {
		if (decision.kind === 'alreadyThere') decision.problems.push(...(await attachmentsTwice(work, idOf(decision.invoice))));
		if (decision.kind === 'resume' || decision.kind === 'alreadyThere') return { decideAgain: decision };
		throw new Undecided(`Draft ${id} of this invoice was changed in Coupa while it was imported; a later run looks at it again.`, false);
	}
	const extra = decision.extra.filter((draft) => !triedToVoid.has(idOf(draft)));
	if (extra.length > 0) {
		// Voided first, so that nobody can submit it; whether somebody has just done so shows the next look.
		problems.push(...(await voidExtra(work, extra)));
		for (const draft of extra) triedToVoid.add(idOf(draft));
		return standing;
	}
	if (work.isLongAgo()) return standing;
	problems.push(...arrivedMeanwhile(work, standing));
	return await submitStanding(work, standing);
}

/**
 * Submits the draft when that is asked for and nothing is held against it, and says what became of the invoice. Standing
 * again where Coupa's duplicate rule refused it because of a draft that another run has made of the same delivery: the look
 * decides which of the two goes on.
 */
export async function submitStanding(work: Work, standing: Standing): Promise<ImportResult | Standing> {
	if (!work.willSubmit || isHeld(work, standing.problems)) return concluded(work, standing);
	const submission = await submitInvoice(work, standing.invoice);
	const { status, byOther } = submission;
	const invoice = { ...standing.invoice, status };
	let { problems } = submission;
	if (submission.isDuplicate === true) {
		const others = await lookForOthers(work, idOf(invoice));
		if (hasSecond(work, standing) || (standing.refusedAsDuplicate !== true && others.length > 0 && others.every(isDead)))
			return { ...standing, refusedAsDuplicate: true };
		problems = withOthers(problems, work, others);
	}
	if (isDead(invoice))
		throw new Undecided(
			`Draft ${idOf(invoice)} of this invoice was ${status} in Coupa before it could be submitted; a later run looks at it again.`,
			false,
		);
	if (byOther === true) problems.push(...(await attachmentsTwice(work, idOf(invoice))));
	return concluded(work, {
		...standing,
		invoice,
		problems: [...standing.problems, ...problems],
		didSomething: standing.didSomething || !isDraft(invoice),
	});
}

/** Whether there is another draft or invoice of the same delivery that nothing was done about yet. */
function hasSecond(work: Work, { invoice, triedToVoid }: Standing): boolean {
	const decision = work.decide();
	if (decision.kind !== 'resume') return decision.kind === 'alreadyThere';
	return idOf(decision.draft) !== idOf(invoice) || decision.extra.some((draft) => !triedToVoid.has(idOf(draft)));
}

function concluded(work: Work, { invoice, problems, image, didSomething }: Standing): ImportResult {
	const { instance } = work.run.client;
	const id = idOf(invoice);
	if (isDraft(invoice) && isHeld(work, problems)) {
		return resultOf(
			instance,
			work.input,
			'heldAsDraft',
			`Invoice ${id} is in Coupa and stays a draft: ${leadingProblem([...work.input.problems, ...problems])}`,
			invoice,
			problems,
			image,
		);
	}
	if (!didSomething)
		return resultOf(
			instance,
			work.input,
			'alreadyImported',
			`It is already in Coupa: invoice ${id}, a draft as its file says.`,
			invoice,
			problems,
			image,
		);
	const reason = isDraft(invoice)
		? `Imported as invoice ${id}; it stays a draft, as asked.`
		: `Imported as invoice ${id} and submitted (${textAt(invoice, 'status')}).`;
	return resultOf(instance, work.input, 'imported', `${reason}${noteOnFits(problems)}`, invoice, problems, image);
}

/** A match that nobody named is part of the outcome. */
function noteOnFits(problems: Problem[]): string {
	const fits = problems.filter(({ code }) => code === 'poLineFit');
	const [first, ...others] = fits;
	if (first === undefined) return '';
	return others.length === 0 ? ` ${first.message}` : ` ${first.message} So were ${others.length} more.`;
}

function notListed(id: number): Problem {
	return held(
		'notListed',
		`Coupa's list of invoices does not show draft ${id}, so nobody can tell whether the invoice came in a second time. Check the number in Coupa and submit the draft there.`,
	);
}

/** Another delivery with the same number that came in between the look-up and the POST: which of the two is right nobody knows. */
function arrivedMeanwhile(work: Work, { invoice, seen }: Standing): Problem[] {
	const id = idOf(invoice);
	const isReuse = work.run.settings.existing.numberReused === 'import';
	return work
		.existing()
		.filter((other) => idOf(other) < id && !seen.has(idOf(other)) && !isDead(other))
		.filter((other) => !keysOf(other).current.includes(work.key.toLowerCase()) && !(isReuse && !isSameInvoice(work.invoice, other)))
		.map((other) =>
			held(
				'arrivedMeanwhile',
				`While this invoice was imported, another one with the same number came into Coupa (invoice ${idOf(other)}, ${statusOf(other)}): submit draft ${id} there only if both are right.`,
			),
		);
}

function held(code: string, message: string): Problem {
	return { severity: 'warning', code, column: 'Invoice Number', path: 'invoice-number', message, keepsDraft: true };
}
