import type { IDataObject } from 'n8n-workflow';

import { markDelivered } from '../../../../lib/coupa';
import { type CoupaRecord, textAt } from '../../../../lib/core';
import type { CoupaOperation } from '../../operations/operation';

/**
 * Sets the marker of the orders that came in, after they have landed. An order that has changed meanwhile is not marked and
 * comes again; setting a marker twice does no harm.
 */
export const markExported: CoupaOperation = {
	face: {
		value: 'markExported',
		name: 'Mark as Exported',
		action: 'Mark purchase orders as exported',
		description: 'Set the exported marker, after the orders have landed',
	},
	scopes: ['core.purchase_order.write'],
	description: [
		{
			displayName: 'Takes the items of Get Unexported. Lead them here only after the delivery: what is marked does not come again.',
			name: 'aboutMarking',
			type: 'notice',
			default: '',
		},
	],
	async executeAll(context, { client }) {
		const orders = context.getInputData().map(({ json }) => json as CoupaRecord);
		const { marked, changed, gone } = await markDelivered(
			client,
			orders.map((order) => ({ id: Number(textAt(order, 'id')), version: textAt(order, 'version') ?? null })),
		);
		const outcomes: Array<[outcome: string, ids: number[]]> = [
			['marked', marked],
			['changed', changed],
			['gone', gone],
		];
		return orders.map((order, from) => {
			const id = Number(textAt(order, 'id'));
			const json: IDataObject = {
				id,
				'po-number': textAt(order, 'po-number') ?? null,
				outcome: outcomes.find(([, ids]) => ids.includes(id))?.[0] ?? 'gone',
			};
			return { json, from };
		});
	},
};
