import { randomUUID } from 'node:crypto';

import type { WorkflowFile, WorkflowNode } from '../harness/host/workflow-file';

/** A node of a bench workflow; its place and id do not matter. */
export type Step = Pick<WorkflowNode, 'name' | 'type' | 'credentials'> & { typeVersion: number; parameters: Record<string, unknown> };

export const coupa = (name: string, credential: string, parameters: Record<string, unknown>): Step => ({
	name,
	type: 'n8n-nodes-coupa-scan-one.coupa',
	typeVersion: 1,
	parameters: { resource: 'supplier', ...parameters },
	credentials: { coupaOAuth2Api: credential },
});

export const scanOne = (name: string, credential: string | null, parameters: Record<string, unknown>): Step => ({
	name,
	type: 'n8n-nodes-coupa-scan-one.scanOne',
	typeVersion: 1,
	parameters: { resource: 'supplier', ...parameters },
	...(credential !== null && { credentials: { scanOneSftpApi: credential } }),
});

/** n8n's HTTP Request node with its own paging: the next offset until a page is not full. The same query as our Get Many. */
export const httpRequestPaged = (name: string, credential: string, url: string): Step => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	credentials: { coupaOAuth2Api: credential },
	parameters: {
		url: `${url}/api/suppliers`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'coupaOAuth2Api',
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: 'order_by', value: 'id' },
				{ name: 'dir', value: 'asc' },
				{ name: 'limit', value: '50' },
			],
		},
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'accept', value: 'application/json' }] },
		options: {
			pagination: {
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: { parameters: [{ type: 'qs', name: 'offset', value: '={{ $pageCount * 50 }}' }] },
					paginationCompleteWhen: 'other',
					completeExpression: '={{ $response.body.length < 50 }}',
					requestInterval: 0,
				},
			},
		},
	},
});

/** Edit Fields: one item with the value of an n8n expression; `keep` adds it to what came in, files included. */
export const edit = (name: string, expression: string, keep = false): Step => ({
	name,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		mode: 'raw',
		jsonOutput: `={{ ${expression} }}`,
		includeOtherFields: keep,
		include: 'all',
		options: { stripBinary: !keep },
	},
});

/** Summarize: how many items, how many different ids, and their sum. */
export const tally = (name: string, field: string): Step => ({
	name,
	type: 'n8n-nodes-base.summarize',
	typeVersion: 1.1,
	parameters: {
		fieldsToSummarize: {
			values: [
				{ aggregation: 'count', field },
				{ aggregation: 'countUnique', field },
			],
		},
		options: {},
	},
});

export const firstItem = (name: string): Step => ({ name, type: 'n8n-nodes-base.limit', typeVersion: 1, parameters: { maxItems: 1 } });

export const readFromDisk = (name: string, file: string): Step => ({
	name,
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: { operation: 'read', fileSelector: file, options: {} },
});

export const extractCsv = (name: string): Step => ({
	name,
	type: 'n8n-nodes-base.extractFromFile',
	typeVersion: 1,
	parameters: { operation: 'csv', binaryPropertyName: 'data', options: {} },
});

/**
 * A workflow that a webhook starts and whose last node's first item is the answer. Branches run one after the other, each to
 * its end. Nothing of its runs is stored.
 */
export function webhookWorkflow(name: string, ...branches: Step[][]): WorkflowFile {
	const webhook: Step = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: name, responseMode: 'lastNode', options: {} },
	};
	const placed = (step: Step, x: number, y: number): WorkflowNode => ({
		...step,
		id: randomUUID(),
		position: [200 * x, 200 * y],
		...(step === webhook && { webhookId: randomUUID() }),
	});
	const connections: Record<string, unknown> = { Webhook: { main: [branches.map(([first]) => link(first))] } };
	for (const branch of branches) {
		branch.slice(1).forEach((step, index) => {
			connections[branch[index]?.name ?? ''] = { main: [[link(step)]] };
		});
	}
	return {
		name,
		nodes: [placed(webhook, 0, 0), ...branches.flatMap((branch, y) => branch.map((step, x) => placed(step, x + 1, y)))],
		connections,
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none', saveExecutionProgress: false },
	};
}

function link(step: Step | undefined): object {
	return { node: step?.name, type: 'main', index: 0 };
}
