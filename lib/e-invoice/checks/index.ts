import { atOnce, type Problem, type Sliced } from '../../core';
import type { EInvoice } from '../e-invoice';
import { checkCodes } from './codes';
import { Findings } from './findings';
import { checkEmpty, checkIdentity, checkLines, checkRequired } from './required';
import { scopeOf } from './scope';
import { checkSense } from './sense';
import { checkTaxTwice, checkTotals } from './totals';
import { checkVat } from './vat';

/**
 * Checks an invoice by the rules of EN 16931-1: required terms, arithmetic with the tolerances of the CEN rules, VAT categories, code lists.
 * Each finding has the name of the rule as its code, the term as its column and the place in the document as its path. What `invoice.problems`
 * already tells is not told again. This is no certified validator: national rules (XRechnung, Peppol) are not checked but for two on sums and
 * currencies. In formats that are not bound to EN 16931 what does not add up is a warning (UBL of other specifications, too).
 */
export function checkEInvoice(invoice: EInvoice): Problem[] {
	return atOnce(checkingEInvoice(invoice));
}

/** As checkEInvoice, with pauses, for invoices of thousands of lines. */
export function* checkingEInvoice(invoice: EInvoice): Sliced<Problem[]> {
	const { document, problems, empty = [], unread } = invoice;
	const scope = scopeOf(invoice);
	const identity = new Findings(problems, 'error');
	checkIdentity(document, identity);
	if (invoice.syntax === 'UBL' && !scope.isBound) checkLines(document, identity);
	const findings = new Findings(problems, scope.isBound ? 'error' : 'warning');
	checkTotals(document, scope, findings);
	yield;
	yield* checkVat(document, scope, findings);
	if (scope.isBound) {
		yield;
		yield* checkRequired(document, scope, findings);
		checkEmpty(document, empty, findings);
		checkTaxTwice(unread, findings);
		yield;
		yield* checkSense(document, findings);
		yield;
		yield* checkCodes(document, findings);
	}
	return [...identity.problems, ...findings.problems].filter(isNew(new Set()));
}

/** One missing term may break two rules. */
const isNew =
	(known: Set<string>) =>
	({ column = '', path = '', message }: Problem): boolean => {
		const key = `${column} ${path} ${message}`;
		if (known.has(key)) return false;
		known.add(key);
		return true;
	};
