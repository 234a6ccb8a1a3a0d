import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { optionsProperty, outputBinaryField, pageProperties } from '../../common/description';
import { writingOptions } from '../../common/masterData';
import { changedOptions, changedProperties } from './changedRecords';
import { filtersProperty } from './filters';
import { outputProperties, wholeOutputProperties } from './output';

/** Resources that have an operation of each kind, by the value of the Resource parameter. */
export interface Served {
	get: string[];
	getMany: string[];
	/** Get Many can read what has changed. */
	changed: string[];
	exportToFile: string[];
}

const notForSync = { hide: { records: ['changed'] } };

/** Options of Get Many besides those of a sync. */
const readingOptions: INodeProperties[] = [
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

const [recordsProperty, ...cursorProperties] = changedProperties;

const paging = pageProperties(notForSync);
const output = outputProperties.map((property) => shownAlso(property, notForSync));
const changedOutput = wholeOutputProperties.map((property) => shownAlso(property, { show: { records: ['changed'] } }));
const getManyRecords: INodeProperties[] = recordsProperty ? [recordsProperty] : [];
const exportRecords: INodeProperties[] = getManyRecords.map((property) => ({ ...property, default: 'changed' }));
const exportOptions = [outputBinaryField(), optionsProperty([...changedOptions, ...writingOptions])];
const getManyOptions = [optionsProperty([...readingOptions, ...changedOptions])];

/** The parameters of each kind of operation, as its reader of parameters takes them. */
export const getManyFields = [...getManyRecords, ...cursorProperties, ...paging, filtersProperty, ...getManyOptions];
export const exportToFileFields = [...exportRecords, ...cursorProperties, filtersProperty, ...exportOptions];

/** The fields that operations of one kind share, each built once for all resources that have such an operation. */
export function sharedFields({ get, getMany, changed, exportToFile }: Served): INodeProperties[] {
	const either = (...names: string[][]) => [...new Set(names.flat())];
	return [
		...shown(changed, ['getAll'], getManyRecords),
		...shown(exportToFile, ['exportToFile'], exportRecords),
		...shown(either(changed, exportToFile), ['getAll', 'exportToFile'], cursorProperties),
		...shown(getMany, ['getAll'], paging),
		...shown(either(getMany, exportToFile), ['getAll', 'exportToFile', 'getUnexported'], [filtersProperty]),
		...shown(either(get, getMany), ['get', 'getAll'], output),
		...shown(changed, ['getAll'], changedOutput),
		...shown(exportToFile, ['exportToFile'], exportOptions),
		...shown(getMany, ['getAll'], getManyOptions),
	];
}

/** A property with one more condition to be shown. */
function shownAlso(property: INodeProperties, { show, hide }: IDisplayOptions): INodeProperties {
	const { displayOptions } = property;
	return {
		...property,
		displayOptions: { ...((displayOptions?.show ?? show) && { show: { ...displayOptions?.show, ...show } }), ...(hide && { hide }) },
	};
}

/** Shows properties for these operations of these resources. */
function shown(resource: string[], operation: string[], properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { resource, operation, ...property.displayOptions?.show } },
	}));
}
