import { eachOf, parseDecimal, sumOf, type Decimal, type Problem, type Sliced } from '../../core';
import { lineAllowances, type Allowance } from './allowance';
import { isCounted } from '../checks/scope';
import { decimalOf } from './decimals';
import type { Part } from './part';
import type { AllowanceForm } from './settings';

/** A line of the document on its way to Coupa. */
export interface DraftLine {
	part: Part;
	/** What the line is to come to in Coupa, in the direction of the document; null where the document does not say. */
	target: Decimal | null;
	/** What quantity and price are to come to: the amount without its allowances and charges. */
	priced: Decimal | null;
	category: string | undefined;
	rate: string | undefined;
	/** Allowances and charges that go as lines or charges of their own. */
	apart: Allowance[];
	number: string;
}

/** The lines that are invoiced: with allowances and charges in their amount, as the document has them, or without. */
export function draftLines(parts: Part[], form: AllowanceForm, problems: Problem[]): Sliced<DraftLine[]> {
	// Those that structure the invoice are in no sum.
	const invoiced = parts.filter(({ group }) => isCounted(group));
	let count = 0;
	return eachOf(invoiced, (part) => {
		count++;
		const allowances = lineAllowances(part, problems);
		const net = netOf(part);
		const apart = form === 'spread' ? [] : allowances;
		return {
			part,
			target: net === null ? null : net.minus(sumOf(apart.map(({ effect }) => effect))),
			priced: net === null ? null : net.minus(sumOf(allowances.map(({ effect }) => effect))),
			category: part.text('BT-151'),
			rate: part.text('BT-152'),
			apart,
			number: part.text('BT-126') ?? String(count),
		};
	});
}

/** The net amount of a line (BT-131); what its gross amount leaves without VAT, where only that is stated. */
function netOf(part: Part): Decimal | null {
	const net = decimalOf(part.text('BT-131'));
	part.pass('BT-131', 'XT-line-vat', 'XT-line-gross');
	if (net !== null) return net;
	const gross = decimalOf(part.text('XT-line-gross'));
	const vat = decimalOf(part.text('XT-line-vat'));
	return gross === null || vat === null ? null : gross.minus(vat);
}

/** Line numbers as the document gives them, where all are different whole numbers; else their order. */
export function lineNumbers(lines: DraftLine[]): number[] {
	const given = lines.map(({ part }) => part.text('BT-126') ?? '');
	const areNumbers = given.every((number) => /^[1-9]\d{0,8}$/.test(number)) && new Set(given).size === given.length;
	if (!areNumbers) return lines.map((_, index) => index + 1);
	for (const { part } of lines) part.pass('BT-126');
	return given.map(Number);
}

/** Of what the document says in numbers, the text where it is the same number. */
export function ownText(amount: Decimal, text: string | undefined): string {
	return text !== undefined && parseDecimal(text)?.eq(amount) === true ? text : amount.toFixed();
}
