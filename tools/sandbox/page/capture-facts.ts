import Big from 'big.js';

import { invisibleIn, parseDecimal, readIsoDate, type Decimal } from '../../../lib/core';
import { lineAmount, money, sumsOf, type InvoiceFacts, type InvoiceLineFacts } from '../dataset';
import { lineField, linesOf, type Values, type Way } from './capture-form';
import type { CaptureSource } from './capture-source';

/** Coupa's longest invoice number. */
const MOST_NUMBER = 40;
const MOST_DESCRIPTION = 255;
/** Digits after the point that prices and quantities have at most in Coupa. */
const MOST_DIGITS = 6;

/** What may be chosen beside the source. */
export interface Allowed {
	currencies: string[];
	terms: string[];
	accounts: string[];
}

/** An invoice as it was captured, or what is wrong by the name of the field. */
export type Captured = { facts: InvoiceFacts } | { faults: Map<string, string> };

/** Reads a form. A page that was captured may say what it likes: only an online entry has to add up before it is sent. */
export function captured(way: Way, values: Values, source: CaptureSource, allowed: Allowed): Captured {
	const faults = new Map<string, string>();
	const value = (name: string): string => values.get(name)?.trim() ?? '';
	const number = value('number');
	const wrongNumber = numberFault(number);
	if (wrongNumber !== null) faults.set('number', wrongNumber);
	const date = readIsoDate(value('date'));
	if (typeof date === 'string') faults.set('date', 'Give the date of the invoice as year-month-day, for example 2026-05-04.');
	for (const [name, choices] of [['currency', allowed.currencies] as const, ['terms', allowed.terms] as const])
		if (!choices.includes(value(name))) faults.set(name, 'Choose one of the list.');
	const currency = value('currency');
	const lines = linesFrom(value, source, allowed, faults);
	if (lines.length === 0 && faults.size === 0)
		faults.set(lineField(1, 'price'), 'An invoice needs a line: give at least one line with a price.');
	if (allowed.currencies.includes(currency)) for (const line of lines) judgeAmount(line, currency, faults);
	const total = totalFrom(value('total'), faults);
	if (faults.size > 0 || typeof date === 'string') return { faults };
	const facts: InvoiceFacts = {
		number,
		supplierNumber: source.supplierNumber,
		date: date.day,
		currency,
		submit: 'Yes',
		terms: value('terms'),
		lineLevelTaxation: false,
		lines: lines.map(({ line }) => line),
		image: { fileName: `${fileStem(number)}.pdf`, kind: 'pdf' },
		expected: 'imported',
	};
	return withTotal(way, facts, total);
}

function numberFault(number: string): string | null {
	if (number === '') return 'Give the number of the invoice.';
	if (number.length > MOST_NUMBER) return `The number has ${number.length} characters; Coupa takes ${MOST_NUMBER}.`;
	return invisibleIn(number) === null ? null : 'The number holds a character that cannot be seen. Type it anew.';
}

interface PlacedLine {
	place: number;
	line: InvoiceLineFacts;
}

function linesFrom(value: (name: string) => string, source: CaptureSource, allowed: Allowed, faults: Map<string, string>): PlacedLine[] {
	return Array.from({ length: linesOf(source) }, (_, index) => index + 1).flatMap((place): PlacedLine[] => {
		const ordered = source.order?.lines[place - 1];
		const [quantity, price] = [value(lineField(place, 'quantity')), value(lineField(place, 'price'))];
		const description = ordered?.description ?? value(lineField(place, 'description'));
		const isAmount = ordered?.quantity === null;
		// Nothing of this line is on the invoice.
		const given = ordered === undefined ? [description, quantity, price] : [isAmount ? price : quantity];
		if (given.every((text) => text === '')) return [];
		const before = faults.size;
		if (!isAmount) judgeNumber(lineField(place, 'quantity'), quantity, 'quantity', faults);
		judgeNumber(lineField(place, 'price'), price, isAmount ? 'amount' : 'price', faults);
		if (description === '') faults.set(lineField(place, 'description'), 'Say what the line is for.');
		if (description.length > MOST_DESCRIPTION)
			faults.set(lineField(place, 'description'), `The description has more than ${MOST_DESCRIPTION} characters.`);
		const account = value(lineField(place, 'account'));
		if (ordered === undefined && !allowed.accounts.includes(account)) faults.set(lineField(place, 'account'), 'Choose one of the list.');
		if (faults.size > before) return [];
		return [
			{
				place,
				line: {
					description,
					price: plain(price),
					...(!isAmount && { quantity: plain(quantity), uom: ordered?.uom ?? 'EA' }),
					...(source.order !== null && ordered ? { order: { number: source.order.number, line: ordered.number } } : { account }),
				},
			},
		];
	});
}

function judgeNumber(name: string, text: string, what: string, faults: Map<string, string>): void {
	const decimal = parseDecimal(text);
	if (text === '') faults.set(name, `Give the ${what}.`);
	else if (decimal === null) faults.set(name, `“${text}” is no ${what}: write it in figures with a point, for example 12.50.`);
	else if (decimal.lte(0)) faults.set(name, `The ${what} has to be above zero.`);
	else if ((decimal.toFixed().split('.')[1] ?? '').length > MOST_DIGITS)
		faults.set(name, `The ${what} has more than ${MOST_DIGITS} digits after the point.`);
	else if (decimal.gte('1e12')) faults.set(name, `The ${what} is larger than this sandbox takes.`);
}

/** The sample's amounts come out even in their currency, so that no rounding rule is needed. */
function judgeAmount({ place, line }: PlacedLine, currency: string, faults: Map<string, string>): void {
	const amount = lineAmount(line);
	if (new Big(money(amount, currency)).eq(amount)) return;
	const fraction = money(amount, currency).split('.')[1] ?? '';
	faults.set(
		lineField(place, 'price'),
		`This line comes to ${amount.toFixed()}, and ${currency} has ${fraction.length} digits after the point: change price or quantity.`,
	);
}

function totalFrom(text: string, faults: Map<string, string>): Decimal | null {
	if (text === '') return null;
	const total = parseDecimal(text);
	if (total === null) faults.set('total', `“${text}” is no amount: write it in figures with a point, for example 12.50.`);
	return total;
}

function withTotal(way: Way, facts: InvoiceFacts, total: Decimal | null): Captured {
	const sum = sumsOf(facts).total;
	if (total === null || total.eq(sum)) return { facts };
	if (way !== 'entry') return { facts: { ...facts, wrongControlTotal: total.toFixed() } };
	const shown = money(sum, facts.currency);
	return {
		faults: new Map([['total', `The lines come to ${shown} ${facts.currency}: mend them or the total, or leave the total blank.`]]),
	};
}

/** A number as it was typed, without the spellings that no invoice has: `+6.5`, `.5`. */
function plain(text: string): string {
	return /^\d+(?:\.\d+)?$/.test(text) ? text : (parseDecimal(text)?.toFixed() ?? text);
}

/** A number as part of a file name: what would be a folder or unwelcome in one becomes a hyphen. */
export function fileStem(text: string): string {
	return text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'invoice';
}
