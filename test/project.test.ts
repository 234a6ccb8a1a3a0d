import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checksDocument } from '../tools/scripts/checks-document';

const root = join(__dirname, '..');

test('docs/checks.md says what the checks are', () => {
	expect(readFileSync(join(root, 'docs', 'checks.md'), 'utf8')).toBe(checksDocument());
});

test('the tarball holds the built package and the templates, nothing else, and has no runtime dependencies', () => {
	// npm prints notices around the JSON on stderr only.
	const [packed] = JSON.parse(
		execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		}),
	) as [{ size: number; files: Array<{ path: string }> }];
	const unexpected = packed.files
		.map(({ path }) => path)
		.filter((path) => !/^(dist|workflows)\/|^(package\.json|README\.md|LICENSE)$/.test(path));
	expect(unexpected).toEqual([]);
	expect(packed.size).toBeLessThan(1.5 * 1024 * 1024);
	const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
	expect(dependencies).toBeUndefined();
	expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('every node and credential that is built is registered, each node with its codex', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: Record<'nodes' | 'credentials', string[]> };
	const built = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => path.replaceAll('\\', '/'));
	expect([...n8n.nodes].sort()).toEqual(built('dist/nodes/*/*.node.js').sort());
	expect([...n8n.credentials].sort()).toEqual(built('dist/credentials/*.credentials.js').sort());
	for (const path of n8n.nodes) {
		const codex = JSON.parse(readFileSync(join(root, path.replace(/\.js$/, '.json')), 'utf8')) as { node: string };
		const name = path.replace(/^.*\/(\w+)\.node\.js$/, '$1');
		expect(codex.node).toBe(`n8n-nodes-coupa-scan-one.${name.charAt(0).toLowerCase()}${name.slice(1)}`);
	}
});

test('every icon that is registered is in the package, light and dark', () => {
	for (const name of ['coupa', 'scan-one']) {
		const [light, dark] = ['', '.dark'].map((theme) => readFileSync(join(root, 'dist', 'icons', `${name}${theme}.svg`), 'utf8'));
		expect(light).toContain('<svg');
		expect(dark).not.toBe(light);
	}
});
