import type { IDataObject } from 'n8n-workflow';

import { markDelivered } from '../../../../lib/coupa';
import { type CoupaRecord, textAt } from '../../../../lib/core';
import { reasonOf } from '../../../common/errors';
import type { CoupaOperation } from '../../operations/operation';

/**
 * Sets the exported flag of the orders that came in, after they have been delivered. An order that has changed meanwhile is not marked and
 * comes again; setting the flag twice does no harm.
 */
export const markExported: CoupaOperation = {
	face: {
		value: 'markExported',
		name: 'Mark as Exported',
		action: 'Mark purchase orders as exported',
		description: 'Set the exported flag after the orders have been delivered',
	},
	scopes: ['core.purchase_order.write'],
	description: [
		{
			displayName: 'Takes the items of Get Unexported. Place it after the delivery: orders that are marked are not read again.',
			name: 'aboutMarking',
			type: 'notice',
			default: '',
		},
	],
	groups: { one: 'order', many: 'orders' },
	async *executeGroups(context, { client }) {
		const orders = context.getInputData().map(({ json }) => json as CoupaRecord);
		const idOf = (order: CoupaRecord) => Number(textAt(order, 'id'));
		const { marked, changed, failed } = await markDelivered(
			client,
			orders.map((order) => ({ id: idOf(order), version: textAt(order, 'version') ?? null })),
		);
		const outcomes = new Map<number, { outcome: string; failure?: { error: unknown } }>([
			...failed.map(({ id, error }) => [id, { outcome: 'failed', failure: { error } }] as const),
			...changed.map((id) => [id, { outcome: 'changed' }] as const),
			...marked.map((id) => [id, { outcome: 'marked' }] as const),
		]);
		for (const [from, order] of orders.entries()) {
			const id = idOf(order);
			const { outcome, failure } = outcomes.get(id) ?? { outcome: 'gone' };
			const json: IDataObject = { id, 'po-number': textAt(order, 'po-number') ?? null, outcome };
			if (!failure) yield { outputs: [{ json, from }] };
			else yield { outputs: [{ json: { ...json, reason: reasonOf(failure.error) }, from }], failure: { ...failure, from } };
		}
	},
};
