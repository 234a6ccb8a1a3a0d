import type { IDataObject } from 'n8n-workflow';

import type { Entry } from '../../../lib/coupa';
import { ItemParameters } from '../../common/parameters';
import { checkIsAsked, locatedId } from '../fields/locator';
import { getFields } from '../fields/reading';
import { presented } from '../fields/output';
import type { CoupaOperation } from './operation';

/** Get: one record by id or by the key people know it by. */
export function getOperations(entry: Entry): CoupaOperation[] {
	if (!entry.reads.includes('get')) return [];
	return [
		{
			face: { value: 'get', name: 'Get', action: `Get ${entry.one}`, description: `Read one ${entry.one}` },
			kind: 'get',
			picksRecord: true,
			scopes: entry.scopes.read === null ? [] : [entry.scopes.read],
			description: [],
			async execute(context, session, itemIndex) {
				const id = await locatedId(context, session, entry, itemIndex);
				const record = await session.client.get(`${entry.path}/${id}`);
				checkIsAsked(context, entry, id, record, itemIndex);
				return [{ json: presented(record, entry, new ItemParameters(context, itemIndex, getFields).flag('simple')) as IDataObject }];
			},
		},
	];
}
