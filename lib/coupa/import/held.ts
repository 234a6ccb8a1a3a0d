import type { Problem } from '../../core';
import { CoupaError } from '../errors';
import { problemsOf, type Work } from './work';

/** Whether something that was found keeps the invoice a draft. */
export function isHeld({ input }: Work, problems: Problem[]): boolean {
	return [...input.problems, ...problems].some(({ keepsDraft, forBuyer }) => keepsDraft === true || forBuyer === true);
}

/** An error found on a draft that is in Coupa already cannot keep it out any more: it keeps it a draft. */
export function heldBack(problem: Problem): Problem {
	return problem.severity === 'error' ? { ...problem, severity: 'warning', keepsDraft: true } : problem;
}

/** Runs a step; what Coupa refuses there keeps the draft instead of losing the invoice. */
export async function holdingBack<Value>(problems: Problem[], code: string, step: () => Promise<Value>): Promise<Value | null> {
	try {
		return await step();
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		problems.push(...problemsOf(error, code, true));
		return null;
	}
}
