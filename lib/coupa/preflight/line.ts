import { isOurFailure, reasonText, shownText, type PreflightLine } from '../../core';
import { CoupaError } from '../errors';

/** Characters of what was seen: names and messages come from outside. */
const LONGEST = 2_000;

/** What is asked. `id` is never renamed. */
export interface Question {
	id: string;
	area: string;
	asked: string;
	/** Templates that are affected; left out: all. */
	templates?: string[];
}

/** What to do about it. */
export interface Way {
	advice: string;
	setting?: string;
	choose?: string;
}

/** All is well. */
export function ok(question: Question, seen: string): PreflightLine {
	return lineOf(question, seen, 'ok');
}

/** It works, with a limit that somebody has to know. */
export function limits(question: Question, seen: string, way: Way): PreflightLine {
	return lineOf(question, seen, 'limits', way);
}

/** What relies on it does not work. */
export function blocks(question: Question, seen: string, way: Way): PreflightLine {
	return lineOf(question, seen, 'blocks', way);
}

export function notAsked(question: Question, why: string, way?: Way): PreflightLine {
	return lineOf(question, why, 'notAsked', way);
}

/** The line of a question; one that failed is a line as well, so that it hides no other. Only the end of the execution is thrown. */
export async function answered(question: Question, ask: () => Promise<PreflightLine>): Promise<PreflightLine> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof CoupaError && error.kind === 'cancelled') throw error;
		return failed(question, error);
	}
}

/** A question that got no answer: a right that is missing blocks what needs it, anything else leaves it open. */
export function failed(question: Question, error: unknown): PreflightLine {
	const seen = error instanceof Error ? error.message : reasonText(error);
	const advice = (isOurFailure(error) ? error.hint : undefined) ?? 'Run the preflight again.';
	const isBlocked = error instanceof CoupaError && ['forbidden', 'unauthorized', 'gateway'].includes(error.kind);
	return (isBlocked ? blocks : limits)(question, seen, { advice });
}

/** `a, b, c and 4 more`. */
export function listed(names: string[], most = 8): string {
	const more = names.length - most;
	return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

function lineOf(question: Question, seen: string, verdict: PreflightLine['verdict'], way?: Way): PreflightLine {
	const { id, area, asked, templates = [] } = question;
	const { advice = null, setting = null, choose = null } = way ?? {};
	return { system: 'Coupa', id, area, asked, seen: shownText(seen, LONGEST), verdict, advice, setting, choose, templates };
}
