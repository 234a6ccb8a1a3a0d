import type { Problem } from '../../../core';
import type { ImportSettings } from '../settings';
import { accountExists, unbackedAccount } from './account';
import { bankDetails, bankDetailsCompared, ibanValid } from './bank-details';
import type { Check, Facts } from './check';
import { chartDecided, supplierTaxNumber, taxCodeDecided, unitKnown } from './e-invoice';
import { allowedValues, attachmentPresent, cellsAgree, formulas, taxLevel, textLength, unknownColumns } from './file';
import { freightOnPo } from './freight';
import { imagePresent, imageSize, imageType } from './image';
import { atLevel, isRefusing, isToldByReader, judged, levelOf } from './judge';
import { invoiceAge } from './invoice-age';
import { contractInForce, quantityDecimals, requesterActive, taxCodeActive } from './master-data';
import { poChart, poCurrency, servicePeriod } from './order-terms';
import { paymentTerm } from './payment-term';
import { poLineExists, poLineFit, poLineOpen } from './po-line';
import { lineClass, poExists, poIssued, poSupplier } from './purchase-order';
import { importMarks } from './import-marks';
import { lookAlikes, textIntact } from './keys';
import { overOrdered, overPrice, overReceived, poLineCompared } from './receipts';
import { nearDuplicate } from './near-duplicate';
import { numberLength, requiredColumns } from './required';
import { remitToAddress, remitToCode } from './remit-to';
import { rowOf } from './rows';
import { sameTotal } from './same-total';
import { splitComplete } from './split';
import { supplierActive, supplierExists, supplierName } from './supplier';
import { controlTotal, creditNote } from './totals';
import { currency, currencyDecimals, dates, decimals } from './values';

export { isRefusing, nearDuplicate };
export type { Check, Facts };

/** Every check before Coupa, in the order people read them: options of the node and table of the documentation. */
export const CHECKS: readonly Check[] = [
	requiredColumns,
	numberLength,
	textLength,
	textIntact,
	lookAlikes,
	importMarks,
	dates,
	invoiceAge,
	currency,
	decimals,
	currencyDecimals,
	allowedValues,
	cellsAgree,
	controlTotal,
	taxLevel,
	creditNote,
	imagePresent,
	imageType,
	imageSize,
	attachmentPresent,
	supplierExists,
	supplierActive,
	supplierName,
	supplierTaxNumber,
	chartDecided,
	remitToCode,
	paymentTerm,
	requesterActive,
	contractInForce,
	taxCodeActive,
	taxCodeDecided,
	remitToAddress,
	bankDetails,
	ibanValid,
	bankDetailsCompared,
	sameTotal,
	nearDuplicate,
	poExists,
	poSupplier,
	poIssued,
	poLineExists,
	poLineFit,
	poLineOpen,
	lineClass,
	poCurrency,
	poChart,
	servicePeriod,
	overReceived,
	overOrdered,
	overPrice,
	poLineCompared,
	quantityDecimals,
	unitKnown,
	freightOnPo,
	unbackedAccount,
	accountExists,
	splitComplete,
	unknownColumns,
	formulas,
];

/** What the checks found on one invoice, and what it means for it. */
export interface CheckReport {
	problems: Problem[];
	/** The sternest level that found something. */
	verdict: 'clean' | 'keepDraft' | 'needsBuyer' | 'refuse';
}

/** The reader's findings at the levels of the settings (judge.ts). */
export function judgeFindings(found: Problem[], settings: Pick<ImportSettings, 'checks'>): Problem[] {
	return judged(CHECKS, found, settings);
}

/** Whether the settings switch a check off. */
export function isOff(check: Check, settings: Pick<ImportSettings, 'checks'>): boolean {
	return levelOf(check, settings) === 'off';
}

/** Runs every check that is not off, so that all of an invoice's problems are reported at once. */
export async function runChecks(facts: Facts): Promise<CheckReport> {
	const { input, settings } = facts;
	const told = { problems: input.found ?? input.problems, rows: input.delivery.rows };
	const problems: Problem[] = [];
	for (const check of CHECKS) {
		const level = levelOf(check, settings);
		if (level === 'off') continue;
		for (const { level: fixed, ...finding } of await check.find(facts)) {
			const row = rowOf(input, finding.path ?? '');
			if (isToldByReader(CHECKS, check, finding, row, told)) continue;
			problems.push(...atLevel({ code: check.name, ...(row === undefined ? {} : { row }), ...finding }, fixed ?? level));
		}
	}
	return { problems, verdict: verdictOf([...input.problems, ...problems]) };
}

function verdictOf(problems: Problem[]): CheckReport['verdict'] {
	if (problems.some(isRefusing)) return 'refuse';
	if (problems.some(({ forBuyer }) => forBuyer === true)) return 'needsBuyer';
	return problems.some(({ keepsDraft }) => keepsDraft === true) ? 'keepDraft' : 'clean';
}
