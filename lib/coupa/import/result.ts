import { placedMessage, reasonText, shownText, textAt, type CoupaRecord, type Outcome, type Problem } from '../../core';
import { invoiceAddress } from '../instance';
import { hasImage, idOf, isDraft } from './existing';
import type { ImportInput, ImportResult } from './types';
import type { Work } from './work';

/** Characters of the one sentence that says why; what it repeats of a captured value may be long. */
const LONGEST_REASON = 1_000;

/** The result of an invoice that is not in Coupa, or not known to be. */
export function resultWithoutInvoice(
	instance: string,
	input: ImportInput,
	outcome: Outcome,
	reason: string,
	found: Problem[] = [],
): ImportResult {
	return {
		outcome,
		reason: shownText(reason, LONGEST_REASON),
		invoiceId: null,
		status: null,
		url: null,
		problems: [...input.problems, ...found],
		instance,
		submitted: false,
		image: 'none',
	};
}

/** The result of an invoice that nothing is known of, because something else than itself failed. */
export function undecidedResult(instance: string, input: ImportInput, reason: string): ImportResult {
	return resultWithoutInvoice(instance, input, 'undecided', reason);
}

/** The result of an invoice that is in Coupa. */
export function resultOf(
	instance: string,
	input: ImportInput,
	outcome: Outcome,
	reason: string,
	invoice: CoupaRecord,
	found: Problem[],
	image?: ImportResult['image'],
): ImportResult {
	const id = idOf(invoice);
	return {
		outcome,
		reason: shownText(reason, LONGEST_REASON),
		invoiceId: id,
		status: textAt(invoice, 'status') ?? null,
		url: invoiceAddress(instance, id),
		problems: [...input.problems, ...found],
		instance,
		submitted: !isDraft(invoice),
		image: image ?? (hasImage(invoice) === true ? 'alreadyThere' : 'none'),
	};
}

/** What is known of it is what this run has seen of it in Coupa. */
export function undecidedWork(work: Work, error: unknown): ImportResult {
	const { instance } = work.run.client;
	const seen = work.ours();
	const reason = reasonText(error);
	return seen === undefined ? undecidedResult(instance, work.input, reason) : resultOf(instance, work.input, 'undecided', reason, seen, []);
}

/** The first problem that decides, and how many more there are, for the one sentence of the reason. */
export function leadingProblem(problems: Problem[]): string {
	const deciding = problems.filter((problem) => problem.severity === 'error' || problem.keepsDraft === true);
	const [first, ...others] = deciding.length > 0 ? deciding : problems;
	if (first === undefined) return '';
	return others.length === 0 ? placedMessage(first) : `${placedMessage(first)} (and ${others.length} more)`;
}
