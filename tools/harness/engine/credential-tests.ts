import './environment';

import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import { createRunExecutionData, type INodeType } from 'n8n-workflow';

import { feedOf } from './feed';
import type { LoadedPackage } from './loaded-package';
import { TEST_NODE } from './stored-credentials';

/** What n8n's credential tester makes of an error: the phrase of an HTTP status or a code wins over the error's own text. */
function testFailure(error: Error): string {
	const cause = error.cause as { response?: { status: number; statusText?: string }; code?: string } | undefined;
	if (cause?.response) return cause.response.statusText || `Received HTTP status code: ${cause.response.status}`;
	return cause?.code ?? error.message;
}

/** n8n's credential test for a credential class with a `test` request: the request is really sent. */
export async function testedByRequest(installed: LoadedPackage, type: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const { test } = installed.loader.credentialTypes[type]?.type ?? {};
	if (!test) throw new Error(`${type} has no test request`);
	const probe: INodeType = {
		description: {
			...feedOf([]).description,
			name: TEST_NODE,
			credentials: [{ name: type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request: test.request } }],
		},
	};
	const node = { ...installed.node('coupa', {}), name: 'Probe', type: TEST_NODE, credentials: { [type]: { id: type, name: type } } };
	const workflow = installed.workflow([node], {}, [], {}, probe);
	const data = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		installed.additionalData(workflow, 'internal'),
		'internal',
		createRunExecutionData(),
		0,
		[],
		data,
		{ node, data: {}, source: null },
		[],
	);
	try {
		await new RoutingNode(context, probe, { id: type, name: type, type, data: await installed.decrypted(type) }).runNode();
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: testFailure(error as Error) };
	}
}

/** n8n's credential test for a credential that a node tests with a function of its own. */
export async function testedByNode(installed: LoadedPackage, nodeName: string, type: string) {
	const node = installed.nodeType(nodeName);
	const { testedBy } = node.description.credentials?.find(({ name }) => name === type) ?? {};
	const test = typeof testedBy === 'string' ? node.methods?.credentialTest?.[testedBy] : undefined;
	if (!test) throw new Error(`${nodeName} does not test ${type}`);
	const additionalData = installed.additionalData(installed.workflow([], {}, []), 'internal');
	return await test.call(new CredentialTestContext(additionalData), { id: type, name: type, type, data: await installed.decrypted(type) });
}
