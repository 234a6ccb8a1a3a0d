/*
 * Every node of n8n's own in the templates against the description that the installed n8n has of it: parameters, choices, credentials,
 * ports. Starts no n8n. Prints `N passed, N failed` at the end.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeTypeDescription } from 'n8n-workflow';

import { installN8n } from '../../tools/harness/host/install';
import { PROJECT } from '../../tools/harness/project';
import { check, conclude } from './checks';
import { faultsOf } from './support/template-faults';

interface Template {
	nodes: INode[];
	connections: IConnections;
}

const OWN = 'n8n-nodes-base.';
const WORKFLOWS = join(PROJECT, 'workflows');

/** n8n's own nodes, as it tells the editor about them. */
class CoreNodes {
	private readonly known: INodeTypeDescription[];

	constructor(folder: string) {
		const file = join(folder, 'node_modules', 'n8n-nodes-base', 'dist', 'types', 'nodes.json');
		this.known = JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[];
	}

	/** @returns undefined where this n8n has no such version of the node */
	describe({ type, typeVersion }: INode): INodeTypeDescription | undefined {
		return this.known.find(({ name, version }) => `${OWN}${name}` === type && [version].flat().includes(typeVersion));
	}

	faultsOf(node: INode): string[] {
		const description = this.describe(node);
		return description === undefined ? [`n8n has no ${node.type} ${node.typeVersion}`] : faultsOf(node, description);
	}

	/** Lines that begin or end at a port that the node does not have; ports that depend on parameters are left to n8n. */
	loosePorts({ nodes, connections }: Template): string[] {
		return Object.entries(connections).flatMap(([from, { main = [] }]) =>
			main.flatMap((targets, output) =>
				(targets ?? []).flatMap(({ node, index }) => [
					...(this.hasPort(nodes, from, 'outputs', output) ? [] : [`${from}: output ${output}`]),
					...(this.hasPort(nodes, node, 'inputs', index) ? [] : [`${node}: input ${index}`]),
				]),
			),
		);
	}

	private hasPort(nodes: INode[], name: string, side: 'inputs' | 'outputs', index: number): boolean {
		const node = nodes.find((known) => known.name === name);
		if (node === undefined) return false;
		const ports = this.describe(node)?.[side];
		const further = side === 'outputs' && node.onError === 'continueErrorOutput' ? 1 : 0;
		return !Array.isArray(ports) || index < ports.length + further;
	}
}

function template(file: string): Template {
	return JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Template;
}

/** A node as the templates have it, with something wrong. */
function damaged(type: string, typeVersion: number, parameters: unknown, more: Partial<INode> = {}): INode {
	return {
		id: '1',
		name: type,
		type: `${OWN}${type}`,
		typeVersion,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		...more,
	};
}

const UPDATE = {
	...{ resource: 'row', operation: 'update', matchType: 'allConditions', options: {} },
	dataTableId: { __rl: true, mode: 'name', value: 'A table' },
	filters: { conditions: [{ keyName: 'name', condition: 'eq', keyValue: 'x' }] },
	columns: { mappingMode: 'defineBelow', value: { name: 'x' }, matchingColumns: [], schema: [] },
};
const DAMAGED: Array<[fault: RegExp, node: INode]> = [
	[/n8n has no n8n-nodes-base.dataTable 9/, damaged('dataTable', 9, UPDATE)],
	[/matchTypes: there is no such parameter/, damaged('dataTable', 1.1, { ...UPDATE, matchTypes: 'allConditions' })],
	[/returnAll: it is not shown/, damaged('dataTable', 1.1, { ...UPDATE, returnAll: true })],
	[/matchType. has no choice every/, damaged('dataTable', 1.1, { ...UPDATE, matchType: 'every' })],
	[/keyNames: there is no such parameter/, damaged('dataTable', 1.1, { ...UPDATE, filters: { conditions: [{ keyNames: 'name' }] } })],
	[/all: there is no such group/, damaged('dataTable', 1.1, { ...UPDATE, filters: { all: [] } })],
	[/dataTableId. has none of the modes/, damaged('dataTable', 1.1, { ...UPDATE, dataTableId: { __rl: true, mode: 'url', value: 'x' } })],
	[/"Data table" is required|is required/, damaged('dataTable', 1.1, { ...UPDATE, dataTableId: { __rl: true, mode: 'name', value: '' } })],
	[/dry: there is no such parameter/, damaged('dataTable', 1.1, { ...UPDATE, options: { dry: true } })],
	[/does not take the credential smtp/, damaged('dataTable', 1.1, UPDATE, { credentials: { smtp: { id: null, name: 'SMTP' } } })],
	[/hoursInterval. is no number/, damaged('scheduleTrigger', 1.2, { rule: { interval: [{ field: 'hours', hoursInterval: '1' }] } })],
	[/hoursInterval: it is not shown/, damaged('scheduleTrigger', 1.2, { rule: { interval: [{ field: 'days', hoursInterval: 1 }] } })],
];

async function main(): Promise<void> {
	const install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
	const core = new CoreNodes(install.folder);
	await check('a damaged node is seen', () => {
		assert.deepEqual(core.faultsOf(damaged('dataTable', 1.1, UPDATE)), []);
		for (const [fault, node] of DAMAGED) assert.match(core.faultsOf(node).join('\n'), fault);
	});
	for (const file of readdirSync(WORKFLOWS).filter((name) => name.endsWith('.json'))) {
		const { nodes, connections } = template(file);
		await check(`${file}: n8n ${install.version} takes all that its own nodes are set to`, () => {
			const own = nodes.filter(({ type }) => type.startsWith(OWN));
			assert.ok(own.length > 0);
			assert.deepEqual(
				own.flatMap((node) => core.faultsOf(node).map((fault) => `${node.name}: ${fault}`)),
				[],
			);
		});
		await check(`${file}: every line begins and ends at a port`, () => {
			assert.deepEqual(core.loosePorts({ nodes, connections }), []);
		});
	}
	conclude();
}

void main();
