import Big from 'big.js';

import { parseDecimal, sumOf, type Decimal, type Problem, type Sliced } from '../../../core';
import { Group, type Term } from '../../terms';
import type { Completion } from '../table';
import { addAttachments } from './attachments';
import { keyOf } from './sums';

interface Rate {
	category: Term | undefined;
	rate: Term | undefined;
	reason: Term | null;
	net: Decimal;
	vat: Decimal;
	path: string;
}

/**
 * `DatiBeniServizi` has amounts with VAT, and the VAT as its amount or its rate. Net amounts, the VAT breakdown and the totals follow; the
 * format states no total that they could be compared with.
 */
export function* completeSimplified(reading: Completion): Sliced<Problem[]> {
	const { document, find, read } = reading;
	const rates = new Map<string, Rate>();
	const lines = document.many('BG-25');
	for (const [index, found] of find('DatiBeniServizi').entries()) {
		yield;
		const line = lines[index];
		const gross = line?.term('XT-line-gross');
		const amount = parseDecimal(gross?.value ?? '');
		if (line === undefined || gross === undefined || amount === null) continue;
		const tax = line.group('BG-30');
		const rate = tax?.term('BT-152');
		if (tax && rate && tax.term('BT-151') === undefined && parseDecimal(rate.value)?.gt(0) === true)
			tax.add('BT-151', { ...rate, value: 'S' });
		const vat = vatOf(line, amount);
		line.add('BT-126', { value: String(index + 1), path: line.path });
		line.add('BT-131', { ...gross, value: amount.minus(vat).toFixed() });
		if (line.term('XT-line-vat') === undefined) line.add('XT-line-vat', { value: vat.toFixed(), path: line.path });
		const key = keyOf(tax?.text('BT-151'), rate?.value);
		const known = rates.get(key);
		rates.set(key, {
			category: known?.category ?? tax?.term('BT-151'),
			rate: known?.rate ?? rate,
			reason: known?.reason ?? read('BT-120', 'RiferimentoNormativo', found) ?? read('BT-121', 'Natura', found),
			net: (known?.net ?? new Big(0)).plus(amount.minus(vat)),
			vat: (known?.vat ?? new Big(0)).plus(vat),
			path: known?.path ?? line.path,
		});
	}
	addSums(document, [...rates.values()]);
	addAttachments(reading);
	return [];
}

/** The VAT in an amount: as it is stated, else by the rate. */
function vatOf(line: Group, gross: Decimal): Decimal {
	const stated = parseDecimal(line.text('XT-line-vat') ?? '');
	if (stated) return stated;
	const rate = parseDecimal(line.group('BG-30')?.text('BT-152') ?? '') ?? new Big(0);
	return gross.minus(gross.times(100).div(rate.plus(100)).round(2));
}

function addSums(document: Group, rates: readonly Rate[]): void {
	const [first] = rates;
	if (first === undefined) return;
	for (const { category, rate, reason, net, vat, path } of rates) {
		const group = new Group('BG-23', path);
		group.add('BT-116', { value: net.toFixed(), path });
		group.add('BT-117', { value: vat.toFixed(), path });
		if (category) group.add('BT-118', category);
		if (rate) group.add('BT-119', rate);
		if (reason) group.add('BT-120', reason);
		document.addGroup(group);
	}
	const totals = new Group('BG-22', first.path);
	const [net, vat] = [sumOf(rates.map((rate) => rate.net)), sumOf(rates.map((rate) => rate.vat))];
	totals.add('BT-109', { value: net.toFixed(), path: first.path });
	totals.add('BT-110', { value: vat.toFixed(), path: first.path });
	totals.add('BT-112', { value: net.plus(vat).toFixed(), path: first.path });
	document.addGroup(totals);
}
