import { NodeOperationError } from 'n8n-workflow';

import { checkComplete, createOrUpdate, type Entry, keyOf, requiredScope } from '../../../lib/coupa';
import { listOf } from '../fields/owner';
import { presentedItem } from '../fields/output';
import { writtenBodies } from '../fields/writing';
import type { CoupaOperation } from './operation';
import { checkNothingIgnored, hintAnswerLost } from './written';

/** Create or Update: by the key that is unique in Coupa, for objects that can be both created and updated. */
export function upsertOperations(entry: Entry): CoupaOperation[] {
	const { key, uniqueKey, writes: { create, update } = {} } = entry;
	if (uniqueKey !== true || key === undefined || create === undefined || update === undefined) return [];
	const scopes = [requiredScope('POST', entry.path), requiredScope('PUT', `${entry.path}/1`), entry.scopes.read];
	return [
		{
			face: {
				value: 'upsert',
				name: 'Create or Update',
				action: `Create or update ${entry.one}`,
				description: 'Create a new record, or update the current one if it already exists (upsert)',
			},
			kind: 'upsert',
			scopes: [...new Set(scopes.filter((scope) => scope !== null))],
			mark: create.mark,
			description: [],
			async execute(context, session, itemIndex) {
				const list = await listOf(context, session, entry, itemIndex);
				const bodies = await writtenBodies(context, session, itemIndex, {
					list,
					entry,
					writings: { create: { ...create, needs: [] }, update },
				});
				const value = keyOf(entry, bodies.create);
				if (value === null)
					throw new NodeOperationError(
						context.getNode(),
						`There is no ${key.label.toLowerCase()} to find the ${entry.one} by [item ${itemIndex}]`,
						{
							itemIndex,
							description: `Set the field "${key.label}": Create or Update looks for the record by it.`,
						},
					);
				const { record, answerLost, done } = await createOrUpdate(session.client, entry, {
					list,
					key: value,
					bodies: { ...bodies, checkCreate: () => checkComplete(bodies.create, entry, create) },
				});
				if (answerLost) hintAnswerLost(context, itemIndex, entry, record, done);
				const sent = done === 'created' ? bodies.create : bodies.update;
				checkNothingIgnored(context, itemIndex, entry, { sent, record, done });
				return [presentedItem(context, itemIndex, entry, record)];
			},
		},
	];
}
