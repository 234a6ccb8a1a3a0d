import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal } from '../../../core';
import { Group, type TermId } from '../../terms';
import { decimalAt, effectOf, keyOf } from './sums';

/** Terms of allowance and charge on the document. */
const TERMS = {
	'BG-20': { amount: 'BT-92', percent: 'BT-94', category: 'BT-95', rate: 'BT-96' },
	'BG-21': { amount: 'BT-99', percent: 'BT-101', category: 'BT-102', rate: 'BT-103' },
} as const satisfies Record<string, Record<string, TermId>>;

/** Whether an allowance or charge is beside the VAT: taken off the total with VAT, or put on it. */
export const isBesideVat = (group: Group): boolean => group.text('XT-allowance-vat') === '0';

/**
 * Discounts and surcharges on the document (`ScontoMaggiorazione`): their amount where they state a percentage only, and the VAT that they
 * are in. The taxable amounts show whether they were taken off before VAT, or off the total with VAT.
 */
export function completeDiscounts(document: Group, discounts: readonly Group[]): void {
	if (discounts.length === 0) return;
	const lines = document.many('BG-25');
	const rates = document.many('BG-23');
	const others = [...document.many('BG-20'), ...document.many('BG-21')].filter((group) => !discounts.includes(group));
	const net = sumOf([...lines.map((line) => decimalAt(line, 'BT-131')), ...others.map(effectOf)]);
	const taxable = sumOf(rates.map((rate) => decimalAt(rate, 'BT-116')));
	const isAfterVat = taxable.minus(net).abs().lte(new Big('0.01').times(lines.length));
	let running = isAfterVat
		? net.plus(sumOf(rates.map((rate) => decimalAt(rate, 'BT-117'))))
		: sumOf(lines.map((line) => decimalAt(line, 'BT-131')));
	for (const group of discounts) {
		const terms = group.id === 'BG-20' ? TERMS['BG-20'] : TERMS['BG-21'];
		const percent = group.term(terms.percent);
		const share = parseDecimal(percent?.value ?? '');
		if (group.term(terms.amount) === undefined && percent && share)
			group.add(terms.amount, { ...percent, value: running.times(share).times('0.01').round(2).toFixed() });
		running = running.plus(effectOf(group));
		const [only, second] = rates;
		if (isAfterVat) group.add('XT-allowance-vat', { value: '0', path: group.path });
		else if (only !== undefined && second === undefined) addRate(group, only);
	}
	const [discount, another] = discounts;
	if (!isAfterVat && discount !== undefined && another === undefined && rates.length > 1) splitByRate(document, discount, others);
}

function addRate(group: Group, rate: Group, isOf = group.id === 'BG-20' ? TERMS['BG-20'] : TERMS['BG-21']): void {
	const [category, percent] = [rate.term('BT-118'), rate.term('BT-119')];
	if (category) group.add(isOf.category, category);
	if (percent) group.add(isOf.rate, percent);
}

/** One discount over several rates, as the taxable amounts of the rates show it. */
function splitByRate(document: Group, discount: Group, others: readonly Group[]): void {
	const made = new Map<string, Decimal>();
	const count = (key: string, amount: Decimal) => made.set(key, (made.get(key) ?? new Big(0)).plus(amount));
	for (const line of document.many('BG-25')) {
		const tax = line.group('BG-30');
		count(keyOf(tax?.text('BT-151'), tax?.text('BT-152')), decimalAt(line, 'BT-131'));
	}
	for (const group of others) {
		const terms = group.id === 'BG-20' ? TERMS['BG-20'] : TERMS['BG-21'];
		count(keyOf(group.text(terms.category), group.text(terms.rate)), effectOf(group));
	}
	const parts = document.many('BG-23').map((rate) => {
		const key = keyOf(rate.text('BT-118'), rate.text('BT-119'));
		return { rate, effect: decimalAt(rate, 'BT-116').minus(made.get(key) ?? 0) };
	});
	if (!sumOf(parts.map(({ effect }) => effect)).eq(effectOf(discount))) return;
	const isCharge = discount.id === 'BG-21';
	const terms = isCharge ? TERMS['BG-21'] : TERMS['BG-20'];
	document.removeGroup(discount);
	for (const { rate, effect } of parts.filter((part) => !part.effect.eq(0))) {
		const part = new Group(isCharge ? 'BG-21' : 'BG-20', discount.path);
		part.add(terms.amount, { value: (isCharge ? effect : effect.times(-1)).toFixed(), path: discount.path });
		addRate(part, rate);
		document.addGroup(part);
	}
}
