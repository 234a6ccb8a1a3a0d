import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty, outputBinaryField } from '../../../../common/description';
import { type WritingOptions, writingOptions } from '../../../../common/masterData';
import { filtersProperty } from '../../../fields/filters';

export interface OkToPayNodeOptions extends WritingOptions {
	addRecord?: boolean;
	coupaPay?: 'leaveOut' | 'include';
	erpChannels?: string;
	keyColumn?: string;
	lookBack?: number;
	neverExported?: 'mark' | 'send';
}

/** What counts where an option was not added. */
export const PRESETS = { erpChannels: 'ERP', keyColumn: 'document-key', lookBack: 30 };

const asFile = { show: { '/deliverAs': ['file'] } };

const options: INodeProperties[] = [
	{
		displayName: 'Add Whole Record',
		name: 'addRecord',
		type: 'boolean',
		default: false,
		description: "Whether to add Coupa's whole record to each item, as “invoice”; costs one more request for 50 invoices",
		displayOptions: { show: { '/deliverAs': ['items'] } },
	},
	{
		displayName: 'Document Key Column',
		name: 'keyColumn',
		type: 'string',
		default: 'document-key',
		description: 'Header of the last column of the Header rows, which names the document in the answers of the ERP. Empty for none.',
		displayOptions: asFile,
	},
	{
		displayName: 'ERP Payment Channels',
		name: 'erpChannels',
		type: 'string',
		default: 'ERP',
		description:
			'Payment channels of invoices that the ERP pays, separated by commas, whatever their case; a blank one always does. Ignored where invoices paid by Coupa Pay are included.',
	},
	{
		displayName: 'Paid by Coupa Pay',
		name: 'coupaPay',
		type: 'options',
		options: [
			{ name: 'Include', value: 'include' },
			{ name: 'Leave Out', value: 'leaveOut', description: 'They are reported by number' },
		],
		default: 'leaveOut',
		description: 'What to do with invoices that are not paid by the ERP, going by their payment channel',
	},
	{
		displayName: 'Look Back (Days)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'How far back voided invoices are looked for when there is no cursor',
	},
	{
		displayName: 'Voids Never Exported',
		name: 'neverExported',
		type: 'options',
		options: [
			{ name: 'Only Mark', value: 'mark', description: 'The ERP never had the invoice: nothing is sent to it' },
			{
				name: 'Send',
				value: 'send',
				description: 'For when no list of sent documents is given: the ERP might have the invoice all the same',
			},
		],
		default: 'mark',
		description: 'What to do with a voided invoice that Coupa never exported and that is among no sent documents',
	},
	...writingOptions.map((option) => ({ ...option, displayOptions: asFile })),
];

const keyList = 'Document keys separated by commas or line ends, or a list from an expression';

export const okToPayProperties: INodeProperties[] = [
	{
		displayName:
			'Reads approved invoices that are not exported, and voided ones. Nothing is marked here: send the documents to the ERP, then use Confirm OK to Pay.',
		name: 'aboutOkToPay',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Deliver As',
		name: 'deliverAs',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'File', value: 'file', description: "One file in the layout of Coupa's Invoices Export, or Coupa XML" },
			{ name: 'Items', value: 'items', description: 'One item per document, for any node' },
		],
		default: 'items',
	},
	{
		displayName: 'Cursor',
		name: 'cursor',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.cursor }}',
		description:
			'Cursor of the last delivery that landed: from there, exported invoices that were voided since are looked for. Approved invoices need none.',
	},
	{
		displayName: 'Sent Documents',
		name: 'sentDocuments',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5001-ok-9f86d081, 5002-void',
		description: `Documents that wait for the ERP's answer or were refused: they are not given again before somebody corrects the invoice. ${keyList}.`,
	},
	{
		displayName: 'Documents to Send Again',
		name: 'sendAgain',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5001-ok-9f86d081',
		description: `Documents that are given in any case, under the same key. ${keyList}.`,
	},
	{ ...outputBinaryField(), displayOptions: { show: { deliverAs: ['file'] } } },
	filtersProperty,
	optionsProperty(options),
];
