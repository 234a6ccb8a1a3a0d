import type { INodeExecutionData, INodeType } from 'n8n-workflow';

export const FEED = 'test.feed';

/** A node that gives the items a test wants to hand to the node under test. n8n calls `execute` on its own context. */
export function feedOf(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Feed',
			name: FEED,
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Feed' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items],
	};
}
