import Big from 'big.js';

import { sumOf, type Decimal, type Sliced } from '../../core';
import type { Group } from '../terms';
import { amount, isRounded, shown, ZERO } from './amounts';
import { CATEGORIES, type Category } from './categories';
import { named, type Findings } from './findings';
import { checkParties } from './vat-parties';
import type { Scope } from './scope';
import { categoryOf, taxedOf, type Taxed } from './taxed';

/** VAT of a rate differs from its base times the rate by less than that (BR-CO-17), and the base from its parts (BR-S-08). */
const TOLERANCE = new Big(1);

/** The breakdown of VAT (BG-23) against itself and against lines, allowances and charges. */
export function* checkVat(document: Group, scope: Scope, findings: Findings): Sliced<undefined> {
	for (const rate of document.many('BG-23')) checkProduct(rate, scope, findings);
	if (!scope.isBound || !scope.hasBreakdown) return undefined;
	const taxed = taxedOf(document);
	yield;
	const byCategory = new Map<string, Taxed[]>();
	for (const one of taxed) {
		const others = byCategory.get(categoryOf(one));
		if (others) others.push(one);
		else byCategory.set(categoryOf(one), [one]);
	}
	for (const category of CATEGORIES) {
		const those = byCategory.get(category.code) ?? [];
		const rates = document.many('BG-23').filter((rate) => rate.text('BT-118')?.toUpperCase() === category.code);
		checkPresence(document, category, those, rates, scope, findings);
		for (const one of those) {
			checkRate(category, one, findings);
			yield;
		}
		for (const rate of rates) checkReason(category, rate, findings);
		if (scope.hasLines && rates.length > 0) checkBases(category, those, rates, findings);
		checkParties(document, category, those, rates, scope, findings);
		yield;
	}
	return undefined;
}

/** BR-CO-17: the VAT of a rate is its base times the rate. */
function checkProduct(group: Group, { isBound, isOneTooMuch }: Scope, findings: Findings): void {
	// UBL 2.0 has the rate with the lines.
	if (!isBound && group.term('BT-119') === undefined) return;
	const base = amount(group, 'BT-116');
	const tax = amount(group, 'BT-117');
	const term = group.term('BT-117');
	if (base === null || tax === null || !term) return;
	const rate = amount(group, 'BT-119') ?? ZERO;
	const exact = base.times(rate).div(100).round(2);
	const difference = tax.abs().minus(exact.abs()).abs();
	if (difference.lt(TOLERANCE) || (!isOneTooMuch && difference.eq(TOLERANCE))) return;
	findings.error(
		'BR-CO-17',
		'BT-117',
		term,
		`${named('BT-117')} is ${shown(tax)}, but ${shown(rate)} % of ${shown(base)} is ${shown(exact)}.`,
	);
}

/** BR-S-01 and so on: what lines, allowances and charges have the breakdown has, and nothing else. */
function checkPresence(
	document: Group,
	{ rules, code, name, isOnce }: Category,
	taxed: readonly Taxed[],
	rates: readonly Group[],
	{ hasLines }: Scope,
	findings: Findings,
): void {
	const rule = `BR-${rules}-01`;
	const [first] = taxed;
	const [rate, second] = rates;
	if (first && !rate) {
		findings.error(rule, 'BT-118', { path: first.path }, `The VAT breakdown (BG-23) has no ${code} (${name}), which this is.`);
	} else if (!first && rate && hasLines) {
		findings.error(rule, 'BT-118', rate.term('BT-118') ?? rate, `The VAT breakdown (BG-23) has ${code} (${name}), but no line is that.`);
	} else if (isOnce && second) {
		findings.error(rule, 'BT-118', second.term('BT-118') ?? document, `The VAT breakdown (BG-23) has ${code} (${name}) more than once.`);
	}
}

/** BR-S-05 to -07 and so on: the rate of a line, an allowance or a charge. */
function checkRate({ rules, code, name, rate: wanted }: Category, { rule, group, rate: id, path }: Taxed, findings: Findings): void {
	const term = group.term(id);
	const rate = amount(group, id);
	const place = term ?? { path };
	const name0 = `BR-${rules}-0${rule}`;
	if (wanted === 'none') {
		if (rate !== null) findings.error(name0, id, place, `${named(id)} is ${shown(rate)}, but with ${code} (${name}) there is no rate.`);
		return;
	}
	if (rate === null) {
		if (findings.isWithout(id)) findings.error(name0, id, place, `${named(id)} is missing; the category is ${code} (${name}).`);
		return;
	}
	const fits = wanted === 'zero' ? rate.eq(0) : wanted === 'positive' ? rate.gt(0) : rate.gte(0);
	if (fits) return;
	const expected = wanted === 'zero' ? 'is 0' : wanted === 'positive' ? 'is above 0' : 'is not below 0';
	findings.error(name0, id, place, `${named(id)} is ${shown(rate)}, but with ${code} (${name}) it ${expected}.`);
}

/** BR-S-09, -10 and so on: whether the breakdown has VAT and a reason of exemption. */
function checkReason({ rules, code, name, isTaxed, reason, rate: wanted }: Category, group: Group, findings: Findings): void {
	const tax = amount(group, 'BT-117');
	const term = group.term('BT-117');
	if (!isTaxed && tax !== null && term && !tax.eq(0))
		findings.error(`BR-${rules}-09`, 'BT-117', term, `${named('BT-117')} is ${shown(tax)}, but with ${code} (${name}) it is 0.`);
	if (wanted !== 'none' && group.term('BT-119') === undefined) findings.require('BR-48', group, 'BT-119');
	const given = group.term('BT-120') ?? group.term('BT-121');
	if (reason === 'required' && given === undefined)
		findings.requireOne(`BR-${rules}-10`, group, ['BT-120', 'BT-121'], ` for ${code} (${name})`);
	if (reason === 'forbidden' && given !== undefined)
		findings.error(`BR-${rules}-10`, 'BT-120', given, `There is a reason of exemption, but with ${code} (${name}) there is none.`);
}

/** BR-S-08 and so on: the taxable amount is what lines, allowances and charges of the category (and, where it is taxed, the rate) make. */
function checkBases({ rules, code, isTaxed }: Category, taxed: readonly Taxed[], rates: readonly Group[], findings: Findings): void {
	const keyOf = (rate: Decimal | null): string => (isTaxed && rate !== null ? rate.toFixed() : '');
	const sums = new Map<string, Decimal[]>();
	for (const { group, rate, net } of taxed) {
		const key = keyOf(amount(group, rate));
		const others = sums.get(key);
		if (others) others.push(net);
		else sums.set(key, [net]);
	}
	const bases = new Map<string, Group[]>();
	for (const group of rates) {
		const key = keyOf(amount(group, 'BT-119'));
		const others = bases.get(key);
		if (others) others.push(group);
		else bases.set(key, [group]);
	}
	for (const [key, groups] of bases) {
		const [first] = groups;
		const term = first?.term('BT-116');
		const stated = sumOf(groups.map((group) => amount(group, 'BT-116') ?? ZERO));
		const exact = sumOf(sums.get(key) ?? []);
		const fits = isTaxed ? stated.minus(exact).abs().lt(TOLERANCE) : isRounded(stated, exact);
		if (!term || fits) continue;
		const which = key === '' ? code : `${code} with ${key} %`;
		findings.error(
			`BR-${rules}-08`,
			'BT-116',
			term,
			`${named('BT-116')} of ${which} is ${shown(stated)}, but lines, allowances and charges of it make ${shown(exact)}.`,
		);
	}
}
