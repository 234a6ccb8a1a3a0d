import './environment';

import { randomUUID } from 'node:crypto';
import { ExecutionLifecycleHooks, type PackageDirectoryLoader } from 'n8n-core';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { FEED, feedOf } from './feed';
import { type StoredCredentials, TEST_NODE } from './stored-credentials';

export const PACKAGE = 'n8n-nodes-coupa-scan-one';

/** The built package as n8n has it after its start: node types and credentials, and what n8n builds around a workflow of them. */
export class LoadedPackage {
	/** n8n renews a token once for all requests with one credential id: two packages must not share theirs, nor two test files of a process. */
	private readonly id = randomUUID();

	/** Nodes that are not the package's, by full type name: stand-ins for n8n's own, which are not installed here. */
	readonly otherNodes: Record<string, INodeType> = {};

	constructor(
		readonly loader: PackageDirectoryLoader,
		readonly credentials: StoredCredentials,
	) {}

	nodeType(name: string): INodeType {
		const known = this.loader.nodeTypes[name.replace(`${PACKAGE}.`, '')];
		if (!known) throw new Error(`The package has no node ${name}`);
		return known.type as INodeType;
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

	workflow(
		nodes: INode[],
		connections: IConnections,
		items: INodeExecutionData[],
		staticData: IDataObject = {},
		probe?: INodeType,
	): Workflow {
		const feed = feedOf(items);
		const byName = (type: string): INodeType =>
			type === FEED ? feed : this.otherNodes[type] ? this.otherNodes[type] : probe && type === TEST_NODE ? probe : this.nodeType(type);
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

	additionalData(workflow: Workflow, mode: WorkflowExecuteMode): IWorkflowExecuteAdditionalData {
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
