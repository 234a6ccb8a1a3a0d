import type { IDataObject } from 'n8n-workflow';

import { type Action, type Entry, requiredScope, withoutSecrets, writeOnce } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { actionRequest } from '../fields/actionFields';
import { checkIsAsked } from '../fields/locator';
import { presentedItem } from '../fields/output';
import { recordOf } from '../fields/owner';
import { onRecord } from './onRecord';
import type { CoupaOperation } from './operation';

/** Actions on one record, such as Submit, carried out once (`writeOnce`): the record as it is afterwards comes back. */
export function actionOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.actions ?? {}).map(([value, action]) => actionOperation(entry, value, action));
}

function actionOperation(entry: Entry, value: string, action: Action): CoupaOperation {
	const { title, description, step, method = 'PUT', allowedIn, isDone, answersWithDocument, mark, final } = action;
	const scope = requiredScope(method, `${entry.path}/1/${step}`);
	return {
		face: { value, name: title, action: `${title} ${entry.one}`, description },
		kind: 'action',
		picksRecord: true,
		scopes: scope === null ? [] : [scope],
		...{ allowedIn, mark, final },
		description: [],
		async execute(context, session, itemIndex) {
			const { id, path } = await recordOf(context, session, entry, itemIndex);
			const { given, query, body } = await actionRequest(context, session, action, itemIndex);
			const once = {
				send: async () => await session.client.write(method, `${path}/${step}`, body, query.length === 0 ? undefined : query),
				...(isDone && {
					proof: { read: async () => await session.client.get(path), isDone: (record: CoupaRecord) => isDone(record, given) },
				}),
				hint: `It was not sent a second time. Check the ${entry.one} in Coupa before you run this again.`,
			};
			const end = await onRecord(
				context,
				session,
				{ entry, itemIndex, path, title, allowedIn },
				async () => await writeOnce<CoupaRecord, CoupaRecord>(session.client, once),
			);
			if (end.kind === 'answered' && answersWithDocument === true) return [{ json: withoutSecrets(end.answer) as IDataObject }];
			if (answersWithDocument === true)
				context.addExecutionHints({
					message: `“${title}” was carried out, but Coupa's response was lost [item ${itemIndex}]: the output shows the ${entry.one} ${id} instead of its document.`,
					location: 'outputPane',
					type: 'warning',
				});
			const record = end.kind === 'answered' ? end.answer : end.seen;
			const done = `“${title}” was sent for ${entry.one} ${id}: check in Coupa whether it was done. `;
			checkIsAsked(context, entry, id, record, itemIndex, done);
			return [presentedItem(context, itemIndex, entry, record)];
		},
	};
}
