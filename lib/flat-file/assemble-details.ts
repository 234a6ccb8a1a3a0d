import { recordsAt, type CoupaRecord } from '../core';
import { accountAllocation, type Surroundings } from './assemble-lines';
import type { RowContent } from './convert-row';

/** The lines and charges of an invoice, found by the numbers that other rows use. */
export interface Targets {
	invoice: CoupaRecord;
	/** By `Line Number`; where lines carry none, by their place. */
	lines: Map<number, CoupaRecord>;
	/** In file order: `Invoice Charge Number` counts them from 1. */
	charges: CoupaRecord[];
	/** Row of the file that each part of the record came from. */
	origins: Map<CoupaRecord, number>;
}

/** Puts an `Account Allocation` row on its line. */
export function addAllocation(content: RowContent, targets: Targets, around: Surroundings): void {
	const line = lineFor(content, 'Invoice Line Number', targets);
	if (line) append(line, 'account-allocations', accountAllocation(content, around), content, targets);
}

/** Puts an `Invoice Tax Line` row on its line, its charge, or the invoice where it names neither. */
export function addTaxLine(content: RowContent, targets: Targets): void {
	const taxLine: CoupaRecord = { type: 'TaxLine', ...content.part };
	const withholding = taxLine.type === 'WithholdingTaxLine';
	const list = withholding ? 'withholding-tax-lines' : 'tax-lines';
	const ofLine = content.values.has('Invoice Line Number');
	const chargeNumber = content.values.get('Invoice Charge Number');
	if (ofLine && chargeNumber !== undefined) {
		tell(
			content,
			'taxLineTarget',
			'Invoice Charge Number',
			chargeNumber,
			'The tax row names a line and a charge; it can belong to one only. Empty one of the two numbers.',
		);
		return;
	}
	if (chargeNumber !== undefined) {
		const charge = targets.charges[Number(chargeNumber) - 1];
		if (!charge) {
			tell(
				content,
				'unknownCharge',
				'Invoice Charge Number',
				chargeNumber,
				`The invoice has no charge number ${String(chargeNumber)}: it has ${targets.charges.length}, counted from 1 in file order.`,
			);
			return;
		}
		if (withholding) {
			tell(
				content,
				'withholdingOnCharge',
				'Type',
				'WithholdingTaxLine',
				'Coupa takes no withholding tax on a charge. Put it on a line or on the whole invoice.',
			);
			return;
		}
		append(charge, list, taxLine, content, targets);
		return;
	}
	const target = ofLine ? lineFor(content, 'Invoice Line Number', targets) : targets.invoice;
	if (target) append(target, list, taxLine, content, targets);
}

/** Puts a `Tag` row on its line, or on the invoice where it names none. */
export function addTag(content: RowContent, targets: Targets): void {
	const target = content.values.has('Line Number') ? lineFor(content, 'Line Number', targets) : targets.invoice;
	if (target) append(target, 'taggings', content.part, content, targets);
}

function lineFor(content: RowContent, column: string, targets: Targets): CoupaRecord | undefined {
	const number = content.values.get(column);
	if (number === undefined) return undefined;
	const line = targets.lines.get(Number(number));
	if (!line)
		tell(
			content,
			'unknownLine',
			column,
			number,
			`The invoice has no line number ${String(number)}. Correct “${column}”, or add the missing line.`,
		);
	return line;
}

function append(target: CoupaRecord, list: string, entry: CoupaRecord, content: RowContent, { origins }: Targets): void {
	origins.set(entry, content.raw.row);
	const existing = target[list];
	if (Array.isArray(existing)) existing.push(entry);
	else target[list] = [entry];
}

function tell(content: RowContent, code: string, column: string, value: unknown, message: string): void {
	content.problems.push({ severity: 'error', code, row: content.raw.row, column, value: String(value), message });
}

/** The lines of an invoice by number, and the numbers that stand twice. */
export function linesByNumber(invoice: CoupaRecord): { lines: Map<number, CoupaRecord>; twice: Set<number> } {
	const lines = new Map<number, CoupaRecord>();
	const twice = new Set<number>();
	recordsAt(invoice, 'invoice-lines').forEach((line, index) => {
		const number = typeof line['line-num'] === 'number' ? line['line-num'] : index + 1;
		if (lines.has(number)) twice.add(number);
		else lines.set(number, line);
	});
	return { lines, twice };
}
