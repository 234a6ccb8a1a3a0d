import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_IMPORT_SETTINGS } from '../../../../lib/coupa';
import { optionsProperty } from '../../../common/description';
import { bankDetailsOption } from './importBankOptions';
import { checksOption } from './importCheckOptions';
import { eInvoiceChartsOption, eInvoiceTaxCodesOption, supplierAliasesOption } from './importEInvoiceOptions';
import { checkAgainstOrders, orderBands } from './importOrderOptions';
import { monitorOption } from '../../fields/monitor';

export const MEGABYTE = 1024 * 1024;
const LARGEST_IMAGE_MEGABYTES = DEFAULT_IMPORT_SETTINGS.imageMaxBytes / MEGABYTE;

const refuseOrImport: Pick<INodeProperties, 'type' | 'options'> = {
	type: 'options',
	options: [
		{ name: 'Import', value: 'import' },
		{ name: 'Refuse', value: 'refuse' },
	],
};

export const importProperties: INodeProperties[] = [
	{
		displayName: 'Submit',
		name: 'submit',
		type: 'options',
		options: [
			{
				name: 'As the File Says',
				value: 'asFileSays',
				description: 'As the column "Submit For Approval?" says; a blank leaves the invoice a draft',
			},
			{ name: 'Always', value: 'always', description: 'Every invoice that passes the checks' },
			{ name: 'Never', value: 'never', description: 'Leave every invoice as a draft' },
		],
		default: 'asFileSays',
		description: 'Whether invoices are submitted for approval once they are complete',
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		default: false,
		description:
			'Whether to check the invoices against Coupa without writing anything. The outcomes then say what would happen: wouldImport, wouldRefuse and so on.',
	},
	optionsProperty([
		{
			displayName: 'Attach Files',
			name: 'attachFiles',
			type: 'boolean',
			default: true,
			description: 'Whether to add the attachments that the file names (files, links and texts)',
		},
		{
			displayName: 'Attachments Visible To',
			name: 'attachmentIntent',
			type: 'options',
			options: [
				{ name: 'Buyer and Supplier', value: 'Supplier' },
				{ name: 'Buyer Only', value: 'Internal' },
				{
					name: 'By File Type',
					value: 'byFileType',
					description:
						'E-mail messages (.eml) with the intent Email, XML files with the intent Invoice, everything else for the buyer only',
				},
				{ name: 'Intent Email', value: 'Email', description: 'As a connector in production sends the message an invoice came with' },
				{ name: 'Intent Invoice', value: 'Invoice', description: 'As a connector in production sends the XML of an e-invoice' },
			],
			default: 'Internal',
			description: 'The intent that attachments have in Coupa. Only Internal and Supplier are documented.',
		},
		bankDetailsOption,
		eInvoiceChartsOption,
		checkAgainstOrders,
		checksOption,
		{
			displayName: 'Control Total Tolerance',
			name: 'controlTotalBand',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Currency',
			default: {},
			description: 'How far lines, charges and taxes may differ from the control total. Zero for currencies that are not listed.',
			options: [
				{
					displayName: 'Currency',
					name: 'band',
					values: [
						{ displayName: 'Currency', name: 'currency', type: 'string', default: '', placeholder: 'e.g. USD' },
						{ displayName: 'Amount', name: 'amount', type: 'string', default: '0', placeholder: 'e.g. 0.05' },
					],
				},
			],
		},
		{
			displayName: 'Corrections That Change Total or Remit-To',
			name: 'moneyCorrections',
			type: 'options',
			options: [
				{ name: 'Keep as Draft', value: 'keepDraft', description: 'AP checks the draft and submits it in Coupa' },
				{ name: 'Submit', value: 'submit', description: 'Submit them like any other invoice. The changes are reported all the same.' },
			],
			default: 'keepDraft',
			description:
				'What to do when a later delivery corrects a draft of this import (same supplier and number) and its total, currency or remit-to address is another one',
		},
		{
			displayName: 'Default Accounts',
			name: 'defaultAccounts',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Chart of Accounts',
			default: {},
			description: 'Account for lines that have neither a purchase order nor an account. Without a default, such an invoice stays a draft.',
			options: [
				{
					displayName: 'Chart of Accounts',
					name: 'chart',
					values: [
						{ displayName: 'Chart of Accounts', name: 'name', type: 'string', default: '', placeholder: 'e.g. Corporate Chart' },
						{ displayName: 'Account Code', name: 'code', type: 'string', default: '', placeholder: 'e.g. 10-6200-HS' },
					],
				},
			],
		},
		{
			displayName: 'Existing Invoices',
			name: 'existing',
			type: 'fixedCollection',
			default: {},
			description:
				'What to do when Coupa already has an invoice with this supplier and number that did not come from this delivery. An identical invoice is always refused.',
			options: [
				{
					displayName: 'When the Existing One Is',
					name: 'choices',
					values: [
						{
							displayName: 'Abandoned',
							name: 'abandoned',
							...refuseOrImport,
							default: 'import',
							description: 'The existing invoice was abandoned',
						},
						{
							displayName: 'Different (Number Reused)',
							name: 'numberReused',
							...refuseOrImport,
							default: 'refuse',
							description:
								'The existing invoice has another date, total, currency or type. Some companies allow numbers to be reused in another calendar year.',
						},
						{
							displayName: 'Disputed',
							name: 'disputed',
							...refuseOrImport,
							default: 'refuse',
							description: 'The existing invoice is disputed',
						},
						{
							displayName: 'Rejected',
							name: 'rejected',
							...refuseOrImport,
							default: 'refuse',
							description: 'The existing invoice was rejected',
						},
						{
							displayName: 'Voided',
							name: 'voided',
							...refuseOrImport,
							default: 'import',
							description: 'The existing invoice was voided',
						},
					],
				},
			],
		},
		{
			displayName: 'Image Required',
			name: 'imageRequired',
			type: 'boolean',
			default: true,
			description: 'Whether to refuse an invoice without a page image',
		},
		{
			displayName: 'Include Captured Invoice',
			name: 'includeCaptured',
			type: 'boolean',
			default: false,
			description: 'Whether to return the whole captured invoice as well, under details.captured',
		},
		{
			displayName: 'Include Files',
			name: 'includeFiles',
			type: 'boolean',
			default: false,
			description: 'Whether to return page image and attachments as well. Acknowledge does not need them.',
		},
		{
			displayName: 'Largest Image (MB)',
			name: 'imageMaxMegabytes',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: LARGEST_IMAGE_MEGABYTES,
			description: 'Page images larger than this are refused',
		},
		{
			displayName: 'Match PO Lines',
			name: 'matchPoLines',
			type: 'options',
			options: [
				{
					name: 'Propose',
					value: 'propose',
					description: 'The finding names the open line that alone fits; the level of the check "PO line exists" decides what happens',
				},
				{ name: 'Take the Only Fit', value: 'takeOnlyFit', description: 'The line is matched to it, and the outcome says by what' },
			],
			default: 'propose',
			description:
				'What to do with a line that names its purchase order but no line that exists there: whether to match it to the only open line that fits by service period, supplier part number, description, or description with price and quantity',
		},
		{
			displayName: 'Match Purchase Orders By',
			name: 'matchPurchaseOrdersBy',
			type: 'options',
			options: [
				{ name: 'Order Line ID', value: 'orderLineId', description: 'The documented way: the line is looked up and sent by its ID' },
				{ name: 'Order and Line Number', value: 'numbers', description: 'Documented as output only, but some instances accept them' },
			],
			default: 'orderLineId',
		},
		monitorOption,
		{
			displayName: 'Parallel Invoices',
			name: 'parallelInvoices',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 6,
			description: 'How many invoices are processed at the same time, within the rate limit of the credential',
		},
		orderBands,
		supplierAliasesOption,
		{
			displayName: 'Tags Sent As',
			name: 'tagForm',
			type: 'options',
			options: [
				{ name: 'Nested', value: 'nested', description: 'Each tagging contains its tag, as connectors in production send it' },
				{ name: 'Flat', value: 'flat', description: 'Each tagging contains the name itself, as the documentation of invoices has it' },
			],
			default: 'nested',
			description: 'How the tags of invoices and lines are sent. After the import it is checked whether Coupa stored them.',
		},
		eInvoiceTaxCodesOption,
	]),
];
