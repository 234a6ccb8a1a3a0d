import { readFileSync } from 'node:fs';

import type { WorkflowFile, WorkflowNode } from '../harness/host/workflow-file';

/** The statuses of purchase orders that the template sends, in both spellings. */
export const SCHEDULED_STATUSES = ['issued', 'buyer_hold', 'soft_closed', 'closed', 'cancelled', 'canceled'];

/** A sync template in n8n. */
export interface SyncWorkflow {
	id: string;
	name: string;
	/** Names of the rows it keeps. */
	objects: string[];
	dataTable: string;
	/** The template, with its hourly schedules moved to one moment (whole seconds). */
	scheduledAt: (time: Date) => WorkflowFile;
	/** The template, with another schedule in place of its hourly ones: a cron expression that begins with the second. */
	onCron: (expression: string) => WorkflowFile;
}

/** A template as it is shipped, and what it keeps where. */
export function syncTemplate(path: string): Omit<SyncWorkflow, 'id'> & { template: WorkflowFile } {
	const template = JSON.parse(readFileSync(path, 'utf8')) as WorkflowFile;
	const states = template.nodes.filter((node) => parameters(node).operation === 'upsert');
	const onCron = (expression: string): WorkflowFile => ({
		...template,
		nodes: template.nodes.map((node) =>
			isHourly(node) ? { ...node, parameters: { rule: { interval: [{ field: 'cronExpression', expression }] } } } : node,
		),
	});
	return {
		template,
		name: template.name,
		objects: states.map((node) => parameters(node).columns?.value?.name ?? ''),
		dataTable: String(states.map((node) => parameters(node).dataTableId?.value ?? '')[0]),
		onCron,
		scheduledAt: (time) => onCron(cronOf(time)),
	};
}

interface Parameters {
	operation?: string;
	columns?: { value?: { name?: string } };
	dataTableId?: { value?: string };
	rule?: { interval: Array<{ field: string }> };
}

function parameters(node: WorkflowNode): Parameters {
	return (node.parameters ?? {}) as Parameters;
}

function isHourly(node: WorkflowNode): boolean {
	return parameters(node).rule?.interval.some(({ field }) => field === 'hours') ?? false;
}

function cronOf(time: Date): string {
	return `${time.getUTCSeconds()} ${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
}
