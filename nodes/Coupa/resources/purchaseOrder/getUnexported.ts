import type { IDataObject } from 'n8n-workflow';

import { entryNamed, readUnexported } from '../../../../lib/coupa';
import type { OutputItem } from '../../../common/operation';
import { filtersOf } from '../../fields/filters';
import type { CoupaOperation } from '../../operations/operation';

const ORDER = entryNamed('purchaseOrder');

/** Orders whose `exported` flag is not set (docs/rules.md §5), with their deleted lines. Nothing is marked while reading. */
export const getUnexported: CoupaOperation = {
	face: {
		value: 'getUnexported',
		name: 'Get Unexported',
		action: 'Get unexported purchase orders',
		description: 'Read the orders whose exported flag is not set in Coupa; only for when no ERP uses that flag',
	},
	scopes: ['core.purchase_order.read'],
	// Its filters are among the shared fields.
	description: [],
	async execute(context, { client }, itemIndex) {
		const outputs: OutputItem[] = [];
		for await (const page of readUnexported(client, { filters: filtersOf(context, itemIndex, ORDER) }).pages)
			outputs.push(...page.map((order) => ({ json: order as IDataObject })));
		return outputs;
	},
};
