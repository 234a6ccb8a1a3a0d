import type { INodeProperties } from 'n8n-workflow';

import { entryNamed } from '../../../../lib/coupa';
import { optionsProperty } from '../../../common/description';
import { recordLocator } from '../../fields/locator';
import { writtenOutputProperties } from '../../fields/output';
import { furtherFields, ignoredProperty } from '../../fields/writing';

/** Money stays text: a number field of n8n would round it. */
export const decimalHint = 'A decimal with a point, e.g. 1249.50';

/** The records that an invoice and its lines refer to, by the name of the parameter that picks them. */
export const PICKED = {
	supplier: entryNamed('supplier'),
	currency: entryNamed('currency'),
	chartOfAccounts: entryNamed('chartOfAccounts'),
	paymentTerm: entryNamed('paymentTerm'),
	taxCode: entryNamed('taxCode'),
	account: entryNamed('account'),
	orderLine: entryNamed('purchaseOrderLine'),
	unitOfMeasure: entryNamed('unitOfMeasure'),
};

const DESCRIPTIONS: Record<keyof typeof PICKED, string> = {
	supplier: 'Who sent the invoice',
	currency: 'Of all amounts of the invoice',
	chartOfAccounts: 'The chart that the accounts of the invoice are from',
	paymentTerm: "If it is not set, Coupa takes the supplier's",
	taxCode: 'Of the tax on the whole invoice',
	account: 'Can stay empty on a line that is backed by a purchase order',
	orderLine: 'The purchase order line that backs this line',
	unitOfMeasure: 'Of the quantity',
};

const usingFields = { show: { specify: ['fields'] } };

function picker(name: keyof typeof PICKED, required: boolean): INodeProperties {
	return recordLocator(PICKED[name], { name, description: DESCRIPTIONS[name], required });
}

/** Locators by the name of the parameter, wherever they stand. */
export const pickers = Object.fromEntries(Object.keys(PICKED).map((name) => [name, picker(name as keyof typeof PICKED, false)])) as Record<
	keyof typeof PICKED,
	INodeProperties
>;

/** The parameters of Create. */
export const createFields: INodeProperties[] = [
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
	...(['supplier', 'currency', 'chartOfAccounts'] as const).map((name) => ({ ...picker(name, true), displayOptions: usingFields })),
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
					pickers.account,
					{ displayName: 'Description', name: 'description', type: 'string', default: '' },
					{
						displayName: 'Price',
						name: 'price',
						type: 'string',
						default: '',
						description: 'Unit price, or the whole amount when there is no quantity',
						hint: decimalHint,
					},
					pickers.orderLine,
					{
						displayName: 'Quantity',
						name: 'quantity',
						type: 'string',
						default: '',
						description: 'Leave empty for an amount line',
						hint: decimalHint,
					},
					pickers.unitOfMeasure,
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
			pickers.paymentTerm,
			{ displayName: 'Requester Email', name: 'requesterEmail', type: 'string', default: '' },
			{ displayName: 'Shipping Amount', name: 'shippingAmount', type: 'string', default: '', hint: decimalHint },
			{ displayName: 'Supplier Note', name: 'supplierNote', type: 'string', default: '' },
			{ displayName: 'Tax Amount', name: 'taxAmount', type: 'string', default: '', hint: decimalHint },
			pickers.taxCode,
		],
	},
	...furtherFields,
	optionsProperty([ignoredProperty]),
	...writtenOutputProperties,
];
