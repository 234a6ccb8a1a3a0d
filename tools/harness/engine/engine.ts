import './environment';
import 'reflect-metadata';

import { Container } from '@n8n/di';
import { BinaryDataService, LoadOptionsContext, PackageDirectoryLoader, PollContext, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodePropertyOptions,
	IRun,
	ResourceMapperField,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { PROJECT } from '../project';
import { testedByNode, testedByRequest } from './credential-tests';
import { FEED } from './feed';
import { LoadedPackage } from './loaded-package';
import { StoredCredentials } from './stored-credentials';

export { PACKAGE } from './loaded-package';

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

/** Where in the panel a list is (`parameters.filters.links[0].record`), and what the panel holds. */
export interface ListPlace {
	path?: string;
	parameters?: IDataObject;
}

/** n8n's own execution engine with the built package and its credentials, without a server. */
export class Engine extends LoadedPackage {
	/** Loads the package from its dist folder, as n8n does. `credentials` are kept by type, as an analyst would enter them. */
	static async load(credentials: Record<string, ICredentialDataDecryptedObject> = {}): Promise<Engine> {
		await Container.get(BinaryDataService).init();
		const loader = new PackageDirectoryLoader(PROJECT);
		await loader.loadAll();
		return new Engine(loader, new StoredCredentials(loader, credentials));
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

	/** One poll of a trigger, with the static data that n8n would keep between polls. */
	async poll(
		parameters: IDataObject,
		staticData: IDataObject = {},
		mode: 'trigger' | 'manual' = 'trigger',
		name: 'coupaTrigger' | 'scanOneTrigger' = 'scanOneTrigger',
	): Promise<INodeExecutionData[] | null> {
		const node = this.node(name, parameters);
		const workflow = this.workflow([node], {}, [], staticData);
		const context = new PollContext(workflow, node, this.additionalData(workflow, mode), mode, 'activate');
		const type = this.nodeType(name);
		return (await type.poll?.call(context))?.[0] ?? null;
	}

	/** Calls a pick list's search method as the editor does; `at` is where the list is, and the parameters beside it. */
	async listSearch(name: 'coupa' | 'scanOne', method: string, filter?: string, paginationToken?: string, at: ListPlace = {}) {
		const search = this.nodeType(name).methods?.listSearch?.[method];
		if (!search) throw new Error(`No pick list ${method}`);
		return await search.call(this.listContext(name, at), filter, paginationToken);
	}

	/** Calls the method that fills a list of options as the editor does. */
	async loadOptions(name: 'coupa' | 'scanOne', method: string, at: ListPlace = {}): Promise<INodePropertyOptions[]> {
		const load = this.nodeType(name).methods?.loadOptions?.[method];
		if (!load) throw new Error(`No list of options ${method}`);
		return await load.call(this.listContext(name, at));
	}

	/** Calls the method that gives the fields of a resource mapper as the editor does. */
	async mapperFields(name: 'coupa', method: string, at: ListPlace = {}): Promise<ResourceMapperField[]> {
		const fields = this.nodeType(name).methods?.resourceMapping?.[method];
		if (!fields) throw new Error(`No fields ${method}`);
		return (await fields.call(this.listContext(name, at))).fields;
	}

	private listContext(name: string, { path = '', parameters = {} }: ListPlace): LoadOptionsContext {
		const node = this.node(name, {});
		const workflow = this.workflow([node], {}, []);
		const currentNodeParameters = parameters as INode['parameters'];
		const additionalData = { ...this.additionalData(workflow, 'internal'), currentNodeParameters };
		return new LoadOptionsContext(workflow, node, additionalData, path);
	}

	/** n8n's credential test for a credential class with a `test` request: the request is really sent. */
	async testCredentialRequest(type: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await testedByRequest(this, type);
	}

	/** n8n's credential test for a credential that a node tests with a function of its own. */
	async testCredentialByNode(nodeName: string, type: string) {
		return await testedByNode(this, nodeName, type);
	}
}
