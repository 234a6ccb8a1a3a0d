import type { PreflightLine, PreflightVerdict } from '../../core';
import type { Place } from './place';

/** How a question came out; see PreflightLine. */
export interface Answer {
	seen: string;
	verdict: PreflightVerdict;
	advice?: string;
	setting?: string;
	choose?: string;
}

/** One question to the server: one line of the preflight. */
export interface Question extends Pick<PreflightLine, 'id' | 'area' | 'asked'> {
	/** Whether it writes test files. */
	needsFiles: boolean;
	/** Default: all of them. */
	templates?: string[];
	/** What it means when the server does not let us find out: what the import relies on `blocks`. */
	otherwise: 'blocks' | 'limits';
	/** Throws SftpFailure, or NotPossible. */
	ask(place: Place): Promise<Answer>;
}

/** A question that another line has answered already: without its test file it cannot be put. */
export class NotPossible extends Error {}

/** What to switch on for the questions that write. */
export const ALLOW_FILES = { setting: 'Scan One → Lock-Box → Preflight → Allow Test Files', choose: 'On' };

type Way = Pick<Answer, 'setting' | 'choose'>;

export function ok(seen: string, hint: Omit<Answer, 'seen' | 'verdict'> = {}): Answer {
	return { seen, verdict: 'ok', ...hint };
}

export function limits(seen: string, advice: string, way: Way = {}): Answer {
	return { seen, verdict: 'limits', advice, ...way };
}

export function blocks(seen: string, advice: string, way: Way = {}): Answer {
	return { seen, verdict: 'blocks', advice, ...way };
}

/** The line of an answered question. */
export function lineOf(
	{ id, area, asked, templates = [] }: Omit<Question, 'ask' | 'needsFiles' | 'otherwise'>,
	answer: Answer,
): PreflightLine {
	const { seen, verdict, advice = null, setting = null, choose = null } = answer;
	return { system: 'Scan One', id, area, asked, seen, verdict, advice, setting, choose, templates };
}
