import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

/** Shows parameters for one operation of one resource only. */
export function shownFor(resource: string, operation: string, properties: INodeProperties[]): INodeProperties[] {
	return updateDisplayOptions({ show: { resource: [resource], operation: [operation] } }, properties);
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
