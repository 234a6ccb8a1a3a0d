import { textAt, type CoupaRecord, type Problem } from '../../core';
import { idOf } from './existing';
import type { Work } from './work';

/**
 * Looks the number up after Coupa's duplicate rule has refused it, until the list shows which invoice the rule speaks of, as
 * often and as late as after a lost answer: it may be so new that the list lags behind.
 *
 * @param own id of the draft that was refused; null where none was made
 * @returns the other invoices of its number and supplier; empty where Coupa shows none
 */
export async function lookForOthers(work: Work, own: number | null): Promise<CoupaRecord[]> {
	for (const wait of [0, ...work.run.settings.lostAnswerWaitsMs]) {
		if (wait > 0) await work.wait(wait);
		await work.lookAgain();
		// One of ours may stand at another supplier by now: what to do then is decided anew.
		if (others(work, own).length > 0 || work.marked().some((marked) => idOf(marked) !== own)) break;
	}
	return others(work, own);
}

/** Coupa's refusal of a number that is in use, with the invoices that have it. */
export function withOthers(problems: Problem[], { number }: Work, known: CoupaRecord[]): Problem[] {
	const named = known.map((other) => `invoice ${idOf(other)}, ${textAt(other, 'status') ?? 'status unknown'}`).join('; ');
	const hint = named === '' ? ' Coupa does not show this connection the other invoice.' : ` It has ${named}.`;
	return problems.map((problem) => ({ ...problem, column: 'Invoice Number', value: number, message: problem.message + hint }));
}

function others(work: Work, own: number | null): CoupaRecord[] {
	return work.existing().filter((other) => idOf(other) !== own);
}
