import Big from 'big.js';

import type { Decimal, Sliced } from '../../core';
import { termFact } from '../term-table';
import type { Group, Term, TermId } from '../terms';
import { amount, shown, total } from './amounts';
import { named, type Findings } from './findings';

/** What values say together: dates, prices, currencies, decimals, card numbers. */
export function* checkSense(document: Group, findings: Findings): Sliced<undefined> {
	if (document.term('XT-test')?.value === 'true')
		findings.warning('testInvoice', 'XT-test', document.term('XT-test') ?? document, 'The invoice says that it is a test.');
	const [date, code] = [document.term('BT-7'), document.term('BT-8')];
	if (date && code)
		findings.error('BR-CO-03', 'BT-7', date, `${named('BT-7')} and ${named('BT-8')} exclude each other, but both are there.`);
	checkPeriod(document.group('BG-13')?.group('BG-14'), ['BR-29', 'BT-73', 'BT-74'], findings);
	for (const payment of document.many('BG-16')) checkCard(payment.group('BG-18')?.term('BT-87'), findings);
	for (const line of document.many('BG-25')) {
		checkPeriod(line.group('BG-26'), ['BR-30', 'BT-134', 'BT-135'], findings);
		checkPrices(line, findings);
		yield;
	}
	yield* checkAmounts(document, document.text('BT-5'), findings);
	return undefined;
}

function checkPeriod(period: Group | undefined, [rule, from, to]: [string, TermId, TermId], findings: Findings): void {
	const start = period?.text(from);
	const end = period?.term(to);
	if (start !== undefined && end && end.value < start)
		findings.error(rule, to, end, `${named(to)} is ${end.value}, before ${named(from)}, ${start}.`);
}

/** Digits of a card number that may be written: the first six and the last four (PCI). */
const SHOWN_DIGITS = 10;

function checkCard(card: Term | undefined, findings: Findings): void {
	if (card && card.value.replace(/\D/g, '').length > SHOWN_DIGITS)
		findings.warning('BR-51', 'BT-87', { path: card.path }, `${named('BT-87')} is written in full; an invoice has its last digits only.`);
}

/** What the net amount of a line may differ from quantity times price. */
const LINE_TOLERANCE = new Big('0.02');

function checkPrices(line: Group, findings: Findings): void {
	const price = line.group('BG-29');
	for (const [rule, id] of [
		['BR-27', 'BT-146'],
		['BR-28', 'BT-148'],
	] as const) {
		const value = amount(price, id);
		if (value?.lt(0)) findings.error(rule, id, price?.term(id) ?? line, `${named(id)} is ${shown(value)}: a price is never negative.`);
	}
	const net = line.term('BT-131');
	const stated = amount(line, 'BT-131');
	const exact = netOf(line, price);
	if (!net || stated === null || exact === null || stated.minus(exact).abs().lte(LINE_TOLERANCE)) return;
	findings.warning(
		'PEPPOL-EN16931-R120',
		'BT-131',
		net,
		`${named('BT-131')} is ${shown(stated)}, but quantity, price, allowances and charges make ${shown(exact.round(2))}.`,
	);
}

/** Quantity × price ÷ base quantity, less allowances and with charges; null where one of them is missing. */
function netOf(line: Group, price: Group | undefined): Decimal | null {
	const quantity = amount(line, 'BT-129');
	const each = amount(price, 'BT-146');
	const base = amount(price, 'BT-149');
	if (quantity === null || each === null || base?.eq(0) === true) return null;
	const goods = quantity.times(each).div(base ?? 1);
	return goods.minus(total(line.many('BG-27'), 'BT-136')).plus(total(line.many('BG-28'), 'BT-141'));
}

/** Amounts in another currency than that of the invoice, and with more decimals than two; each told once. */
function* checkAmounts(document: Group, currency: string | undefined, findings: Findings): Sliced<undefined> {
	const waiting = [document];
	let isForeign = false;
	for (let group = waiting.pop(); group; group = waiting.pop()) {
		const { terms, groups } = group.entries();
		waiting.push(...groups.flatMap(([, those]) => those));
		for (const [id, those] of terms) {
			const { kind } = termFact(id);
			for (const term of those) {
				if (kind !== 'amount' && kind !== 'unitPrice') continue;
				if (!isForeign && currency !== undefined && id !== 'BT-111' && term.currency !== undefined && term.currency !== currency) {
					isForeign = true;
					findings.error('PEPPOL-EN16931-R051', id, term, `${named(id)} is in ${term.currency}, but the invoice is in ${currency} (BT-5).`);
				}
				if (kind === 'amount' && id.startsWith('BT-') && decimalsOf(term.value) > 2)
					findings.error('BR-DEC', id, term, `${named(id)} is ${term.value}; amounts have two decimals at most.`);
			}
		}
		yield;
	}
	return undefined;
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;
