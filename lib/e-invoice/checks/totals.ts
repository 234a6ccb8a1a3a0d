import Big from 'big.js';

import type { Decimal } from '../../core';
import type { Unread } from '../e-invoice';
import type { Group, TermId } from '../terms';
import { amount, isRounded, shown, total, ZERO } from './amounts';
import { named, type Findings } from './findings';
import { countedLines, type Scope } from './scope';

/** Sums of the document: BR-CO-10 to BR-CO-16. Where a total is missing nothing is compared with it: that it is missing is told elsewhere. */
export function checkTotals(document: Group, scope: Scope, findings: Findings): void {
	const totals = document.group('BG-22');
	if (!totals) return;
	const lines = countedLines(document);
	const allowances = document.many('BG-20');
	const charges = document.many('BG-21');
	const parts = lines.length + allowances.length + charges.length;
	const tolerance = new Big(scope.tolerance).times(Math.max(parts, 1));
	const of = (id: TermId): Decimal | null => amount(totals, id);
	const compare = (rule: string, id: TermId, exact: Decimal | null, made: string): void => {
		const stated = of(id);
		const term = totals.term(id);
		if (stated === null || !term || exact === null || isRounded(stated, exact, tolerance)) return;
		findings.error(rule, id, term, `${named(id)} is ${shown(stated)}, but ${made} make ${shown(exact)}.`);
	};

	if (scope.hasLines) compare('BR-CO-10', 'BT-106', total(lines, 'BT-131'), 'the net amounts of the lines (BT-131)');
	const isCounted = (groups: readonly Group[], id: TermId): boolean => groups.length > 0 || of(id) !== null;
	if (scope.hasBreakdown || !scope.isBound) {
		if (isCounted(allowances, 'BT-107'))
			sumOfParts(totals, 'BR-CO-11', 'BT-107', total(allowances, 'BT-92'), 'the allowances (BT-92)', scope, findings, tolerance);
		if (isCounted(charges, 'BT-108'))
			sumOfParts(totals, 'BR-CO-12', 'BT-108', total(charges, 'BT-99'), 'the charges (BT-99)', scope, findings, tolerance);
	}
	const net =
		of('BT-106')
			?.minus(of('BT-107') ?? ZERO)
			.plus(of('BT-108') ?? ZERO) ?? null;
	compare('BR-CO-13', 'BT-109', net, 'the lines (BT-106) less allowances (BT-107) and with charges (BT-108)');
	const rates = document.many('BG-23');
	if (rates.length > 0) compare('BR-CO-14', 'BT-110', total(rates, 'BT-117'), 'the VAT amounts of the breakdown (BT-117)');
	const gross = of('BT-109')?.plus(of('BT-110') ?? ZERO) ?? null;
	compare('BR-CO-15', 'BT-112', gross, 'the total without VAT (BT-109) and the VAT (BT-110)');
	const due = of('BT-112')
		?.minus(of('BT-113') ?? ZERO)
		.plus(of('BT-114') ?? ZERO)
		.plus(total(document.many('XG-third-party-payment'), 'XT-third-party-amount'))
		.plus(of('XT-settled-beside') ?? ZERO)
		// National formats know tax that the buyer keeps back, EN 16931 does not.
		.minus(scope.isBound ? ZERO : total(document.many('XG-withholding'), 'XT-withholding-amount'));
	if (!scope.hasBreakdown && scope.isBound) return;
	compare('BR-CO-16', 'BT-115', due ?? null, 'the total with VAT (BT-112) less what is paid (BT-113) and with the rounding (BT-114)');
}

/** Places of the VAT total (BT-110) in UBL and CII. */
const TAX_TOTAL = /(?:\/cac:TaxTotal(?:\[\d+\])?\/cbc:TaxAmount|Summation(?:\[\d+\])?\/ram:TaxTotalAmount(?:\[\d+\])?)$/;

/** BR-CO-15 knows one VAT total: where there is another one that is not in the accounting currency, none can be relied on. */
export function checkTaxTwice(unread: readonly Unread[], findings: Findings): void {
	for (const other of unread.filter(({ path }) => /^\/[^/]+\/(?:cac:TaxTotal|rsm:)/.test(path) && TAX_TOTAL.test(path)))
		findings.error('BR-CO-15', 'BT-110', other, `${named('BT-110')} is there more than once.`);
}

/** A sum that may be left out where there is nothing to add up, and only then. */
function sumOfParts(
	totals: Group,
	rule: string,
	id: TermId,
	exact: Decimal,
	made: string,
	{ isBound }: Scope,
	findings: Findings,
	tolerance: Decimal,
): void {
	const stated = amount(totals, id);
	if (stated === null) {
		if (isBound && !exact.eq(0)) findings.require(rule, totals, id, `, but ${made} make ${shown(exact)}`);
		return;
	}
	if (isRounded(stated, exact, tolerance)) return;
	findings.error(rule, id, totals.term(id) ?? totals, `${named(id)} is ${shown(stated)}, but ${made} make ${shown(exact)}.`);
}
