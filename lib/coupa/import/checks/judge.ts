import type { Problem } from '../../../core';
import type { CheckLevel, ImportSettings } from '../settings';
import type { Check, Finding } from './check';

/**
 * Findings that the import makes again by itself: on a page image, because its own limit counts, and on a PO line that is not named,
 * because it knows the lines of the order.
 */
const FOUND_AGAIN = ['imageMissing', 'imageType', 'imageSize', 'poLineMissing'];

/** The check that a finding of the reader belongs to; undefined for those whose level is fixed: what they find cannot be mended here. */
function checkOf(checks: readonly Check[], found: Problem): Check | undefined {
	return checks.find((check) => check.codes?.includes(found.code) === true && (check.judges?.(found) ?? true));
}

/** The level of the settings, where it makes sense for the check. */
export function levelOf(check: Check, { checks }: Pick<ImportSettings, 'checks'>): CheckLevel {
	const chosen = checks[check.name];
	return chosen !== undefined && check.levels.includes(chosen) ? chosen : check.default;
}

/**
 * The reader's findings at the level that the settings give their check. Where the settings say nothing, a finding stays as it
 * came: the reader's own severities are the usual levels.
 */
export function judged(checks: readonly Check[], found: Problem[], settings: Pick<ImportSettings, 'checks'>): Problem[] {
	const ownNames = new Set<string>(checks.map(({ name }) => name));
	const problems = found.flatMap((problem) => {
		if (FOUND_AGAIN.includes(problem.code)) return [];
		const check = checkOf(checks, problem);
		// What an earlier import run found is looked for afresh.
		if (check === undefined) return ownNames.has(problem.code) ? [] : [problem];
		return settings.checks[check.name] === undefined ? [problem] : atLevel(problem, levelOf(check, settings));
	});
	// Where the invoice is kept out without a look at it, the reader's word on its image stands.
	return problems.some(isRefusing) ? [...problems, ...found.filter(({ code }) => FOUND_AGAIN.includes(code))] : problems;
}

/** Whether a judged finding keeps the invoice out before anything is looked up. */
export function isRefusing({ severity, forBuyer }: Problem): boolean {
	return severity === 'error' && forBuyer !== true;
}

/** A problem at a level; none for `off`. */
export function atLevel(problem: Omit<Problem, 'severity'>, level: CheckLevel): Problem[] {
	switch (level) {
		case 'off':
			return [];
		case 'error':
			return [{ ...problem, severity: 'error' }];
		case 'needsBuyer':
			return [{ ...problem, severity: 'error', forBuyer: true }];
		case 'draft':
			return [{ ...problem, severity: 'warning', keepsDraft: true }];
		case 'warning':
			return [{ ...problem, severity: 'warning' }];
	}
}

/**
 * Whether the reader has already reported what a check finds in the record: the same check on the same cell, or a value that is
 * missing only because its cell could not be read. A header row that lacks the column speaks for all rows below it.
 */
export function isToldByReader(
	checks: readonly Check[],
	check: Check,
	{ column, path }: Finding,
	row: number | undefined,
	{ problems, rows }: { problems: Problem[]; rows: number[] },
): boolean {
	return problems.some((told) => {
		const samePlace =
			(column !== undefined && told.column === column && (told.row === row || !rows.includes(told.row ?? 0))) ||
			(path !== undefined && (told.path === path || told.path?.startsWith(`${path}.`) === true));
		return samePlace && (checkOf(checks, told) === check || (check.name === 'requiredColumns' && told.value !== undefined));
	});
}
