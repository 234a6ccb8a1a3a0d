import { isCalendarDate } from '../../../../lib/coupa';
import { type CoupaRecord, parseDecimal } from '../../../../lib/core';
import type { ItemParameters } from '../../../common/parameters';
import { pickedReference } from '../../fields/reference';
import { decimalHint, PICKED, pickers } from './createFields';

/** One row under Lines. */
interface Line extends Record<'description' | 'price' | 'quantity', string | undefined> {
	account?: unknown;
	orderLine?: unknown;
	unitOfMeasure?: unknown;
}

/** What may be added. */
interface More extends Record<
	'controlTotal' | 'internalNote' | 'requesterEmail' | 'shippingAmount' | 'supplierNote' | 'taxAmount',
	string
> {
	paymentTerm: unknown;
	taxCode: unknown;
}

/** The invoice that the fields of the node describe; refuses anything that is not a decimal, date or ID before Coupa sees it. */
export function fromFields(parameters: ItemParameters, address: string): CoupaRecord {
	const { decimal, date } = valueChecks(parameters);
	const pick = (name: keyof typeof PICKED, given: unknown, of = ''): CoupaRecord | '' =>
		pickedReference(parameters, PICKED[name], { property: pickers[name], given, address, label: `${pickers[name].displayName}${of}` }) ??
		'';
	const more = parameters.collection<More>('additionalFields');
	const { line = [] } = parameters.collection<{ line: Line[] }>('lines');
	const chart = pick('chartOfAccounts', parameters.located('chartOfAccounts'));
	return present({
		'invoice-number': parameters.text('invoiceNumber'),
		'invoice-date': date('Invoice Date', parameters.text('invoiceDate')),
		'line-level-taxation': false,
		'supplier-total': decimal('Control Total', more.controlTotal),
		supplier: pick('supplier', parameters.located('supplier')),
		currency: pick('currency', parameters.located('currency')),
		'account-type': chart,
		'payment-term': pick('paymentTerm', more.paymentTerm),
		'requester-email': more.requesterEmail ?? '',
		'internal-note': more.internalNote ?? '',
		'supplier-note': more.supplierNote ?? '',
		'shipping-amount': decimal('Shipping Amount', more.shippingAmount),
		'tax-amount': decimal('Tax Amount', more.taxAmount),
		'tax-code': pick('taxCode', more.taxCode),
		'invoice-lines': line.map((entry, index) => {
			const of = ` of line ${index + 1}`;
			const [account, orderLine] = [pick('account', entry.account, of), pick('orderLine', entry.orderLine, of)];
			return present({
				type: entry.quantity?.trim() ? 'InvoiceQuantityLine' : 'InvoiceAmountLine',
				'line-num': index + 1,
				description: entry.description ?? '',
				price: decimal(`Price${of}`, entry.price),
				quantity: decimal(`Quantity${of}`, entry.quantity),
				uom: pick('unitOfMeasure', entry.unitOfMeasure, of),
				'order-line-id': orderLine === '' ? '' : (orderLine.id ?? ''),
				// A code is unique within its chart only.
				account: account === '' || Object.hasOwn(account, 'id') ? account : present({ ...account, 'account-type': chart }),
			});
		}),
	});
}

/** Refuses an invoice without lines: Coupa would take it as a draft that nobody can submit. */
export function checkLines(parameters: ItemParameters, invoice: CoupaRecord): void {
	const lines = invoice['invoice-lines'];
	if (Array.isArray(lines) && lines.length > 0) return;
	throw parameters.failure('The invoice has no lines', 'Add at least one line. Nothing was sent.');
}

/** Leaves out what was left empty. */
function present(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
}

/** How values are written; each gives the value to send, or empty for none. */
function valueChecks(parameters: ItemParameters) {
	return {
		decimal: (label: string, value = ''): string => {
			const written = value.trim();
			if (written === '' || parseDecimal(written)) return written;
			throw parameters.failure(
				`"${label}" is not a decimal: ${written}`,
				`Write it with a point and without thousands separators or currency signs. ${decimalHint}.`,
			);
		},
		date: (label: string, written: string): string => {
			if (written === '' || isCalendarDate(written)) return written.slice(0, 10);
			throw parameters.failure(`"${label}" is not a date: ${written}`, 'Write it as YYYY-MM-DD, e.g. 2026-04-25.');
		},
	};
}
