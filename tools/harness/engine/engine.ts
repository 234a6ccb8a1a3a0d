import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads these while it is loaded.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env.N8N_ENCRYPTION_KEY ??= 'engine-tests';

import 'reflect-metadata';
import { Container } from '@n8n/di';
import {
	BinaryDataService,
	CredentialTestContext,
	ExecuteContext,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	PollContext,
	RoutingNode,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { PROJECT } from '../project';
import { StoredCredentials } from './stored-credentials';

export const PACKAGE = 'n8n-nodes-coupa-scan-one';
const FEED = 'test.feed';

/** A node that gives the items a test wants to hand to the node under test. n8n calls `execute` on its own context. */
function feedOf(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Feed',
			name: FEED,
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Feed' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items],
	};
}

/** What n8n's credential tester makes of an error: the phrase of an HTTP status or a code wins over the error's own text. */
function testFailure(error: Error): string {
	const cause = error.cause as { response?: { status: number; statusText?: string }; code?: string } | undefined;
	if (cause?.response) return cause.response.statusText || `Received HTTP status code: ${cause.response.status}`;
	return cause?.code ?? error.message;
}

export interface NodeRun {
	/** Items on the node's main output. */
	items: INodeExecutionData[];
	/** Items on a second output (error output), where the node has one. */
	errorItems: INodeExecutionData[];
	error?: Error & { description?: string; httpCode?: string; context?: IDataObject };
	run: IRun;
}

export interface RunOptions {
	/** `errorOutput`: the node has a second output for items that failed. */
	continueOnFail?: boolean | 'errorOutput';
	mode?: WorkflowExecuteMode;
	/** Called with the running execution, so that a test can cancel it. */
	started?: (execution: { cancel(): void }) => void;
}

/** n8n's own execution engine with the built package and its credentials, without a server. */
export class Engine {
	private static count = 0;
	/** n8n renews a token once for all requests with one credential id: two engines must not share theirs. */
	private readonly id = `engine-${++Engine.count}`;

	/** Nodes that are not the package's, by full type name: stand-ins for n8n's own, which are not installed here. */
	readonly otherNodes: Record<string, INodeType> = {};

	private constructor(
		private readonly loader: PackageDirectoryLoader,
		readonly credentials: StoredCredentials,
	) {}

	/** Loads the package from its dist folder, as n8n does. `credentials` are kept by type, as an analyst would enter them. */
	static async load(credentials: Record<string, ICredentialDataDecryptedObject> = {}): Promise<Engine> {
		await Container.get(BinaryDataService).init();
		const loader = new PackageDirectoryLoader(PROJECT);
		await loader.loadAll();
		return new Engine(loader, new StoredCredentials(loader, credentials));
	}

	nodeType(name: string): INodeType {
		const known = this.loader.nodeTypes[name.replace(`${PACKAGE}.`, '')];
		if (!known) throw new Error(`The package has no node ${name}`);
		return known.type as INodeType;
	}

	/** Runs one node of the package over input items. */
	async execute(
		name: 'coupa' | 'coupaSftp' | 'scanOne',
		parameters: IDataObject,
		items: INodeExecutionData[] = [{ json: {} }],
		options: RunOptions = {},
	): Promise<NodeRun> {
		const node = this.node(
			name,
			parameters,
			options.continueOnFail ? { onError: options.continueOnFail === 'errorOutput' ? 'continueErrorOutput' : 'continueRegularOutput' } : {},
		);
		const run = await this.run([node], { Feed: { main: [[{ node: node.name, type: 'main', index: 0 }]] } }, items, options);
		const [task] = run.data.resultData.runData[node.name] ?? [];
		const error = run.data.resultData.error as NodeRun['error'];
		return { items: task?.data?.main?.[0] ?? [], errorItems: task?.data?.main?.[1] ?? [], run, ...(error && { error }) };
	}

	/** Runs nodes wired to a feed of items; node types are the package's. */
	async run(nodes: INode[], connections: IConnections, items: INodeExecutionData[], options: RunOptions = {}): Promise<IRun> {
		const feed: INode = { id: 'feed', name: 'Feed', type: FEED, typeVersion: 1, position: [0, 0], parameters: {} };
		const workflow = this.workflow([feed, ...nodes], connections, items);
		const additionalData = this.additionalData(workflow, options.mode ?? 'trigger');
		const execution = new WorkflowExecute(additionalData, options.mode ?? 'trigger').run({ workflow, startNode: feed });
		options.started?.({
			cancel: () => {
				execution.cancel();
			},
		});
		return await execution;
	}

	/** The bytes of an item's binary property, wherever n8n keeps them. */
	async binary(item: INodeExecutionData | undefined, property: string): Promise<Buffer> {
		const data = item?.binary?.[property];
		if (!data) throw new Error(`The item has no binary property ${property}`);
		return await Container.get(BinaryDataService).getAsBuffer(data);
	}

	/** One poll of the trigger, with the static data that n8n would keep between polls. */
	async poll(
		parameters: IDataObject,
		staticData: IDataObject = {},
		mode: 'trigger' | 'manual' = 'trigger',
	): Promise<INodeExecutionData[] | null> {
		const node = this.node('scanOneTrigger', parameters);
		const workflow = this.workflow([node], {}, [], staticData);
		const context = new PollContext(workflow, node, this.additionalData(workflow, mode), mode, 'activate');
		const type = this.nodeType('scanOneTrigger');
		return (await type.poll?.call(context))?.[0] ?? null;
	}

	/** Calls a pick list's search method as the editor does. */
	async listSearch(name: 'coupa' | 'scanOne', method: string, filter?: string, paginationToken?: string) {
		const node = this.node(name, {});
		const workflow = this.workflow([node], {}, []);
		const context = new LoadOptionsContext(workflow, node, this.additionalData(workflow, 'internal'), '');
		const search = this.nodeType(name).methods?.listSearch?.[method];
		if (!search) throw new Error(`No pick list ${method}`);
		return await search.call(context, filter, paginationToken);
	}

	/** n8n's credential test for a credential class with a `test` request: the request is really sent. */
	async testCredentialRequest(type: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const { test } = this.loader.credentialTypes[type]?.type ?? {};
		if (!test) throw new Error(`${type} has no test request`);
		const probe: INodeType = {
			description: {
				...feedOf([]).description,
				name: 'test.probe',
				credentials: [{ name: type, required: true }],
				properties: [{ displayName: 'Probe', name: 'probe', type: 'string', default: '', routing: { request: test.request } }],
			},
		};
		const node = { ...this.node('coupa', {}), name: 'Probe', type: 'test.probe', credentials: { [type]: { id: type, name: type } } };
		const workflow = this.workflow([node], {}, [], {}, probe);
		const data = { main: [[{ json: {} }]] };
		const context = new ExecuteContext(
			workflow,
			node,
			this.additionalData(workflow, 'internal'),
			'internal',
			createRunExecutionData(),
			0,
			[],
			data,
			{ node, data: {}, source: null },
			[],
		);
		try {
			await new RoutingNode(context, probe).runNode();
			return { status: 'OK', message: 'Connection successful!' };
		} catch (error) {
			return { status: 'Error', message: testFailure(error as Error) };
		}
	}

	/** n8n's credential test for a credential that a node tests with a function of its own. */
	async testCredentialByNode(nodeName: string, type: string) {
		const node = this.nodeType(nodeName);
		const { testedBy } = node.description.credentials?.find(({ name }) => name === type) ?? {};
		const test = typeof testedBy === 'string' ? node.methods?.credentialTest?.[testedBy] : undefined;
		if (!test) throw new Error(`${nodeName} does not test ${type}`);
		const additionalData = this.additionalData(this.workflow([], {}, []), 'internal');
		return await test.call(new CredentialTestContext(additionalData), { id: type, name: type, type, data: await this.decrypted(type) });
	}

	/** A credential as nodes see it: with defaults, and expressions resolved. */
	async decrypted(type: string): Promise<ICredentialDataDecryptedObject> {
		return await this.credentials.getDecrypted(this.additionalData(this.workflow([], {}, []), 'internal'), { id: type, name: type }, type);
	}

	node(name: string, parameters: IDataObject, more: Partial<INode> = {}): INode {
		const credentials = Object.fromEntries(
			(this.nodeType(name).description.credentials ?? []).map(({ name: type }) => [type, { id: `${this.id}-${type}`, name: type }]),
		);
		return {
			id: name,
			name,
			type: `${PACKAGE}.${name}`,
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			credentials,
			...more,
		};
	}

	private workflow(
		nodes: INode[],
		connections: IConnections,
		items: INodeExecutionData[],
		staticData: IDataObject = {},
		probe?: INodeType,
	): Workflow {
		const feed = feedOf(items);
		const byName = (type: string): INodeType =>
			type === FEED ? feed : this.otherNodes[type] ? this.otherNodes[type] : probe && type === 'test.probe' ? probe : this.nodeType(type);
		const nodeTypes: INodeTypes = { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
		return new Workflow({
			id: 'engine',
			name: 'engine',
			nodes,
			connections,
			active: false,
			nodeTypes,
			staticData,
			settings: { executionOrder: 'v1' },
		});
	}

	private additionalData(workflow: Workflow, mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
		const address = 'http://127.0.0.1:5678/';
		const names = [
			'restApiUrl',
			'instanceBaseUrl',
			'formBaseUrl',
			'formWaitingBaseUrl',
			'formTestBaseUrl',
			'webhookBaseUrl',
			'webhookWaitingBaseUrl',
			'webhookTestBaseUrl',
			'mcpBaseUrl',
			'mcpTestBaseUrl',
		];
		const workflowData = {
			id: 'engine',
			name: 'engine',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(workflow.nodes),
			connections: {},
			activeVersionId: null,
		};
		return {
			...Object.fromEntries(names.map((name) => [name, address])),
			credentialsHelper: this.credentials,
			executionId: 'engine',
			variables: {},
			currentNodeExecutionIndex: 0,
			hooks: new ExecutionLifecycleHooks(mode, 'engine', workflowData),
			setExecutionStatus: () => undefined,
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

export type { IHttpRequestOptions };
