import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal, type Problem } from '../../../core';
import { Group } from '../../terms';
import type { Completion } from '../table';
import { money } from '../money';

/** Lines, and the sums that the header states, of one VAT category and rate. */
interface Rate {
	category: string | undefined;
	rate: string | undefined;
	base: Decimal;
	lines: Group[];
	path: string;
}

/** What the amounts of an invoice without lines are called, by its kind. */
const NAMES: Readonly<Record<string, string>> = { ZAL: 'Advance payment', KOR: 'Correction', KOR_ZAL: 'Correction of an advance payment' };

/**
 * Some kinds of FA have amounts that no line says: advance payments (`ZAL`) have no lines, corrections may have none, simplified invoices
 * (`UPR`) have lines without amounts, and the lines of a final invoice (`ROZ`) are those of the whole order. What the fields by rate state
 * counts: they are what `P_15` adds up. `fromGross` are lines whose net amount was computed.
 */
export function balance(reading: Completion, fromGross: ReadonlySet<Group>): Problem[] {
	const { document, read } = reading;
	const kind = read('XT-document-type', 'Fa/RodzajFaktury')?.value ?? '';
	const lines = document.many('BG-25');
	if (kind === 'UPR' && document.many('BG-23').length === 0) addSimplified(reading, lines);
	const problems = amountsOfLines(document, lines);
	const counted = lines.filter((line) => line.text('XT-line-type') === undefined);
	const rates = ratesOf(document, counted);
	for (const rate of rates) settleGross(rate, fromGross);
	if (counted.length === 0) problems.push(...linesOfRates(reading, rates, kind, lines));
	else if ((kind === 'ROZ' || kind === 'KOR_ROZ' || kind === 'KOR_ZAL') && isTotal(reading))
		problems.push(...differences(document, rates, kind));
	return problems;
}

/** A simplified invoice may state its total and the rate of its lines only: the VAT is in the total. */
function addSimplified({ document, read }: Completion, lines: readonly Group[]): void {
	const total = read('BT-112', 'Fa/P_15');
	const [tax, other] = new Map(lines.map((line) => [line.group('BG-30')?.text('BT-152'), line.group('BG-30')])).values();
	const [category, rate] = [tax?.term('BT-151'), tax?.term('BT-152')];
	const [gross, percent] = [parseDecimal(total?.value ?? ''), parseDecimal(rate?.value ?? '')];
	if (other !== undefined || !total || !category || !rate || !gross || !percent) return;
	const net = gross.times(100).div(percent.plus(100)).round(2);
	const group = new Group('BG-23', total.path);
	group.add('BT-116', { ...total, value: money(net) });
	group.add('BT-117', { ...total, value: money(gross.minus(net)) });
	group.add('BT-118', category);
	group.add('BT-119', rate);
	document.addGroup(group);
}

/** The only line of an invoice with one rate has its amount; of several lines without amounts nobody can say which has what. */
function amountsOfLines(document: Group, lines: readonly Group[]): Problem[] {
	const silent = lines.filter((line) => line.term('BT-131') === undefined && line.group('BG-29') === undefined);
	const [line] = silent;
	const [rate, other] = document.many('BG-23').filter((group) => !isNought(group));
	const base = rate?.term('BT-116');
	if (line === undefined) return [];
	if (lines.length > 1 || base === undefined || other !== undefined) {
		for (const one of silent) one.add('XT-line-type', { value: 'INFORMATION', path: one.path });
		return [];
	}
	line.add('BT-131', base);
	return [
		warning(
			'lineAmount',
			base.path,
			`The line states no amount. It has that of the only VAT rate, ${base.value}: compare it with the document.`,
		),
	];
}

function isNought(rate: Group): boolean {
	return (['BT-116', 'BT-117'] as const).every((id) => parseDecimal(rate.text(id) ?? '0')?.eq(0) === true);
}

function ratesOf(document: Group, lines: readonly Group[]): Rate[] {
	const rates = new Map<string, Rate>();
	const breakdown = document.many('BG-23');
	const rateAt = (category: string | undefined, rate: string | undefined, path: string): Rate => {
		const key = `${category ?? ''}|${parseDecimal(rate ?? '0')?.toFixed() ?? ''}`;
		const known = rates.get(key) ?? { category, rate, base: sumOf([]), lines: [], path };
		rates.set(key, known);
		return known;
	};
	for (const group of breakdown) {
		const rate = rateAt(group.text('BT-118'), group.text('BT-119'), group.path);
		rate.base = rate.base.plus(parseDecimal(group.text('BT-116') ?? '') ?? 0);
	}
	for (const line of lines) {
		const tax = line.group('BG-30') ?? onlyTax(breakdown);
		rateAt(tax?.text('BT-151'), tax?.text('BT-152'), line.path).lines.push(line);
	}
	return [...rates.values()];
}

/** The VAT of a line that names none, where the invoice has one only. */
function onlyTax(breakdown: readonly Group[]): Group | undefined {
	const [only, second] = breakdown;
	const [category, rate] = [only?.term('BT-118'), only?.term('BT-119')];
	if (only === undefined || second !== undefined) return undefined;
	const tax = new Group('BG-30', only.path);
	if (category) tax.add('BT-151', category);
	if (rate) tax.add('BT-152', rate);
	return tax;
}

const amountOf = (line: Group): Decimal => parseDecimal(line.text('BT-131') ?? '') ?? sumOf([]);

/** Net amounts that were computed of gross ones, each to the cent, come to the sum of their rate: what rounding leaves goes to the largest. */
function settleGross({ base, lines }: Rate, fromGross: ReadonlySet<Group>): void {
	const computed = lines.filter((line) => fromGross.has(line));
	const left = base.minus(sumOf(lines.map(amountOf)));
	if (left.eq(0) || left.abs().gt(new Big('0.01').times(computed.length))) return;
	const [largest] = computed.sort((one, other) => amountOf(other).abs().cmp(amountOf(one).abs()));
	const term = largest?.term('BT-131');
	if (largest && term) largest.replace('BT-131', { ...term, value: amountOf(largest).plus(left).toFixed() });
}

/** A line for each rate, of an invoice that has none with an amount. */
function linesOfRates({ document, read }: Completion, rates: readonly Rate[], kind: string, silent: readonly Group[]): Problem[] {
	const reason = read('XT-correction-reason', 'Fa/PrzyczynaKorekty')?.value;
	const name = (kind.startsWith('KOR') ? reason : undefined) ?? new Map(Object.entries(NAMES)).get(kind) ?? 'Amount';
	let number = silent.reduce((highest, line) => Math.max(highest, Number(line.text('BT-126') ?? 0) || 0), 0);
	const stated = document.many('BG-23').filter((group) => !isNought(group));
	for (const group of stated) {
		const [base, category, rate] = [group.term('BT-116'), group.term('BT-118'), group.term('BT-119')];
		if (base === undefined) continue;
		const line = new Group('BG-25', group.path);
		line.add('BT-126', { value: String(++number), path: group.path });
		line.add('BT-131', base);
		const tax = new Group('BG-30', group.path);
		if (category) tax.add('BT-151', category);
		if (rate) tax.add('BT-152', rate);
		line.addGroup(tax);
		const item = new Group('BG-31', group.path);
		item.add('BT-153', { value: `${name}, ${vatInWords(category?.value, rate?.value)}`, path: group.path });
		line.addGroup(item);
		document.addGroup(line);
	}
	if (stated.length === 0) return [];
	return [
		warning(
			'linesFromRates',
			rates[0]?.path ?? document.path,
			'The invoice has no lines with amounts: one line was made for each VAT rate, with the sum that it states for it.',
		),
	];
}

function vatInWords(category: string | undefined, rate: string | undefined): string {
	return category === 'S' && rate !== undefined ? `${rate} % VAT` : `VAT category ${category ?? '?'}`;
}

/** What the sums by rate may differ from the total: some round them one by one. */
const ROUNDING = new Big('0.05');

/** Whether the sums by rate are what the total is made of; else it is not known which of them are right. */
function isTotal({ document, read }: Completion): boolean {
	const total = parseDecimal(read('BT-112', 'Fa/P_15')?.value ?? '');
	const sums = document
		.many('BG-23')
		.flatMap((rate) => (['BT-116', 'BT-117'] as const).flatMap((id) => parseDecimal(rate.text(id) ?? '') ?? []));
	return total !== null && sumOf(sums).minus(total).abs().lte(ROUNDING);
}

/** What the sum of a rate differs from its lines by, as an allowance or a charge at that rate. */
function differences(document: Group, rates: readonly Rate[], kind: string): Problem[] {
	const reason = kind === 'ROZ' ? 'Invoiced before as advance payments' : 'Correction of the amount left to pay';
	const made = rates.flatMap(({ base, lines, category, rate, path }): Group[] => {
		const difference = base.minus(sumOf(lines.map(amountOf)));
		if (difference.eq(0)) return [];
		const isCharge = difference.gt(0);
		const group = new Group(isCharge ? 'BG-21' : 'BG-20', path);
		group.add(isCharge ? 'BT-99' : 'BT-92', { value: money(difference.abs()), path });
		group.add(isCharge ? 'BT-104' : 'BT-97', { value: reason, path });
		if (category !== undefined) group.add(isCharge ? 'BT-102' : 'BT-95', { value: category, path });
		if (rate !== undefined) group.add(isCharge ? 'BT-103' : 'BT-96', { value: rate, path });
		return [group];
	});
	for (const group of made) document.addGroup(group);
	const [first] = made;
	if (first === undefined) return [];
	return [
		warning(
			kind === 'ROZ' ? 'advancesTakenOff' : 'correctedRemainder',
			first.path,
			kind === 'ROZ'
				? 'The lines of this final invoice are those of the whole order. What they are more than the amounts by VAT rate was taken off as invoiced before.'
				: 'The amounts by VAT rate of this correction are not those of its lines. The difference goes in on its own.',
		),
	];
}

function warning(code: string, path: string, message: string): Problem {
	return { severity: 'warning', code, column: 'BT-131', path, message };
}
