import type { IDataObject } from 'n8n-workflow';

import { readUnexported } from '../../../../lib/coupa';
import { shownFor } from '../../../common/description';
import type { ItemOperation, OutputItem } from '../../../common/operation';
import { filtersOf, filtersProperty } from '../filters';
import type { CoupaSession } from '../session';

/** Orders whose `exported` marker is not set (docs/rules.md §5), with their deleted lines. Nothing is marked while reading. */
export const getUnexported: ItemOperation<CoupaSession> = {
	description: shownFor('purchaseOrder', 'getUnexported', [filtersProperty]),
	async execute(context, { client }, itemIndex) {
		const outputs: OutputItem[] = [];
		for await (const page of readUnexported(client, { filters: filtersOf(context, itemIndex) }).pages)
			outputs.push(...page.map((order) => ({ json: order as IDataObject })));
		return outputs;
	},
};
