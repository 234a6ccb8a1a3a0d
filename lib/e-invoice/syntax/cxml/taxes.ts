import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal, type Problem } from '../../../core';
import { Group, type Term, type TermId } from '../../terms';
import type { Completion } from '../table';

const SUMMARY = 'InvoiceDetailSummary';

/** Charges whose tax stands in the summary, by the purpose that its `TaxDetail` names. */
const OF_CHARGES: ReadonlyArray<readonly [string, string]> = [
	['shippingTax', 'ShippingAmount'],
	['specialHandlingTax', 'SpecialHandlingAmount'],
];

const decimalAt = (group: Group, id: TermId): Decimal | null => parseDecimal(group.text(id) ?? '');

/**
 * cXML has taxes by line, in the summary, or in both, several of them one on top of the other (GST and QST, state and county), with or
 * without a rate. In Coupa's terms each line has one, and the VAT breakdown is the sum of the lines or, where no line names a tax, the one
 * of the summary.
 */
export function addTaxes(reading: Completion): Problem[] {
	const { document } = reading;
	const lines = document.many('BG-25');
	for (const line of lines) mergeOnLine(reading, line);
	for (const [purpose, element] of OF_CHARGES) addChargeTax(reading, purpose, element);
	for (const group of document.many('BG-23')) addCategory(group, 'BT-119', 'BT-118');
	const isTaxed = lines.some((line) => line.group('BG-30') !== undefined || line.term('XT-line-vat') !== undefined);
	if (isTaxed) {
		addBreakdownOfLines(reading, lines);
		return [];
	}
	const problems = mergeInSummary(document);
	addSummaryTax(document);
	leaveChargesUntaxed(document, lines);
	return problems;
}

function addCategory(owner: Group, rate: TermId, category: TermId): void {
	const found = owner.term(rate);
	if (found && owner.term(category) === undefined && parseDecimal(found.value)?.gt(0) === true)
		owner.add(category, { ...found, value: 'S' });
}

/** Taxes of one line become one with the sum of their rates. */
function mergeOnLine({ find, read }: Completion, line: Group): void {
	const taxes = line.many('BG-30');
	const [first, second] = taxes;
	const amounts = find("Tax/TaxDetail[@category!='withholdingTax']", line).map((found) => read('XT-line-vat', 'TaxAmount/Money', found));
	const [stated] = amounts;
	if (stated && line.term('XT-line-vat') === undefined)
		line.add('XT-line-vat', { ...stated, value: sumOf(amounts.flatMap((amount) => parseDecimal(amount?.value ?? '') ?? [])).toFixed() });
	if (first !== undefined && second !== undefined) {
		const rates = taxes.map((tax) => decimalAt(tax, 'BT-152'));
		for (const tax of taxes) line.removeGroup(tax);
		const merged = new Group('BG-30', first.path);
		if (rates.every((rate) => rate !== null)) merged.add('BT-152', { value: sumOf(rates).toFixed(), path: first.path });
		line.addGroup(merged);
	}
	for (const tax of line.many('BG-30')) addCategory(tax, 'BT-152', 'BT-151');
}

/** The tax of shipping or handling goes with its charge. */
function addChargeTax({ document, find, read }: Completion, purpose: string, element: string): void {
	const details = find(`${SUMMARY}/Tax/TaxDetail[@purpose='${purpose}']`);
	const charge = document.many('BG-21').find(({ path }) => path.endsWith(element));
	const amounts = details.flatMap((found) => parseDecimal(read('XT-allowance-vat', 'TaxAmount/Money', found)?.value ?? '') ?? []);
	const rates = details.map((found) => read('BT-103', '@percentageRate', found));
	const [first] = details;
	if (first === undefined || charge === undefined) return;
	charge.add('XT-allowance-vat', { value: sumOf(amounts).toFixed(), path: first.path });
	if (rates.every((rate) => rate !== null))
		charge.add('BT-103', { value: sumOf(rates.flatMap((rate) => parseDecimal(rate.value) ?? [])).toFixed(), path: first.path });
	addCategory(charge, 'BT-103', 'BT-102');
}

/** Where lines name their taxes, the breakdown is what they come to: that of the summary has each tax of several apart. */
function addBreakdownOfLines({ document, read }: Completion, lines: readonly Group[]): void {
	const reasons = new Map(document.many('BG-23').map((group) => [group.text('BT-119') ?? '', group.term('BT-120')]));
	for (const group of document.many('BG-23')) document.removeGroup(group);
	const sums = new Map<
		string,
		{ category: Term | undefined; rate: Term | undefined; reason: Term | undefined; net: Decimal; tax: Decimal; path: string }
	>();
	const count = (
		category: Term | undefined,
		rate: Term | undefined,
		net: Decimal,
		tax: Decimal,
		path: string,
		reason: Term | null = null,
	) => {
		const key = `${category?.value ?? ''}|${parseDecimal(rate?.value ?? '0')?.toFixed() ?? ''}`;
		const known = sums.get(key) ?? {
			category,
			rate,
			reason: reason ?? reasons.get(rate?.value ?? ''),
			net: new Big(0),
			tax: new Big(0),
			path,
		};
		sums.set(key, { ...known, net: known.net.plus(net), tax: known.tax.plus(tax) });
	};
	for (const line of lines) {
		const tax = line.group('BG-30');
		const [net, own] = [decimalAt(line, 'BT-131') ?? new Big(0), decimalAt(line, 'XT-line-vat')];
		if (tax === undefined && own === null) {
			line.add('XT-line-vat', { value: '0', path: line.path });
			continue;
		}
		const rate = tax?.term('BT-152');
		count(
			tax?.term('BT-151'),
			rate,
			net,
			own ??
				net
					.times(parseDecimal(rate?.value ?? '') ?? 0)
					.times('0.01')
					.round(2),
			line.path,
			read('BT-120', 'Tax/TaxDetail/Description', line),
		);
	}
	for (const charge of document.many('BG-21')) {
		const tax = decimalAt(charge, 'XT-allowance-vat');
		if (tax !== null) count(charge.term('BT-102'), charge.term('BT-103'), decimalAt(charge, 'BT-99') ?? new Big(0), tax, charge.path);
		else leaveUntaxed(charge);
	}
	for (const discount of document.many('BG-20')) leaveUntaxed(discount);
	for (const { category, rate, reason, net, tax, path } of sums.values()) {
		const group = new Group('BG-23', path);
		group.add('BT-116', { value: net.toFixed(), path });
		group.add('BT-117', { value: tax.toFixed(), path });
		if (category) group.add('BT-118', category);
		if (rate) group.add('BT-119', rate);
		if (reason) group.add('BT-120', reason);
		document.addGroup(group);
	}
}

/** Several taxes that no line names: on the same amount they are one with the sum of their rates, else their rate is not known. */
function mergeInSummary(document: Group): Problem[] {
	const taxes = document.many('BG-23');
	const [first, second] = taxes;
	if (first === undefined || second === undefined) return [];
	const bases = taxes.map((tax) => decimalAt(tax, 'BT-116'));
	const rates = taxes.map((tax) => decimalAt(tax, 'BT-119'));
	const isStacked = bases.every((base) => base !== null && bases[0]?.eq(base) === true);
	const amounts = taxes.flatMap((tax) => decimalAt(tax, 'BT-117') ?? []);
	const merged = new Group('BG-23', first.path);
	const base = isStacked ? bases[0] : sumOf(bases.flatMap((one) => one ?? []));
	if (base) merged.add('BT-116', { value: base.toFixed(), path: first.path });
	merged.add('BT-117', { value: sumOf(amounts).toFixed(), path: first.path });
	if (isStacked && rates.every((rate) => rate !== null)) merged.add('BT-119', { value: sumOf(rates).toFixed(), path: first.path });
	addCategory(merged, 'BT-119', 'BT-118');
	const reasons = taxes.flatMap((tax) => tax.text('BT-120') ?? []);
	if (reasons.length > 0) merged.add('BT-120', { value: reasons.join(', '), path: first.path });
	for (const tax of taxes) document.removeGroup(tax);
	document.addGroup(merged);
	if (isStacked) return [];
	return [
		{
			severity: 'warning',
			code: 'taxesShared',
			column: 'BT-117',
			path: first.path,
			message: `The invoice has ${taxes.length} taxes, and its lines do not say which of them they have: the sum of the taxes is shared out among the lines.`,
		},
	];
}

/** A tax that the summary states without any detail. */
function addSummaryTax(document: Group): void {
	const stated = document.group('BG-22')?.term('BT-110');
	const [only] = document.many('BG-23');
	if (stated === undefined || parseDecimal(stated.value)?.eq(0) === true) return;
	if (only?.term('BT-117') !== undefined) return;
	const group = only ?? new Group('BG-23', stated.path);
	group.add('BT-117', stated);
	if (only === undefined) document.addGroup(group);
}

/** Where the taxable amount is that of the lines, what stands beside them is not taxed. */
function leaveChargesUntaxed(document: Group, lines: readonly Group[]): void {
	const [only] = document.many('BG-23');
	const base = only && decimalAt(only, 'BT-116');
	const net = sumOf(lines.flatMap((line) => decimalAt(line, 'BT-131') ?? []));
	if (!base?.eq(net)) return;
	for (const charge of document.many('BG-21')) leaveUntaxed(charge);
	for (const discount of document.many('BG-20')) leaveUntaxed(discount);
}

/** That an allowance or charge has none of the taxes that the invoice names. */
function leaveUntaxed(part: Group): void {
	if (part.term('XT-allowance-vat') === undefined) part.add('XT-allowance-vat', { value: '0', path: part.path });
}
