import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_E_INVOICE_SETTINGS, type AllowanceForm, type EInvoiceSettings } from '../../../../lib/e-invoice';

const forms = (what: string): INodeProperties['options'] => [
	{ name: 'Invoice Charge', value: 'charge', description: `${what} as a charge of the invoice, negative for an allowance` },
	{ name: 'Line of Its Own', value: 'line', description: `${what} as a line, negative for an allowance` },
	{ name: 'Spread over the Lines', value: 'spread', description: `${what} in the prices of the lines` },
];

/** How e-invoices become Coupa's invoices. Collection entries, in alphabetical order. */
export const eInvoiceOptions: INodeProperties[] = [
	{
		displayName: 'E-Invoice Units',
		name: 'eInvoiceUnits',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Unit',
		default: {},
		description: 'Units of measure whose code in Coupa is not the usual one, by the UN/ECE code of the e-invoice',
		options: [
			{
				displayName: 'Unit',
				name: 'unit',
				values: [
					{ displayName: 'E-Invoice Code', name: 'code', type: 'string', default: '', placeholder: 'e.g. C62' },
					{ displayName: 'Coupa Code', name: 'uom', type: 'string', default: '', placeholder: 'e.g. EA' },
				],
			},
		],
	},
	{
		displayName: 'E-Invoices',
		name: 'eInvoices',
		type: 'fixedCollection',
		placeholder: 'Set Up E-Invoices',
		default: {},
		description: 'How what an e-invoice says becomes an invoice in Coupa',
		options: [
			{
				displayName: 'Settings',
				name: 'settings',
				values: [
					{
						displayName: 'Accounting Reference',
						name: 'accountingReference',
						type: 'options',
						options: [
							{ name: 'Account Code', value: 'accountCode', description: 'The reference is the code of the account' },
							{ name: 'Billing Note', value: 'billingNote', description: 'The reference is a note beside the account' },
						],
						default: 'billingNote',
						description: "What the buyer's accounting reference (BT-19, BT-133) is",
					},
					{
						displayName: 'Allowances',
						name: 'documentAllowances',
						type: 'options',
						options: forms('An allowance of the whole invoice'),
						default: 'line',
					},
					{
						displayName: 'Allowances and Charges of Lines',
						name: 'lineAllowances',
						type: 'options',
						options: forms('An allowance or charge of a line'),
						default: 'spread',
					},
					{
						displayName: 'Charges',
						name: 'documentCharges',
						type: 'options',
						options: forms('A charge of the whole invoice'),
						default: 'charge',
					},
					{
						displayName: 'Chart of Accounts',
						name: 'chartOfAccounts',
						type: 'string',
						default: '',
						description: 'Name of the chart of accounts that all e-invoices go to. Leave empty to have Import look for that of the buyer.',
					},
					{
						displayName: 'Custom Field for the Rest',
						name: 'leftField',
						type: 'string',
						default: '',
						placeholder: 'e.g. cf-e-invoice',
						displayOptions: { show: { left: ['customField'] } },
						description: "Name of the field under custom-fields in Coupa's API",
					},
					{
						displayName: 'Rest',
						name: 'left',
						type: 'options',
						options: [
							{ name: 'Custom Field', value: 'customField' },
							{ name: 'Internal Note', value: 'internal-note' },
							{ name: 'Not in Coupa', value: 'none', description: 'It stays in the item ("extraColumns") and in the attached XML' },
							{ name: 'Supplier Note', value: 'supplier-note' },
						],
						default: 'supplier-note',
						description: 'Where what has no field of its own in Coupa is listed',
					},
					{
						displayName: 'Units',
						name: 'unitCodes',
						type: 'options',
						options: [
							{ name: 'UN/ECE Codes', value: 'unece', description: 'Coupa has the codes of the e-invoice, such as C62' },
							{ name: 'Usual Codes', value: 'usual', description: 'Coupa has codes such as EA, HUR, KG' },
						],
						default: 'usual',
						description: 'How Coupa names units that are not under "E-Invoice Units"',
					},
				],
			},
		],
	},
];

export interface EInvoiceOptions {
	eInvoiceUnits?: { unit?: Array<{ code: string; uom: string }> };
	eInvoices?: {
		settings?: {
			accountingReference?: EInvoiceSettings['accountingReference'];
			documentAllowances?: AllowanceForm;
			documentCharges?: AllowanceForm;
			lineAllowances?: AllowanceForm;
			chartOfAccounts?: string;
			left?: 'customField' | 'internal-note' | 'none' | 'supplier-note';
			leftField?: string;
			unitCodes?: EInvoiceSettings['unitCodes'];
		};
	};
}

/** The settings that the options say; the usual ones for what they leave out. */
export function eInvoiceSettings({ eInvoiceUnits, eInvoices }: EInvoiceOptions): EInvoiceSettings {
	const { left, leftField = '', chartOfAccounts = '', ...forms } = eInvoices?.settings ?? {};
	const units = (eInvoiceUnits?.unit ?? []).map(({ code, uom }): [string, string] => [code.trim().toUpperCase(), uom.trim()]);
	return {
		...DEFAULT_E_INVOICE_SETTINGS,
		...forms,
		units: Object.fromEntries(units),
		chartOfAccounts: chartOfAccounts.trim() || null,
		left: left === undefined ? DEFAULT_E_INVOICE_SETTINGS.left : leftPlace(left, leftField.trim()),
	};
}

function leftPlace(left: string, field: string): EInvoiceSettings['left'] {
	if (left === 'internal-note' || left === 'supplier-note') return { note: left };
	return left === 'customField' && field !== '' ? { customField: field } : null;
}
