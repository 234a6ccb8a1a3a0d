import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';

/** What every template has to be is tested in templates.test.ts; here is what makes a sync lose nothing. */
interface Template {
	nodes: INode[];
	connections: IConnections;
}

const FILES = ['sync-master-data.json', 'export-purchase-orders.json', 'invoice-status.json'];

/** n8n's own nodes that the sync templates use, with the versions that n8n 2.41 has. */
const CORE_NODES: Record<string, number[]> = {
	'n8n-nodes-base.dataTable': [1, 1.1],
	'n8n-nodes-base.if': [2, 2.1, 2.2, 2.3],
	'n8n-nodes-base.merge': [3, 3.1, 3.2],
	'n8n-nodes-base.scheduleTrigger': [1, 1.1, 1.2, 1.3, 1.4],
	'n8n-nodes-base.stickyNote': [1],
};

function templateOf(file: string): Template {
	return JSON.parse(readFileSync(resolve(__dirname, '../../workflows', file), 'utf8')) as Template;
}

function nodes(template: Template, type: string, operation?: string): INode[] {
	return template.nodes.filter((node) => node.type.endsWith(`.${type}`) && (operation === undefined || node.parameters.operation === operation));
}

function next({ connections }: Template, name: string, output = 0): string[] {
	return (connections[name]?.main?.[output] ?? []).map(({ node }) => node);
}

/** Names of the nodes that come somewhere before a node, the nearest first. */
function before(template: Template, name: string): string[] {
	const previous = template.nodes.map((node) => node.name).filter((from) => [0, 1].some((output) => next(template, from, output).includes(name)));
	return [...previous, ...previous.flatMap((from) => before(template, from))];
}

function after(template: Template, name: string): string[] {
	return next(template, name).flatMap((node) => [node, ...after(template, node)]);
}

describe.each(FILES)('%s', (file) => {
	const template = templateOf(file);

	test('uses nodes that n8n has, and expressions that refer to nodes of the template', () => {
		const names = template.nodes.map(({ name }) => name);
		const foreign = template.nodes.filter(({ type, typeVersion }) => type.startsWith('n8n-nodes-base.') && !CORE_NODES[type]?.includes(typeVersion));
		expect(foreign).toEqual([]);
		const referred = [...JSON.stringify(template.nodes.map(({ parameters }) => parameters)).matchAll(/\$\('([^']+)'\)/g)].map((match) => match[1]);
		expect(referred.length).toBeGreaterThan(0);
		expect(names).toEqual(expect.arrayContaining(referred));
	});

	test('the cursor is kept after every upload of its object, and only in a scheduled run', () => {
		const keeping = nodes(template, 'dataTable', 'update').filter(({ name }) => name.endsWith('store cursor'));
		expect(keeping).toHaveLength(nodes(template, 'dataTable', 'upsert').length);
		for (const { name } of keeping) {
			const [scheduled = '', ...earlier] = before(template, name);
			const check = template.nodes.find((node) => node.name === scheduled);
			expect(JSON.stringify(check?.parameters)).toContain("$execution.mode === 'production'");
			expect(next(template, scheduled)).toEqual([name]);
			expect(next(template, scheduled, 1)).toEqual([]);
			const get = nodes(template, 'coupa', 'getAll').find((node) => earlier.includes(node.name));
			const uploads = next(template, get?.name ?? '');
			expect(uploads.length).toBeGreaterThan(0);
			expect(earlier).toEqual(expect.arrayContaining(uploads));
		}
	});

	test('one table, by name, with the same columns everywhere', () => {
		const made = nodes(template, 'dataTable', 'create').map(({ parameters: { tableName, columns } }) => ({ tableName, columns }));
		expect(new Set(made.map((table) => JSON.stringify(table))).size).toBe(1);
		const [table] = made as unknown as Array<{ tableName: string; columns: { column: Array<{ name: string }> } }>;
		const known = table?.columns.column.map(({ name }) => name);
		for (const { parameters } of [...nodes(template, 'dataTable', 'upsert'), ...nodes(template, 'dataTable', 'update')]) {
			const { dataTableId, columns, filters } = parameters as unknown as { dataTableId: unknown; columns: { value: object }; filters: { conditions: Array<{ keyName: string }> } };
			expect(dataTableId).toEqual({ __rl: true, mode: 'name', value: table?.tableName });
			expect(known).toEqual(expect.arrayContaining([...Object.keys(columns.value), ...filters.conditions.map(({ keyName }) => keyName.slice(1))]));
		}
	});

	test('each object has schedules of its own, at times of their own: one that fails does not stop another', () => {
		const triggers = nodes(template, 'scheduleTrigger').filter(({ disabled }) => !disabled);
		for (const { name } of triggers) {
			const reached = after(template, name);
			expect(nodes(template, 'coupa', 'getAll').filter((node) => reached.includes(node.name))).toHaveLength(1);
		}
		expect(new Set(triggers.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(triggers.length);
	});
});

test('orders are marked as exported only after their file has landed, in a scheduled run, and not unless somebody switches that on', () => {
	const template = templateOf('export-purchase-orders.json');
	const [mark] = nodes(template, 'coupa', 'markExported');
	const earlier = before(template, mark?.name ?? '');
	expect(earlier).toEqual(expect.arrayContaining(['Upload unexported orders', 'Unexported purchase orders', 'Unexported: scheduled run?']));
	const merge = nodes(template, 'merge').find(({ name }) => earlier.includes(name));
	expect(merge?.parameters).toMatchObject({ mode: 'chooseBranch', chooseBranchMode: 'waitForAll', output: 'specifiedInput', useDataOfInput: 1 });
	expect(template.connections['Unexported purchase orders']?.main?.[0]).toContainEqual({ node: merge?.name, type: 'main', index: 0 });
	expect(nodes(template, 'scheduleTrigger').filter(({ name }) => earlier.includes(name)).map(({ disabled }) => disabled)).toEqual([true]);
});

test('the templates keep to one table, with rows of different names', () => {
	const templates = FILES.map(templateOf);
	const rows = templates.flatMap((template) => nodes(template, 'dataTable', 'upsert').map(({ parameters }) => (parameters.columns as { value: { name: string } }).value.name));
	expect(rows).toEqual(['accounts', 'suppliers', 'purchase orders', 'invoice status']);
	expect(new Set(templates.map((template) => nodes(template, 'dataTable', 'create')[0]?.parameters.tableName)).size).toBe(1);
});
