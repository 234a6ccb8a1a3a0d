import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal } from '../../../core';
import { Group, type Term } from '../../terms';
import type { Completion } from '../table';
import { RATE_FIELDS, type RateField } from './codes';
import { money } from '../money';

/** Sums at the VAT rates of other member states, which FA has in one pair of fields. */
const FOREIGN: RateField = { net: 'P_13_5', tax: 'P_14_5', category: 'S', rates: [] };

/** What the fields by rate may differ from the sums of the lines, for each line: VAT and net are rounded line by line or at the end. */
const CENT = new Big('0.01');

const ZERO: Decimal = new Big(0);

/** A VAT breakdown for each pair of fields that is there; which of two rates it is follows from the amounts. */
export function addRates({ document, read }: Completion): void {
	for (const field of RATE_FIELDS) {
		const net = read('BT-116', `Fa/${field.net}`);
		if (net === null) continue;
		const tax = field.tax === null ? null : read('BT-117', `Fa/${field.tax}`);
		const group = breakdown(net, tax, field.category, rateOf(field, net, tax));
		const reason =
			read('BT-120', 'Fa/Adnotacje/Zwolnienie/P_19A') ??
			read('BT-120', 'Fa/Adnotacje/Zwolnienie/P_19B') ??
			read('BT-120', 'Fa/Adnotacje/Zwolnienie/P_19C');
		if (field.net === 'P_13_7' && reason) group.add('BT-120', reason);
		if (field.reason !== undefined) group.add('BT-120', { value: field.reason, path: net.path });
		document.addGroup(group);
	}
}

function breakdown(net: Term, tax: Term | null, category: string, rate: string | null): Group {
	const group = new Group('BG-23', net.path);
	group.add('BT-116', net);
	group.add('BT-117', tax ?? { value: '0', path: net.path });
	group.add('BT-118', { value: category, path: net.path });
	if (rate !== null) group.add('BT-119', { value: rate, path: net.path });
	return group;
}

function rateOf({ rates }: RateField, net: Term, tax: Term | null): string | null {
	const [first, second] = rates;
	const [base, amount] = [parseDecimal(net.value), parseDecimal(tax?.value ?? '')];
	if (first === undefined || second === undefined || base === null || amount === null) return first ?? null;
	const off = (rate: string) => base.times(rate).times('0.01').minus(amount).abs();
	return off(second).lt(off(first)) ? second : first;
}

/** The sums at rates of other member states: by the rates of the lines (`P_12_XII`), as far as the lines make the sums. */
export function addForeignRates({ document, read }: Completion, foreign: readonly Group[]): void {
	const net = read('BT-116', `Fa/${FOREIGN.net}`);
	if (net === null) return;
	const tax = read('BT-117', `Fa/${FOREIGN.tax ?? ''}`);
	const bases = new Map<string, Decimal>();
	for (const line of foreign) {
		const rate = line.group('BG-30')?.text('BT-152') ?? '0';
		bases.set(rate, (bases.get(rate) ?? ZERO).plus(parseDecimal(line.text('BT-131') ?? '') ?? ZERO));
	}
	const parts = [...bases].map(([rate, base]) => ({ rate, base, tax: base.times(rate).times('0.01').round(2) }));
	const isMade = (stated: Term | null, made: Decimal) =>
		(parseDecimal(stated?.value ?? '') ?? ZERO).minus(made).abs().lte(CENT.times(foreign.length));
	if (parts.length < 2 || !isMade(net, sumOf(parts.map(({ base }) => base))) || !isMade(tax, sumOf(parts.map((part) => part.tax)))) {
		document.addGroup(breakdown(net, tax, FOREIGN.category, parts.length === 1 ? (parts[0]?.rate ?? null) : null));
		return;
	}
	for (const part of parts)
		document.addGroup(
			breakdown({ ...net, value: money(part.base) }, { ...(tax ?? net), value: money(part.tax) }, FOREIGN.category, part.rate),
		);
}
