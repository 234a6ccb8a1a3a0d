import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type ChangedRecords, type Filter, readChanged } from '../../../lib/coupa';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSession } from '../session';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const shownWhenChanged = { show: { records: ['changed'] } };

/** Which records are read: all that fit the filters, or what a sync has to deliver. */
export const changedProperties: INodeProperties[] = [
	{
		displayName: 'Records',
		name: 'records',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All That Match the Filters', value: 'all' },
			{
				name: 'Changed Since the Last Delivery',
				value: 'changed',
				description: 'For keeping another system up to date: starts from a cursor that is stored after each delivery',
			},
		],
		default: 'all',
	},
	{
		displayName: 'Cursor',
		name: 'cursor',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.cursor }}',
		description:
			'Cursor of the last successful delivery. If it is empty, unreadable or from other filters, everything is read, so losing it never loses a record.',
		displayOptions: shownWhenChanged,
	},
	{
		displayName: 'Full Snapshot',
		name: 'fullSnapshot',
		type: 'boolean',
		default: false,
		description:
			'Whether to read everything, regardless of the cursor. Only a snapshot shows deleted records and removed remit-to addresses.',
		displayOptions: shownWhenChanged,
	},
];

/** Options that only a sync has; they stand among the other options, in alphabetical order. */
export const changedOptions: INodeProperties[] = [
	{
		displayName: 'Overlap (Minutes)',
		name: 'overlap',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description:
			'How far back a sync looks, because new records may appear late in lists. Records already delivered are not delivered twice.',
		displayOptions: { show: { '/records': ['changed'] } },
	},
	{
		displayName: 'Snapshot After (Days)',
		name: 'snapshotAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description: 'A sync reads everything again when its last full snapshot is older than this. 0 for never.',
		displayOptions: { show: { '/records': ['changed'] } },
	},
];

export interface ChangedOptions {
	overlap?: number;
	snapshotAfter?: number;
}

/** Starts reading what a sync has to deliver, by the parameters of one item. */
export function changedRecords(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	kind: string,
	itemIndex: number,
	{ filters, fields, overlap = 5, snapshotAfter = 7 }: ChangedOptions & { filters: Filter[]; fields: string[] },
): ChangedRecords {
	const parameters = new ItemParameters(context, itemIndex, changedProperties);
	return readChanged(client, kind, {
		cursor: parameters.text('cursor'),
		snapshot: parameters.flag('fullSnapshot'),
		...(snapshotAfter > 0 && { snapshotAfterMs: snapshotAfter * DAY }),
		overlapMs: overlap * MINUTE,
		filters,
		...(fields.length > 0 && { fields }),
	});
}
