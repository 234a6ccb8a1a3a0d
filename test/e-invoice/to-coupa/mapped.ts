import { textAt } from '../../../lib/core';
import { computeTotals } from '../../../lib/coupa/import/amounts';
import { type EInvoiceSettings, type MappedInvoice, toCoupa } from '../../../lib/e-invoice';
import { ORDER_NUMBERS, SENT_IN_PRODUCTION } from '../../../tools/sandbox/coupa/invoice/draft';
import { schemaProblems } from '../../../tools/sandbox/coupa/schema-problems';
import { eInvoice, type Written } from './document';

/** The invoice in Coupa's terms, which the sandbox takes as it is. */
export function mapped(written: Written, settings: Partial<EInvoiceSettings> = {}): MappedInvoice {
	const result = toCoupa(eInvoice(written), settings);
	expect(schemaProblems(result.record, 'InvoiceHeader', { alsoAccepts: [...SENT_IN_PRODUCTION, ...ORDER_NUMBERS] })).toEqual([]);
	return result;
}

/** The same, and the import finds the control total right. */
export function balanced(written: Written, settings: Partial<EInvoiceSettings> = {}): MappedInvoice {
	const result = mapped(written, settings);
	const accepted = computeTotals(result.record)?.accepted.map((total) => total.toFixed(2));
	expect(accepted).toContain(Number(textAt(result.record, 'supplier-total')).toFixed(2));
	return result;
}

export const codesOf = ({ problems }: MappedInvoice): string[] => problems.map(({ code }) => code);
