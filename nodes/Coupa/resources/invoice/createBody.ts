import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isCalendarDate } from '../../../../lib/coupa';
import { type CoupaRecord, isRecord, type Json, parseDecimal, sameDecimal } from '../../../../lib/core';

/** Money stays text: a number field of n8n would round it. */
export const decimalHint = 'A decimal with a point, e.g. 1249.50';

/** The invoice given as JSON, text or object; refuses anything else. */
export function fromJson(context: IExecuteFunctions, itemIndex: number): CoupaRecord {
	const given = context.getNodeParameter('json', itemIndex) as string | Json;
	const value = typeof given === 'string' ? parsed(given) : given;
	if (isRecord(value)) return value;
	throw new NodeOperationError(context.getNode(), `"Invoice (JSON)" is not a JSON object [item ${itemIndex}]`, {
		itemIndex,
		description: 'Enter one invoice in braces, for example {"invoice-number": "NB-1", "supplier": {"number": "V-1"}}.',
	});
}

/** JSON with every digit: a decimal that JavaScript's numbers would round stays the text it was written as. Null for anything that is not JSON. */
function parsed(text: string): Json {
	try {
		return JSON.parse(text, (_key, value: Json, ...[context]: Array<{ source?: string }>) => {
			const source = context?.source;
			return typeof value === 'number' && source !== undefined && parseDecimal(source) && !sameDecimal(source, String(value))
				? source
				: value;
		}) as Json;
	} catch {
		return null;
	}
}

/** The invoice that the fields of the node describe; refuses anything that is not a decimal, date or ID before Coupa sees it. */
export function fromFields(context: IExecuteFunctions, itemIndex: number): CoupaRecord {
	const text = (name: string) => String(context.getNodeParameter(name, itemIndex, '')).trim();
	const { decimal, date, id } = valueChecks(context, itemIndex);
	const more = context.getNodeParameter('additionalFields', itemIndex, {}) as Record<string, string | undefined>;
	const { line = [] } = context.getNodeParameter('lines', itemIndex, {}) as { line?: Array<Record<string, string>> };
	const chart = reference('name', text('chart'));
	return present({
		'invoice-number': text('invoiceNumber'),
		'invoice-date': date('Invoice Date', text('invoiceDate')),
		'line-level-taxation': false,
		'supplier-total': decimal('Control Total', more.controlTotal),
		supplier: reference('number', text('supplierNumber')),
		currency: reference('code', text('currency')),
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
				type: entry.quantity ? 'InvoiceQuantityLine' : 'InvoiceAmountLine',
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
function valueChecks(context: IExecuteFunctions, itemIndex: number) {
	const refusal = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), `${message} [item ${itemIndex}]`, { itemIndex, description });
	return {
		decimal: (label: string, value: string | number = ''): string => {
			const written = String(value).trim();
			if (written === '' || parseDecimal(written)) return written;
			throw refusal(
				`"${label}" is not a decimal: ${written}`,
				`Write it with a point and without thousands separators or currency signs. ${decimalHint}.`,
			);
		},
		date: (label: string, written: string): string => {
			if (written === '' || isCalendarDate(written)) return written.slice(0, 10);
			throw refusal(`"${label}" is not a date: ${written}`, 'Write it as YYYY-MM-DD, e.g. 2026-04-25.');
		},
		id: (label: string, value: string | number = ''): number | '' => {
			const written = String(value).trim();
			if (/^\d*$/.test(written)) return written === '' ? '' : Number(written);
			throw refusal(
				`"${label}" is not a Coupa ID: ${written}`,
				'Coupa IDs are whole numbers. Purchase Order, Get returns the ID of each order line.',
			);
		},
	};
}
