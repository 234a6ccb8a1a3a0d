import type { ExecutionError, IDataObject, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine, PACKAGE } from '../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';

/** The node as the tool of an AI agent: n8n gives it a twin whose names end in Tool. */
let coupa: CoupaSandbox;
let engine: Engine;
let twin: INodeType;

const TOOL = `${PACKAGE}.coupaTool`;

beforeAll(async () => {
	coupa = await startCoupa({ settings: { requestsPerSecond: Infinity } });
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa) });
	const type = engine.nodeType('coupa');
	twin = Object.assign(Object.create(type) as INodeType, { description: { ...type.description, name: 'coupaTool' } });
	engine.otherNodes[TOOL] = twin;
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	coupa.clearRequests();
	coupa.settings.failNext = [];
});

const sent = () => coupa.requests().filter(({ operation }) => operation !== 'token');

async function asTool(parameters: IDataObject): Promise<ExecutionError | undefined> {
	const node = engine.node('coupa', parameters, { type: TOOL });
	const run = await engine.run([node], { Feed: { main: [[{ node: node.name, type: 'main', index: 0 }]] } }, [{ json: {} }]);
	return run.data.resultData.error;
}

/** The choices of a parameter that the panel shows for these values. */
function shown(name: string, isTool: boolean, values: IDataObject): string[] {
	const type = isTool ? twin : engine.nodeType('coupa');
	const node = engine.node('coupa', values, isTool ? { type: TOOL } : {});
	const { properties } = type.description;
	const filled = NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, type.description) ?? {};
	const isShown = (part: INodeProperties | INodePropertyOptions) => NodeHelpers.displayParameter(filled, part, node, type.description);
	const property = properties.find((candidate) => candidate.name === name && isShown(candidate));
	return ((property?.options ?? []) as INodePropertyOptions[]).filter(isShown).map(({ value }) => String(value));
}

const FINAL: Array<[resource: string, operations: string[]]> = [
	['invoice', ['void', 'abandon', 'bypassApprovals', 'bypassCurrentApproval', 'delete']],
	['purchaseOrder', ['cancel']],
	['approval', ['approve', 'reject']],
	['supplierItem', []],
];

describe('what cannot be undone', () => {
	test.each(FINAL)('%s: is not offered to an agent, unless the switch is on', (resource, operations) => {
		const off = shown('operation', true, { resource });
		const on = shown('operation', true, { resource, allowFinal: true });
		for (const operation of operations) expect([off.includes(operation), on.includes(operation)]).toEqual([false, true]);
		expect(shown('operation', false, { resource })).toEqual(on);
		expect(off.length).toBeGreaterThan(0);
	});

	test('is refused when a workflow holds it all the same', async () => {
		const parameters = { resource: 'invoice', operation: 'void', invoice: { __rl: true, mode: 'id', value: '7' } };
		const error = await asTool(parameters);
		expect(error).toMatchObject({
			message: '“Void” cannot be undone, so an AI agent is not allowed to use it here',
			description: 'Turn on "Allow What Cannot Be Undone" in this tool if the agent may do this.',
		});
		expect(sent()).toEqual([]);
		await asTool({ ...parameters, allowFinal: true });
		expect(sent().map(({ method, path }) => `${method} ${path}`)).toContain('PUT /api/invoices/7/void');
	});

	test('test writes of the preflight are refused, its questions are not', async () => {
		const parameters = { resource: 'integration', operation: 'preflight' };
		expect(await asTool({ ...parameters, allowTestWrites: true })).toMatchObject({
			message: expect.stringContaining('Test writes') as string,
		});
		expect(sent()).toEqual([]);
		expect(await asTool(parameters)).toBeUndefined();
		expect(sent().every(({ method }) => method === 'GET')).toBe(true);
	});

	test('everybody else may do it without a switch', async () => {
		await engine.execute('coupa', { resource: 'invoice', operation: 'void', invoice: { __rl: true, mode: 'id', value: '7' } });
		expect(sent().map(({ method, path }) => `${method} ${path}`)).toContain('PUT /api/invoices/7/void');
	});
});

describe('an API request', () => {
	const request = { resource: 'api', operation: 'request', path: '/api/invoices/7/void', body: 'none', response: 'json', options: {} };

	test('of an agent may be GET only, unless the same switch is on', () => {
		expect(shown('method', true, { resource: 'api', operation: 'request' })).toEqual(['GET']);
		const all = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];
		expect(shown('method', true, { resource: 'api', operation: 'request', allowFinal: true })).toEqual(all);
		expect(shown('method', false, { resource: 'api', operation: 'request' })).toEqual(all);
	});

	test.each(['DELETE', 'PATCH', 'POST', 'PUT'])('%s is refused before anything is sent', async (method) => {
		const error = await asTool({ ...request, method });
		expect(error?.message).toBe(`A ${method} request may do what cannot be undone, so an AI agent is not allowed to use it here`);
		expect(sent()).toEqual([]);
		coupa.settings.failNext = [{ status: 200, body: { id: 7 } }];
		expect(await asTool({ ...request, method, allowFinal: true })).toBeUndefined();
		expect(sent().map((one) => one.method)).toEqual([method]);
	});

	test('GET and GraphQL queries are always allowed', async () => {
		expect(await asTool({ ...request, method: 'GET', path: 'currencies', limit: 1, returnAll: false })).toBeUndefined();
		expect(
			await asTool({ resource: 'api', operation: 'graphql', query: '{ __typename }', output: 'data', variables: '{}' }),
		).toBeUndefined();
	});
});

test('there is one switch only, and only agents see it', () => {
	const switches = (isTool: boolean) =>
		engine
			.nodeType('coupa')
			.description.properties.filter(({ name }) => name === 'allowFinal')
			.filter((property) =>
				NodeHelpers.displayParameter({}, property, engine.node('coupa', {}), (isTool ? twin : engine.nodeType('coupa')).description),
			)
			.map(({ type }) => type);
	expect(switches(true)).toEqual(['boolean']);
	expect(switches(false)).toEqual(['hidden']);
	expect(JSON.stringify(engine.nodeType('coupa').description)).not.toMatch(/agentMayWrite|AI Agent Write/);
});
