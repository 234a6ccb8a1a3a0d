import { textAt, valueAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import type { ErrorMessage } from '../refusal';

/** Coupa's own words, as a third-party client quotes them (rules.md §4). */
const ALREADY_USED = 'Invoice # has already been used for this supplier';

/** The message for a number the supplier has used before; none for invoices without supplier (rules.md §9). */
export function duplicateMessages({ records, settings }: Company, invoice: CoupaRecord): ErrorMessage[] {
	const supplierId = valueAt(invoice, 'supplier', 'id');
	const number = textAt(invoice, 'invoice-number');
	if (typeof supplierId !== 'number' || number === undefined) return [];
	const others = records
		.findBy('invoices', 'invoice-number', number)
		.filter(
			(other) =>
				other.id !== invoice.id &&
				valueAt(other, 'supplier', 'id') === supplierId &&
				!settings.numberFreedBy.includes(String(other.status)),
		);
	return others.length === 0 ? [] : [{ field: 'invoice-header', text: ALREADY_USED }];
}
