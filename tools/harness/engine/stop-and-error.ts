import { type INodeType, NodeOperationError } from 'n8n-workflow';

export const STOP_AND_ERROR = 'n8n-nodes-base.stopAndError';

/** What n8n's Stop and Error does with a message: the execution fails with it. n8n's own node is not installed here. */
export const stopAndError: INodeType = {
	description: {
		displayName: 'Stop and Error',
		name: 'stopAndError',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Stop and Error' },
		inputs: ['main'],
		outputs: [],
		properties: [{ displayName: 'Error Message', name: 'errorMessage', type: 'string', default: '' }],
	},
	async execute() {
		throw await Promise.resolve(new NodeOperationError(this.getNode(), String(this.getNodeParameter('errorMessage', 0))));
	},
};
