import { createOnce, type Entry, requiredScope, withArticle, type Writing } from '../../../lib/coupa';
import { listOf } from '../fields/owner';
import { presentedItem } from '../fields/output';
import { writtenBodies } from '../fields/writing';
import type { CoupaOperation } from './operation';
import { checkNothingIgnored, hintAnswerLost } from './written';

/** Create, and ways to create that go further at once, such as Create and Submit. Never twice: see `createOnce`. */
export function createOperations(entry: Entry): CoupaOperation[] {
	return Object.entries(entry.writes ?? {})
		.filter(([, { kind }]) => kind === 'create')
		.map(([value, writing]) => createOperation(entry, value, writing));
}

function createOperation(entry: Entry, value: string, writing: Writing): CoupaOperation {
	const { title = 'Create', description = `Create ${withArticle(entry.one)}`, step, mark, final, allowedIn } = writing;
	const below = step === undefined ? '' : `/${step}`;
	const scope = requiredScope('POST', `${entry.path}${below}`);
	return {
		face: { value, name: title, action: `${title} ${entry.one}`, description },
		kind: 'create',
		scopes: scope === null ? [] : [scope],
		...{ mark, final, allowedIn },
		description: [],
		async execute(context, session, itemIndex) {
			const list = await listOf(context, session, entry, itemIndex);
			const { body } = await writtenBodies(context, session, itemIndex, { list, entry, writings: { body: writing } });
			const { record, answerLost } = await createOnce(session.client, entry, { path: `${list}${below}`, list, body });
			if (answerLost) hintAnswerLost(context, itemIndex, entry, record, 'created');
			checkNothingIgnored(context, itemIndex, entry, { sent: body, record, done: 'created' });
			return [presentedItem(context, itemIndex, entry, record)];
		},
	};
}
