import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal, type Problem, type Sliced } from '../../../core';
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
 * without a rate. In Coupa's terms each line has one. The VAT breakdown is that of the summary where it has the taxes that the lines name, or
 * these name none; else it is the sum of the lines.
 */
export function* addTaxes(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	const lines = document.many('BG-25');
	for (const line of lines) {
		yield;
		mergeOnLine(reading, line);
	}
	for (const [purpose, element] of OF_CHARGES) addChargeTax(reading, purpose, element);
	for (const group of document.many('BG-23')) addCategory(group, 'BT-119', 'BT-118');
	const isTaxed = lines.some((line) => line.group('BG-30') !== undefined || line.term('XT-line-vat') !== undefined);
	const problems = isTaxed ? [] : mergeInSummary(document);
	if (isTaxed) yield* takeLines(reading, lines);
	else addSummaryTax(document);
	leaveUntaxedBeside(document, lines);
	const charges = document.many('BG-21').filter((charge) => decimalAt(charge, 'XT-allowance-vat')?.eq(0) === false);
	if (!isTaxed && charges.length > 0) nameOnLines(document, lines);
	for (const charge of charges) addTaxOfCharge(document, charge);
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
		line.removeGroups('BG-30');
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

/** One row of the breakdown, as lines come to it. */
interface Row {
	category: Term | undefined;
	rate: Term | undefined;
	net: Decimal;
	tax: Decimal;
	path: string;
	reason: Term | null;
}

/** Where lines name their taxes, a summary that has others, e.g. each tax of several apart, gives way to what the lines come to. */
function* takeLines(reading: Completion, lines: readonly Group[]): Sliced<void> {
	const { document } = reading;
	const rows = new Map<string, Row>();
	for (const line of lines) {
		yield;
		const row = rowOf(reading, line);
		if (row === null) {
			leaveUntaxed(line, 'XT-line-vat');
			continue;
		}
		const key = keyOf(row.category, row.rate);
		const known = rows.get(key);
		rows.set(key, known ? { ...known, net: known.net.plus(row.net), tax: known.tax.plus(row.tax) } : row);
	}
	const stated = new Map(document.many('BG-23').map((group) => [keyOf(group.term('BT-118'), group.term('BT-119')), group]));
	const isStated = [...rows.keys()].every((key) => stated.has(key));
	if (!isStated) document.removeGroups('BG-23');
	for (const [key, row] of rows) {
		const summary = stated.get(key) ?? stated.get(keyOf(undefined, row.rate));
		const [words, code] = [summary?.term('BT-120') ?? row.reason, summary?.term('BT-121')];
		if (!isStated) document.addGroup(breakdown({ ...row, reason: words }, code));
		else if (words && summary?.term('BT-120') === undefined) summary?.add('BT-120', words);
	}
}

/** What a line says of its tax; null where it says nothing: then it has none. */
function rowOf({ read }: Completion, line: Group): Row | null {
	const tax = line.group('BG-30');
	const [net, own] = [decimalAt(line, 'BT-131') ?? new Big(0), decimalAt(line, 'XT-line-vat')];
	if (tax === undefined && own === null) return null;
	const [category, rate] = [tax?.term('BT-151'), tax?.term('BT-152')];
	const byRate = () =>
		net
			.times(parseDecimal(rate?.value ?? '') ?? 0)
			.times('0.01')
			.round(2);
	return {
		category,
		rate,
		net,
		tax: own ?? byRate(),
		path: line.path,
		reason: read('BT-120', 'Tax/TaxDetail/TaxExemption/ExemptReason', line) ?? read('BT-120', 'Tax/TaxDetail/Description', line),
	};
}

function breakdown({ category, rate, net, tax, path, reason }: Row, code?: Term): Group {
	const group = new Group('BG-23', path);
	group.add('BT-116', { value: net.toFixed(), path });
	group.add('BT-117', { value: tax.toFixed(), path });
	if (category) group.add('BT-118', category);
	if (rate) group.add('BT-119', rate);
	if (reason) group.add('BT-120', reason);
	if (code) group.add('BT-121', code);
	return group;
}

/** Where a charge has a tax of its own, the lines have to say that theirs is that of the summary. */
function nameOnLines(document: Group, lines: readonly Group[]): void {
	const [row] = document.many('BG-23');
	const [category, rate] = [row?.term('BT-118'), row?.term('BT-119')];
	for (const line of lines) {
		const tax = new Group('BG-30', line.path);
		if (category) tax.add('BT-151', category);
		if (rate) tax.add('BT-152', rate);
		line.addGroup(tax);
	}
}

/** The tax of a charge is a row of its own: no other counts it. */
function addTaxOfCharge(document: Group, charge: Group): void {
	const [net, tax, path] = [decimalAt(charge, 'BT-99'), decimalAt(charge, 'XT-allowance-vat'), charge.path];
	if (!net || !tax) return;
	const [category, rate] = [charge.term('BT-102'), charge.term('BT-103')];
	document.addGroup(breakdown({ category, rate, net, tax, path, reason: null }));
}

const keyOf = (category: Term | undefined, rate: Term | undefined): string =>
	`${category?.value ?? ''}|${parseDecimal(rate?.value ?? '0')?.toFixed() ?? ''}`;

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
	const reasons = taxes.flatMap((tax) => tax.text('BT-120') ?? tax.text('BT-121') ?? []);
	if (reasons.length > 0) merged.add('BT-120', { value: reasons.join(', '), path: first.path });
	document.removeGroups('BG-23');
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

/** Where the taxable amount, or the tax, is that of the lines, what stands beside them is not taxed. */
function leaveUntaxedBeside(document: Group, lines: readonly Group[]): void {
	const sum = (groups: readonly Group[], id: TermId) => sumOf(groups.flatMap((group) => decimalAt(group, id) ?? []));
	const rows = document.many('BG-23');
	const tax = sum(rows, 'BT-117');
	const isOfLines = sum(rows, 'BT-116').eq(sum(lines, 'BT-131')) || (!tax.eq(0) && tax.eq(sum(lines, 'XT-line-vat')));
	if (rows.length === 0 || !isOfLines) return;
	for (const part of [...document.many('BG-21'), ...document.many('BG-20')]) leaveUntaxed(part, 'XT-allowance-vat');
}

/** That a line, allowance or charge has none of the taxes that the invoice names. */
function leaveUntaxed(part: Group, id: 'XT-line-vat' | 'XT-allowance-vat'): void {
	if (part.term(id) === undefined) part.add(id, { value: '0', path: part.path });
}
