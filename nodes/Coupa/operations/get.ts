import type { IDataObject } from 'n8n-workflow';

import type { Entry } from '../../../lib/coupa';
import { checkIsAsked, readLocated } from '../fields/locator';
import { fieldsQuery, hintAtLeftOut, outputOf, presented } from '../fields/output';
import { recordOf } from '../fields/owner';
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
				const output = outputOf(context, itemIndex, entry);
				const { id, path } = await recordOf(context, session, entry, itemIndex);
				const record = await readLocated(context, entry, itemIndex, async () => await session.client.get(path, fieldsQuery(output)));
				checkIsAsked(context, entry, id, record, itemIndex);
				const leftOut = new Set<string>();
				const json = presented(record, entry, output, leftOut) as IDataObject;
				hintAtLeftOut(context, leftOut);
				return [{ json }];
			},
		},
	];
}
