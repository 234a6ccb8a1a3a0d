import { type Entry, requiredScope, writeOnce } from '../../../lib/coupa';
import { ownValue, type CoupaRecord } from '../../../lib/core';
import { checkIsAsked } from '../fields/locator';
import { presentedItem } from '../fields/output';
import { recordOf } from '../fields/owner';
import { onRecord } from './onRecord';
import type { CoupaOperation } from './operation';

type Flag = NonNullable<Entry['exported']>;

/** Mark as Exported and, where the flag can be taken back, Mark as Not Exported: each a request of its own (rules.md §5). */
export function markExportedOperations(entry: Entry): CoupaOperation[] {
	const { exported } = entry;
	if (exported === undefined) return [];
	return [flagOperation(entry, exported, true), ...(exported.canBeCleared === true ? [flagOperation(entry, exported, false)] : [])];
}

function flagOperation(entry: Entry, flag: Flag, isExported: boolean): CoupaOperation {
	const { one, path: ofAll } = entry;
	const name = isExported ? 'Mark as Exported' : 'Mark as Not Exported';
	const scope = requiredScope('PUT', `${ofAll}/1`);
	return {
		face: {
			value: isExported ? 'markExported' : 'markNotExported',
			name,
			action: name.replace('Mark', `Mark ${one}`).replace('Exported', 'exported').replace('Not', 'not'),
			description: `${isExported ? 'Set' : 'Reset'} the exported flag; nothing else of the ${one} changes`,
		},
		kind: 'action',
		picksRecord: true,
		scopes: scope === null ? [] : [scope],
		mark: flag.mark,
		description: [],
		async execute(context, session, itemIndex) {
			const { client } = session;
			const { id, path } = await recordOf(context, session, entry, itemIndex);
			const record = await onRecord(context, session, { entry, itemIndex, path, title: name }, async () =>
				flag.sentIn === 'query' ? await client.markExported(path, isExported) : await sentInBody(),
			);
			checkIsAsked(context, entry, id, record, itemIndex, `The exported flag of ${one} ${id} was sent: check it in Coupa. `);
			return [presentedItem(context, itemIndex, entry, record)];

			async function sentInBody(): Promise<CoupaRecord> {
				const end = await writeOnce<CoupaRecord, CoupaRecord>(client, {
					send: async () => await client.write('PUT', path, { exported: isExported }),
					proof: { read: async () => await client.get(path), isDone: (seen) => isShown(seen, flag, isExported) },
					hint: `It was not sent a second time. Check the ${one} in Coupa before you run this again.`,
				});
				return end.kind === 'answered' ? end.answer : end.seen;
			}
		},
	};
}

function isShown(record: CoupaRecord, { shownAs }: Flag, isExported: boolean): boolean | null {
	const shown = ownValue(record, shownAs ?? 'exported');
	if (shown === undefined) return null;
	return (shownAs === undefined ? shown === true : shown !== null) === isExported;
}
