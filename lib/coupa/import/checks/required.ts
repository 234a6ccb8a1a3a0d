import { recordsAt, textAt, type CoupaRecord } from '../../../core';
import { isBlank } from '../amounts';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

/** Columns an invoice cannot do without (csv/invoices_import.json; rules.md §9). */
export const requiredColumns: Check = {
	name: 'requiredColumns',
	label: 'Required columns',
	description:
		'Number, date, supplier, chart of accounts, line level taxation and at least one line with description, price and, for a quantity, its unit. The currency too when the invoice is to be submitted.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) => [...missingOnHeader(facts), ...missingOnLines(facts.invoice)],
};

/** Longest invoice number that Coupa keeps (fields/invoice.json: string(40)). */
const NUMBER_LENGTH = 40;

export const numberLength: Check = {
	name: 'numberLength',
	label: 'Invoice number length',
	description: 'The invoice number has at most 40 characters.',
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
				message: `The invoice number has ${length} characters; Coupa keeps ${NUMBER_LENGTH}. Check what was captured.`,
			},
		];
	},
};

function missingOnHeader({ invoice, willSubmit }: Facts): Finding[] {
	const findings: Finding[] = [];
	const needs = (column: string, path: string, present: boolean, why: string) => {
		if (!present) findings.push({ column, path, value: '', message: `${column} is missing: ${why}` });
	};
	needs('Invoice Number', 'invoice-number', !isBlank(invoice, 'invoice-number'), 'every invoice needs its number.');
	needs('Invoice Date', 'invoice-date', !isBlank(invoice, 'invoice-date'), 'every invoice needs its date.');
	needs('Supplier Number', 'supplier', hasSupplier(invoice), 'give the supplier number, or at least the supplier name.');
	needs(
		'Chart of Accounts',
		'account-type',
		!isBlank(invoice, 'account-type', 'name') || !isBlank(invoice, 'account-type', 'id'),
		'give the name of the chart as it stands in Coupa.',
	);
	needs(
		'Line Level Taxation',
		'line-level-taxation',
		!isBlank(invoice, 'line-level-taxation'),
		'say Yes for tax on lines, No for tax on the header.',
	);
	if (willSubmit) needs('Currency', 'currency', !isBlank(invoice, 'currency', 'code'), 'an invoice that is submitted needs its currency.');
	if (recordsAt(invoice, 'invoice-lines').length === 0) {
		findings.push({
			path: 'invoice-lines',
			message: 'The invoice has no line: give at least one Invoice Line row with the same invoice number.',
		});
	}
	return findings;
}

function hasSupplier(invoice: CoupaRecord): boolean {
	return ['number', 'name', 'id'].some((key) => !isBlank(invoice, 'supplier', key));
}

function missingOnLines(invoice: CoupaRecord): Finding[] {
	return recordsAt(invoice, 'invoice-lines').flatMap((line, index) => {
		const path = `invoice-lines[${index}]`;
		const where = `of line ${textAt(line, 'line-num') ?? index + 1}`;
		const findings: Finding[] = [];
		if (isBlank(line, 'description'))
			findings.push({ column: 'Description', path: `${path}.description`, value: '', message: `The description ${where} is missing.` });
		if (isBlank(line, 'price'))
			findings.push({ column: 'Price', path: `${path}.price`, value: '', message: `The price ${where} is missing.` });
		if (!isBlank(line, 'quantity') && isBlank(line, 'uom', 'code') && isBlank(line, 'uom', 'id')) {
			findings.push({
				column: 'Unit of Measure',
				path: `${path}.uom`,
				value: '',
				message: `The unit of measure ${where} is missing: a quantity needs one.`,
			});
		}
		return findings;
	});
}
