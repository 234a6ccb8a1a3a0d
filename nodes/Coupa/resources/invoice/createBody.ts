import { isCalendarDate } from '../../../../lib/coupa';
import { type CoupaRecord, exactJson, isRecord, type Json, parseDecimal } from '../../../../lib/core';
import type { ItemParameters } from '../../../common/parameters';

/** Money stays text: a number field of n8n would round it. */
export const decimalHint = 'A decimal with a point, e.g. 1249.50';

/** The invoice given as JSON, text or object; refuses anything else. */
export function fromJson(parameters: ItemParameters): CoupaRecord {
	const given = parameters.json('json') as Json;
	const value = typeof given === 'string' ? exactJson(given) : given;
	if (isRecord(value)) return value;
	throw parameters.failure(
		'"Invoice (JSON)" is not a JSON object',
		'Enter one invoice in braces, for example {"invoice-number": "NB-1", "supplier": {"number": "V-1"}}.',
	);
}

/** The invoice that the fields of the node describe; refuses anything that is not a decimal, date or ID before Coupa sees it. */
export function fromFields(parameters: ItemParameters): CoupaRecord {
	const { decimal, date, id } = valueChecks(parameters);
	const more = parameters.collection<Record<string, string>>('additionalFields');
	const { line = [] } = parameters.collection<{ line: Array<Record<string, string>> }>('lines');
	const chart = reference('name', parameters.text('chart'));
	return present({
		'invoice-number': parameters.text('invoiceNumber'),
		'invoice-date': date('Invoice Date', parameters.text('invoiceDate')),
		'line-level-taxation': false,
		'supplier-total': decimal('Control Total', more.controlTotal),
		supplier: reference('number', parameters.text('supplierNumber')),
		currency: reference('code', parameters.text('currency')),
		'account-type': chart,
		'payment-term': reference('code', more.paymentTerm),
		'requester-email': more.requesterEmail ?? '',
		'internal-note': more.internalNote ?? '',
		'supplier-note': more.supplierNote ?? '',
		'shipping-amount': decimal('Shipping Amount', more.shippingAmount),
		'tax-amount': decimal('Tax Amount', more.taxAmount),
		'tax-code': reference('code', more.taxCode),
		'invoice-lines': line.map((entry, index) =>
			present({
				type: entry.quantity?.trim() ? 'InvoiceQuantityLine' : 'InvoiceAmountLine',
				'line-num': index + 1,
				description: entry.description ?? '',
				price: decimal(`Price of line ${index + 1}`, entry.price),
				quantity: decimal(`Quantity of line ${index + 1}`, entry.quantity),
				uom: reference('code', entry.uom),
				'order-line-id': id(`Order Line ID of line ${index + 1}`, entry.orderLineId),
				account: entry.account ? present({ code: entry.account, 'account-type': chart }) : '',
			}),
		),
	});
}

/** A reference by its natural key; empty when there is none. */
function reference(key: string, value = ''): CoupaRecord | '' {
	return value === '' ? '' : { [key]: value };
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
		id: (label: string, value = ''): number | '' => {
			const written = value.trim();
			if (/^\d*$/.test(written)) return written === '' ? '' : Number(written);
			throw parameters.failure(
				`"${label}" is not a Coupa ID: ${written}`,
				'Coupa IDs are whole numbers. Purchase Order, Get returns the ID of each order line.',
			);
		},
	};
}
