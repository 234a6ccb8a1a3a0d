import { type CoupaRecord, textAt } from '../../lib/core';
import { ENTRIES, type Entry } from '../../lib/coupa';
import { definitionOf } from '../../lib/coupa/schema';
import { resourceOf } from '../../tools/sandbox/coupa/resources';
import { bodyFor, changeable, LENIENT } from './support/coupa-bodies';
import { type Company, companyOfEntries, listOf, ownedBy, pick, sampleOf, writesOf } from './support/coupa-entries';

/** Create or Update of every entry with a unique key; and many writes at once. */
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
	company.coupa.intercept(null);
	expect(company.coupa.contractProblems()).toEqual([]);
});

const KEYED = ENTRIES.filter(({ uniqueKey, writes }) => uniqueKey === true && writes?.create && writes.update);
const keyOf = (entry: Entry, index: number) => `K${String(index)}${String(KEYED.indexOf(entry))}`;
const attributeOf = ({ key }: Entry) => key?.attribute ?? '';
/** A text beside the key that shows whether the update was done; of objects without one, the key itself is all that changes. */
const textOf = (entry: Entry) => changeable(entry.definition, undefined, [attributeOf(entry), ...(entry.writes?.update?.without ?? [])]);

function bodyOf(entry: Entry, index: number, text: string): CoupaRecord {
	const name = textOf(entry);
	return {
		...(entry.writes?.create && bodyFor(entry, entry.writes.create, 9_500_000 + index)),
		[attributeOf(entry)]: keyOf(entry, index),
		...(name !== undefined && { [name]: text.slice(0, definitionOf(entry.definition)[name]?.max) }),
	};
}

const upsert = async (entry: Entry, index: number, text: string) => {
	const parameters = { resource: entry.name, operation: 'upsert', specify: 'json', output: 'raw', ...ownedBy(entry), ...LENIENT };
	return await company.engine.execute('coupa', { ...parameters, json: JSON.stringify(bodyOf(entry, index, text)) });
};
const rowsOf = (entry: Entry, index: number) =>
	company.coupa.rows(resourceOf(entry)).filter((record) => textAt(record, attributeOf(entry)) === keyOf(entry, index));

describe.each(KEYED.map((entry) => ({ entry, name: entry.name })))('$name, Create or Update', ({ entry }) => {
	test('creates it first, then updates the same one', async () => {
		const created = await upsert(entry, 1, 'first');
		expect([created.error?.message, created.items.length]).toEqual([undefined, 1]);
		const id = Number(created.items[0]?.json.id);
		const updated = await upsert(entry, 1, 'second');
		expect([updated.error?.message, updated.items.map(({ json }) => json.id)]).toEqual([undefined, [id]]);
		expect(writesOf(company.coupa).map(({ method, path }) => [method, path])).toEqual([
			['POST', listOf(entry)],
			['PUT', `${listOf(entry)}/${String(id)}`],
		]);
		expect(rowsOf(entry, 1).map((record) => record.id)).toEqual([id]);
		const name = textOf(entry);
		if (name !== undefined) expect(textAt(rowsOf(entry, 1)[0] ?? {}, name)).toBe('second');
	});

	test('without its key nothing is sent', async () => {
		const { [attributeOf(entry)]: key, ...others } = { ...bodyOf(entry, 9, 'x') };
		expect(key).toBeDefined();
		const parameters = { resource: entry.name, operation: 'upsert', specify: 'json', output: 'raw', ...ownedBy(entry) };
		const { error } = await company.engine.execute('coupa', { ...parameters, json: JSON.stringify({ ...others, active: true }) });
		expect(error?.message).toContain(`There is no ${entry.key?.label.toLowerCase() ?? ''} to find the ${entry.one} by`);
		expect(writesOf(company.coupa)).toEqual([]);
	});
});

/** All at once: after a lost answer it takes seconds until Coupa is asked. */
test('lost answers: each record is there once, and as it was sent', async () => {
	const { coupa } = company;
	const cut = new Set<string>();
	const cutOnce = (method: string, phase: 'received' | 'answering') => {
		coupa.intercept((request, at) => {
			const known = `${request.method} ${request.path} ${JSON.stringify(request.json)}`;
			if (request.method !== method || at !== phase || cut.has(known)) return 'continue';
			cut.add(known);
			return 'drop';
		});
	};
	const endsOf = async (text: string) =>
		await Promise.all(
			KEYED.map(async (entry) => {
				const { items, error } = await upsert(entry, 2, text);
				const name = textOf(entry);
				const rows = rowsOf(entry, 2);
				return [
					...[entry.name, error?.message, items.map(({ json }) => json.id)],
					...[rows.map(({ id }) => id), name === undefined ? text : textAt(rows[0] ?? {}, name)],
				];
			}),
		);
	const expected = (text: string) =>
		KEYED.map((entry) =>
			[entry.name, undefined, rowsOf(entry, 2).map(({ id }) => id)].concat([rowsOf(entry, 2).map(({ id }) => id), text] as never),
		);

	cutOnce('POST', 'answering');
	const created = await endsOf('first');
	expect(created).toEqual(expected('first'));
	expect(KEYED.map((entry) => rowsOf(entry, 2).length)).toEqual(KEYED.map(() => 1));
	expect(cut.size).toBe(KEYED.length);

	for (const phase of ['answering', 'received'] as const) {
		cut.clear();
		cutOnce('PUT', phase);
		expect(await endsOf(phase)).toEqual(expected(phase));
		expect(cut.size).toBe(KEYED.length);
	}
});

test('429 in the middle of a hundred items: all are done, each once', async () => {
	const { coupa, engine } = company;
	const entry = ENTRIES.find(({ name }) => name === 'integrationError');
	if (entry === undefined) throw new Error('There is no such entry');
	const ids = Array.from({ length: 100 }, (_, index) => 9_600_001 + index);
	for (const id of ids) coupa.put(resourceOf(entry), { ...sampleOf(entry, id), resolved: false });
	let seen = 0;
	coupa.settings.failNext.push(
		...Array.from({ length: 3 }, () => ({
			match: ({ path }: { path: string }) => path.endsWith('/resolve') && (seen += 1) > 50,
			status: 429,
			headers: { 'retry-after': '0' },
		})),
	);
	const items = ids.map((id) => ({ json: { id } }));
	const parameters = { resource: entry.name, operation: 'resolve', [entry.name]: pick('={{ $json.id }}'), output: 'raw' };
	const end = await engine.execute('coupa', parameters, items);
	expect(end.error?.message).toBeUndefined();
	expect(end.items.map(({ json, pairedItem }) => [json.id, json.resolved, pairedItem])).toEqual(
		ids.map((id, item) => [id, true, { item }]),
	);
	const taken = writesOf(coupa).filter(({ status }) => status === 200);
	expect(taken.map(({ path }) => path)).toEqual(ids.map((id) => `${entry.path}/${String(id)}/resolve`));
	expect(writesOf(coupa).filter(({ status }) => status === 429)).toHaveLength(3);
});
