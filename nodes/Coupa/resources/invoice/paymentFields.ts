import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_PAYMENT_SETTINGS, type PaymentSettings } from '../../../../lib/coupa';
import type { DateFormat } from '../../../../lib/flat-file';
import { inputBinaryField, optionsProperty } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { type MonitorOption, monitorOption } from '../../fields/monitor';

/** The fields of one payment where it comes from an item; what the last node calls them is taken by itself. */
const itemFields: INodeProperties[] = [
	{
		displayName: 'ERP Payment ID',
		name: 'paymentId',
		type: 'string',
		default: '={{ $json.paymentId }}',
		required: true,
		description: 'Document, check or transfer number: the same payment is recognised by it when it comes again',
	},
	{
		displayName: 'Supplier Number',
		name: 'supplierNumber',
		type: 'string',
		default: '={{ $json.supplierNumber }}',
		description: 'It wins over the supplier name',
	},
	{ displayName: 'Supplier Name', name: 'supplierName', type: 'string', default: '={{ $json.supplierName }}' },
	{ displayName: 'Invoice Number', name: 'invoiceNumber', type: 'string', default: '={{ $json.invoiceNumber }}' },
	{
		displayName: 'Invoice ID',
		name: 'invoiceId',
		type: 'string',
		default: '={{ $json.invoiceId }}',
		description: "Coupa's own ID of the invoice, where the ERP keeps it: then no number is needed",
	},
	{
		displayName: 'Invoice Date',
		name: 'invoiceDate',
		type: 'string',
		default: '={{ $json.invoiceDate }}',
		description: 'Tells invoices with the same number apart; blank skips the comparison',
	},
	{
		displayName: 'Amount Paid',
		name: 'amountPaid',
		type: 'string',
		default: '={{ $json.amount }}',
		required: true,
		hint: 'With a decimal point, e.g. 1234.50. Negative takes an earlier payment with the same ID back.',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '={{ $json.currency }}',
		description: 'Compared with that of the invoice; blank skips the comparison',
	},
	{ displayName: 'Payment Date', name: 'paymentDate', type: 'string', default: '={{ $json.paymentDate }}', required: true },
	{
		displayName: 'Notes',
		name: 'notes',
		type: 'string',
		default: '={{ $json.notes }}',
		description: 'For people; the ERP payment ID, date and amount are put behind it',
	},
	{
		displayName: 'Fully Paid',
		name: 'fullyPaid',
		type: 'boolean',
		default: false,
		description: 'Whether the ERP sees the invoice as paid; what becomes of that is said by the option Mark as Paid',
	},
];

export const paymentProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Input File', value: 'file', description: "A CSV file in the layout of Coupa's Invoice Payment Import" },
			{ name: 'Input Items', value: 'items', description: 'One payment per item, from any node' },
		],
		default: 'file',
	},
	{ ...inputBinaryField('data', 'the CSV file of the ERP'), displayOptions: { show: { source: ['file'] } } },
	...itemFields.map((field) => ({ ...field, displayOptions: { show: { source: ['items'] } } })),
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		default: false,
		description: 'Whether to look everything up and check it without writing anything; what would be recorded has the outcome wouldRecord',
	},
	optionsProperty([
		{
			displayName: 'Date Format',
			name: 'dateFormat',
			type: 'options',
			options: [
				{ name: 'DD/MM/YYYY', value: 'DD/MM/YYYY' },
				{ name: 'ISO (YYYY-MM-DD)', value: 'ISO' },
				{ name: 'MM/DD/YYYY', value: 'MM/DD/YYYY' },
			],
			default: 'ISO',
			description: 'How the file writes dates, beside YYYY-MM-DD, which is always read',
		},
		{
			displayName: 'ERP Payment ID Column',
			name: 'paymentIdColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. Payment Document',
			description: 'Column of the file that holds the ERP payment ID. If empty, it is “Check # / Note”, as in Coupa’s own loader.',
		},
		{
			displayName: 'Invoices at a Time',
			name: 'parallelInvoices',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 20 },
			default: 6,
			description: 'How many invoices are worked on at the same time; payments of one invoice always go one after the other',
		},
		{
			displayName: 'Mark as Paid',
			name: 'markPaid',
			type: 'options',
			options: [
				{
					name: 'As the ERP Says',
					value: 'asErpSays',
					description: 'As the column "Paid" or the field "Fully Paid" says: for cash discounts',
				},
				{ name: 'Never', value: 'never', description: 'Record payments only' },
				{ name: 'Once Covered', value: 'whenCovered', description: 'When the payments add up to the total of the invoice' },
			],
			default: 'whenCovered',
			description: 'When the invoice itself is marked as paid',
		},
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{
					name: 'POST',
					value: 'POST',
					description:
						"As Coupa's playbook for partners says (scenario 5.1), which names no address: it is sent to that of the invoice, as PUT is",
				},
				{ name: 'PUT', value: 'PUT', description: "As Coupa's API pages say" },
			],
			default: 'PUT',
			description: "How a payment is sent. Coupa's documents disagree: keep PUT unless your Coupa instance refuses it.",
		},
		monitorOption,
		{
			displayName: 'More Than Is Open',
			name: 'overpayment',
			type: 'options',
			options: [
				{ name: 'Record', value: 'record' },
				{ name: 'Refuse', value: 'refuse' },
			],
			default: 'refuse',
			description: 'What to do with a payment that is larger than the open amount of its invoice',
		},
	]),
];

interface Options extends Pick<PaymentSettings, 'method' | 'markPaid' | 'overpayment' | 'parallelInvoices'> {
	dateFormat: DateFormat;
	monitor: MonitorOption;
	paymentIdColumn: string;
}

/** How a file of the ERP is read. */
export interface FileReading {
	dateFormat: DateFormat;
	/** Blank: the column of Coupa's own loader. */
	paymentIdColumn: string;
}

/** What the parameters of an item say about the import, and about the file. */
export function paymentSettings(context: IExecuteFunctions, itemIndex: number): { settings: PaymentSettings; reading: FileReading } {
	const parameters = new ItemParameters(context, itemIndex, paymentProperties);
	const preset = DEFAULT_PAYMENT_SETTINGS;
	const { dateFormat = 'ISO', paymentIdColumn = '', ...options } = parameters.collection<Options>('options');
	return {
		settings: {
			...preset,
			validateOnly: parameters.flag('validateOnly'),
			method: options.method ?? preset.method,
			markPaid: options.markPaid ?? preset.markPaid,
			overpayment: options.overpayment ?? preset.overpayment,
			parallelInvoices: options.parallelInvoices ?? preset.parallelInvoices,
		},
		reading: { dateFormat, paymentIdColumn: paymentIdColumn.trim() },
	};
}

/** The monitor shows the run of the node as a whole: the option of the first item counts. Validate Only sends nothing. */
export function paymentMonitor(context: IExecuteFunctions): MonitorOption | undefined {
	const parameters = new ItemParameters(context, 0, paymentProperties);
	return parameters.flag('validateOnly') ? undefined : parameters.collection<Options>('options').monitor;
}
