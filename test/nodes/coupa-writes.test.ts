import type { IDataObject } from 'n8n-workflow';

import { type CoupaRecord, textAt } from '../../lib/core';
import { ENTRIES, type Entry, entryNamed, listPath, type Writing } from '../../lib/coupa';
import { definitionOf } from '../../lib/coupa/schema';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { resourceOf } from '../../tools/sandbox/coupa/resources';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';

/** Every way of writing that an entry has, through the node itself. */
let coupa: CoupaSandbox;
let engine: Engine;

const ID = 9_000_001;
const client = { ...CLIENT, clientId: 'writer', scopes: ALL_SCOPES };

beforeAll(async () => {
	coupa = await startCoupa({ seed: {}, clients: [client], settings: { requestsPerSecond: Infinity } });
	for (const entry of ENTRIES.filter(({ below }) => below === undefined))
		coupa.put(resourceOf(entry), { ...sampledRecord(entry.definition, ID), 'custom-fields': {} });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.intercept(null);
	coupa.clearRequests();
});

interface Case {
	label: string;
	entry: Entry;
	value: string;
	writing: Writing;
}

const casesOf = (kind: Writing['kind']): Case[] =>
	ENTRIES.flatMap((entry) =>
		Object.entries(entry.writes ?? {})
			.filter(([, writing]) => writing.kind === kind)
			.map(([value, writing]) => ({ label: `${entry.one}, ${writing.title ?? value}`, entry, value, writing })),
	);

/** Values for the attributes that a record needs, of an ID of its own: references name records that are there. */
function bodyOf({ definition }: Entry, { needs = [] }: Writing, id: number): CoupaRecord {
	const sampled = sampledRecord(definition, id);
	const body = needs.map((name): [string, CoupaRecord[string]] => {
		const attribute = definitionOf(definition)[name];
		if (attribute?.type === 'reference') return [name, { id: ID }];
		return [name, sampled[name] ?? `${name} ${String(id)}`];
	});
	return Object.fromEntries(body);
}

const owned = (entry: Entry): IDataObject => {
	const [owner] = entry.below?.of ?? [];
	return owner === undefined ? {} : { ownerType: owner, [owner]: { __rl: true, mode: 'id', value: String(ID) } };
};
const parametersOf = ({ entry, value }: Case, more: IDataObject): IDataObject => ({
	...{ resource: entry.name, operation: value, specify: 'json', simple: false, output: 'raw' },
	...owned(entry),
	...more,
});
const listOf = (entry: Entry) => {
	const [owner] = entry.below?.of ?? [];
	return owner === undefined ? entry.path : listPath(entry, { entry: entryNamed(owner), id: String(ID) });
};

/** Written so that nothing that the sandbox does not know makes it fail: what is ignored has tests of its own. */
const lenient = { options: { ignoredValues: 'warning' } };

describe.each(casesOf('create'))('$label', (given) => {
	const { entry, writing } = given;
	const path = `${listOf(entry)}${writing.step === undefined ? '' : `/${writing.step}`}`;

	test('one POST with what is always sent; the record comes back', async () => {
		const body = bodyOf(entry, writing, 9_100_001);
		const { items, error } = await engine.execute('coupa', parametersOf(given, { json: JSON.stringify(body), ...lenient }));
		expect(error?.message).toBeUndefined();
		const writes = coupa.requests().filter(({ method }) => method !== 'GET');
		expect(writes.map(({ method, path: sent }) => [method, sent])).toEqual([['POST', path]]);
		expect(writes[0]?.json).toEqual({ ...body, ...writing.always });
		expect(items).toHaveLength(1);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
		expect(Number(items[0]?.json.id)).toBeGreaterThan(0);
	});

	if ((writing.needs ?? []).length > 0)
		test('what is missing is named, and nothing is sent', async () => {
			const { error } = await engine.execute('coupa', parametersOf(given, { json: '{}' }));
			expect(error?.message).toMatch(/^Coupa needs “/);
			expect(coupa.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
		});
});

describe.each(casesOf('update'))('$label', (given) => {
	const { entry, value, writing } = given;

	test('one PUT to the record that is picked', async () => {
		const stored = { ...sampledRecord(entry.definition, 9_200_001), ...(writing.allowedIn?.[0] !== undefined && { status: writing.allowedIn[0] }) };
		if (entry.below === undefined) coupa.put(resourceOf(entry), stored);
		else return;
		const [name, attribute] =
			Object.entries(definitionOf(entry.definition)).find(
				([key, { type, readOnly, max, enum: choices }]) =>
					type === 'string' && readOnly !== true && choices === undefined && (max ?? 255) >= 20 && !(writing.without ?? []).includes(key) &&
					(writing.only?.includes(key) ?? true) && key !== 'status' && key !== entry.key?.attribute && key !== 'type',
			) ?? [];
		if (name === undefined || attribute === undefined) return;
		const body = { [name]: `changed by ${value}`.slice(0, attribute.max) };
		const { items, error } = await engine.execute(
			'coupa',
			parametersOf(given, { [entry.name]: { __rl: true, mode: 'id', value: '9200001' }, json: JSON.stringify(body), ...lenient }),
		);
		expect(error?.message).toBeUndefined();
		const writes = coupa.requests().filter(({ method }) => method !== 'GET');
		expect(writes.map(({ method, path }) => [method, path])).toEqual([
			['PUT', `${entry.path}/9200001${writing.step === undefined ? '' : `/${writing.step}`}`],
		]);
		expect(textAt(items[0]?.json as CoupaRecord, name)).toBe(body[name]);
	});
});
