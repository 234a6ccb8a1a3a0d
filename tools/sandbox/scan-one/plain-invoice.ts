import type { InvoiceFacts } from '../dataset';

/** The simplest invoice that Coupa takes and submits: one unbacked line, no tax, a PDF named after its number. */
export function plainInvoice(number: string, changes: Partial<InvoiceFacts> = {}): InvoiceFacts {
	return {
		number,
		supplierNumber: 'V-20011',
		date: '2026-05-04',
		currency: 'USD',
		submit: 'Yes',
		terms: 'NET30',
		lineLevelTaxation: false,
		lines: [{ description: 'Assorted screws', quantity: '4', price: '12.50', account: '10-6200-HS' }],
		image: { fileName: `${number}.pdf`, kind: 'pdf' },
		expected: 'imported',
		...changes,
	};
}
