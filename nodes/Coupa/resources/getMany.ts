import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { MOST_PARALLEL, queryPairs } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import type { ItemOperation, OutputItem } from '../../common/operation';
import { shownFor } from '../../common/description';
import { SYNC_KEY, syncNote } from '../../common/masterData';
import { changedOptions, type ChangedOptions, changedProperties, changedRecords } from './changedRecords';
import type { ResourceDefinition } from './definition';
import { filtersOf, filtersProperty } from './filters';
import { presented, simplifyProperty } from './output';
import type { CoupaSession } from './session';

interface Options extends ChangedOptions {
	fields?: string;
	responseFilter?: string;
	sort?: { by?: { field: string; direction: 'asc' | 'desc' } };
}

const options: INodeProperties[] = [
	{
		displayName: 'Fields to Return',
		name: 'fields',
		type: 'string',
		default: '',
		placeholder: 'e.g. invoice-number, supplier.number',
		description:
			'Only these fields are read from Coupa, which is faster. Separated by commas; a dot reaches into a linked record. Not simplified any further.',
	},
	{
		displayName: 'Response Filter',
		name: 'responseFilter',
		type: 'string',
		default: '',
		placeholder: 'e.g. default_invoices_filter',
		description: 'Name of an API response filter that your Coupa admin has set up',
	},
	{
		displayName: 'Sort',
		name: 'sort',
		type: 'fixedCollection',
		default: {},
		options: [
			{
				displayName: 'By',
				name: 'by',
				values: [
					{ displayName: 'Field', name: 'field', type: 'string', default: 'id', placeholder: 'e.g. updated-at' },
					{
						displayName: 'Direction',
						name: 'direction',
						type: 'options',
						options: [
							{ name: 'Ascending', value: 'asc' },
							{ name: 'Descending', value: 'desc' },
						],
						default: 'asc',
					},
				],
			},
		],
	},
];

const notForSync = { hide: { records: ['changed'] } };

function properties({ sync }: ResourceDefinition): INodeProperties[] {
	return [
		...(sync ? changedProperties : []),
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: notForSync,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { ...notForSync, show: { returnAll: [false] } },
		},
		filtersProperty,
		{ ...simplifyProperty, displayOptions: notForSync },
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [...options, ...(sync ? changedOptions : [])].sort((left, right) => left.displayName.localeCompare(right.displayName)),
		},
	];
}

/** The Get Many operation of a resource: filters, chosen fields, order, all pages where wanted; or what a sync has to deliver. */
export function getManyOperation(definition: ResourceDefinition): ItemOperation<CoupaSession> {
	return {
		description: shownFor(definition.value, 'getAll', properties(definition)),
		async execute(context, session, itemIndex) {
			const given = context.getNodeParameter('options', itemIndex, {}) as Options;
			const fields = (given.fields ?? '')
				.split(',')
				.map((field) => field.trim())
				.filter(Boolean);
			const isSync = definition.sync !== undefined && context.getNodeParameter('records', itemIndex, 'all') === 'changed';
			return isSync
				? await changed(context, session, definition, itemIndex, { ...given, fields })
				: await matching(context, session, definition, itemIndex, { ...given, fields });
		},
	};
}

type Given = Omit<Options, 'fields'> & { fields: string[] };

async function matching(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	definition: ResourceDefinition,
	itemIndex: number,
	{ fields, responseFilter, sort }: Given,
): Promise<OutputItem[]> {
	const limit = context.getNodeParameter('returnAll', itemIndex) ? undefined : (context.getNodeParameter('limit', itemIndex) as number);
	const simplified = fields.length === 0 && (context.getNodeParameter('simple', itemIndex) as boolean);
	const query = queryPairs(filtersOf(context, itemIndex));
	if (responseFilter) query.push(['filter', responseFilter]);
	const outputs: OutputItem[] = [];
	const pages = client.pages(definition.path, {
		query,
		...(fields.length > 0 && { fields }),
		...(sort?.by && { orderBy: sort.by.field, dir: sort.by.direction }),
		...(limit === undefined ? { parallel: MOST_PARALLEL } : { limit }),
	});
	for await (const page of pages)
		outputs.push(...page.map((record) => ({ json: presented(record, definition, simplified) as IDataObject })));
	return outputs;
}

/** The records of a sync, whole; the last one carries the cursor to be kept once all have landed. */
async function changed(
	context: IExecuteFunctions,
	session: CoupaSession,
	definition: ResourceDefinition,
	itemIndex: number,
	given: Given,
): Promise<OutputItem[]> {
	const readAt = new Date();
	const reading = changedRecords(context, session, definition.sync ?? 'supplier', itemIndex, {
		...given,
		filters: filtersOf(context, itemIndex),
	});
	const records: CoupaRecord[] = [];
	for await (const page of reading.pages) records.push(...page);
	const note = syncNote(reading, records.length, readAt);
	return records.map((record, index) => ({
		json: { ...record, ...(index === records.length - 1 && { [SYNC_KEY]: { ...note } }) } as IDataObject,
	}));
}
