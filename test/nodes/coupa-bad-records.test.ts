import type { IDataObject } from 'n8n-workflow';

import { ENTRIES, type Entry, type Writing } from '../../lib/coupa';
import { resourceOf } from '../../tools/sandbox/coupa/resources';
import { ACTION_CASES, givenFor, keepBefore } from './support/coupa-actions';
import { bodyFor, LENIENT } from './support/coupa-bodies';
import { type Company, companyOfEntries, keep, ownedBy, pick, sampleOf, writesOf } from './support/coupa-entries';

/** Records that are not there, or not in the right status: the item is named, and its neighbours are done. */
let company: Company;

beforeAll(async () => {
	company = await companyOfEntries();
});

afterAll(async () => {
	await company.coupa.stop();
});

beforeEach(() => {
	company.coupa.clearRequests();
});

afterEach(() => {
	expect(company.coupa.contractProblems()).toEqual([]);
});

const UNKNOWN = 4711;

/** Every operation on one record that writes, with what it needs besides the record. */
const OPERATIONS = [
	...ACTION_CASES.map(({ entry, value, action, label }) => ({
		...{ entry, value, label, title: action.title, allowedIn: action.allowedIn },
		more: givenFor(action).parameters,
	})),
	...ENTRIES.flatMap((entry) =>
		Object.entries(entry.writes ?? {})
			.filter(([, { kind }]) => kind !== 'create')
			.map(([value, writing]) => {
				const title = writing.title ?? (writing.kind === 'update' ? 'Update' : 'Delete');
				return { ...{ entry, value, label: `${entry.name}, ${title}`, title, allowedIn: writing.allowedIn }, more: bodyOf(entry, writing) };
			}),
	),
];
type Operation = (typeof OPERATIONS)[number];

function bodyOf(entry: Entry, writing: Writing): IDataObject {
	if (writing.kind === 'delete') return {};
	const [only] = writing.only ?? [];
	const few = only === undefined ? null : { [only]: only === 'custom-fields' ? { region: 'EMEA' } : [] };
	return { specify: 'json', json: JSON.stringify(few ?? bodyFor(entry, { ...writing, needs: [] }, UNKNOWN)), ...LENIENT };
}

const run = async ({ entry, value, more }: Operation, record: object, items?: Array<{ json: IDataObject }>, continueOnFail = false) =>
	await company.engine.execute(
		'coupa',
		{ resource: entry.name, operation: value, [entry.name]: record, output: 'raw', ...ownedBy(entry), ...more },
		items,
		{ continueOnFail },
	);

describe.each(OPERATIONS)('$label', (operation) => {
	const { entry, title, allowedIn } = operation;

	test('a record that is not there, and one that was picked from a list and is gone since', async () => {
		const unknown = await run(operation, pick(UNKNOWN));
		expect(unknown.error?.httpCode).toBe('404');
		expect(unknown.error?.message).toContain(`${entry.one} ${String(UNKNOWN)}`);
		const stale = await run(operation, pick(UNKNOWN, 'list'));
		expect(stale.error?.message).toBe(`The ${entry.one} picked from the list is not in Coupa any more [item 0]`);
		expect(stale.error?.description).toContain('Pick it again.');
	});

	if (allowedIn !== undefined)
		test('in another status: the statuses in which it works are named', async () => {
			const id = 9_700_001;
			keep(company.coupa, entry, { ...sampleOf(entry, id), status: 'archived', 'invoice-lines': [] });
			const { error } = await run(operation, pick(id));
			expect(error?.httpCode).toBe('400');
			const [last = '', ...others] = [...allowedIn].reverse();
			const statuses = others.length === 0 ? last : `${others.reverse().join(', ')} or ${last}`;
			expect(error?.description).toContain(`“${title}” works on ${entry.many} that are ${statuses}; this one is archived.`);
			expect(company.coupa.rows(resourceOf(entry)).find((record) => record.id === id)?.status).toBe('archived');
		});
});

describe.each(ACTION_CASES)('$label, three items', (given) => {
	test('one that is not there fails, and the others are done', async () => {
		const first = 9_710_001 + 10 * ACTION_CASES.indexOf(given);
		const ids = [first, UNKNOWN, first + 2];
		for (const id of ids.filter((known) => known !== UNKNOWN)) keepBefore(company.coupa, given, id);
		const operation = OPERATIONS.find(({ label }) => label === given.label);
		if (operation === undefined) throw new Error(given.label);
		const { items, error } = await run(
			operation,
			pick('={{ $json.id }}'),
			ids.map((id) => ({ json: { id } })),
			true,
		);
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items.map(({ json }) => String(json.error ?? ''))).toEqual(['', expect.stringContaining(String(UNKNOWN)), '']);
		expect(writesOf(company.coupa).map(({ status }) => status)).toEqual([200, 404, 200]);
	});
});
