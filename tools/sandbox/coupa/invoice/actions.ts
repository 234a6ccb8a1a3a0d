import type { CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { invoiceRefusal } from '../refusal';
import { knownInvoice, saveChanged } from './draft';

/** States a buyer may void from (rules.md §11). */
const VOIDABLE = ['pending_receipt', 'approved', 'draft'];

/** PUT /api/invoices/:id/void; throws Refusal 400 from another state. */
export function voidInvoice(company: Company, id: number): CoupaRecord {
	return moved(company, id, VOIDABLE, 'voided');
}

/** PUT /api/invoices/:id/abandon; throws Refusal 400 from a state the settings exclude. */
export function abandonInvoice(company: Company, id: number): CoupaRecord {
	return moved(company, id, company.settings.abandonableStatuses, 'abandoned');
}

/** DELETE /api/invoices/:id: only while its status is new (R39); throws Refusal 400 otherwise. */
export function deleteInvoice(company: Company, id: number): void {
	const { status } = knownInvoice(company, id);
	if (status !== 'new')
		throw invoiceRefusal([{ field: 'invoice-header', text: `Only a new invoice can be deleted; this one is ${String(status)}` }]);
	company.records.remove('invoices', id);
	company.files.remove('image', id);
	for (const attachment of company.records.childrenOf('attachments', id)) {
		company.records.remove('attachments', Number(attachment.id));
		company.files.remove('attachment', Number(attachment.id));
	}
}

function moved(company: Company, id: number, from: string[], to: string): CoupaRecord {
	const invoice = knownInvoice(company, id);
	if (!from.includes(String(invoice.status)))
		throw invoiceRefusal([{ field: 'invoice-header', text: `An invoice in status ${String(invoice.status)} can't become ${to}` }]);
	return saveChanged(company, { ...invoice, status: to });
}
