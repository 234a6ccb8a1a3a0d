import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type Filter, OPERATORS, type OperatorName, queryPairs } from '../../../coupa';
import type { ItemOperation, OutputItem } from '../../common/operation';
import { shownFor } from '../../common/description';
import type { ResourceDefinition } from './definition';
import { presented, simplifyProperty } from './output';
import type { CoupaSession } from './session';

interface Options {
	fields?: string;
	responseFilter?: string;
	sort?: { by?: { field: string; direction: 'asc' | 'desc' } };
}

const properties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Filter',
		default: {},
		description: 'All conditions must hold',
		options: [
			{
				displayName: 'Condition',
				name: 'conditions',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. updated-at or supplier.number',
						description: 'Field as Coupa names it; a dot reaches into a linked record',
					},
					{
						displayName: 'Operator',
						name: 'operator',
						type: 'options',
						noDataExpression: true,
						options: OPERATORS.map(({ name, label }) => ({ name: label, value: name })),
						default: 'eq',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. 2026-04-01T00:00:00Z',
						description: 'For "Is One Of" and "Is None Of", values separated by commas. For "Is Blank", true or false.',
					},
				],
			},
		],
	},
	simplifyProperty,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Fields to Return',
				name: 'fields',
				type: 'string',
				default: '',
				placeholder: 'e.g. invoice-number, supplier.number',
				description: 'Only these fields are read from Coupa, which is faster. Separated by commas; a dot reaches into a linked record. Not simplified any further.',
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
		],
	},
];

/** The Get Many operation of a resource: filters, chosen fields, order, and all pages where wanted. */
export function getManyOperation(definition: ResourceDefinition): ItemOperation<CoupaSession> {
	return {
		description: shownFor(definition.value, 'getAll', properties),
		async execute(context, { client }, itemIndex) {
			const options = context.getNodeParameter('options', itemIndex, {}) as Options;
			const fields = (options.fields ?? '').split(',').map((field) => field.trim()).filter(Boolean);
			const limit = context.getNodeParameter('returnAll', itemIndex) ? undefined : (context.getNodeParameter('limit', itemIndex) as number);
			const simplified = fields.length === 0 && (context.getNodeParameter('simple', itemIndex) as boolean);
			const query = filters(context, itemIndex);
			if (options.responseFilter) query.push(['filter', options.responseFilter]);
			const outputs: OutputItem[] = [];
			const records = client.list(definition.path, {
				query,
				...(fields.length > 0 && { fields }),
				...(options.sort?.by && { orderBy: options.sort.by.field, dir: options.sort.by.direction }),
				...(limit !== undefined && { limit }),
			});
			for await (const record of records) outputs.push({ json: presented(record, definition, simplified) as IDataObject });
			return outputs;
		},
	};
}

interface Condition {
	field: string;
	operator: OperatorName;
	value: string;
}

function filters(context: IExecuteFunctions, itemIndex: number): Array<[string, string]> {
	const { conditions = [] } = context.getNodeParameter('filters', itemIndex, {}) as { conditions?: Condition[] };
	return queryPairs(conditions.map(asFilter));
}

function asFilter({ field, operator, value }: Condition): Filter {
	const isList = OPERATORS.find(({ name }) => name === operator)?.value === 'list';
	return { field, operator, value: isList ? value.split(',').map((entry) => entry.trim()).filter(Boolean) : value };
}
