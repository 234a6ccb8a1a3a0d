import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INode } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { WRITE_LIMIT_MS } from '../../nodes/Coupa/transport';

import { Engine, PACKAGE } from '../../tools/harness/engine/engine';

const FOLDER = resolve(__dirname, '../../workflows');

interface TemplateNode extends Pick<INode, 'id' | 'name' | 'type' | 'typeVersion' | 'parameters' | 'position'> {
	credentials?: Record<string, unknown>;
}

interface Template {
	name: string;
	nodes: TemplateNode[];
	connections: Record<string, { main?: Array<Array<{ node: string; type: string; index: number }> | null> }>;
	settings: Record<string, unknown>;
	pinData?: object;
}

const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Template;

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load();
});

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))('%s', (file) => {
	const template = read(file);
	const ours = template.nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`));

	test('holds nothing that belongs to one n8n only', () => {
		expect(Object.keys(template).sort()).toEqual(expect.arrayContaining(['connections', 'name', 'nodes', 'settings']));
		expect(['id', 'versionId', 'active', 'meta', 'tags', 'shared', 'staticData'].filter((key) => key in template)).toEqual([]);
		expect(template.pinData ?? {}).toEqual({});
		expect(template.nodes.filter((node) => 'webhookId' in node)).toEqual([]);
		expect(['timezone', 'errorWorkflow', 'timeSavedPerExecution'].filter((key) => key in template.settings)).toEqual([]);
	});

	test('names its nodes and their ids once each', () => {
		for (const key of ['id', 'name'] as const) {
			const values = template.nodes.map((node) => node[key]);
			expect([...new Set(values)]).toEqual(values);
		}
	});

	test('tries again to create a table that another workflow creates at the same moment', () => {
		const creating = template.nodes.filter(({ type, parameters }) => type.endsWith('.dataTable') && parameters.operation === 'create');
		for (const node of creating) {
			expect(node.parameters).toMatchObject({ options: { createIfNotExists: true } });
			expect(node).toMatchObject({ retryOnFail: true, maxTries: 3 });
		}
	});

	test('shows no red mark before its first run: columns as expressions (a list of a table that is still to be made cannot be read), and addresses', () => {
		const ofType = (type: string) => template.nodes.filter((node) => node.type === `n8n-nodes-base.${type}`);
		const conditions = ofType('dataTable').flatMap(({ parameters }) => (parameters as { filters?: { conditions?: object[] } }).filters?.conditions ?? []);
		const expression = expect.stringMatching(/^=/);
		for (const condition of conditions) expect(condition).toMatchObject({ keyName: expression, condition: expression });
		const address = expect.stringMatching(/@example\.com$|^=/);
		for (const { parameters } of ofType('emailSend')) expect(parameters).toMatchObject({ fromEmail: address, toEmail: address });
	});

	test('connects nodes that exist, from outputs in order', () => {
		const names = template.nodes.map(({ name }) => name);
		for (const [from, { main = [] }] of Object.entries(template.connections)) {
			expect(names).toContain(from);
			for (const target of main.flatMap((targets) => targets ?? [])) expect(names).toContain(target.node);
		}
		const started = new Set(Object.values(template.connections).flatMap(({ main = [] }) => main.flatMap((targets) => (targets ?? []).map(({ node }) => node))));
		const loose = template.nodes.filter(({ name, type }) => !started.has(name) && !/(trigger|emailReadImap)$/i.test(type) && type !== 'n8n-nodes-base.stickyNote');
		expect(loose.map(({ name }) => name)).toEqual([]);
	});

	test('names its credentials, without ids, and as the notes name them', () => {
		const text = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote').map(({ parameters }) => String(parameters.content)).join('\n');
		for (const node of ours) {
			const { type, credentials = {}, parameters } = node;
			const { description } = engine.nodeType(type);
			const known = (description.credentials ?? []).map(({ name }) => name);
			const shown = (description.credentials ?? []).filter((credential) => NodeHelpers.displayParameter(parameters, credential, node, description));
			for (const [credentialType, reference] of Object.entries(credentials)) {
				expect(known).toContain(credentialType);
				expect(reference).toEqual({ id: null, name: expect.any(String) });
				expect(text).toContain((reference as { name: string }).name);
			}
			expect([node.name, Object.keys(credentials).length > 0]).toEqual([node.name, shown.length > 0]);
		}
	});

	test.each(ours.map((node): [string, TemplateNode] => [node.name, node]))('"%s" uses parameters that its node has, and none is missing', (_name, node) => {
		const { description } = engine.nodeType(node.type);
		expect([description.version].flat()).toContain(node.typeVersion);
		const whole: INode = { ...node, credentials: {} };
		// What the node does not have, or does not show for this operation, n8n would drop.
		const known = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, whole, description) ?? {};
		expect(Object.keys(node.parameters).filter((key) => !(key in known))).toEqual([]);
		expect(known).toMatchObject(node.parameters);
		expect(NodeHelpers.getNodeParametersIssues(description.properties, whole, description)).toBeNull();
	});

	test('ends its runs by itself, and keeps no data of those that went well', () => {
		expect(template.settings).toMatchObject({ executionOrder: 'v1', executionTimeout: expect.any(Number), saveDataSuccessExecution: 'none' });
	});
});

test('import: a run ends before its claims can be taken over', () => {
	const template = read('import-invoices.json');
	const times = template.nodes.filter(({ type, parameters }) => type === `${PACKAGE}.scanOneTrigger` || parameters.operation === 'getAll').map(({ type, parameters }) => {
		const { properties } = engine.nodeType(type).description;
		const shown = properties.find(({ name, displayOptions }) => name === 'options' && (displayOptions?.show?.operation ?? ['getAll']).includes('getAll'));
		const standard = (shown?.options ?? []).find((option) => option.name === 'reclaimAfter') as { default: number } | undefined;
		return Number((parameters.options as { reclaimAfter?: number }).reclaimAfter ?? standard?.default);
	});
	expect(times).toHaveLength(2);
	for (const minutes of times) expect(Number(template.settings.executionTimeout)).toBeLessThan(minutes * 60 * 0.9);
	// What was sent right before the run ends has its answer before another run can take the package over.
	for (const minutes of times) expect(Number(template.settings.executionTimeout) * 1000 + WRITE_LIMIT_MS).toBeLessThan(minutes * 60_000);
	const notes = template.nodes.map(({ parameters }) => String(parameters.content ?? '')).join('\n');
	expect(notes).toContain(`${Number(template.settings.executionTimeout) / 60} minutes`);
	expect(notes).toContain(`(${times[0]} minutes)`);
});
