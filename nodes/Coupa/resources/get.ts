import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemOperation } from '../../common/operation';
import { shownFor } from '../../common/description';
import type { ResourceDefinition } from './definition';
import { locatedId, recordLocator } from './locator';
import { presented, simplifyProperty } from './output';
import type { CoupaSession } from './session';

/** The Get operation of a resource: one record by id or natural key. */
export function getOperation(definition: ResourceDefinition): ItemOperation<CoupaSession> {
	const properties: INodeProperties[] = [recordLocator(definition), simplifyProperty];
	return {
		description: shownFor(definition.value, 'get', properties),
		async execute(context, session, itemIndex) {
			const id = await locatedId(context, session, definition, itemIndex);
			const record = await session.client.get(`${definition.path}/${id}`);
			const simplify = context.getNodeParameter('simple', itemIndex) as boolean;
			return [{ json: presented(record, definition, simplify) as IDataObject }];
		},
	};
}
