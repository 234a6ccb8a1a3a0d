import { parseDecimal, sumOf, type Decimal, type Problem, type Sliced } from '../../../core';
import { Group, type Term } from '../../terms';
import { money } from '../money';
import type { Completion } from '../table';
import { addAttachments } from './attachments';
import { completeDiscounts, isBesideVat } from './discounts';
import { addPrices } from './prices';
import { readStatedTotal } from './stated-total';
import { decimalAt, effectOf, netOf } from './sums';

const GENERAL = 'DatiGenerali/DatiGeneraliDocumento';

/** What FatturaPA says in the header about lines, in sums of fields, or not at all. */
export function* completeFatturaPa(reading: Completion): Sliced<Problem[]> {
	const { document } = reading;
	const lines = document.many('BG-25');
	const discounts = [...document.many('BG-20'), ...document.many('BG-21').filter((charge) => charge.path.includes('ScontoMaggiorazione'))];
	for (const line of lines) {
		yield;
		addPrices(reading, line);
	}
	yield* addLineReferences(reading, lines);
	addStandardCategories(document);
	yield* addAccessoryCosts(reading);
	completeDiscounts(document, discounts);
	const problems = addTotals(reading, discounts);
	yield* addPaymentTerms(reading);
	addAttachments(reading);
	return problems;
}

/** References name the lines that they are about; without one they are about the whole invoice (the tables read those). */
function* addLineReferences(reading: Completion, lines: Group[]): Sliced<undefined> {
	const byNumber = new Map(lines.map((line) => [line.text('BT-126') ?? '', line]));
	const kinds = [
		{ path: 'DatiGenerali/DatiOrdineAcquisto', id: 'IdDocumento', term: 'XT-line-order' },
		{ path: 'DatiGenerali/DatiContratto', id: 'IdDocumento', term: 'XT-line-contract' },
		{ path: 'DatiGenerali/DatiDDT', id: 'NumeroDDT', term: 'XT-line-despatch' },
	] as const;
	for (const { path, id, term } of kinds) {
		for (const found of reading.find(path)) {
			yield;
			const numbers = reading.find('RiferimentoNumeroLinea', found).map(({ element }) => element.text.trim());
			const reference = numbers.length > 0 ? reading.read(term, id, found) : null;
			const item = term === 'XT-line-order' ? reading.read('BT-132', 'NumItem', found) : null;
			const meant = numbers.length > 0 ? numbers.flatMap((number) => byNumber.get(number) ?? []) : lines.length === 1 ? lines : [];
			for (const line of meant) {
				if (reference) line.add(term, reference);
				if (item) line.add('BT-132', item);
			}
		}
	}
	return undefined;
}

/** A rate above zero is the standard category; what has none carries a reason (Natura), which the tables read. */
function addStandardCategories(document: Group): void {
	const taxed = [
		...document.many('BG-23').map((owner) => ({ owner, rate: 'BT-119', category: 'BT-118' }) as const),
		...document
			.many('BG-25')
			.flatMap((line) => line.many('BG-30').map((owner) => ({ owner, rate: 'BT-152', category: 'BT-151' }) as const)),
		...document.many('BG-21').map((owner) => ({ owner, rate: 'BT-103', category: 'BT-102' }) as const),
	];
	for (const { owner, rate, category } of taxed) {
		const found = owner.term(rate);
		if (found && owner.term(category) === undefined && parseDecimal(found.value)?.gt(0) === true)
			owner.add(category, { ...found, value: 'S' });
	}
}

/** Packing and the like, and roundings, are in the taxable amount of a rate but in no line. */
function* addAccessoryCosts(reading: Completion): Sliced<undefined> {
	const rates = reading.document.many('BG-23');
	for (const [index, found] of reading.find('DatiBeniServizi/DatiRiepilogo').entries()) {
		yield;
		addCharge(reading, reading.read('BT-99', 'SpeseAccessorie', found), 'Spese accessorie', rates[index]);
		addCharge(reading, reading.read('BT-99', 'Arrotondamento', found), 'Arrotondamento', rates[index]);
	}
	return undefined;
}

/** `rate`: the part of the breakdown whose taxable amount it is in. */
function addCharge({ document }: Completion, amount: Term | null, reason: string, rate: Group | undefined | 'untaxed'): void {
	const value = amount && parseDecimal(amount.value);
	if (!amount || !value || value.eq(0)) return;
	const isNegative = value.lt(0);
	const group = new Group(isNegative ? 'BG-20' : 'BG-21', amount.path);
	group.add(isNegative ? 'BT-92' : 'BT-99', { ...amount, value: value.abs().toFixed() });
	group.add(isNegative ? 'BT-97' : 'BT-104', { value: reason, path: amount.path });
	if (rate === 'untaxed') group.add('XT-allowance-vat', { value: '0', path: amount.path });
	const [category, percent] = rate === 'untaxed' ? [] : [rate?.term('BT-118'), rate?.term('BT-119')];
	if (category) group.add(isNegative ? 'BT-95' : 'BT-102', category);
	if (percent) group.add(isNegative ? 'BT-96' : 'BT-103', percent);
	document.addGroup(group);
}

/**
 * Only the total with VAT has a field, and that may be missing: the others are the sums of the fields by rate. The rounding of the document is
 * in that total with some, who then have a charge without VAT; with the others it changes what is due.
 */
function addTotals(reading: Completion, discounts: readonly Group[]): Problem[] {
	const { document, read } = reading;
	const rates = document.many('BG-23');
	const path = rates[0]?.path;
	if (path === undefined) return [];
	const taxable = sumOf(rates.map((rate) => decimalAt(rate, 'BT-116')));
	const tax = sumOf(rates.map((rate) => decimalAt(rate, 'BT-117')));
	const stated = read('BT-112', `${GENERAL}/ImportoTotaleDocumento`);
	const rounding = read('BT-114', `${GENERAL}/Arrotondamento`);
	const isBeside = stated === null || parseDecimal(stated.value)?.eq(taxable.plus(tax)) === true;
	if (!isBeside) addCharge(reading, rounding, 'Arrotondamento', 'untaxed');
	const { total, due, problems } = readStatedTotal(reading, discounts);
	const totals = new Group('BG-22', path);
	const afterVat = sumOf(discounts.filter(isBesideVat).map(effectOf));
	const gross = parseDecimal(total ?? '') ?? taxable.plus(tax).plus(afterVat);
	const net = netOf(document);
	totals.add('BT-109', { value: (net.plus(tax).eq(gross) ? net : taxable).toFixed(), path });
	totals.add('BT-110', { value: tax.toFixed(), path });
	totals.add('BT-112', { ...(stated ?? { path }), value: total ?? money(gross) });
	if (rounding && isBeside) totals.add('BT-114', rounding);
	const rounded = rounding && isBeside ? { ...rounding, value: money(gross.plus(parseDecimal(rounding.value) ?? 0)) } : null;
	const toPay = due ?? dueOf(reading, gross) ?? rounded;
	if (toPay) totals.add('BT-115', toPay);
	document.addGroup(totals);
	return problems;
}

/** What is to be paid; null where the file does not say, or where several payments may be alternatives: together they are more than the total. */
function dueOf({ find, read }: Completion, total: Decimal): Term | null {
	const payments = find('DatiPagamento/DettaglioPagamento');
	const amounts = payments.flatMap((found) => read('BT-115', 'ImportoPagamento', found) ?? []);
	const [first, second] = amounts;
	if (first === undefined || amounts.length < payments.length) return null;
	if (second === undefined) return first;
	const sum = sumOf(amounts.flatMap(({ value }) => parseDecimal(value) ?? []));
	return total.gt(sum) ? { ...first, value: money(sum) } : null;
}

/** Condizioni di pagamento, by instalment where there are several, and what is granted or charged. */
function* addPaymentTerms({ document, find, read }: Completion): Sliced<undefined> {
	const all = find('DatiPagamento/DettaglioPagamento');
	for (const [index, found] of all.entries()) {
		yield;
		const text = (id: 'BT-9' | 'BT-115' | 'XT-discount-days', name: string) => read(id, name, found)?.value;
		const [due, days, amount] = [
			text('BT-9', 'DataScadenzaPagamento'),
			text('XT-discount-days', 'GiorniTerminiPagamento'),
			text('BT-115', 'ImportoPagamento'),
		];
		const discount = text('BT-115', 'ScontoPagamentoAnticipato');
		const until = text('BT-9', 'DataLimitePagamentoAnticipato');
		const parts = [
			...(all.length > 1 && amount !== undefined ? [`instalment ${index + 1}: ${amount}`] : []),
			...(all.length > 1 && due !== undefined ? [`due ${due}`] : []),
			...(days !== undefined ? [`${days} days`] : []),
			...(discount !== undefined ? [`discount ${discount}${until === undefined ? '' : ` until ${until}`}`] : []),
		];
		if (parts.length > 0) document.add('BT-20', { value: parts.join(', '), path: found.path });
	}
	return undefined;
}
