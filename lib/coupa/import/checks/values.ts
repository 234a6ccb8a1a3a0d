import {
	currencyDigits,
	fitsDecimal,
	HEADER_CHARGES,
	INVOICE_FACTS,
	invoiceFact,
	isKnownCurrency,
	parseDecimal,
	readIsoDate,
	recordsAt,
	textAt,
	type CoupaRecord,
	type InvoiceFact,
	type InvoicePart,
} from '../../../core';
import { isBlank } from '../amounts';
import { FILE_LEVELS, type Check, type Finding } from './check';

export const dates: Check = {
	name: 'dates',
	label: 'Dates',
	description: 'Every date is a valid calendar date. At a milder level the invoice is imported without the date that cannot be read.',
	codes: ['date'],
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) =>
		INVOICE_FACTS.header.flatMap(({ path, column, type }) => {
			if (type.kind !== 'date' && type.kind !== 'dateTime') return [];
			const value = textAt(invoice, path) ?? '';
			if (value.trim() === '' || isCalendarDate(value)) return [];
			return [
				{
					column,
					path,
					value,
					message: `${column} "${value}" is not a date: write it as YYYY-MM-DD, or set the date format of the files.`,
				},
			];
		}),
};

/** Whether a text is a date as Coupa's API takes it (ISO 8601, with or without time) of a day that exists: 2026-02-29 does not. */
export function isCalendarDate(text: string): boolean {
	const date = text.trim();
	return !date.includes(' ') && typeof readIsoDate(date) === 'object';
}

export const currency: Check = {
	name: 'currency',
	label: 'Currency known',
	description: 'The currency is an ISO 4217 code such as USD.',
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => {
		const code = textAt(invoice, 'currency', 'code') ?? '';
		if (code.trim() === '' || isKnownCurrency(code)) return [];
		return [
			{
				column: 'Currency',
				path: 'currency.code',
				value: code,
				message: `"${code}" is not a currency: write the three-letter ISO code in capitals, such as USD.`,
			},
		];
	},
};

export const decimals: Check = {
	name: 'decimals',
	label: 'Numbers',
	description:
		'Amounts, prices, quantities and rates are plain decimal numbers that fit the field they go to. At a milder level the invoice is imported without the number that cannot be read; but a quantity or line number that cannot be read always refuses the invoice, because the line would mean something else.',
	codes: ['decimal', 'decimalSize', 'integer'],
	judges: ({ path }) => path !== undefined && !/^invoice-(lines|charges)\[\d+\]\.(quantity|line-num)$/.test(path),
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => [
		...unfit(invoice, '', 'header'),
		...nested(invoice, '', 'tax-lines', 'taxLine'),
		...recordsAt(invoice, 'invoice-lines').flatMap((line, index) => unfitOwner(line, `invoice-lines[${index}].`, 'line')),
		...recordsAt(invoice, 'invoice-charges').flatMap((charge, index) => unfitOwner(charge, `invoice-charges[${index}].`, 'charge')),
	],
};

function unfitOwner(owner: CoupaRecord, path: string, part: InvoicePart): Finding[] {
	return [
		...unfit(owner, path, part),
		...nested(owner, path, 'tax-lines', 'taxLine'),
		...nested(owner, path, 'account-allocations', 'allocation'),
	];
}

function nested(owner: CoupaRecord, path: string, key: string, part: InvoicePart): Finding[] {
	return recordsAt(owner, key).flatMap((row, index) => unfit(row, `${path}${key}[${index}].`, part));
}

function unfit(record: CoupaRecord, path: string, part: InvoicePart): Finding[] {
	return INVOICE_FACTS[part].flatMap((fact) => misfit(record, path, fact));
}

function misfit(record: CoupaRecord, prefix: string, { path, column, type }: InvoiceFact): Finding[] {
	if (type.kind !== 'decimal' || isBlank(record, path)) return [];
	const value = textAt(record, path) ?? '';
	const decimal = parseDecimal(value);
	const place = { column, path: `${prefix}${path}`, value };
	if (decimal === null) return [{ ...place, message: `${column} "${value}" is not a number: use digits and a decimal point only.` }];
	const { precision, scale } = type;
	if (fitsDecimal(decimal, precision, scale)) return [];
	return [
		{
			...place,
			message: `${column} "${value}" does not fit: Coupa stores ${precision - scale} digits before and ${scale} after the decimal point.`,
		},
	];
}

/** Amounts of money; prices may have more digits than the currency. */
const MONEY = ['supplier-total', 'tax-amount', ...HEADER_CHARGES].map((path) => invoiceFact('header', path));

export const currencyDecimals: Check = {
	name: 'currencyDecimals',
	label: 'Decimals of the currency',
	description: 'Header amounts have no more decimals than the currency, e.g. none for JPY.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice }) => {
		const code = textAt(invoice, 'currency', 'code') ?? '';
		if (!isKnownCurrency(code)) return [];
		const digits = currencyDigits(code);
		return MONEY.flatMap(({ path, column }) => {
			const value = textAt(invoice, path) ?? '';
			const decimal = parseDecimal(value);
			if (decimal === null || decimal.eq(decimal.round(digits))) return [];
			return [{ column, path, value, message: `${column} "${value}" has more decimals than ${code} (${digits}).` }];
		});
	},
};
