import { type CoupaRecord, textAt } from '../../lib/core';
import { ENTRIES, type Entry, titleOf } from '../../lib/coupa';
import { definitionOf } from '../../lib/coupa/schema';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

/** Every entry through the node itself: whoever adds one finds it tested here. */
let coupa: CoupaSandbox;
let engine: Engine;

const IDS = [9_000_001, 9_000_002, 9_000_003];
const everyScope = ENTRIES.flatMap(({ scopes: { read, write } }) => [read, write]).filter((scope) => scope !== null);
const client = { ...CLIENT, clientId: 'entries', scopes: [...new Set([...CLIENT.scopes, ...everyScope])] };
const stranger = { ...CLIENT, clientId: 'stranger', scopes: ['core.approval.read'] };

const stored = (entry: Entry): CoupaRecord[] => IDS.map((id) => sampledRecord(entry.definition, id));
const stem = ({ path }: Entry) => path.replace('/api/', '');

beforeAll(async () => {
	coupa = await startCoupa({ seed: {}, clients: [client, stranger], settings: { requestsPerSecond: Infinity } });
	for (const entry of ENTRIES.filter(({ below }) => below === undefined))
		for (const record of stored(entry)) coupa.put(stem(entry), record, { keepUpdatedAt: true });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.intercept(null);
});

afterEach(() => {
	const problems = coupa.contractProblems();
	coupa.clearRequests();
	expect(problems).toEqual([]);
});

const named = (predicate: (entry: Entry) => boolean) => ENTRIES.filter(predicate).map((entry): [string, Entry] => [entry.name, entry]);

/** Whether Coupa's definitions have the attribute that a path such as `supplier.name` ends at. */
function isAttribute(definition: string, path: string): boolean {
	const [first = '', ...rest] = path.split('.');
	const attribute = definitionOf(definition)[first];
	return attribute !== undefined && (rest.length === 0 || isAttribute(attribute.of ?? '', rest.join('.')));
}

describe.each(named(() => true))('the entry %s', (_name, entry) => {
	test('names only attributes that Coupa has', () => {
		const simplified = entry.simplified ?? [];
		const lists = simplified.filter((field) => typeof field === 'object');
		const paths = [
			...simplified.filter((field) => typeof field === 'string'),
			...(entry.named ?? []),
			...(entry.key ? [entry.key.attribute] : []),
		];
		expect(paths.filter((path) => !isAttribute(entry.definition, path))).toEqual([]);
		expect(lists.filter(({ list, field }) => !isAttribute(entry.definition, field === undefined ? list : `${list}.${field}`))).toEqual([]);
	});

	test('says where its facts come from, and how it is called', () => {
		expect(entry.source).not.toBe('');
		expect(entry.one).not.toBe(entry.many);
		expect(entry.path).toMatch(/^\/api\/[a-z_/]+(:id\/[a-z_]+)?$/);
	});
});

describe.each(named(({ reads, below }) => reads.includes('get') && below === undefined))('%s, Get', (name, entry) => {
	const get = (locator: { mode: string; value: string }, output = 'raw') => ({
		resource: name,
		operation: 'get',
		[name]: { __rl: true, ...locator },
		output,
	});

	test('by ID', async () => {
		const { items } = await engine.execute('coupa', get({ mode: 'id', value: String(IDS[1]) }));
		expect(items).toHaveLength(1);
		expect(items[0]?.json.id).toBe(IDS[1]);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('by the key people know it by', async () => {
		const { attribute } = entry.key ?? { attribute: 'id' };
		const value = textAt(stored(entry)[2], attribute) ?? '';
		const { items } = await engine.execute('coupa', get({ mode: 'key', value }));
		expect(items.map(({ json }) => json.id)).toEqual([IDS[2]]);
	});

	test('simplified: flat, with its key', async () => {
		const { items } = await engine.execute('coupa', get({ mode: 'id', value: String(IDS[0]) }, 'simplified'));
		const json = items[0]?.json ?? {};
		expect(json.id).toBe(IDS[0]);
		if (entry.key) expect(json[entry.key.attribute]).toBe(textAt(stored(entry)[0], entry.key.attribute));
		expect(Object.values(json).filter((value) => typeof value === 'object' && value !== null)).toEqual([]);
	});

	test('the field that picks it is worded as people write', () => {
		const locator = engine.nodeType('coupa').description.properties.find((property) => property.name === name);
		expect(locator?.displayName).toBe(titleOf(entry.one));
		expect(locator?.modes?.[0]?.placeholder).toMatch(/^Select (an [aeiou].*|a [^aeiou].*)\.\.\.$/i);
		expect(locator?.modes?.[0]?.placeholder).toContain(entry.one);
	});

	test('a key that nothing has', async () => {
		if (entry.key === undefined) return;
		const { error } = await engine.execute('coupa', get({ mode: 'key', value: 'no such key' }));
		expect(error?.message).toBe(`No ${entry.one} has the ${entry.key.label.toLowerCase()} "no such key" [item 0]`);
	});

	test('the pick list finds it', async () => {
		// Records without a key are listed, not searched.
		const wanted = entry.key === undefined ? '' : (textAt(stored(entry)[1], entry.key.attribute) ?? '');
		const { results } = await engine.listSearch('coupa', `search_${name}`, wanted);
		const expected = entry.key === undefined ? IDS : [IDS[1]];
		expect(results.map(({ value }) => value)).toEqual(expected.map(String));
		expect(results[0]?.name).toContain(wanted);
	});

	test('a scope that is missing is named', async () => {
		const without = await Engine.load({
			coupaOAuth2Api: coupaCredential(coupa, { clientId: stranger.clientId, scopes: stranger.scopes.join(' ') }),
		});
		const { error } = await without.execute('coupa', get({ mode: 'id', value: String(IDS[0]) }));
		expect(error?.httpCode).toBe('403');
		expect(error?.message).toContain(`${entry.one} ${String(IDS[0])}`);
		expect(error?.message).toContain(String(entry.scopes.read));
	});

	test('an answer that gets lost is asked for again', async () => {
		let lost = 0;
		coupa.intercept(({ operation }, phase) => (operation === 'get' && phase === 'answering' && lost++ === 0 ? 'drop' : 'continue'));
		const { items } = await engine.execute('coupa', get({ mode: 'id', value: String(IDS[0]) }));
		expect(items.map(({ json }) => json.id)).toEqual([IDS[0]]);
		expect(lost).toBeGreaterThan(1);
	});
});

const isListed = ({ reads, below, listedBy }: Entry) => reads.includes('getMany') && below === undefined && listedBy?.needed !== true;

describe.each(named(isListed))('%s, Get Many', (name, entry) => {
	const getMany = { resource: name, operation: 'getAll', returnAll: true, output: 'raw', filters: {}, options: {} };

	test('all', async () => {
		const { items } = await engine.execute('coupa', getMany);
		expect(items.map(({ json }) => json.id)).toEqual(IDS);
	});

	test('with a limit, filtered by the key', async () => {
		const { attribute } = entry.key ?? { attribute: 'id' };
		const value = textAt(stored(entry)[1], attribute);
		const filters = { conditions: [{ field: attribute, operator: 'eq', value }] };
		const { items } = await engine.execute('coupa', { ...getMany, returnAll: false, limit: 5, filters });
		expect(items.map(({ json }) => json.id)).toEqual([IDS[1]]);
	});
});

describe.each(named(({ reads }) => reads.includes('getMany') && reads.includes('changed')))('%s, Get Many of what has changed', (name) => {
	test('everything at first, then nothing', async () => {
		const sync = { resource: name, operation: 'getAll', records: 'changed', fullSnapshot: false, filters: {}, options: {} };
		const first = await engine.execute('coupa', { ...sync, cursor: '' });
		expect(first.items.map(({ json }) => json.id)).toEqual(IDS);
		const { cursor } = first.items.at(-1)?.json._sync as { cursor: string };
		const second = await engine.execute('coupa', { ...sync, cursor });
		expect(second.items).toEqual([]);
	});
});

const actions = ENTRIES.flatMap((entry) =>
	Object.entries(entry.actions ?? {}).map(([value, action]) => ({ entry, value, action, label: `${entry.name}, ${action.title}` })),
);

/** What Coupa asks of a record, beyond its status, before it takes the entry's actions. */
const ACTABLE: Record<string, (id: number) => CoupaRecord> = {
	invoice: (id) => ({
		'document-type': 'Invoice',
		'supplier-total': '50.00',
		'gross-total': '50.00',
		'invoice-lines': [{ id, 'line-num': 1, type: 'InvoiceAmountLine', description: 'Screws', price: '50.00', account: { id, code: '10' } }],
	}),
};

describe.each(actions)('$label', ({ entry, value, action: { step, allowedIn = [], isDone } }) => {
	const id = 9_000_101;
	const path = `${entry.path}/${String(id)}`;
	const act = { resource: entry.name, operation: value, [entry.name]: { __rl: true, mode: 'id', value: String(id) }, output: 'raw' };
	const isAction = (request: { path: string }) => request.path === `${path}/${step}`;
	const now = () => coupa.rows(stem(entry)).find((record) => record.id === id) ?? {};
	const sent = () =>
		coupa
			.requests()
			.map((request) => request.path)
			.filter((requested) => requested.startsWith(path))
			.map((requested) => (requested === path ? 'read' : requested.slice(path.length + 1)));

	beforeEach(() => {
		const status: CoupaRecord = allowedIn[0] === undefined ? {} : { status: allowedIn[0] };
		coupa.put(stem(entry), { ...sampledRecord(entry.definition, id), ...ACTABLE[entry.name]?.(id), ...status });
		coupa.clearRequests();
	});

	afterEach(() => {
		coupa.remove(stem(entry), id);
	});

	const cutOnce = (at: 'received' | 'answering') => {
		let cut = false;
		coupa.intercept((request, phase) => {
			if (cut || phase !== at || !isAction(request)) return 'continue';
			cut = true;
			return 'drop';
		});
	};

	test('what Coupa surely did not do (429) is sent again', async () => {
		coupa.settings.failNext.push({ match: isAction, status: 429, headers: { 'retry-after': '0' } });
		const { items } = await engine.execute('coupa', act);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual([[id, now().status]]);
		expect(isDone?.(now(), {}) ?? true).toBe(true);
		expect(sent()).toEqual([step, step]);
	});

	if (isDone === null) {
		test('a lost answer: nobody can tell, and nothing is sent a second time', async () => {
			cutOnce('answering');
			const { error } = await engine.execute('coupa', act);
			expect(error?.message).toMatch(/^It is not known whether Coupa carried this out\./);
			expect(sent()).toEqual([step]);
		});
		return;
	}

	test('a lost answer after the effect: the record shows it, and nothing is sent a second time', async () => {
		cutOnce('answering');
		const { items } = await engine.execute('coupa', act);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual([[id, now().status]]);
		expect(isDone(now(), {})).toBe(true);
		expect(sent()).toEqual([step, 'read']);
	});

	test('a request that was lost on its way is sent again', async () => {
		cutOnce('received');
		const { items } = await engine.execute('coupa', act);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual([[id, now().status]]);
		expect(isDone(now(), {})).toBe(true);
		expect(sent()).toEqual([step, 'read', step]);
	});
});

test('the node offers every entry that can be read, under its title', () => {
	const { properties } = engine.nodeType('coupa').description;
	const offered = properties.find((property) => property.name === 'resource')?.options ?? [];
	for (const { reads, name, one } of ENTRIES.filter((entry) => entry.reads.includes('get'))) {
		expect(offered).toContainEqual({ name: titleOf(one), value: name });
		expect(reads).toContain('getMany');
	}
});
