import Big from 'big.js';
import { parseDecimal, recordsAt, textAt, type CoupaRecord, ownValue } from '../../../core';
import { computeTotals, decimalAt, isBlank, lineAmount } from '../amounts';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

/** Lines + charges + taxes = `supplier-total` within the currency's band; not judged where a figure is missing. */
export const controlTotal: Check = {
	name: 'controlTotal',
	label: 'Control total',
	description:
		'Lines, charges and taxes add up to the Invoice Control Total, within the tolerance for the currency. Not checked when there is no control total.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) => {
		const { invoice } = facts;
		const stated = decimalAt(invoice, 'supplier-total');
		const totals = computeTotals(invoice);
		if (stated === null || totals === null) return [];
		const band = bandOf(facts);
		if (totals.accepted.some((total) => total.minus(stated).abs().lte(band))) return [];
		const difference = stated.minus(totals.total);
		return [
			{
				column: 'Invoice Control Total',
				path: 'supplier-total',
				value: textAt(invoice, 'supplier-total'),
				message: `The control total is ${stated.toFixed()}, but the lines (${totals.lines.toFixed()}), charges (${totals.charges.toFixed()}) and taxes (${totals.taxes.toFixed()}) come to ${totals.total.toFixed()}: they differ by ${difference.toFixed()}. Check the page image for a misread figure.`,
			},
		];
	},
};

function bandOf({ invoice, settings }: Facts): Big {
	const band = ownValue(settings.controlTotalBand, textAt(invoice, 'currency', 'code') ?? '') ?? '0';
	return parseDecimal(band)?.abs() ?? new Big(0);
}

/** rules.md §9: a credit note names the invoice it credits and has a negative total; what has one without being marked is likely one. */
export const creditNote: Check = {
	name: 'creditNote',
	label: 'Credit notes',
	description:
		'A credit note has the number and date of the original invoice, and its total is negative; that of any other invoice is not. In a file, Is Credit Note is Yes or empty: at a milder level a No there makes it an ordinary invoice.',
	codes: ['creditNoteFlag'],
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => (isCreditNote(invoice) ? [...missingOriginal(invoice), ...notNegative(invoice)] : negative(invoice)),
};

export function isCreditNote(invoice: CoupaRecord): boolean {
	return textAt(invoice, 'is-credit-note') === 'true';
}

function missingOriginal(invoice: CoupaRecord): Finding[] {
	const columns: Array<[string, string]> = [
		['original-invoice-number', 'Original invoice number'],
		['original-invoice-date', 'Original invoice date'],
	];
	return columns.flatMap(([path, column]) =>
		isBlank(invoice, path)
			? [{ column, path, value: '', message: `${column} is missing: a credit note has to refer to the invoice it credits.` }]
			: [],
	);
}

function notNegative(invoice: CoupaRecord): Finding[] {
	const total = decimalAt(invoice, 'supplier-total') ?? computeTotals(invoice)?.total;
	if (total === undefined || total.lt(0)) return [];
	return [
		{
			column: 'Invoice Control Total',
			path: 'supplier-total',
			value: textAt(invoice, 'supplier-total'),
			message: `A credit note has a negative total, but this one has ${total.toFixed()}: make price or quantity, and the control total, negative.`,
		},
	];
}

/** A credit is booked as a payment the other way round when it comes as an ordinary invoice, and the other way about. */
function negative(invoice: CoupaRecord): Finding[] {
	const total = decimalAt(invoice, 'supplier-total') ?? computeTotals(invoice)?.total;
	const lines = recordsAt(invoice, 'invoice-lines').map(lineAmount);
	const areAllNegative = lines.length > 0 && lines.every((amount) => amount?.lt(0) === true);
	if (total?.lt(0) !== true && !areAllNegative) return [];
	const what = total?.lt(0) === true ? `total is ${total.toFixed()}` : 'lines are all negative';
	return [
		{
			column: 'Is Credit Note',
			path: 'is-credit-note',
			value: textAt(invoice, 'supplier-total'),
			message: `The ${what}, but the invoice is not marked as a credit note: enter Yes in “Is Credit Note”, with number and date of the original invoice, or correct the signs.`,
		},
	];
}
