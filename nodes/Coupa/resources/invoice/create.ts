import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { jsonParse, NodeOperationError } from 'n8n-workflow';

import { type CoupaRecord, isRecord, type Json, parseDecimal } from '../../../../record';
import type { ItemOperation } from '../../../common/operation';
import { shownFor } from '../../../common/description';
import { INVOICE } from '../definition';
import { presented, simplifyProperty } from '../output';
import type { CoupaSession } from '../session';

const usingFields = { show: { specify: ['fields'] } };

/** Money stays text: a number field of n8n would round it. */
const decimalHint = 'A decimal with a point, e.g. 1249.50';

const properties: INodeProperties[] = [
	{
		displayName: 'Specify Invoice',
		name: 'specify',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Using Fields Below', value: 'fields' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'fields',
	},
	{
		displayName: 'Invoice (JSON)',
		name: 'json',
		type: 'json',
		typeOptions: { rows: 8 },
		default: '{}',
		required: true,
		description: "The invoice as Coupa's API spells it, with dashed names and decimals as text",
		displayOptions: { show: { specify: ['json'] } },
	},
	{ displayName: 'Invoice Number', name: 'invoiceNumber', type: 'string', default: '', required: true, displayOptions: usingFields },
	{ displayName: 'Invoice Date', name: 'invoiceDate', type: 'string', default: '', required: true, placeholder: 'e.g. 2026-04-25', displayOptions: usingFields },
	{ displayName: 'Supplier Number', name: 'supplierNumber', type: 'string', default: '', required: true, placeholder: 'e.g. V-20011', displayOptions: usingFields },
	{ displayName: 'Currency', name: 'currency', type: 'string', default: '', required: true, placeholder: 'e.g. USD', displayOptions: usingFields },
	{ displayName: 'Chart of Accounts', name: 'chart', type: 'string', default: '', required: true, placeholder: 'e.g. Corporate Chart', displayOptions: usingFields },
	{
		displayName: 'Lines',
		name: 'lines',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Line',
		default: {},
		displayOptions: usingFields,
		options: [
			{
				displayName: 'Line',
				name: 'line',
				values: [
					{ displayName: 'Account Code', name: 'account', type: 'string', default: '', placeholder: 'e.g. 10-6200-HS', description: 'Can stay empty on a line that is backed by a purchase order' },
					{ displayName: 'Description', name: 'description', type: 'string', default: '' },
					{ displayName: 'Order Line ID', name: 'orderLineId', type: 'string', default: '', description: "Coupa's ID of the purchase order line that backs this line" },
					{ displayName: 'Price', name: 'price', type: 'string', default: '', description: 'Unit price, or the whole amount when there is no quantity', hint: decimalHint },
					{ displayName: 'Quantity', name: 'quantity', type: 'string', default: '', description: 'Leave empty for an amount line', hint: decimalHint },
					{ displayName: 'Unit of Measure', name: 'uom', type: 'string', default: '', placeholder: 'e.g. EA' },
				],
			},
		],
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: usingFields,
		options: [
			{ displayName: 'Control Total', name: 'controlTotal', type: 'string', default: '', description: 'Total of the invoice with all taxes and charges', hint: decimalHint },
			{ displayName: 'Internal Note', name: 'internalNote', type: 'string', default: '' },
			{ displayName: 'Payment Term', name: 'paymentTerm', type: 'string', default: '', placeholder: 'e.g. NET30' },
			{ displayName: 'Requester Email', name: 'requesterEmail', type: 'string', default: '' },
			{ displayName: 'Shipping Amount', name: 'shippingAmount', type: 'string', default: '', hint: decimalHint },
			{ displayName: 'Supplier Note', name: 'supplierNote', type: 'string', default: '' },
			{ displayName: 'Tax Amount', name: 'taxAmount', type: 'string', default: '', hint: decimalHint },
			{ displayName: 'Tax Code', name: 'taxCode', type: 'string', default: '' },
		],
	},
	simplifyProperty,
];

/** Creates a draft invoice (rules.md §9: a POST always makes a draft). Sent once: a lost answer is reported, not repeated. */
export const create: ItemOperation<CoupaSession> = {
	description: shownFor('invoice', 'create', properties),
	async execute(context, { client }, itemIndex) {
		const body = context.getNodeParameter('specify', itemIndex) === 'json' ? fromJson(context, itemIndex) : fromFields(context, itemIndex);
		const invoice = await client.write('POST', INVOICE.path, body);
		return [{ json: presented(invoice, INVOICE, context.getNodeParameter('simple', itemIndex) as boolean) as IDataObject }];
	},
};

function fromJson(context: IExecuteFunctions, itemIndex: number): CoupaRecord {
	const given = context.getNodeParameter('json', itemIndex) as string | Json;
	const value = typeof given === 'string' ? jsonParse<Json>(given, { fallbackValue: null }) : given;
	if (isRecord(value)) return value;
	throw new NodeOperationError(context.getNode(), `"Invoice (JSON)" holds no JSON object [item ${itemIndex}]`, {
		itemIndex,
		description: 'Give one invoice in braces, for example {"invoice-number": "NB-1", "supplier": {"number": "V-1"}}.',
	});
}

function fromFields(context: IExecuteFunctions, itemIndex: number): CoupaRecord {
	const text = (name: string) => String(context.getNodeParameter(name, itemIndex, '')).trim();
	const decimal = (label: string, value = '') => checkedDecimal(context, itemIndex, label, value);
	const more = context.getNodeParameter('additionalFields', itemIndex, {}) as Record<string, string | undefined>;
	const { line = [] } = context.getNodeParameter('lines', itemIndex, {}) as { line?: Array<Record<string, string>> };
	return present({
		'invoice-number': text('invoiceNumber'),
		'invoice-date': text('invoiceDate').slice(0, 10),
		'line-level-taxation': false,
		'supplier-total': decimal('Control Total', more.controlTotal),
		supplier: { number: text('supplierNumber') },
		currency: { code: text('currency') },
		'account-type': { name: text('chart') },
		'payment-term': more.paymentTerm ? { code: more.paymentTerm } : '',
		'requester-email': more.requesterEmail ?? '',
		'internal-note': more.internalNote ?? '',
		'supplier-note': more.supplierNote ?? '',
		'shipping-amount': decimal('Shipping Amount', more.shippingAmount),
		'tax-amount': decimal('Tax Amount', more.taxAmount),
		'tax-code': more.taxCode ? { code: more.taxCode } : '',
		'invoice-lines': line.map((entry, index) =>
			present({
				type: entry.quantity ? 'InvoiceQuantityLine' : 'InvoiceAmountLine',
				'line-num': index + 1,
				description: entry.description ?? '',
				price: decimal(`Price of line ${index + 1}`, entry.price),
				quantity: decimal(`Quantity of line ${index + 1}`, entry.quantity),
				uom: entry.uom ? { code: entry.uom } : '',
				'order-line-id': entry.orderLineId ? Number(entry.orderLineId) : '',
				account: entry.account ? { code: entry.account, 'account-type': { name: text('chart') } } : '',
			}),
		),
	});
}

/** Leaves out what was left empty. */
function present(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
}

function checkedDecimal(context: IExecuteFunctions, itemIndex: number, label: string, value: string | number): string {
	const text = String(value).trim();
	if (text === '' || parseDecimal(text)) return text;
	throw new NodeOperationError(context.getNode(), `"${label}" is not a decimal: ${text} [item ${itemIndex}]`, {
		itemIndex,
		description: `Write it with a point and without thousands separators or currency signs. ${decimalHint}.`,
	});
}
