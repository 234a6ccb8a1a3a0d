import { isRecord, parseDecimal, recordsAt, sumOf, textAt, valueAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { invoiceRefusal, type ErrorMessage } from '../refusal';
import { knownInvoice, refuseIfAny, saveChanged } from './draft';
import { duplicateMessages } from './duplicates';
import { failedTolerances } from './tolerances';
import { amount } from './totals';

const HEADER = 'invoice-header';
const LINES = 'invoice-header.invoice_lines';

/**
 * PUT /api/invoices/:id/submit: a valid draft goes on to ap_hold when a tolerance fails or the supplier's invoices are held
 * for review, else to the setting's status (rules.md §9, §11).
 * @throws Refusal 400 in shape B for an invalid draft, and for something that is not an invoice
 */
export function submitInvoice(company: Company, id: number): CoupaRecord {
	const invoice = knownInvoice(company, id);
	if (invoice.status !== 'draft')
		throw invoiceRefusal([{ field: HEADER, text: `Only a draft can be submitted; this invoice is ${String(invoice.status)}` }]);
	refuseIfAny([
		...(company.settings.duplicateRule === 'submit' ? duplicateMessages(company, invoice) : []),
		...headerMessages(invoice),
		...recordsAt(invoice, 'invoice-lines').flatMap((line) => lineMessages(company, line)),
	]);
	return saveChanged(company, reviewed(company, invoice));
}

/** The invoice after its tolerances were checked: held, with what failed, or on its way. */
export function reviewed(company: Company, invoice: CoupaRecord): CoupaRecord {
	const breaches = failedTolerances(company, invoice);
	const held = breaches.length > 0 || isHeldForReview(company, invoice);
	return {
		...invoice,
		status: held ? 'ap_hold' : company.settings.statusAfterSubmit,
		'failed-tolerances': breaches,
		'tolerance-failures':
			breaches.length === 0
				? null
				: breaches
						.map((breach) => textAt(breach, 'breach-detail-1'))
						.join('; ')
						.slice(0, 512),
		'invoice-lines': recordsAt(invoice, 'invoice-lines').map((line) => ({
			...line,
			'failed-tolerances': breaches.filter((breach) => breach['failable-id'] === line.id),
		})),
	};
}

function headerMessages(invoice: CoupaRecord): ErrorMessage[] {
	const texts: string[] = [];
	if (!isRecord(invoice.supplier)) texts.push("Supplier can't be blank");
	if (!isRecord(invoice.currency)) texts.push("Currency can't be blank");
	if (!isRecord(invoice['account-type'])) texts.push("Chart of accounts can't be blank");
	if (recordsAt(invoice, 'invoice-lines').length === 0) texts.push('An invoice needs at least one line');
	const controlTotal = textAt(invoice, 'supplier-total');
	const grossTotal = textAt(invoice, 'gross-total') ?? '';
	if (controlTotal !== undefined && !amount(invoice, 'supplier-total').eq(amount(invoice, 'gross-total'))) {
		texts.push(`Supplier total ${controlTotal} does not agree with the invoice total ${grossTotal}`);
	}
	return [...texts, ...creditNoteTexts(invoice)].map((text) => ({ field: HEADER, text }));
}

/** A credit note names the invoice it corrects and its total is below zero (rules.md §9); an invoice's is not. */
function creditNoteTexts(invoice: CoupaRecord): string[] {
	const total = amount(invoice, 'gross-total');
	if (invoice['document-type'] !== 'Credit Note') return total.lt(0) ? ['An invoice total below zero needs a credit note'] : [];
	const texts: string[] = [];
	if (textAt(invoice, 'original-invoice-number') === undefined) texts.push("Original Invoice Number can't be blank");
	if (textAt(invoice, 'original-invoice-date') === undefined) texts.push("Original Invoice Date can't be blank");
	if (!total.lt(0)) texts.push('A credit note total must be below zero: make the price or the quantity negative');
	return texts;
}

function lineMessages(company: Company, line: CoupaRecord): ErrorMessage[] {
	const place = `(line ${textAt(line, 'line-num') ?? '?'})`;
	const allocations = recordsAt(line, 'account-allocations');
	const accounts = allocations.length > 0 ? allocations.map((allocation) => allocation.account) : [line.account];
	const isBacked = typeof line['order-line-id'] === 'number';
	const texts = accounts.flatMap((account) => accountTexts(company, isRecord(account) ? account : null, isBacked));
	const share = sumOf(allocations.map((allocation) => amount(allocation, 'pct')));
	if (allocations.length > 0 && !share.eq(parseDecimal('100') ?? 0))
		texts.push(`Account allocations add up to ${share.toFixed()} instead of 100 percent`);
	if (line.type === 'InvoiceQuantityLine' && !isRecord(line.uom)) texts.push("Unit of measure can't be blank");
	return texts.map((text) => ({ field: LINES, text: `${text} ${place}` }));
}

function accountTexts({ records, settings }: Company, shown: CoupaRecord | null, isBacked: boolean): string[] {
	// A backed line may stay without: the PO line's own split is charged.
	if (shown === null) return isBacked ? [] : ["Account can't be blank"];
	const account = typeof shown.id === 'number' ? records.get('accounts', shown.id) : null;
	const code = textAt(account ?? shown, 'code') ?? '';
	if (account?.active === false) return [`Account ${code} is not active`];
	return settings.closedPeriodAccounts.includes(code) ? [`Budget period is closed for account ${code}`] : [];
}

/** fields/supplier: hold-invoices-for-ap-review stops the supplier's invoices at AP before approval. */
function isHeldForReview({ records }: Company, invoice: CoupaRecord): boolean {
	const supplierId = valueAt(invoice, 'supplier', 'id');
	return typeof supplierId === 'number' && records.get('suppliers', supplierId)?.['hold-invoices-for-ap-review'] === true;
}
