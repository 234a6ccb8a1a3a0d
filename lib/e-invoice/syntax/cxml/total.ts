import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal, type Problem } from '../../../core';
import { Group, type Term, type TermId } from '../../terms';
import type { Completion } from '../table';

const decimalAt = (group: Group | undefined, id: TermId): Decimal => parseDecimal(group?.text(id) ?? '') ?? new Big(0);

/**
 * `NetAmount` is left out by some, left empty, or nought beside lines that are not: what counts then is the amount due if nothing was paid
 * before, else the gross amount less the discount, else what lines, charges and taxes come to, which is told.
 */
export function addTotal({ document, read }: Completion): Problem[] {
	const totals = document.group('BG-22') ?? new Group('BG-22', document.path);
	const stated = totals.term('BT-112');
	const computed = sumOf([
		...document.many('BG-25').map(amountOf),
		...document.many('BG-21').map((charge) => decimalAt(charge, 'BT-99')),
		...document.many('BG-20').map((discount) => decimalAt(discount, 'BT-92').times(-1)),
		taxOf(document, totals),
	]);
	const isNought = stated !== undefined && decimalAt(totals, 'BT-112').eq(0) && totals.term('BT-113') === undefined && !computed.eq(0);
	if (stated !== undefined && !isNought) return [];
	const due = totals.term('BT-113') === undefined ? totals.term('BT-115') : undefined;
	const gross = read('BT-112', 'InvoiceDetailSummary/GrossAmount/Money');
	const other = [due, less(gross, sumOf(document.many('BG-20').map((discount) => decimalAt(discount, 'BT-92'))))].find(
		(term) => term !== undefined && parseDecimal(term.value)?.eq(0) !== true,
	);
	const path = stated?.path ?? totals.path;
	totals.replace('BT-112', other ?? { value: computed.toFixed(), path });
	if (document.group('BG-22') === undefined) document.addGroup(totals);
	if (other !== undefined) return [];
	return [
		{
			severity: 'warning',
			code: 'totalComputed',
			column: 'BT-112',
			path,
			...(stated && { value: stated.value }),
			message: `The invoice ${stated ? 'states a total (NetAmount) of nought' : 'states no total (NetAmount)'}: it was taken to be what lines, charges and taxes come to, ${computed.toFixed()}. There is nothing to compare it with.`,
		},
	];
}

function less(gross: Term | null, discount: Decimal): Term | undefined {
	const amount = parseDecimal(gross?.value ?? '');
	return gross && amount ? { ...gross, value: amount.minus(discount).toFixed() } : undefined;
}

function amountOf(line: Group): Decimal {
	if (line.term('BT-131') !== undefined) return decimalAt(line, 'BT-131');
	return decimalAt(line, 'BT-129').times(decimalAt(line.group('BG-29'), 'BT-146'));
}

function taxOf(document: Group, totals: Group): Decimal {
	const rates = document.many('BG-23');
	return rates.length > 0 ? sumOf(rates.map((rate) => decimalAt(rate, 'BT-117'))) : decimalAt(totals, 'BT-110');
}
