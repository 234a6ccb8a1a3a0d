import { fitsDecimal, parseDecimal, recordsAt, textAt, type CoupaRecord, type Json } from '../../../core';
import { currencyDigits, isBlank, isKnownCurrency } from '../amounts';
import { FILE_LEVELS, type Check, type Finding } from './check';

const DATE_COLUMNS: Record<string, string> = {
	'invoice-date': 'Invoice Date',
	'original-invoice-date': 'Original invoice date',
	'delivery-date': 'Delivery Date',
	'pre-payment-date': 'Pre-Payment Date',
	'customs-declaration-date': 'Customs Declaration Date',
	'transaction-notification-date': 'Transaction Notification Date',
};

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export const dates: Check = {
	name: 'dates',
	label: 'Dates',
	description: 'Every date is a day of the calendar.',
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) =>
		Object.entries(DATE_COLUMNS).flatMap(([path, column]) => {
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

/** Whether a text is an ISO date (with or without time) of a day that exists: 2026-02-29 does not. */
export function isCalendarDate(text: string): boolean {
	const match = ISO_DATE.exec(text.trim());
	if (match === null) return false;
	const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
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
				message: `"${code}" is no currency: write the three-letter ISO code in capitals, such as USD.`,
			},
		];
	},
};

/** Decimal columns and what Coupa holds for them: [key, column, precision, scale] (fields/*.json). */
type DecimalColumn = [key: string, column: string, precision: number, scale: number];

const HEADER_DECIMALS: DecimalColumn[] = [
	['supplier-total', 'Invoice Control Total', 32, 4],
	['tax-amount', 'Tax Amount', 32, 4],
	['tax-rate', 'Tax Rate', 16, 10],
	['shipping-amount', 'Shipping Amount', 32, 4],
	['handling-amount', 'Handling Amount', 32, 4],
	['misc-amount', 'Misc Amount', 32, 4],
	['discount-amount', 'Discount Amount', 32, 4],
	['exchange-rate', 'Exchange Rate', 30, 9],
];
const LINE_DECIMALS: DecimalColumn[] = [
	['price', 'Price', 46, 20],
	['quantity', 'Quantity', 30, 6],
	['tax-amount', 'Line Tax Amount', 32, 4],
	['net-weight', 'Net Weight', 30, 6],
	['price-per-uom', 'Price per Weight', 30, 6],
];
const CHARGE_DECIMALS: DecimalColumn[] = [
	['total', 'Total', 30, 4],
	['pct', 'Percent', 16, 10],
];
const TAX_DECIMALS: DecimalColumn[] = [
	['amount', 'Tax Amount', 32, 4],
	['rate', 'Tax Rate', 16, 10],
	['taxable-amount', 'Taxable Amount', 32, 4],
];
const ALLOCATION_DECIMALS: DecimalColumn[] = [
	['amount', 'Amount', 32, 4],
	['pct', 'Percent', 16, 10],
];

export const decimals: Check = {
	name: 'decimals',
	label: 'Numbers',
	description: 'Amounts, prices, quantities and rates are plain decimal numbers that fit the field they go to.',
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => [
		...unfit(invoice, '', HEADER_DECIMALS),
		...nested(invoice, '', 'tax-lines', TAX_DECIMALS),
		...recordsAt(invoice, 'invoice-lines').flatMap((line, index) => unfitOwner(line, `invoice-lines[${index}].`, LINE_DECIMALS)),
		...recordsAt(invoice, 'invoice-charges').flatMap((charge, index) => unfitOwner(charge, `invoice-charges[${index}].`, CHARGE_DECIMALS)),
	],
};

function unfitOwner(owner: CoupaRecord, path: string, columns: DecimalColumn[]): Finding[] {
	return [
		...unfit(owner, path, columns),
		...nested(owner, path, 'tax-lines', TAX_DECIMALS),
		...nested(owner, path, 'account-allocations', ALLOCATION_DECIMALS),
	];
}

function nested(owner: CoupaRecord, path: string, key: string, columns: DecimalColumn[]): Finding[] {
	return recordsAt(owner, key).flatMap((row, index) => unfit(row, `${path}${key}[${index}].`, columns));
}

function unfit(record: CoupaRecord, path: string, columns: DecimalColumn[]): Finding[] {
	return columns.flatMap(([key, column, precision, scale]) => {
		if (isBlank(record, key)) return [];
		const value = textAt(record, key) ?? '';
		const decimal = parseDecimal(value);
		const place = { column, path: `${path}${key}`, value };
		if (decimal === null) return [{ ...place, message: `${column} "${value}" is not a number: use digits and a decimal point only.` }];
		if (fitsDecimal(decimal, precision, scale)) return [];
		return [
			{
				...place,
				message: `${column} "${value}" does not fit: Coupa keeps ${precision - scale} digits before and ${scale} after the point.`,
			},
		];
	});
}

/** Amounts of money; prices may have more digits than the currency. */
const MONEY_COLUMNS: Array<[key: string, column: string]> = [
	['supplier-total', 'Invoice Control Total'],
	['tax-amount', 'Tax Amount'],
	['shipping-amount', 'Shipping Amount'],
	['handling-amount', 'Handling Amount'],
	['misc-amount', 'Misc Amount'],
];

export const currencyDecimals: Check = {
	name: 'currencyDecimals',
	label: 'Digits of the currency',
	description: 'Header amounts have no more digits after the point than the currency has, e.g. none for JPY.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice }) => {
		const code = textAt(invoice, 'currency', 'code') ?? '';
		if (!isKnownCurrency(code)) return [];
		const digits = currencyDigits(code);
		return MONEY_COLUMNS.flatMap(([path, column]) => {
			const value: Json = textAt(invoice, path) ?? '';
			const decimal = parseDecimal(value);
			if (decimal === null || decimal.eq(decimal.round(digits))) return [];
			return [{ column, path, value, message: `${column} "${value}" has more digits than ${code} has (${digits}).` }];
		});
	},
};
