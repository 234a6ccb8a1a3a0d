import { ENTRIES, requiredScope, type Entry } from '../../lib/coupa';
import { entryNamed, listPath } from '../../lib/coupa/entries';
import { definitionOf, schemaFindings } from '../../lib/coupa/schema';

/** What a table entry says has to fit its definition, and the other entries it speaks of. */
const entries = ENTRIES.map((entry): [string, Entry] => [entry.name, entry]);
const actions = ENTRIES.flatMap((entry) =>
	Object.values(entry.actions ?? {}).map((action) => ({ label: `${entry.name}, ${action.title}`, entry, action })),
);
const writes = ENTRIES.flatMap((entry) =>
	Object.entries(entry.writes ?? {}).map(([value, writing]) => ({ label: `${entry.name}, ${value}`, entry, writing })),
);
const below = ENTRIES.flatMap((entry) => (entry.below?.of ?? []).map((owner): [string, Entry, string] => [entry.name, entry, owner]));

/** What a 403 names: found by the path, that is by what the owner's entry says of lists below it. */
const scopeOf = (method: 'GET' | 'POST', entry: Entry, owner: string) =>
	requiredScope(method, listPath(entry, { entry: entryNamed(owner), id: '7' }));

test('names and paths are given once', () => {
	for (const values of [ENTRIES.map(({ name }) => name), ENTRIES.map(({ path }) => path), ENTRIES.map(({ one }) => one)])
		expect(values).toEqual([...new Set(values)]);
});

test.each(entries)('%s: its status lists agree', (_name, { definition, statuses, actions: of = {}, writes: by = {} }) => {
	const known = statuses ?? definitionOf(definition).status?.enum;
	const named = [...Object.values(of), ...Object.values(by)].flatMap(({ allowedIn = [], leadsTo }) => [...allowedIn, leadsTo]);
	if (known !== undefined) expect(named.filter((status) => status !== undefined && !known.includes(status))).toEqual([]);
});

test.each(entries)('%s: its calendar days are dates of Coupa', (_name, { definition, days = [] }) => {
	expect(days.filter((day) => definitionOf(definition)[day]?.type !== 'datetime')).toEqual([]);
});

test.each(entries)('%s can be found before it is written by a unique key', (_name, { uniqueKey, key, reads, writes: by = {} }) => {
	if (uniqueKey !== true) return;
	expect(key).toBeDefined();
	expect(reads).toContain('getMany');
	expect(Object.values(by).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['create', 'update']));
});

test.each(below)('%s: its path and its scopes are those that the owner says (%#)', (_name, entry, owner) => {
	// Attachments and comments have many kinds of owners, each with scopes of its own.
	if (entry.below?.of.length !== 1) return;
	expect(entry.path.replace(':id', '7')).toBe(listPath(entry, { entry: entryNamed(owner), id: '7' }));
	if (entry.scopes.read !== null) expect(scopeOf('GET', entry, owner)).toBe(entry.scopes.read);
	if (entry.scopes.write !== null && entry.writes !== undefined) expect(scopeOf('POST', entry, owner)).toBe(entry.scopes.write);
});

describe.each(writes)('$label', ({ entry: { definition }, writing: { kind, needs = [], without = [], only, mark, source } }) => {
	const attributes = definitionOf(definition);

	test('names attributes that exist, and needs such as can be written', () => {
		expect([...needs, ...without, ...(only ?? [])].filter((name) => attributes[name] === undefined)).toEqual([]);
		expect(needs.filter((name) => attributes[name]?.readOnly === true || without.includes(name))).toEqual([]);
		if (only !== undefined) expect(needs.filter((name) => !only.includes(name))).toEqual([]);
		if (kind === 'delete') expect([...needs, ...without, ...(only ?? [])]).toEqual([]);
	});

	test('says how sure it is', () => {
		expect(source).not.toBe('');
		if (/^(R39|scope map)/.test(source)) expect(mark).toBeDefined();
	});
});

describe.each(actions)('$label', ({ entry, action: { fields = [], isDone, leadsTo, allowedIn = [], sets, mark, source } }) => {
	test('its fields go somewhere, and pick records that there are', () => {
		for (const { query, body, type } of fields) {
			expect([query, body].filter((place) => place !== undefined)).toHaveLength(1);
			if (typeof type === 'object' && 'record' in type) expect(entryNamed(type.record).reads).toContain('getMany');
		}
	});

	test('the record shows whether it was carried out', () => {
		if (isDone === null) return;
		expect(isDone({ id: 7 }, {})).toBe(null);
		if (leadsTo !== undefined) expect(isDone({ id: 7, status: leadsTo }, {})).toBe(true);
		for (const status of allowedIn) expect(isDone({ id: 7, status }, {})).toBe(false);
		if (sets === undefined) return;
		expect(isDone({ id: 7, ...sets }, {})).toBe(true);
		for (const [name, value] of Object.entries(sets)) {
			expect(definitionOf(entry.definition)[name]).toBeDefined();
			if (typeof value === 'boolean') expect(isDone({ id: 7, ...sets, [name]: !value }, {})).toBe(false);
		}
	});

	test('says how sure it is', () => {
		expect(source).not.toBe('');
		if (/^(R39|scope map)/.test(source)) expect(mark).toBeDefined();
	});
});

/** Coupa's sample of a supplier with all details (page 0081): contact and address are part of it, the payment term is a record of its own. */
test.each([
	['Supplier', 'primary-contact'],
	['Supplier', 'primary-address'],
	['SupplierInformation', 'supplier-information-addresses'],
	['User', 'phone-work'],
])('%s is written with its %s, which has an ID only when it is there already', (definition, name) => {
	const isList = definitionOf(definition)[name]?.type === 'list';
	const findings = (mode: 'create' | 'update', part: { id?: number }) =>
		schemaFindings({ [name]: isList ? [part] : part }, definition, { mode }).map(({ text }) => text);
	expect(findings('create', {})).toEqual([]);
	expect(findings('create', { id: 7 })).toEqual(['is output only']);
	expect(findings('update', { id: 7 })).toEqual([]);
	expect(schemaFindings({ 'payment-term': { id: 7 } }, 'Supplier')).toEqual([]);
});
