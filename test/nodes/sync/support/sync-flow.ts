import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';

import { accumulated, type ReferenceFile, referenceFiles, type ReferenceRow } from '../../../../tools/demo/reference-data';
import { DEFAULT_SCOPES } from '../../../../lib/coupa';
import type { FlatFileTable } from '../../../../lib/flat-file';
import type { CoupaSandbox } from '../../../../tools/sandbox/coupa';
import type { SftpServer } from '../../../../tools/sandbox/scan-one';
import { CLIENT, coupaCredential, startCoupa } from '../../../../tools/harness/engine/coupa';
import { Engine, PACKAGE } from '../../../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../../../tools/harness/engine/lock-box';
import { coreNodes, DataTables, type Row } from './core-nodes';

const WORKFLOWS = resolve(__dirname, '../../../../workflows');
const TABLE = 'Coupa to Scan One sync';
const FOLDERS = ['Accounts', 'Suppliers', 'RemitToAddresses', 'PurchaseOrders', 'InvoiceUpdates'];

export interface Template {
	nodes: Array<INode & { executeOnce?: boolean; alwaysOutputData?: boolean }>;
	connections: IConnections;
}

/** A sandbox Coupa, a sandbox lock-box with its outgoing folders, n8n's engine, and Data tables. */
export class SyncFlow {
	readonly tables = new DataTables();

	private constructor(
		readonly coupa: CoupaSandbox,
		readonly lockBox: SftpServer,
		readonly engine: Engine,
	) {
		Object.assign(engine.otherNodes, coreNodes(this.tables));
	}

	/** @param scopes of the credential and its client in Coupa; default the credential's own default */
	static async start({ scopes = DEFAULT_SCOPES }: { scopes?: string[] } = {}): Promise<SyncFlow> {
		const engine = await Engine.load();
		const coupa = await startCoupa({ clients: [{ ...CLIENT, scopes }], settings: { requestsPerSecond: Infinity } });
		const lockBox = await startLockBox();
		for (const folder of FOLDERS) mkdirSync(join(lockBox.root, 'Outgoing', folder), { recursive: true });
		Object.assign(engine.credentials.byType, {
			coupaOAuth2Api: coupaCredential(coupa, { scopes: scopes.join(' ') }),
			scanOneSftpApi: lockBoxCredential(lockBox),
		});
		return new SyncFlow(coupa, lockBox, engine);
	}

	async stop(): Promise<void> {
		await Promise.all([this.coupa.stop(), this.lockBox.stop()]);
	}

	/**
	 * Executes a template from one of its triggers, as its schedule (or, with `manual`, the editor) does.
	 *
	 * @param settings values that an analyst has entered, by node: fields of Edit Fields nodes, parameters of others
	 * @param rebuilt nodes and wires as the template's notes have an analyst change them
	 */
	async run(
		file: string,
		trigger: string,
		mode: 'trigger' | 'manual' = 'trigger',
		settings: Record<string, Record<string, unknown>> = {},
		rebuilt: (template: Template) => Template = (template) => template,
	): Promise<IRun> {
		const template = rebuilt(JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Template);
		const nodes = template.nodes
			.filter(({ type }) => !type.endsWith('.stickyNote'))
			.map((node) => this.bound(withSettings(node, settings[node.name]), trigger));
		const connections = { ...template.connections, Feed: { main: [[{ node: trigger, type: 'main' as const, index: 0 }]] } };
		return await this.engine.run(nodes, connections, [{ json: { timestamp: new Date().toISOString() } }], { mode });
	}

	/** The row of the Data table for one object. */
	row(name: string): Row {
		return this.tables.rows(TABLE).find((row) => row.name === name) ?? {};
	}

	files(folder: string, table: FlatFileTable): ReferenceFile[] {
		return referenceFiles(this.lockBox.root, folder, table);
	}

	accumulated(folder: string, table: FlatFileTable, ownerOf: (row: ReferenceRow) => string): ReferenceRow[] {
		return accumulated(table, this.files(folder, table), ownerOf);
	}

	private bound(node: Template['nodes'][number], trigger: string): INode {
		const { id, name, type, typeVersion, position, parameters, executeOnce, alwaysOutputData, disabled, onError } = node;
		const settings = {
			id,
			name,
			...(executeOnce && { executeOnce }),
			...(alwaysOutputData && { alwaysOutputData }),
			...(disabled && name !== trigger && { disabled }),
			...(onError && { onError }),
		};
		if (type.startsWith(`${PACKAGE}.`)) return this.engine.node(type.replace(`${PACKAGE}.`, ''), parameters as IDataObject, settings);
		return { type, typeVersion, position, parameters, ...settings };
	}
}

function withSettings<Node extends INode>(node: Node, values: Record<string, unknown> | undefined): Node {
	if (values === undefined) return node;
	if (!node.type.endsWith('.set')) return { ...node, parameters: { ...node.parameters, ...values } } as Node;
	const assignments = Object.entries(values).map(([name, value]) => ({ name, value }));
	return { ...node, parameters: { assignments: { assignments }, options: {} } } as Node;
}

/** What went wrong in an execution; null when nothing did. */
export function errorOf(run: IRun): string | null {
	return run.data.resultData.error?.message ?? null;
}

/** What a node told about its last run. */
export function hintsAt(run: IRun, node: string): string[] {
	return run.data.resultData.runData[node]?.at(-1)?.hints?.map(({ message }) => message) ?? [];
}

/** Items on a node's first output, of its last run; undefined when it did not run. */
export function itemsAt(run: IRun, node: string): INodeExecutionData[] | undefined {
	return run.data.resultData.runData[node]?.at(-1)?.data?.main?.[0] ?? undefined;
}
