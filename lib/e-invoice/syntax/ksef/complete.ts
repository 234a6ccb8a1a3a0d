import Big from 'big.js';

import { eachOf, parseDecimal, sumOf, type Problem, type Sliced } from '../../../core';
import { Group, type Term } from '../../terms';
import type { Completion } from '../table';
import { balance } from './balance';
import { lineRate, MARGIN_REASON, RATE_FIELDS } from './codes';
import { addForeignRates, addRates } from './rates';

/** Lines by where their amounts come from. */
interface Kinds {
	/** Net amount computed of the gross one. */
	fromGross: Set<Group>;
	/** At a VAT rate of another member state (`P_12_XII`). */
	foreign: Group[];
}

/** What FA states in fields by rate, and lines whose amounts follow from several fields. */
export function* completeKsef(reading: Completion): Sliced<Problem[]> {
	addRates(reading);
	const kinds: Kinds = { fromGross: new Set(), foreign: [] };
	const problems = (yield* eachOf(reading.document.many('BG-25'), (line) => completeLine(reading, line, kinds))).flat();
	addForeignRates(reading, kinds.foreign);
	problems.push(...balance(reading, kinds.fromGross));
	addTotals(reading);
	addPaid(reading);
	addDocumentNumber(reading);
	addInstalments(reading);
	addExchangeRate(reading);
	return problems;
}

/** `P_15` is the total; what is due may differ by settlements (`Rozliczenie`). */
function addTotals({ document, find, read }: Completion): void {
	const total = read('BT-112', 'Fa/P_15');
	if (total === null) return;
	const totals = new Group('BG-22', total.path);
	const rates = document.many('BG-23');
	const sum = (id: 'BT-116' | 'BT-117') => sumOf(rates.flatMap((rate) => parseDecimal(rate.text(id) ?? '') ?? [])).toFixed();
	if (rates.length > 0) {
		totals.add('BT-109', { value: sum('BT-116'), path: total.path });
		totals.add('BT-110', { value: sum('BT-117'), path: total.path });
	}
	totals.add('BT-112', total);
	const due = read('BT-115', 'Fa/Rozliczenie/DoZaplaty');
	if (due) totals.add('BT-115', due);
	const [charged, deducted] = ['Obciazenia', 'Odliczenia'].map((kind) =>
		sumOf(find(`Fa/Rozliczenie/${kind}/Kwota`).flatMap(({ element }) => parseDecimal(element.text.trim()) ?? [])),
	);
	const beside = charged?.minus(deducted ?? 0);
	if (beside?.eq(0) === false) totals.add('XT-settled-beside', { value: beside.toFixed(), path: `${document.path}/Fa/Rozliczenie` });
	const [first] = RATE_FIELDS.flatMap(({ tax }) => (tax === null ? [] : (read('BT-111', `Fa/${tax}W`) ?? [])));
	if (first) {
		const all = RATE_FIELDS.flatMap(({ tax }) => (tax === null ? [] : (parseDecimal(read('BT-111', `Fa/${tax}W`)?.value ?? '') ?? [])));
		totals.add('BT-111', { ...first, value: sumOf(all).toFixed(2), currency: 'PLN' });
		document.add('BT-6', { value: 'PLN', path: first.path });
	}
	document.addGroup(totals);
}

/** An invoice that is marked as paid is paid whole; parts have amounts of their own. */
function addPaid({ document, find, read }: Completion): void {
	const totals = document.group('BG-22');
	const parts = find('Fa/Platnosc/ZaplataCzesciowa').flatMap((part) => read('BT-113', 'KwotaZaplatyCzesciowej', part) ?? []);
	const [paid] = find('Fa/Platnosc/Zaplacono');
	const whole = totals?.term('BT-112');
	if (!totals) return;
	if (paid?.element.text.trim() === '1' && whole) totals.add('BT-113', { value: whole.value, path: paid.path });
	else if (parts[0]) totals.add('BT-113', { ...parts[0], value: sumOf(parts.flatMap(({ value }) => parseDecimal(value) ?? [])).toFixed() });
	else return;
	const [total, settled] = [parseDecimal(whole?.value ?? ''), parseDecimal(totals.text('BT-113') ?? '')];
	if (total && settled && totals.term('BT-115') === undefined)
		totals.add('BT-115', { value: total.minus(settled).toFixed(2), path: totals.path });
}

/** Further days of payment; the first is the due date. */
function addInstalments({ document, find, read }: Completion): void {
	const days = find('Fa/Platnosc/TerminPlatnosci').flatMap((found) => read('BT-9', 'Termin', found) ?? []);
	for (const day of days.slice(1)) document.add('BT-20', { ...day, value: `due ${day.value}` });
}

/** The number that the platform gave the corrected invoice is not a number that the supplier gave: it is kept by its own name. */
function addDocumentNumber({ document, read }: Completion): void {
	const number = read('XT-transaction-id', 'Fa/DaneFaKorygowanej/NrKSeFFaKorygowanej');
	if (number) document.add('XT-correction-reason', { ...number, value: `KSeF number of the corrected invoice: ${number.value}` });
}

/** Each line has the rate of its own day; where it is one for all it is that of the invoice. */
function addExchangeRate({ document, read }: Completion): void {
	const rates = document.many('BG-25').map((line) => ({ line, rate: read('XT-exchange-rate', 'KursWaluty', line) }));
	const [first] = rates;
	const isOne = document.term('XT-exchange-rate') === undefined && rates.every(({ rate }) => rate?.value === first?.rate?.value);
	if (isOne && first?.rate) document.add('XT-exchange-rate', first.rate);
	else for (const { line, rate } of rates) if (rate) line.add('XT-exchange-rate', rate);
}

function completeLine({ document, find, read }: Completion, line: Group, kinds: Kinds): Problem[] {
	const problems: Problem[] = [];
	const special = read('BT-152', 'P_12_XII', line);
	const rate = addLineRate(read('BT-151', 'P_12', line), special, line);
	if (special) kinds.foreign.push(line);
	if (line.group('BG-30') === undefined) addMarginScheme(document, line);
	const discount = read('BT-147', 'P_10', line);
	const net = read('BT-131', 'P_11', line);
	const gross = line.term('XT-line-gross');
	if (net) line.add('BT-131', net);
	else if (gross) {
		const computed = netOf(gross, line.term('XT-line-vat'), rate);
		kinds.fromGross.add(line);
		line.add('BT-131', { ...gross, value: computed });
		problems.push(grossLine(gross, computed));
	}
	addPrice(read('BT-146', 'P_9A', line), read('BT-146', 'P_9B', line), discount, line);
	// A line as it was before the correction: the next one with its number says what it is now, so this one counts against it.
	if (find('StanPrzed', line)[0]?.element.text.trim() === '1') negate(line);
	return problems;
}

function addLineRate(code: Term | null, special: Term | null, line: Group): string | null {
	const found = special ? { category: 'S', rate: special.value } : lineRate(code?.value ?? '');
	const source = special ?? code;
	if (found === null || source === null) return null;
	const tax = new Group('BG-30', source.path);
	tax.add('BT-151', { ...source, value: found.category });
	if (found.rate !== null) tax.add('BT-152', { ...source, value: found.rate });
	line.addGroup(tax);
	return found.rate;
}

/** Lines of the margin scheme name no rate; their sum has a field of its own. */
function addMarginScheme(document: Group, line: Group): void {
	const margin = document.many('BG-23').find((rate) => rate.text('BT-120') === MARGIN_REASON);
	const [category, rate] = [margin?.term('BT-118'), margin?.term('BT-119')];
	if (!category || !rate) return;
	const tax = new Group('BG-30', category.path);
	tax.add('BT-151', category);
	tax.add('BT-152', rate);
	line.addGroup(tax);
}

/** The net amount of a line that states its gross amount only: less its VAT where that is stated, else by its rate, to the cent. */
function netOf(gross: Term, vat: Term | undefined, rate: string | null): string {
	const amount = parseDecimal(gross.value) ?? new Big(0);
	const tax = parseDecimal(vat?.value ?? '');
	if (tax) return amount.minus(tax).toFixed();
	return amount
		.times(100)
		.div(new Big(100).plus(parseDecimal(rate ?? '') ?? 0))
		.round(2)
		.toFixed();
}

function grossLine(gross: Term, net: string): Problem {
	return {
		severity: 'warning',
		code: 'grossPrices',
		column: 'BT-131',
		path: gross.path,
		value: gross.value,
		message: `The line states its amount with VAT only (P_11A ${gross.value}). Its net amount was computed as ${net}; compare the totals.`,
	};
}

/**
 * `P_10` is a discount that `P_11` has already taken off: of one unit where quantity × (price − discount) is the amount, which is how the
 * ministry's own examples have it, else of the line as a whole.
 */
function addPrice(net: Term | null, gross: Term | null, discount: Term | null, line: Group): void {
	if (net) {
		const prices = new Group('BG-29', net.path);
		const reduced = discount && unitPriceLess(net, discount, line);
		prices.add('BT-146', reduced === null ? net : { ...net, value: reduced.toFixed() });
		line.addGroup(prices);
		if (discount && reduced !== null) {
			prices.add('BT-148', net);
			prices.add('BT-147', discount);
			return;
		}
	} else if (gross) {
		const [quantity, amount] = [parseDecimal(line.text('BT-129') ?? ''), parseDecimal(line.text('BT-131') ?? '')];
		if (quantity && !quantity.eq(0) && amount) {
			const prices = new Group('BG-29', gross.path);
			prices.add('BT-146', { ...gross, value: amount.div(quantity).round(8).toFixed() });
			line.addGroup(prices);
		}
		return;
	}
	if (!discount || parseDecimal(discount.value)?.eq(0) !== false) return;
	const allowance = new Group('BG-27', discount.path);
	allowance.add('BT-136', discount);
	allowance.add('BT-139', { value: 'Discount', path: discount.path });
	line.addGroup(allowance);
}

/** The price less the discount of one unit, where only that makes the amount of the line. */
function unitPriceLess(price: Term, discount: Term, line: Group): Big | null {
	const [each, less, quantity, amount] = [price.value, discount.value, line.text('BT-129') ?? '', line.text('BT-131') ?? ''].map(
		parseDecimal,
	);
	if (!each || !less || !quantity || !amount) return null;
	const isAmount = (made: Big) => made.minus(amount).abs().lt('0.01');
	const reduced = each.minus(less);
	return isAmount(quantity.times(reduced)) && !isAmount(quantity.times(each).minus(less)) ? reduced : null;
}

/** Turns the signs of quantity and amounts. */
function negate(line: Group): void {
	for (const id of ['BT-129', 'BT-131', 'XT-line-gross', 'XT-line-vat'] as const) {
		const term = line.term(id);
		const value = term && parseDecimal(term.value);
		if (term && value) line.replace(id, { ...term, value: value.times(-1).toFixed() });
	}
	for (const allowance of line.many('BG-27')) {
		const term = allowance.term('BT-136');
		const value = term && parseDecimal(term.value);
		if (term && value) allowance.replace('BT-136', { ...term, value: value.times(-1).toFixed() });
	}
}
