import { recordsAt, shownName, textAt, type CoupaRecord, type Problem } from '../../core';
import type { UnplacedRow } from '../nest-rows';
import type { ReadRow } from '../read-row';
import { shownValue } from '../shown-value';
import { invoiceTaxLineRows } from '../tables/invoices';

/** Why a tax row cannot hang anywhere although its numbers can be read; null for a sound one. Such a row is not nested. */
export function taxRowFault(row: ReadRow): Problem | null {
	if (row.header.kind !== invoiceTaxLineRows) return null;
	const [, named = {}, own = {}] = row.parts;
	const charge = textAt(named, '#');
	if (charge === undefined) return null;
	if (named['line-num'] !== undefined) {
		return fault(row, {
			code: 'taxLineTarget',
			column: 'Invoice Charge Number',
			value: shownValue(charge),
			message: 'The tax row refers to both a line and a charge, but can belong to only one. Clear one of the two numbers.',
		});
	}
	if (own.type !== 'WithholdingTaxLine') return null;
	return fault(row, {
		code: 'withholdingOnCharge',
		column: 'Type',
		value: 'WithholdingTaxLine',
		message: 'Coupa does not accept withholding tax on a charge. Put it on a line or on the whole invoice.',
	});
}

/** A row whose line or charge the invoice does not have; null where its number is missing or unreadable, which is already reported. */
export function unknownOwner({ row, list, level, named }: UnplacedRow, invoice: CoupaRecord): Problem | null {
	if (!named) return null;
	const isCharge = list === 'invoice-charges';
	const path = isCharge ? '#' : 'line-num';
	const column = row.header.kind.columns.find(
		(candidate) => candidate.use === 'key' && candidate.level === level && candidate.path === path,
	);
	const number = shownName(textAt(row.parts[level], path) ?? '');
	const place = { column: column?.name ?? '', value: number };
	if (isCharge) {
		const charges = recordsAt(invoice, 'invoice-charges').length;
		return fault(row, {
			code: 'unknownCharge',
			...place,
			message: `The invoice has no charge number ${number}: it has ${charges}, counted from 1 in file order. Correct “${place.column}”, or add the missing charge.`,
		});
	}
	return fault(row, {
		code: 'unknownLine',
		...place,
		message: `The invoice has no line number ${number}. Correct “${place.column}”, or add the missing line.`,
	});
}

/** Numbers that are on more than one line; a line without number counts by its place. */
export function repeatedLineNumbers(invoice: CoupaRecord): string[] {
	const seen = new Set<string>();
	const repeated = new Set<string>();
	recordsAt(invoice, 'invoice-lines').forEach((line, index) => {
		const number = textAt(line, 'line-num') ?? String(index + 1);
		if (seen.has(number)) repeated.add(number);
		seen.add(number);
	});
	return [...repeated];
}

function fault({ raw }: ReadRow, problem: Omit<Problem, 'severity' | 'row'>): Problem {
	return { severity: 'error', row: raw.row, ...problem };
}
