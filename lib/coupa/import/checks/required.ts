import { INVOICE_FACTS, invoiceFact, recordsAt, textAt, type CoupaRecord, ownValue } from '../../../core';
import { isBlank } from '../amounts';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

/** Columns an invoice cannot do without (csv/invoices_import.json; rules.md §9). */
export const requiredColumns: Check = {
	name: 'requiredColumns',
	label: 'Required columns',
	description:
		'The invoice has a number, date, supplier, chart of accounts, line level taxation and at least one line with description, price and, for a quantity, its unit; also a currency if it is to be submitted. In a file, the other rows have what they require. At a milder level the value is left out and Coupa decides.',
	codes: ['required', 'noLines'],
	// Without the number that ties it to its line, a row has no place at all.
	judges: ({ path }) => path !== undefined,
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) => [...missingOnHeader(facts), ...missingOnLines(facts.invoice)],
};

const number = invoiceFact('header', 'invoice-number');
/** Longest invoice number that Coupa keeps. */
const NUMBER_LENGTH = number.type.kind === 'text' ? (number.type.max ?? Infinity) : Infinity;

export const numberLength: Check = {
	name: 'numberLength',
	label: 'Invoice number length',
	description: `The invoice number has at most ${NUMBER_LENGTH} characters. At a milder level it goes to Coupa unchanged.`,
	codes: ['tooLong'],
	judges: ({ column }) => column === number.column,
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ invoice }) => {
		const number = textAt(invoice, 'invoice-number') ?? '';
		const length = Array.from(number).length;
		if (length <= NUMBER_LENGTH) return [];
		return [
			{
				column: 'Invoice Number',
				path: 'invoice-number',
				value: number,
				message: `The invoice number has ${length} characters; Coupa stores ${NUMBER_LENGTH}. Check what was captured.`,
			},
		];
	},
};

/** Why a column is asked for, by its place. */
const WHY: Record<string, string> = {
	'invoice-number': 'every invoice needs its number.',
	'invoice-date': 'every invoice needs its date.',
	'account-type.name': 'enter the name of the chart as it is in Coupa.',
	'line-level-taxation': 'enter Yes for tax on the lines, No for tax on the header.',
};

function missingOnHeader({ invoice, input: { fit }, willSubmit }: Facts): Finding[] {
	const findings: Finding[] = [];
	const needs = (column: string, path: string, present: boolean, why: string) => {
		if (!present) findings.push({ column, path, value: '', message: `${column} is missing: ${why}` });
	};
	for (const { column, path, required } of INVOICE_FACTS.header) {
		const [object = path] = path.split('.');
		// Of an e-invoice another check says it.
		if (path === 'account-type.name' && fit !== undefined) continue;
		if (required === true) needs(column, object, isGiven(invoice, path), ownValue(WHY, path) ?? 'Coupa requires it.');
	}
	needs(
		'Supplier Number',
		'supplier',
		fit !== undefined || hasSupplier(invoice),
		'enter the supplier number, or at least the supplier name.',
	);
	if (willSubmit) needs('Currency', 'currency', !isBlank(invoice, 'currency', 'code'), 'an invoice that is submitted needs its currency.');
	if (recordsAt(invoice, 'invoice-lines').length === 0) {
		findings.push({
			path: 'invoice-lines',
			message: 'The invoice has no lines: add at least one Invoice Line row with the same invoice number.',
		});
	}
	return findings;
}

/** A reference is given by its natural key or by Coupa's id. */
function isGiven(record: CoupaRecord, path: string): boolean {
	const [object = '', key] = path.split('.');
	return key === undefined ? !isBlank(record, object) : !isBlank(record, object, key) || !isBlank(record, object, 'id');
}

function hasSupplier(invoice: CoupaRecord): boolean {
	return ['number', 'name', 'id'].some((key) => !isBlank(invoice, 'supplier', key));
}

function missingOnLines(invoice: CoupaRecord): Finding[] {
	return recordsAt(invoice, 'invoice-lines').flatMap((line, index) => {
		const where = `of line ${textAt(line, 'line-num') ?? index + 1}`;
		return INVOICE_FACTS.line.flatMap(({ column, path, required, requiredWith }) => {
			const condition = INVOICE_FACTS.line.find((other) => other.column === requiredWith);
			const isNeeded = required === true || (condition !== undefined && !isBlank(line, condition.path));
			if (!isNeeded || isGiven(line, path)) return [];
			const why = condition === undefined ? '' : `: a ${condition.column.toLowerCase()} needs one`;
			const [object = path] = path.split('.');
			return [
				{ column, path: `invoice-lines[${index}].${object}`, value: '', message: `The ${column.toLowerCase()} ${where} is missing${why}.` },
			];
		});
	});
}
