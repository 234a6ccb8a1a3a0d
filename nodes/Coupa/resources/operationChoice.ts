import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

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
