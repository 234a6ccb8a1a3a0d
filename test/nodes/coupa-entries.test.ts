import { type CoupaRecord, textAt } from '../../lib/core';
import { ENTRIES, type Entry, titleOf } from '../../lib/coupa';
import { type Attribute, definitionOf } from '../../lib/coupa/schema';
import { coupaCredential } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { companyOfEntries, IDS, isListed, keep, listOf, named, ownedBy, pick, sampleOf, stored, STRANGER } from './support/coupa-entries';

/** Reading every entry through the node itself: whoever adds one finds it tested here. */
let coupa: CoupaSandbox;
let engine: Engine;
let stranger: Engine;

beforeAll(async () => {
	({ coupa, engine } = await companyOfEntries());
	stranger = await Engine.load({
		coupaOAuth2Api: coupaCredential(coupa, { clientId: STRANGER.clientId, scopes: STRANGER.scopes.join(' ') }),
	});
});

afterAll(async () => {
	await coupa.stop();
});

afterEach(() => {
	coupa.intercept(null);
	const problems = coupa.contractProblems();
	coupa.clearRequests();
	expect(problems).toEqual([]);
});

/** The attribute that a path such as `supplier.name` ends at. */
function attributeAt(definition: string, [first = '', ...rest]: string[]): Attribute | undefined {
	const attribute = definitionOf(definition)[first];
	return rest.length === 0 ? attribute : attributeAt(attribute?.of ?? '', rest);
}

const isGot = ({ reads }: Entry) => reads.includes('get');
const get = (entry: Entry, record: object, output = 'raw', owner?: string) => ({
	...{ resource: entry.name, operation: 'get', output, [entry.name]: record },
	...ownedBy(entry, owner),
});
const idsOf = (items: Array<{ json: object }>) => items.map(({ json }) => (json as CoupaRecord).id);

describe.each(named(isGot))('%s, Get', (name, entry) => {
	test('by ID', async () => {
		const { items, error } = await engine.execute('coupa', get(entry, pick(IDS[1])));
		expect(error?.message).toBeUndefined();
		expect(idsOf(items)).toEqual([IDS[1]]);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
	});

	if (entry.key !== undefined) {
		const { attribute, label } = entry.key;

		test('by the key people know it by', async () => {
			const value = textAt(stored(entry)[2] ?? {}, attribute) ?? '';
			const { items, error } = await engine.execute('coupa', get(entry, pick(value, 'key')));
			expect(error?.message).toBeUndefined();
			expect(idsOf(items)).toEqual([IDS[2]]);
		});

		test('a key that nothing has', async () => {
			const isNumber = definitionOf(entry.definition)[attribute]?.type === 'integer';
			const value = isNumber ? '47110815' : 'no such key';
			const { error } = await engine.execute('coupa', get(entry, pick(value, 'key')));
			expect(error?.message).toBe(`No ${entry.one} has the ${label.toLowerCase()} "${value}" [item 0]`);
		});
	}

	test('simplified: flat, with its key', async () => {
		const { items } = await engine.execute('coupa', get(entry, pick(IDS[0]), 'simplified'));
		const json = (items[0]?.json ?? {}) as CoupaRecord;
		expect(json.id).toBe(IDS[0]);
		if (entry.key) expect(textAt(json, entry.key.attribute)).toBe(textAt(stored(entry)[0] ?? {}, entry.key.attribute));
		expect(Object.values(json).filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
	});

	test('the field that picks it is worded as people write', () => {
		const locator = engine.nodeType('coupa').description.properties.find((property) => property.name === name);
		expect(locator?.displayName).toBe(titleOf(entry.one));
		const [list] = locator?.modes ?? [];
		expect(list?.placeholder).toMatch(/^Select (a (user|unit|[^aeiou])|an (?!user|unit)[aeiou])/i);
		expect(list?.placeholder).toContain(` ${entry.one}...`);
	});

	test('one that is not there', async () => {
		const unknown = await engine.execute('coupa', get(entry, pick(4711)));
		expect([unknown.error?.httpCode, unknown.items]).toEqual(['404', []]);
		expect(unknown.error?.message).toContain('4711');
		const stale = await engine.execute('coupa', get(entry, pick(4711, 'list')));
		expect(stale.error?.message).toBe(`The ${entry.one} picked from the list is not in Coupa any more [item 0]`);
	});

	test('the pick list finds it by each of its names, or by its ID', async () => {
		const at = { parameters: { resource: name, ...ownedBy(entry) } };
		const found = async (text?: string) => (await engine.listSearch('coupa', `search_${name}`, text, undefined, at)).results;
		const order = entry.newestFirst === true ? [...IDS].reverse() : [...IDS];
		expect((await found()).map(({ value }) => value)).toEqual(order.map(String));
		expect((await found(String(IDS[1]))).map(({ value }) => value)).toContain(String(IDS[1]));
		for (const field of new Set([...(entry.key ? [entry.key.attribute] : []), ...(entry.named ?? [])])) {
			// Statuses, dates and amounts are shown, not searched; values of an enumeration are the same in all samples.
			const attribute = attributeAt(entry.definition, field.split('.'));
			if (attribute?.type !== 'string' || attribute.enum !== undefined || field.endsWith('status')) continue;
			const text = textAt(stored(entry)[1] ?? {}, ...field.split('.')) ?? '';
			const results = await found(text);
			expect([field, results.map(({ value }) => value)]).toEqual([field, [String(IDS[1])]]);
			expect(results[0]?.name).toContain(text);
		}
	});

	test('a scope that is missing is named, where the documents name one', async () => {
		const { error, items } = await stranger.execute('coupa', get(entry, pick(IDS[0])));
		const { read } = entry.scopes;
		if (read === null && entry.below === undefined) {
			expect(idsOf(items)).toEqual([IDS[0]]);
			coupa.settings.failNext.push({ status: 403, body: { errors: { base: ['not allowed'] } } });
			const refused = await stranger.execute('coupa', get(entry, pick(IDS[0])));
			expect(refused.error?.httpCode).toBe('403');
			expect(`${refused.error?.message ?? ''} ${refused.error?.description ?? ''}`).not.toMatch(/core\.|null|undefined/);
			return;
		}
		expect(error?.httpCode).toBe('403');
		expect(error?.message).toContain(String(IDS[0]));
		expect(error?.message).toMatch(read === null ? /core\.\w+/ : new RegExp(read.replaceAll('.', String.raw`\.`)));
	});
});

test('an answer that gets lost is asked for again', async () => {
	const lost = new Set<string>();
	coupa.intercept(({ method, path }, phase) => {
		if (phase !== 'answering' || method !== 'GET' || lost.has(path)) return 'continue';
		lost.add(path);
		return 'drop';
	});
	const read = async (entry: Entry) => {
		const { items } = await engine.execute('coupa', get(entry, pick(IDS[0])));
		return [entry.name, idsOf(items)];
	};
	const entries = ENTRIES.filter(isGot);
	expect(await Promise.all(entries.map(read))).toEqual(entries.map(({ name }) => [name, [IDS[0]]]));
	for (const entry of entries) expect(lost).toContain(`${listOf(entry)}/${String(IDS[0])}`);
});

const isMany = ({ reads, listedBy }: Entry) => reads.includes('getMany') && listedBy?.needed !== true;

describe.each(named(isMany))('%s, Get Many', (name, entry) => {
	const getMany = { resource: name, operation: 'getAll', returnAll: true, output: 'raw', filters: {}, options: {} };

	test('all', async () => {
		const { items, error } = await engine.execute('coupa', { ...getMany, ...ownedBy(entry) });
		expect(error?.message).toBeUndefined();
		expect(idsOf(items)).toEqual(IDS);
	});

	test('with a limit, filtered by the key', async () => {
		const { attribute } = entry.key ?? { attribute: 'id' };
		const value = textAt(stored(entry)[1] ?? {}, attribute);
		const filters = { conditions: [{ field: attribute, operator: 'eq', value }] };
		const limited = await engine.execute('coupa', { ...getMany, ...ownedBy(entry), returnAll: false, limit: 5, filters });
		expect(limited.error?.message).toBeUndefined();
		expect(idsOf(limited.items)).toEqual([IDS[1]]);
	});
});

describe.each(named(({ reads }) => reads.includes('getMany') && reads.includes('changed')))('%s, Get Many of what has changed', (name) => {
	test('everything at first, then nothing', async () => {
		const sync = { resource: name, operation: 'getAll', records: 'changed', fullSnapshot: false, filters: {}, options: {} };
		const first = await engine.execute('coupa', { ...sync, cursor: '' });
		expect(idsOf(first.items)).toEqual(IDS);
		const { cursor } = first.items.at(-1)?.json._sync as { cursor: string };
		const second = await engine.execute('coupa', { ...sync, cursor });
		expect(second.items).toEqual([]);
	});
});

const ownerships = ENTRIES.flatMap((entry) =>
	(entry.below?.of ?? []).map((owner) => ({ entry, owner, label: `${entry.name} of ${owner}` })),
);

describe.each(ownerships)('$label', ({ entry, owner }) => {
	const id = 9_000_301 + ownerships.findIndex((other) => other.entry === entry && other.owner === owner);
	const getMany = { resource: entry.name, operation: 'getAll', returnAll: true, output: 'raw', filters: {}, options: {} };

	test('is read below its owner only, and an owner that is missing is named', async () => {
		keep(coupa, entry, sampleOf(entry, id), owner);
		const ofOwner = ownedBy(entry, owner);
		const one = await engine.execute('coupa', get(entry, pick(id), 'raw', owner));
		expect([one.error?.message, idsOf(one.items)]).toEqual([undefined, [id]]);
		const many = await engine.execute('coupa', { ...getMany, ...ofOwner });
		expect(idsOf(many.items)).toContain(id);
		expect(coupa.requests().filter(({ path }) => path.startsWith(listOf(entry, owner)))).toHaveLength(2);

		const elsewhere = await engine.execute('coupa', { ...getMany, ...ofOwner, [owner]: pick(IDS[1]) });
		expect([elsewhere.error?.message, elsewhere.items]).toEqual([undefined, []]);
		const { one: called } = ENTRIES.find(({ name }) => name === owner) ?? { one: '' };
		const nobody = await engine.execute('coupa', { ...getMany, ...ofOwner, [owner]: pick('={{ $json.none }}') });
		expect(nobody.error?.message).toBe(`There is no ${called} ID [item 0]`);
		await expect(
			engine.listSearch('coupa', `search_${entry.name}`, '', undefined, { parameters: { ...ofOwner, [owner]: pick('', 'list') } }),
		).rejects.toThrow(`Choose the ${called} first`);
	});
});

test('the node offers every entry that can be read, under its title', () => {
	const { properties } = engine.nodeType('coupa').description;
	const offered = properties.find((property) => property.name === 'resource')?.options ?? [];
	for (const { reads, name, one } of ENTRIES.filter((entry) => entry.reads.length > 0)) {
		expect(offered).toContainEqual({ name: titleOf(one), value: name });
		expect(reads).toContain('getMany');
	}
	expect(ENTRIES.filter((entry) => entry.reads.length === 0).every((entry) => !isListed(entry))).toBe(true);
});
