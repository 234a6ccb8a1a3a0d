import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ENTRIES, type Entry, type OutputSchema } from '../../lib/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { PROJECT } from '../../tools/harness/project';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { sampledRecord } from '../../tools/sandbox/dataset/sampled';
import { simplifyingOperations } from '../../tools/scripts/output-schemas';

let coupa: CoupaSandbox;
let engine: Engine;

const readable = ENTRIES.filter(({ reads, below }) => reads.includes('get') && below === undefined);
const scopes = readable.flatMap(({ scopes: { read } }) => read ?? []);
const client = { ...CLIENT, clientId: 'schemas', scopes: [...new Set([...CLIENT.scopes, ...scopes])] };

/** Where n8n looks: beside the node, by its version. */
const fileOf = (resource: string, operation: string) =>
	join(PROJECT, 'dist', 'nodes', 'Coupa', '__schema__', 'v1.0.0', resource, `${operation}.json`);
const schemaOf = (resource: string, operation: string) => JSON.parse(readFileSync(fileOf(resource, operation), 'utf8')) as OutputSchema;

beforeAll(async () => {
	coupa = await startCoupa({ seed: {}, clients: [client], settings: { requestsPerSecond: Infinity } });
	for (const { path, definition } of readable) coupa.put(path.replace('/api/', ''), sampledRecord(definition, 9_000_001));
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId: client.clientId, scopes: client.scopes.join(' ') }) });
});

afterAll(async () => {
	await coupa.stop();
});

const typeOf = (value: unknown) => (value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value);

test('every operation that returns simplified records has one', () => {
	const operations = simplifyingOperations(engine.nodeType('coupa').description);
	expect(operations).toEqual(
		expect.arrayContaining([
			{ resource: 'invoice', operation: 'get' },
			{ resource: 'invoice', operation: 'submit' },
		]),
	);
	expect(operations.filter(({ resource, operation }) => !existsSync(fileOf(resource, operation)))).toEqual([]);
});

test.each(readable.map((entry): [string, Entry] => [entry.name, entry]))('%s: what comes is what was announced', async (name) => {
	for (const [operation, more] of [
		['get', { [name]: { __rl: true, mode: 'id', value: '9000001' } }],
		['getAll', { returnAll: true, filters: {}, options: {} }],
	] as const) {
		const { items } = await engine.execute('coupa', { resource: name, operation, output: 'simplified', ...more });
		const { properties } = schemaOf(name, operation);
		const json = items[0]?.json ?? {};
		expect(Object.keys(json).filter((key) => !Object.hasOwn(properties, key))).toEqual([]);
		expect(Object.entries(json).filter(([key, value]) => properties[key]?.type.includes(typeOf(value)) !== true)).toEqual([]);
		expect(Object.keys(json).length).toBeGreaterThan(Object.keys(properties).length / 2);
	}
});
