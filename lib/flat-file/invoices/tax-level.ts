import { parseDecimal, recordsAt, type CoupaRecord, type Problem } from '../../core';
import type { ExtraColumn } from '../read-row';
import { shownValue } from '../shown-value';
import { cellOf, type RawRow } from '../sort-rows';

const headerTax = [
	['Tax Amount', 'tax-amount'],
	['Tax Rate', 'tax-rate'],
	['Tax Code', 'tax-code'],
] as const;

/**
 * Holds the tax cells against `Line Level Taxation` (rules.md §9): with Yes, header tax has no place in the record and is kept
 * beside it; with No, tax on a line is reported. Zero means no tax and is not worth a word.
 */
export function tellTaxLevel(header: RawRow, invoice: CoupaRecord, extraColumns: ExtraColumn[]): Problem[] {
	if (invoice['line-level-taxation'] === false)
		return [...recordsAt(invoice, 'invoice-lines'), ...recordsAt(invoice, 'invoice-charges')].some(hasTax) ? [lineTaxTold(header)] : [];
	if (invoice['line-level-taxation'] !== true) return [];
	const problems: Problem[] = [];
	for (const [column, attribute] of headerTax) {
		if (invoice[attribute] === undefined) continue;
		Reflect.deleteProperty(invoice, attribute);
		const value = cellOf(header, column);
		extraColumns.push({ row: header.row, rowKind: header.rowKind, column, value });
		if (parseDecimal(value)?.eq(0)) continue;
		problems.push({
			severity: 'warning',
			code: 'taxLevel',
			row: header.row,
			column,
			value: shownValue(value),
			message: `“Line Level Taxation” is Yes, so Coupa accepts tax on the lines only: “${column}” of the invoice is kept but not sent. Check that the lines have the tax.`,
		});
	}
	return problems;
}

function hasTax(target: CoupaRecord): boolean {
	return recordsAt(target, 'tax-lines').some((taxLine) => !parseDecimal(String(taxLine.amount ?? '0'))?.eq(0));
}

function lineTaxTold(header: RawRow): Problem {
	return {
		severity: 'warning',
		code: 'taxLevel',
		row: header.row,
		column: 'Line Level Taxation',
		value: shownValue(cellOf(header, 'Line Level Taxation')),
		message: '“Line Level Taxation” is No, but lines or charges have tax of their own. Check which of the two is meant.',
	};
}
