import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../../../lib/core';
import { createInvoiceOnce, entryNamed } from '../../../../lib/coupa';
import { ItemParameters } from '../../../common/parameters';
import { outputOf, outputProperties, presented } from '../../fields/output';
import type { CoupaOperation } from '../../operations/operation';
import { decimalHint, fromFields, fromJson } from './createBody';

const INVOICE = entryNamed('invoice');

const usingFields = { show: { specify: ['fields'] } };

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
		description: "The invoice as Coupa's API expects it, with dashed names and decimals as text",
		displayOptions: { show: { specify: ['json'] } },
	},
	{ displayName: 'Invoice Number', name: 'invoiceNumber', type: 'string', default: '', required: true, displayOptions: usingFields },
	{
		displayName: 'Invoice Date',
		name: 'invoiceDate',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 2026-04-25',
		displayOptions: usingFields,
	},
	{
		displayName: 'Supplier Number',
		name: 'supplierNumber',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. V-20011',
		displayOptions: usingFields,
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. USD',
		displayOptions: usingFields,
	},
	{
		displayName: 'Chart of Accounts',
		name: 'chart',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Corporate Chart',
		displayOptions: usingFields,
	},
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
					{
						displayName: 'Account Code',
						name: 'account',
						type: 'string',
						default: '',
						placeholder: 'e.g. 10-6200-HS',
						description: 'Can stay empty on a line that is backed by a purchase order',
					},
					{ displayName: 'Description', name: 'description', type: 'string', default: '' },
					{
						displayName: 'Order Line ID',
						name: 'orderLineId',
						type: 'string',
						default: '',
						description: "Coupa's ID of the purchase order line that backs this line",
					},
					{
						displayName: 'Price',
						name: 'price',
						type: 'string',
						default: '',
						description: 'Unit price, or the whole amount when there is no quantity',
						hint: decimalHint,
					},
					{
						displayName: 'Quantity',
						name: 'quantity',
						type: 'string',
						default: '',
						description: 'Leave empty for an amount line',
						hint: decimalHint,
					},
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
			{
				displayName: 'Control Total',
				name: 'controlTotal',
				type: 'string',
				default: '',
				description: 'Total of the invoice with all taxes and charges',
				hint: decimalHint,
			},
			{ displayName: 'Internal Note', name: 'internalNote', type: 'string', default: '' },
			{ displayName: 'Payment Term', name: 'paymentTerm', type: 'string', default: '', placeholder: 'e.g. NET30' },
			{ displayName: 'Requester Email', name: 'requesterEmail', type: 'string', default: '' },
			{ displayName: 'Shipping Amount', name: 'shippingAmount', type: 'string', default: '', hint: decimalHint },
			{ displayName: 'Supplier Note', name: 'supplierNote', type: 'string', default: '' },
			{ displayName: 'Tax Amount', name: 'taxAmount', type: 'string', default: '', hint: decimalHint },
			{ displayName: 'Tax Code', name: 'taxCode', type: 'string', default: '' },
		],
	},
	...outputProperties,
];

/** Creates a draft invoice (rules.md §9: a POST always makes a draft). Never twice: see `createInvoiceOnce`. */
export const create: CoupaOperation = {
	face: { value: 'create', name: 'Create', action: 'Create invoice', description: 'Create a draft invoice' },
	scopes: ['core.invoice.create', 'core.invoice.read'],
	description: properties,
	async execute(context, { client }, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const body = parameters.choice('specify') === 'json' ? fromJson(parameters) : fromFields(parameters);
		const output = outputOf(context, itemIndex, INVOICE);
		const { invoice, answerLost } = await createInvoiceOnce(client, body);
		if (answerLost) reportFound(context, invoice);
		return [{ json: presented(invoice, INVOICE, output) as IDataObject }];
	},
};

function reportFound(context: IExecuteFunctions, invoice: CoupaRecord): void {
	context.addExecutionHints({
		message: `Coupa's response for invoice ${textAt(invoice, 'invoice-number') ?? ''} was lost. Invoice ${textAt(invoice, 'id') ?? ''}, created at that moment with the same number, supplier, date and total, is taken to be this one.`,
		location: 'outputPane',
		type: 'warning',
	});
}
