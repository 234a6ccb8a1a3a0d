import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT, type World } from '../../../tools/demo/world';
import type { WorkflowFile, WorkflowNode } from '../../../tools/harness/host/workflow-file';
import { PROJECT } from '../../../tools/harness/project';

/** What becomes of the sample delivery: 25 invoices in 3 packages; of the others three are refused and one waits for the buyer. */
export const SAMPLE = { packages: 3, invoices: 25, inCoupa: 21 };

/** Names of the steps in {@link importSteps}. */
export const STEPS = { start: 'Start', claim: 'Claim', import: 'Import', settle: 'Settle' } as const;

/** The import template's own steps claim → import → settle, behind a button: what every n8n has the nodes for. */
export function importSteps(): WorkflowFile {
	const template = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'import-invoices.json'), 'utf8')) as WorkflowFile;
	const step = (name: string, type: string, operation: string, given: Record<string, unknown>, index: number): WorkflowNode => {
		const found = template.nodes.filter((node) => {
			const { resource, operation: its } = node.parameters as Record<string, unknown>;
			return node.type === `n8n-nodes-coupa-scan-one.${type}` && resource === 'invoice' && its === operation;
		});
		const [node, second] = found;
		if (!node || second) throw new Error(`The import template has ${found.length} steps ${type} → ${operation}, not one`);
		return { ...node, name, position: [index * 200, 0], onError: 'stopWorkflow', parameters: { ...(node.parameters as object), ...given } };
	};
	return {
		name: 'Import the sample delivery',
		nodes: [
			{ id: 'start', name: STEPS.start, type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			// All packages, and at once: the template's trigger hands over one at a time, after it has stopped growing.
			step(STEPS.claim, 'scanOne', 'getAll', { package: '', options: { settlingTime: 0 } }, 1),
			step(STEPS.import, 'coupa', 'import', {}, 2),
			step(STEPS.settle, 'scanOne', 'acknowledge', {}, 3),
		],
		connections: Object.fromEntries(
			[
				[STEPS.start, STEPS.claim],
				[STEPS.claim, STEPS.import],
				[STEPS.import, STEPS.settle],
			].map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** The credentials that the templates name, for the sandboxes of a world. */
export function sampleCredentials({ coupa, lockBox }: World): Array<{ name: string; type: string; data: Record<string, unknown> }> {
	const { clientId, clientSecret } = CLIENT;
	const { host, port, username, password, hostKeyFingerprint: hostFingerprint } = lockBox;
	const server = { host, port, username, authenticateWith: 'password', password, hostFingerprint };
	return [
		{ name: 'Coupa', type: 'coupaOAuth2Api', data: { serverUrl: coupa.url, clientId, clientSecret } },
		{ name: 'Scan One lock-box', type: 'scanOneSftpApi', data: server },
		// One server stands for the ERP's and Coupa's own too.
		{ name: 'ERP drop', type: 'coupaSftpApi', data: server },
		{ name: 'Coupa SFTP', type: 'coupaSftpApi', data: server },
	];
}
