import type { INodeProperties } from 'n8n-workflow';

import { LATE_AFTER, type LateAfter } from '../../../../../lib/reconciliation';
import { optionsProperty, outputBinaryField } from '../../../../common/description';

export interface ReconcileOptions extends LateAfter {
	itemsPerInvoice: boolean;
	lookBackDays: number;
	mostRows: number;
	rejectedPackages: 'kept' | 'taken';
	title: string;
}

export const LOOK_BACK_DAYS = 60;
export const MOST_ROWS = 500;
export const TITLE = 'Scan One to Coupa: reconciliation';

function days(name: keyof LateAfter, displayName: string, description: string): INodeProperties {
	const preset = LATE_AFTER[name];
	return { displayName, name, type: 'number', typeOptions: { minValue: 0 }, default: preset, description };
}

export const reconcileProperties: INodeProperties[] = [
	{
		displayName:
			'Pass the items of Scan One, Invoice, Get Delivered on as they are: the report has to account for each of them. Files of Coupa’s Outgoing/InvoiceUpdates (Coupa SFTP, Get Many) can come along.',
		name: 'aboutItems',
		type: 'notice',
		default: '',
	},
	outputBinaryField('report'),
	optionsProperty([
		days('draftDays', 'Draft Late After (Days)', 'An imported invoice that is still a draft then is late'),
		days('exportDays', 'Export Late After (Days)', 'An approved invoice that is not exported to the ERP then is late'),
		days('importHours', 'Import Late After (Hours)', 'A package that is not settled then is late'),
		{
			displayName: 'Invoices Listed',
			name: 'mostRows',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 5000 },
			default: MOST_ROWS,
			description: 'Invoices that the report lists one by one; its figures count all of them. Mail programs cut long mails.',
		},
		{
			displayName: 'Item per Invoice',
			name: 'itemsPerInvoice',
			type: 'boolean',
			default: false,
			description: 'Whether to return an item for each invoice after that of the report: its standing, what is wrong with it, and its link',
		},
		{
			displayName: 'Look Back (Days)',
			name: 'lookBackDays',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 400 },
			default: LOOK_BACK_DAYS,
			description:
				'So long before the period invoices that are still open in Coupa are looked for, to find those that are late. 0 for not at all.',
		},
		days(
			'payDays',
			'Payment Late After (Days)',
			'An exported invoice that is not paid then is late. One past its due date is late in any case.',
		),
		{
			displayName: 'Rejected Packages',
			name: 'rejectedPackages',
			type: 'options',
			options: [
				{ name: 'Stay in the Lock-Box', value: 'kept', description: 'An invoice that is neither in Coupa nor there is missing' },
				{
					name: 'Are Taken Away',
					value: 'taken',
					description: 'An invoice that is not in Coupa was presumably refused: listed, but not as a gap',
				},
			],
			default: 'kept',
			description: 'Whether Scan One takes rejected packages and their reports away',
		},
		days('stuckDays', 'Stuck After (Days)', 'An invoice that is in approval, on hold, disputed, or waits for the buyer that long is late'),
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			default: TITLE,
			description: 'Heading of the report, and beginning of the subject',
		},
	]),
];
