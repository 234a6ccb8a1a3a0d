import type { IDataObject } from 'n8n-workflow';

import { type Entry, requiredScope, writeOnce } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { checkIsAsked, locatedId } from '../fields/locator';
import { outputOf, presented } from '../fields/output';
import type { CoupaOperation } from './operation';

/** Actions on one record, such as Submit, carried out once (`writeOnce`): the record as it is afterwards comes back. */
export function actionOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.actions ?? {}).map(([value, { title, description, step, allowedIn, isDone }]): CoupaOperation => {
		const scope = requiredScope('PUT', `${entry.path}/1/${step}`);
		return {
			face: { value, name: title, action: `${title} ${entry.one}`, description },
			kind: 'action',
			picksRecord: true,
			scopes: scope === null ? [] : [scope],
			...(allowedIn && { allowedIn }),
			description: [],
			async execute(context, session, itemIndex) {
				const output = outputOf(context, itemIndex, entry);
				const id = await locatedId(context, session, entry, itemIndex);
				const path = `${entry.path}/${id}`;
				const end = await writeOnce<CoupaRecord, CoupaRecord>(session.client, {
					send: async () => await session.client.write('PUT', `${path}/${step}`),
					...(isDone && { proof: { read: async () => await session.client.get(path), isDone: (record) => isDone(record, {}) } }),
					hint: `It was not sent a second time. Check the ${entry.one} in Coupa before you run this again.`,
				});
				const record = end.kind === 'answered' ? end.answer : end.seen;
				checkIsAsked(
					context,
					entry,
					id,
					record,
					itemIndex,
					`“${title}” was sent for ${entry.one} ${id}: check in Coupa whether it was done. `,
				);
				return [{ json: presented(record, entry, output) as IDataObject }];
			},
		};
	});
}
