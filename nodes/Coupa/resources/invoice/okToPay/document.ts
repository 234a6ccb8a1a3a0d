import type { IDataObject } from 'n8n-workflow';

import type { OkToPayDocument } from '../../../../../lib/coupa';
import { recordsAt, textAt } from '../../../../../lib/core';

/** What a document is about, as tables and any ERP node show it. Amounts are decimals as text. */
export function documentJson({ key, kind, action, invoice }: OkToPayDocument, address: string): IDataObject {
	const text = (...path: string[]) => textAt(invoice, ...path) ?? null;
	const orders = recordsAt(invoice, 'invoice-lines').flatMap((line) => textAt(line, 'order-header-num') ?? []);
	return {
		documentKey: key,
		document: kind,
		action,
		number: text('invoice-number'),
		supplier: text('supplier', 'name'),
		supplierNumber: text('supplier', 'number'),
		total: text('gross-total') ?? text('total-with-taxes'),
		currency: text('currency', 'code'),
		type: text('document-type'),
		invoiceDate: text('invoice-date')?.slice(0, 10) ?? null,
		dueDate: text('net-due-date')?.slice(0, 10) ?? null,
		paid: invoice.paid === true,
		purchaseOrders: [...new Set(orders)].join(', '),
		invoiceId: Number(text('id')),
		link: `${address.replace(/\/$/, '')}/invoices/${text('id') ?? ''}`,
	};
}
