import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { inOrder } from '../../lib/core';

/** Shows parameters for one operation of one resource only. */
export function shownFor(resource: string, operation: string, properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => {
		const show = { ...property.displayOptions?.show, resource: [resource], operation: [operation] };
		return { ...property, displayOptions: { ...property.displayOptions, show } };
	});
}

export type OperationChoice = INodePropertyOptions & { action: string };

/** The Operation parameter of one resource. */
export function operationChoice(resource: string, options: OperationChoice[], preset: string): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: preset,
	};
}

/** Names the binary property that an operation reads. */
export function inputBinaryField(preset: string, what: string): INodeProperties {
	const property: INodeProperties = {
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: `The name of the input field that holds ${what}`,
	};
	return { ...property, default: preset };
}

/** Names the binary property that an operation puts its file in. */
export function outputBinaryField(preset = 'data'): INodeProperties {
	const property: INodeProperties = {
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the output field to put the file in',
	};
	return { ...property, default: preset };
}

/** The Resource parameter. */
export function resourceChoice(options: INodePropertyOptions[], preset: string): INodeProperties {
	return { displayName: 'Resource', name: 'resource', type: 'options', noDataExpression: true, options, default: preset };
}

/** A collection of options, in the order of their names. */
export function optionsProperty(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((left, right) => inOrder(left.displayName, right.displayName)),
	};
}

/** Return All and Limit; `more` says where else they are hidden. */
export function pageProperties(more: IDisplayOptions = {}): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: more,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { ...more, show: { ...more.show, returnAll: [false] } },
		},
	];
}

/** Pairs of a column and the custom field it stands for; `further` are more fields of each pair. */
export function customFieldsProperty(example: string, description: string, further: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Column',
		default: {},
		description,
		options: [
			{
				displayName: 'Column',
				name: 'column',
				values: [
					{ displayName: 'Column', name: 'column', type: 'string', default: '', placeholder: example },
					{
						displayName: 'Custom Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. cf-region',
						description: "Name of the field under custom-fields in Coupa's API",
					},
					...further,
				],
			},
		],
	};
}
