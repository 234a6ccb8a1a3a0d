import type { Problem } from '../../../core';
import type { CheckLevel } from '../settings';
import { accountExists, unbackedAccount } from './account';
import type { Check, Facts, Finding } from './check';
import { freightOnPo } from './freight';
import { imagePresent, imageSize, imageType } from './image';
import { lineClass, poExists, poIssued, poLineExists, poLineOpen, poSupplier } from './purchase-order';
import { numberLength, requiredColumns } from './required';
import { rowOf } from './rows';
import { remitToCode, supplierActive, supplierExists, supplierName } from './supplier';
import { controlTotal, creditNote } from './totals';
import { currency, currencyDecimals, dates, decimals } from './values';

export type { Check, Facts, Finding };

/** Every check before Coupa, in the order people read them: options of the node and table of the documentation. */
export const CHECKS: readonly Check[] = [
	requiredColumns,
	numberLength,
	dates,
	currency,
	decimals,
	currencyDecimals,
	controlTotal,
	creditNote,
	imagePresent,
	imageType,
	imageSize,
	supplierExists,
	supplierActive,
	supplierName,
	remitToCode,
	poExists,
	poSupplier,
	poIssued,
	poLineExists,
	poLineOpen,
	lineClass,
	freightOnPo,
	unbackedAccount,
	accountExists,
];

/** What the checks found on one invoice, and what it means for it. */
export interface CheckReport {
	problems: Problem[];
	/** The sternest level that found something. */
	verdict: 'clean' | 'keepDraft' | 'needsBuyer' | 'refuse';
}

/** Runs every check that is not off, so that all of an invoice's problems are told at once. */
export async function runChecks(facts: Facts): Promise<CheckReport> {
	const problems: Problem[] = [];
	const levels = new Set<CheckLevel>();
	for (const check of CHECKS) {
		const level = levelOf(check, facts);
		if (level === 'off') continue;
		for (const finding of await check.find(facts)) {
			levels.add(level);
			problems.push(problemOf(facts, check, level, finding));
		}
	}
	if (facts.input.problems.some((problem) => problem.keepsDraft === true)) levels.add('draft');
	const verdict = levels.has('error') ? 'refuse' : levels.has('needsBuyer') ? 'needsBuyer' : levels.has('draft') ? 'keepDraft' : 'clean';
	return { problems, verdict };
}

/** The level of the settings, where it makes sense for the check. */
function levelOf(check: Check, { settings }: Facts): CheckLevel {
	const chosen = settings.checks[check.name];
	return chosen !== undefined && check.levels.includes(chosen) ? chosen : check.default;
}

function problemOf({ input }: Facts, check: Check, level: CheckLevel, finding: Finding): Problem {
	const row = rowOf(input, finding.path ?? '');
	return {
		severity: level === 'error' || level === 'needsBuyer' ? 'error' : 'warning',
		code: check.name,
		...(row === undefined ? {} : { row }),
		...finding,
		...(level === 'draft' ? { keepsDraft: true } : {}),
	};
}
