import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';

interface TemplateNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
}

interface Template {
	nodes: TemplateNode[];
	connections: Record<string, { main: Array<Array<{ node: string }> | null> }>;
}

const FOLDER = resolve(__dirname, '../../workflows');

/** Every expression in a value: the code between `{{` and `}}` of texts that begin with `=`. */
function expressionsOf(value: unknown): string[] {
	if (typeof value === 'string') return value.startsWith('=') ? Array.from(value.matchAll(/\{\{([\s\S]*?)\}\}/g), ([, code = '']) => code) : [];
	return value !== null && typeof value === 'object' ? Object.values(value).flatMap(expressionsOf) : [];
}

function reachedFrom(starts: string[], next: (name: string) => string[]): Set<string> {
	const reached = new Set(starts);
	for (const name of reached) for (const other of next(name)) reached.add(other);
	return reached;
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))('%s', (file) => {
	const { nodes, connections } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Template;
	const working = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	const after = (name: string) => (connections[name]?.main ?? []).flatMap((targets) => targets ?? []).map(({ node }) => node);
	const before = (name: string) => working.filter((node) => after(node.name).includes(name)).map((node) => node.name);

	test('every expression is JavaScript', () => {
		const broken = working.flatMap(({ name, parameters }) =>
			expressionsOf(parameters).flatMap((code) => {
				try {
					new Script(`(${code}\n)`);
					return [];
				} catch {
					return [[name, code]];
				}
			}),
		);
		expect(broken).toEqual([]);
	});

	test('an expression refers only to nodes that come before its own', () => {
		const wrong = working.flatMap(({ name, parameters }) => {
			const earlier = reachedFrom(before(name), before);
			return expressionsOf(parameters).flatMap((code) =>
				Array.from(code.matchAll(/\$\(\s*(['"])((?:\\.|(?!\1).)*)\1\s*\)/g), ([, , other = '']) => other.replace(/\\(.)/g, '$1'))
					.filter((other) => !earlier.has(other))
					.map((other) => [name, other]),
			);
		});
		expect(wrong).toEqual([]);
	});

	test('every node can be reached from a trigger', () => {
		const triggers = working.filter(({ type }) => /(trigger|emailReadImap)$/i.test(type)).map(({ name }) => name);
		expect(triggers).not.toEqual([]);
		const reached = reachedFrom(triggers, after);
		expect(working.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
	});
});
