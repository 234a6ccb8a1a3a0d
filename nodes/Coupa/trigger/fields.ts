import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { inOrder } from '../../../lib/core';
import { canBeWatched, ENTRIES, hasStatus, titleOf } from '../../../lib/coupa';
import { optionsProperty, resourceChoice } from '../../common/description';
import { filtersProperty } from '../fields/filters';
import { writtenOutputProperties } from '../fields/output';

const watched = ENTRIES.filter(canBeWatched).sort((left, right) => inOrder(left.one, right.one));
const withStatus = watched.filter(hasStatus).map(({ name }) => name);
const withoutStatus = watched.filter((entry) => !hasStatus(entry)).map(({ name }) => name);

const created: INodePropertyOptions = { name: 'Created', value: 'created', description: 'Each new record, once' };
const updated: INodePropertyOptions = {
	name: 'Created or Updated',
	value: 'updated',
	description: 'Each record that is new or has changed',
};
const statusChanged: INodePropertyOptions = {
	name: 'Status Changed',
	value: 'statusChanged',
	description: 'Each record whose status is another one than at the last poll, with the status before',
};

const eventChoice = (resource: string[], options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Event',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	options,
	default: 'updated',
	displayOptions: { show: { resource } },
});

/** The parameters of Coupa Trigger. */
export const triggerFields: INodeProperties[] = [
	resourceChoice(
		watched.map(({ one, name }) => ({ name: titleOf(one), value: name })),
		watched.some(({ name }) => name === 'invoice') ? 'invoice' : 'purchaseOrder',
	),
	eventChoice(withStatus, [created, updated, statusChanged]),
	eventChoice(withoutStatus, [created, updated]),
	{
		displayName: 'New Status',
		name: 'newStatus',
		type: 'string',
		default: '',
		placeholder: 'e.g. approved, voided',
		description: 'Only changes to one of these statuses, separated by commas. Leave empty for all.',
		displayOptions: { show: { resource: withStatus, event: ['statusChanged'] } },
	},
	filtersProperty,
	{
		displayName: 'Emit Existing Records',
		name: 'emitExisting',
		type: 'boolean',
		default: false,
		description:
			'Whether to start with the records that are already in Coupa when the workflow is activated. Otherwise only what happens from then on counts.',
	},
	...writtenOutputProperties,
	optionsProperty([
		{
			displayName: 'Overlap (Minutes)',
			name: 'overlap',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 5,
			description: 'How far back each poll looks, because records may appear late in lists. None of them comes twice.',
		},
		{
			displayName: 'Records per Poll',
			name: 'recordsPerPoll',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description: 'When there are more, the others come with the next polls',
		},
	]),
];

/** Events of one resource, for what an expression or an older workflow may hold. */
export function triggerFieldsFor(resource: string): INodeProperties[] {
	const others = withStatus.includes(resource) ? withoutStatus : withStatus;
	return triggerFields.filter(({ name, displayOptions }) => name !== 'event' || displayOptions?.show?.resource !== others);
}
