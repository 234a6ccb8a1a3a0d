import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { anyOf, deleteOnce, type Entry, isDateTime, requiredScope, updateOnce, type Writing } from '../../../lib/coupa';
import { textAt } from '../../../lib/core';
import { checkIsAsked } from '../fields/locator';
import { presentedItem } from '../fields/output';
import { recordOf } from '../fields/owner';
import { deleteOptions, updateOptions, writingOptions, writtenBodies } from '../fields/writing';
import type { CoupaSession } from '../session';
import { onRecord } from './onRecord';
import type { CoupaOperation } from './operation';
import { checkNothingIgnored, hintAnswerLost } from './written';

/** Characters of a day without a time. */
const DAY_LENGTH = 10;

/** Update, and ways to update that go further at once, such as Update and Submit. */
export function updateOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.writes ?? {})
		.filter(([, { kind }]) => kind === 'update')
		.map(([value, writing]) => updateOperation(entry, value, writing));
}

function updateOperation(entry: Entry, value: string, writing: Writing): CoupaOperation {
	const { title = 'Update', description = `Change ${anyOf(entry.one)}`, step, mark, final, allowedIn } = writing;
	const scope = requiredScope('PUT', `${entry.path}/1${step === undefined ? '' : `/${step}`}`);
	return {
		face: { value, name: title, action: `${title} ${entry.one}`, description },
		kind: 'update',
		picksRecord: true,
		scopes: scope === null ? [] : [scope],
		...{ mark, final, allowedIn },
		description: [],
		async execute(context, session, itemIndex) {
			const { list, id, path } = await recordOf(context, session, entry, itemIndex);
			const { body } = await writtenBodies(context, session, itemIndex, { list, entry, writings: { body: writing } });
			const { onlyIfUnchangedSince = '' } = writingOptions(context, itemIndex, updateOptions);
			const { record, answerLost } = await onRecord(context, session, { entry, itemIndex, path, title, allowedIn }, async () => {
				await checkUnchanged(context, session, itemIndex, entry, { path, since: onlyIfUnchangedSince });
				return await updateOnce(session.client, entry, { record: path, step, body });
			});
			if (answerLost) hintAnswerLost(context, itemIndex, entry, record, 'updated');
			checkIsAsked(context, entry, id, record, itemIndex, `The update of ${entry.one} ${id} was sent: check it in Coupa. `);
			checkNothingIgnored(context, itemIndex, entry, { sent: body, record, done: 'updated' });
			return [presentedItem(context, itemIndex, entry, record)];
		},
	};
}

/** Delete: the record is gone afterwards. */
export function deleteOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.writes ?? {})
		.filter(([, { kind }]) => kind === 'delete')
		.map(([value, { title = 'Delete', description = `Delete ${anyOf(entry.one)} for good`, mark, allowedIn }]): CoupaOperation => {
			const scope = requiredScope('DELETE', `${entry.path}/1`);
			return {
				face: { value, name: title, action: `${title} ${entry.one}`, description },
				kind: 'delete',
				picksRecord: true,
				scopes: scope === null ? [] : [scope],
				...{ mark, allowedIn },
				final: true,
				description: [],
				async execute(context, session, itemIndex) {
					const { id, path } = await recordOf(context, session, entry, itemIndex);
					const { onlyIfUnchangedSince = '' } = writingOptions(context, itemIndex, deleteOptions);
					await onRecord(context, session, { entry, itemIndex, path, title, allowedIn }, async () => {
						await checkUnchanged(context, session, itemIndex, entry, { path, since: onlyIfUnchangedSince });
						await deleteOnce(session.client, entry, path);
					});
					return [{ json: { id: Number(id), deleted: true } }];
				},
			};
		});
}

/**
 * Refuses to write where the record has moved on since it was read. Between this look and the write somebody may still be faster: Coupa
 * has no condition of its own for it.
 */
async function checkUnchanged(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	itemIndex: number,
	{ one }: Entry,
	{ path, since }: { path: string; since: string },
): Promise<void> {
	if (since.trim() === '') return;
	// A day alone is no moment, and what only JavaScript reads as a time ("5") nobody has meant.
	if (!isDateTime(since.trim()) || since.trim().length <= DAY_LENGTH)
		throw new NodeOperationError(context.getNode(), `"Only If Unchanged Since" is not a time: ${since.slice(0, 40)} [item ${itemIndex}]`, {
			itemIndex,
			description: 'Use the updated-at of the record as it was read, e.g. 2026-04-25T09:30:00-07:00.',
		});
	const record = await client.get(path, [['fields', '["id","updated_at",{"updated_by":["login"]}]']]);
	const now = textAt(record, 'updated-at') ?? '';
	if (!isDateTime(now))
		throw new NodeOperationError(context.getNode(), `Coupa does not show when the ${one} was last changed [item ${itemIndex}]`, {
			itemIndex,
			description: 'Nothing was written. An API response filter in Coupa may hide updated-at; without it, clear "Only If Unchanged Since".',
		});
	if (Date.parse(now) === Date.parse(since.trim())) return;
	const by = textAt(record, 'updated-by', 'login');
	throw new NodeOperationError(
		context.getNode(),
		`The ${one} was changed in Coupa on ${now}${by === undefined ? '' : ` by ${by}`}, after it was read [item ${itemIndex}]`,
		{ itemIndex, description: 'Nothing was written. Read it again, decide anew, and run this with its new updated-at.' },
	);
}
