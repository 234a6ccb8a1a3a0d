import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Shows parameters for one operation of one resource only. */
export function shownFor(resource: string, operation: string, properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { resource: [resource], operation: [operation], ...property.displayOptions?.show } },
	}));
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
