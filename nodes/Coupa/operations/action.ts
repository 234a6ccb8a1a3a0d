import type { IDataObject } from 'n8n-workflow';

import { type Entry, requiredScope } from '../../../lib/coupa';
import { ItemParameters } from '../../common/parameters';
import { locatedId } from '../fields/locator';
import { getFields } from '../fields/reading';
import { presented } from '../fields/output';
import type { CoupaOperation } from './operation';

/** Actions on one record, such as Submit: the record as it stands afterwards comes back. */
export function actionOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.actions ?? {}).map(([value, { title, description, step, allowedIn }]): CoupaOperation => {
		const scope = requiredScope('PUT', `${entry.path}/1/${step}`);
		return {
			face: { value, name: title, action: `${title} ${entry.one}`, description },
			kind: 'action',
			picksRecord: true,
			scopes: scope === null ? [] : [scope],
			...(allowedIn && { allowedIn }),
			description: [],
			async execute(context, session, itemIndex) {
				const id = await locatedId(context, session, entry, itemIndex);
				const record = await session.client.write('PUT', `${entry.path}/${id}/${step}`);
				return [{ json: presented(record, entry, new ItemParameters(context, itemIndex, getFields).flag('simple')) as IDataObject }];
			},
		};
	});
}
