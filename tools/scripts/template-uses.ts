import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { PROJECT } from '../harness/project';

/** One operation of the Coupa node that a template uses. */
export interface TemplateUse {
	/** Name of the file below workflows/. */
	file: string;
	/** The template's name, as n8n shows it. */
	template: string;
	resource: string;
	operation: string;
	/** Whether it is in a part of the template that is switched off as it comes. */
	isOff: boolean;
}

interface Workflow {
	name: string;
	nodes: Array<{ name: string; type: string; disabled?: boolean; parameters: { resource?: string; operation?: string } }>;
	connections: Record<string, Record<string, Array<Array<{ node: string }> | null>>>;
}

/** The operations of the Coupa node that the workflows of the package use. The trigger reads as Get Many does. */
export function templateUses(): TemplateUse[] {
	return globSync('workflows/*.json', { cwd: PROJECT })
		.sort()
		.flatMap((path) => {
			const workflow = JSON.parse(readFileSync(join(PROJECT, path), 'utf8')) as Workflow;
			const running = switchedOn(workflow);
			return workflow.nodes
				.filter(({ type }) => /\.coupa(Trigger)?$/.test(type))
				.map(({ name, parameters: { resource = 'invoice', operation = 'getAll' } }) => ({
					...{ file: basename(path), template: workflow.name, resource, operation },
					isOff: !running.has(name),
				}));
		});
}

/** Names of the nodes that run as the template comes: those that a start leads to which is not switched off. */
function switchedOn({ nodes, connections }: Workflow): Set<string> {
	const next = (name: string) =>
		Object.values(connections[name] ?? {}).flatMap((outputs) => outputs.flatMap((ends) => (ends ?? []).map(({ node }) => node)));
	const later = new Set(nodes.flatMap(({ name }) => next(name)));
	const running = new Set(nodes.filter(({ name, disabled }) => !later.has(name) && disabled !== true).map(({ name }) => name));
	// A set hands out what is added while it is walked.
	for (const name of running) for (const following of next(name)) running.add(following);
	for (const { name, disabled } of nodes) if (disabled === true) running.delete(name);
	return running;
}
