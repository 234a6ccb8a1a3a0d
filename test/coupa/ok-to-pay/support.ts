import { CoupaClient, readOkToPay, type OkToPayDocument, type OkToPayOptions } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';

/** An invoice as Coupa holds it once it is approved: one line, nobody has exported it. */
export function approved(id: number, further: CoupaRecord = {}): CoupaRecord {
	return {
		...{ id, 'invoice-number': `OTP-${String(id)}`, status: 'approved', exported: false, 'last-exported-at': null, paid: false },
		...{ 'invoice-date': '2026-05-04T00:00:00-07:00', 'document-type': 'Invoice' },
		...{ supplier: { id: 311, number: 'V-20011', name: 'Northwind Bolts' }, currency: { id: 1, code: 'USD' }, 'payment-channel': null },
		...{ 'gross-total': '50.00', 'total-with-taxes': '50.00', 'tax-amount': '0.00', 'custom-fields': {} },
		'invoice-lines': [
			{
				...{ id: id * 10, type: 'InvoiceQuantityLine', 'line-num': '1', description: 'Hex bolts', quantity: '5.0', price: '10.00' },
				...{ total: '50.00', account: { id: 1, code: '10-6200-HS' }, 'order-header-num': '70315', 'order-line-num': '1' },
			},
		],
		...further,
	};
}

/** One reading to its end. */
export async function read(client: CoupaClient, options: Partial<OkToPayOptions> = {}) {
	const reading = readOkToPay(client, { cursor: '', ...options });
	const documents: OkToPayDocument[] = [];
	for await (const page of reading.pages) documents.push(...page);
	return { ...reading, documents, cursor: reading.cursor(), told: documents.map(({ key, action }) => `${action} ${key}`) };
}

/** The invoice as the sandbox holds it. */
export function held(coupa: CoupaSandbox, id: number): CoupaRecord {
	const found = coupa.rows('invoices').find((row) => row.id === id);
	if (found === undefined) throw new Error(`Coupa holds no invoice ${String(id)}`);
	return found;
}

/** Somebody changes the invoice in Coupa. */
export function change(coupa: CoupaSandbox, id: number, changes: CoupaRecord): void {
	coupa.put('invoices', { ...held(coupa, id), ...changes });
}
