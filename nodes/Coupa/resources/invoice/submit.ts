import type { IDataObject } from 'n8n-workflow';

import type { ItemOperation } from '../../../common/operation';
import { shownFor } from '../../../common/description';
import { INVOICE } from '../definition';
import { locatedId, recordLocator } from '../locator';
import { presented, simplifyProperty } from '../output';
import type { CoupaSession } from '../session';

/** Submits a draft for approval: Coupa validates it and says where it goes. Sent once: whoever repeats it looks first. */
export const submit: ItemOperation<CoupaSession> = {
	description: shownFor('invoice', 'submit', [recordLocator(INVOICE), simplifyProperty]),
	async execute(context, session, itemIndex) {
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const invoice = await session.client.write('PUT', `${INVOICE.path}/${id}/submit`);
		return [{ json: presented(invoice, INVOICE, context.getNodeParameter('simple', itemIndex) as boolean) as IDataObject }];
	},
};
