import { ownValue, parseDecimal, setOwn, type CoupaRecord, type Problem } from '../../core';
import { termFact } from '../term-table';
import type { Term } from '../terms';
import { negated } from './decimals';
import { ownText, type DraftLine } from './draft-lines';
import { linePrice } from './line-price';
import type { Part } from './part';
import { LINE_PLACES } from './places';
import { placeTerms, tooLong } from './place-terms';
import type { EInvoiceSettings } from './settings';
import { unitCode } from './units';

/** What the header says that Coupa has on lines only. */
export interface FromHeader {
	order: Term | undefined;
	receipt: Term | undefined;
	accounting: Term | undefined;
	periodStart: Term | undefined;
	periodEnd: Term | undefined;
}

/** Characters of a line's description (fields/invoice_line.json), and of an order number. */
const LONGEST_DESCRIPTION = 1550;
const LONGEST_REFERENCE = 255;

/** One line of the record. `turns`: the amounts of the document have the other sign in Coupa. */
export function invoiceLine(
	line: DraftLine,
	lineNumber: number,
	fromHeader: FromHeader,
	{ settings, digits, turns }: { settings: EInvoiceSettings; digits: number; turns: boolean },
	problems: Problem[],
): CoupaRecord {
	const { part } = line;
	const record: CoupaRecord = { 'line-num': lineNumber };
	const found = linePrice(line, digits);
	if (found !== null) problems.push(...found.problems);
	if (found !== null && found.quantity !== null && hasUnit(part, settings)) {
		part.pass('BT-129');
		if (found.isStated) part.pass('BT-146', 'BT-149');
		record.type = 'InvoiceQuantityLine';
		record.price = found.price;
		record.quantity = turns ? negated(found.quantity) : found.quantity;
		addUnit(part, record, settings, problems);
	} else {
		record.type = 'InvoiceAmountLine';
		const amount = found !== null && found.quantity === null ? parseDecimal(found.price) : line.target;
		if (found !== null && found.quantity !== null) problems.push(unitMissing(part));
		if (amount !== null) {
			const text = ownText(amount, part.text('BT-131'));
			record.price = turns ? negated(text) : text;
		}
	}
	addDescription(part, record, problems);
	addOrder(part, record, fromHeader, problems);
	problems.push(...placeTerms(part, LINE_PLACES, record));
	addInherited(part, record, 'start-date', fromHeader.periodStart, part.text('BT-135') === undefined);
	addInherited(part, record, 'end-date', fromHeader.periodEnd, part.text('BT-134') === undefined);
	addInherited(part, record, 'match-reference', fromHeader.receipt, true);
	addAccounting(part, record, fromHeader.accounting, settings);
	return record;
}

/** Coupa has no quantity without a unit: what the unit is that the document leaves out, only the settings can say. */
function hasUnit(part: Part, settings: EInvoiceSettings): boolean {
	return part.term('BT-130') !== undefined || unitCode('', settings) !== null;
}

function unitMissing(part: Part): Problem {
	const term = part.term('BT-129');
	return {
		severity: 'warning',
		code: 'unitMissing',
		column: 'BT-130',
		path: term?.path ?? part.group.path,
		value: term?.value ?? '',
		message:
			'The quantity (BT-129) has no unit (BT-130), and Coupa has no quantity without one: the line goes in as an amount. To give such lines a unit, name it in the option Units for an empty code.',
	};
}

function addUnit(part: Part, record: CoupaRecord, settings: EInvoiceSettings, problems: Problem[]): void {
	const term = part.term('BT-130');
	if (part.text('BT-150') === term?.value) part.pass('BT-150');
	const code = unitCode(term?.value ?? '', settings);
	if (term === undefined) {
		record.uom = { code };
		return;
	}
	if (code !== null) {
		part.took(term);
		record.uom = { code };
		return;
	}
	problems.push({
		severity: 'error',
		code: 'unknownUnit',
		forBuyer: true,
		column: 'BT-130',
		path: term.path,
		value: term.value,
		message: `The unit ${term.value} (BT-130) is not in the table of units: say in the option Units which of Coupa's units of measure it is.`,
	});
}

/** Name and description: Coupa has one text for both. */
function addDescription(part: Part, record: CoupaRecord, problems: Problem[]): void {
	const name = part.term('BT-153');
	const description = part.term('BT-154');
	const first = name ?? description;
	if (first === undefined) return;
	const isRepeated = name !== undefined && description !== undefined && description.value.startsWith(name.value);
	const whole = isRepeated ? description.value : [name?.value, description?.value].filter((text) => text !== undefined).join(' – ');
	if (Array.from(whole).length <= LONGEST_DESCRIPTION) {
		part.pass('BT-153', 'BT-154');
		record.description = whole;
		return;
	}
	part.took(first);
	record.description = first.value;
	const long = tooLong(name === undefined ? 'BT-154' : 'BT-153', first, LONGEST_DESCRIPTION, true);
	if (long !== null) problems.push(long);
	else if (description !== undefined)
		problems.push({
			severity: 'warning',
			code: 'tooLong',
			column: 'BT-154',
			path: description.path,
			value: description.value.slice(0, LONGEST_DESCRIPTION),
			message: `${termFact('BT-154').name} (BT-154) and name (BT-153) have more than the ${LONGEST_DESCRIPTION} characters that Coupa takes: the description is listed with what has no place in Coupa.`,
		});
}

/** The order and its line, as the import looks for them: numbers, or the supplier's part number within the order. */
function addOrder(part: Part, record: CoupaRecord, { order }: FromHeader, problems: Problem[]): void {
	const own = part.term('XT-line-order');
	const named = own ?? order;
	if (named === undefined) return;
	const long = tooLong(own === undefined ? 'BT-13' : 'XT-line-order', named, LONGEST_REFERENCE, false);
	if (long !== null) {
		if (own !== undefined) problems.push(long);
		return;
	}
	part.took(named);
	// The order of the header is one that lines name: there is nothing more to say of it.
	if (order?.value === named.value) part.took(order);
	record['order-header-num'] = named.value;
	const orderLine = part.term('BT-132');
	if (orderLine === undefined) return;
	const longLine = tooLong('BT-132', orderLine, LONGEST_REFERENCE, false);
	if (longLine !== null) {
		problems.push(longLine);
		return;
	}
	part.took(orderLine);
	record['order-line-num'] = orderLine.value;
}

/** A term of the header has its place as soon as one line has it. */
function addInherited(part: Part, record: CoupaRecord, key: string, term: Term | undefined, isFree: boolean): void {
	if (term === undefined || !isFree || ownValue(record, key) !== undefined) return;
	part.took(term);
	setOwn(record, key, term.value);
}

function addAccounting(part: Part, record: CoupaRecord, inherited: Term | undefined, settings: EInvoiceSettings): void {
	const term = part.term('BT-133') ?? inherited;
	if (term === undefined) return;
	part.took(term);
	if (settings.accountingReference === 'accountCode') record.account = { code: term.value };
	else record['billing-note'] = term.value;
}
