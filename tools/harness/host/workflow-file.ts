/** A workflow as a template file holds it. Node parameters and settings go through untouched. */
export interface WorkflowFile {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[other: string]: unknown;
}

export interface WorkflowNode {
	name: string;
	type: string;
	/** Credential type → the credential's name, alone or as `{ name }` with or without an id. */
	credentials?: Record<string, string | { id?: string | null; name: string }>;
	[other: string]: unknown;
}

/** A credential that n8n holds. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** An item of an execution. Binary data is listed by its properties (file name, MIME type, size), not with its bytes. */
export interface ExecutionItem {
	json: Record<string, unknown>;
	binary?: Record<string, Record<string, unknown>>;
}

/** An execution with the items of every node, as n8n's public API returns it. */
export interface ExecutionDetail {
	id: string;
	status: string;
	mode: string;
	workflowId: string;
	startedAt: string;
	stoppedAt: string | null;
	data: {
		resultData: {
			error?: { message: string; description?: string | null };
			runData: Record<string, NodeRun[]>;
		};
	};
}

interface NodeRun {
	data?: { main?: Array<ExecutionItem[] | null> };
	error?: { message: string };
}

/**
 * The workflow with every credential of its nodes bound to the stored one of the same type and name, as n8n's editor does
 * on import. Ids from elsewhere mean nothing here and are dropped.
 *
 * @throws Error naming the node and the credentials there are, when one is missing or a name stands for two
 */
export function bindCredentials(workflow: WorkflowFile, stored: StoredCredential[]): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		if (!node.credentials) return node;
		const bound = Object.entries(node.credentials).map(([type, wanted]) => {
			const name = typeof wanted === 'string' ? wanted : wanted.name;
			return [type, findCredential(stored, type, name, `node "${node.name}" of workflow "${workflow.name}"`)] as const;
		});
		return { ...node, credentials: Object.fromEntries(bound) };
	});
	return { ...workflow, nodes };
}

function findCredential(stored: StoredCredential[], type: string, name: string, where: string): { id: string; name: string } {
	const ofType = stored.filter((credential) => credential.type === type);
	const [found, second] = ofType.filter((credential) => credential.name === name);
	if (found && !second) return { id: found.id, name };
	const names = ofType.map((credential) => `"${credential.name}"`).join(', ') || 'none';
	throw new Error(`${second ? 'Several credentials' : 'No credential'} of type ${type} named "${name}" for ${where}; there are: ${names}`);
}

/**
 * The items that a node put out, over all its runs.
 *
 * @param output which main output, counted from 0
 */
export function outputItems(execution: ExecutionDetail, node: string, output = 0): ExecutionItem[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}
