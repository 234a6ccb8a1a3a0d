import type { INodeProperties } from 'n8n-workflow';

import { outputBinaryField } from '../../common/description';
import { writingOptions } from '../../common/masterData';
import { changedOptions, changedProperties } from './changedRecords';
import { filtersProperty } from './filters';
import { simplifyProperty } from './output';

/** Resources that have an operation of each kind, by the value of the Resource parameter. */
export interface Served {
	get: string[];
	getMany: string[];
	/** Get Many can read what has changed. */
	changed: string[];
	exportToFile: string[];
	action: string[];
	/** Values of the actions. */
	actions: string[];
}

const notForSync = { hide: { records: ['changed'] } };

/** Options of Get Many besides those of a sync. */
const readingOptions: INodeProperties[] = [
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

/** The fields that operations of one kind share, each built once for all resources that have such an operation. */
export function sharedFields({ get, getMany, changed, exportToFile, action, actions }: Served): INodeProperties[] {
	const records = changedProperties.slice(0, 1);
	const sync = changedProperties.slice(1);
	return [
		...shown(changed, ['getAll'], records),
		...shown(
			exportToFile,
			['exportToFile'],
			records.map((property) => ({ ...property, default: 'changed' })),
		),
		...shown([...new Set([...changed, ...exportToFile])], ['getAll', 'exportToFile'], sync),
		...shown(
			getMany,
			['getAll'],
			[
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
			],
		),
		...shown([...new Set([...getMany, ...exportToFile])], ['getAll', 'exportToFile', 'getUnexported'], [filtersProperty]),
		...shown(
			[...new Set([...get, ...getMany, ...action])],
			['get', 'getAll', ...actions],
			[{ ...simplifyProperty, displayOptions: notForSync }],
		),
		...shown(exportToFile, ['exportToFile'], [outputBinaryField(), optionsOf([...changedOptions, ...writingOptions])]),
		...shown(getMany, ['getAll'], [optionsOf([...readingOptions, ...changedOptions])]),
	];
}

function optionsOf(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((left, right) => left.displayName.localeCompare(right.displayName)),
	};
}

/** Shows properties for these operations of these resources. */
function shown(resource: string[], operation: string[], properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { resource, operation, ...property.displayOptions?.show } },
	}));
}
