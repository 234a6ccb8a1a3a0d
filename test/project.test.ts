import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lastBuilt } from '../tools/scripts/built';
import { checksDocument } from '../tools/scripts/checks-document';
import { buildFigures, printed } from '../tools/scripts/figures';
import { flatFilesDocument } from '../tools/scripts/flat-files-document';
import { bundledPackages, packageFolders, thirdParty } from '../tools/scripts/third-party';

const root = join(__dirname, '..');

test('docs/checks.md says what the checks are', () => {
	expect(readFileSync(join(root, 'docs', 'checks.md'), 'utf8')).toBe(checksDocument());
});

test('docs/flat-files.md has every column of every table', () => {
	expect(readFileSync(join(root, 'docs', 'flat-files.md'), 'utf8')).toBe(flatFilesDocument());
});

test('the tarball holds the built package, the templates and their documentation, nothing else, and has no runtime dependencies', () => {
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
		.filter((path) => !/^(dist|workflows|docs)\/|^(package\.json|README\.md|LICENSE)$/.test(path));
	expect(unexpected).toEqual([]);
	const paths = packed.files.map(({ path }) => path);
	expect(paths).toContain('dist/lib/THIRD-PARTY.txt');
	const pages = globSync('docs/*.md', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
	expect(pages.filter((path) => !paths.includes(path)).sort()).toEqual(['docs/adding-an-object.md', 'docs/design.md', 'docs/rules.md']);
	expect(packed.size).toBeLessThanOrEqual(1_200_000);
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

test('n8n starts without reading attribute lists or packages that are seldom used', () => {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { n8n: Record<'nodes' | 'credentials', string[]> };
	const script = `
		for (const path of ${JSON.stringify([...n8n.nodes, ...n8n.credentials])}) {
			new (require('./' + path)[path.split('/').at(-1).split('.')[0]])().description;
		}
		console.log(JSON.stringify(Object.keys(require.cache).map((path) => require('node:path').relative('dist/lib', path))));
	`;
	const read = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as string[];
	expect(read.filter((path) => !path.startsWith('..'))).toEqual(['index.js']);
});

test('what is read when it is first used works in the built package', () => {
	const script = `
		const lib = (file) => require('./dist/lib/' + file + '.js');
		const key = require('node:crypto').generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' });
		const { Client, utils } = lib('ssh2').ssh2;
		console.log(JSON.stringify({
			ssh2: [new Client().constructor === Client, utils.parseKey(key).type],
			csv: lib('csv')['csv-parse/sync'].parse('a;b', { delimiter: ';' }),
			graphql: lib('graphql')['graphql/language/parser'].parse('{ a }').kind,
			xml: lib('xml')['xml-js'].xml2js('<a/>').elements[0].name,
			zip: [typeof lib('zip').yauzl.fromBufferPromise, typeof lib('zip').yazl.ZipFile],
			files: typeof lib('file-type')['file-type/core'].fileTypeFromBuffer,
		}));
	`;
	expect(JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }))).toEqual({
		ssh2: [true, 'ssh-rsa'],
		csv: [['a', 'b']],
		graphql: 'Document',
		xml: 'a',
		zip: ['function', 'function'],
		files: 'function',
	});
});

test('every icon that is registered is in the package, light and dark', () => {
	for (const name of ['coupa', 'scan-one']) {
		const [light, dark] = ['', '.dark'].map((theme) => readFileSync(join(root, 'dist', 'icons', `${name}${theme}.svg`), 'utf8'));
		expect(light).toContain('<svg');
		expect(dark).not.toBe(light);
	}
});

test('THIRD-PARTY.txt holds the licence of every package that is bundled', () => {
	const text = readFileSync(join(root, 'dist', 'lib', 'THIRD-PARTY.txt'), 'utf8');
	const folders = packageFolders(lastBuilt()?.inputs ?? []);
	expect(folders).toEqual(expect.arrayContaining(['node_modules/ssh2', 'node_modules/xml-js', 'node_modules/content-disposition']));
	for (const folder of folders) {
		const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string };
		const [, licence = ''] = text.split(new RegExp(`^${name} ${version.replaceAll('.', '\\.')} \\(.*\\)$`, 'm'));
		expect([name, /Permission|Redistribution|public domain|granted|Blue Oak/i.test(licence.split(/^-{80}$/m)[0] ?? '')]).toEqual([
			name,
			true,
		]);
	}
});

/** Licences that allow bundling, with nothing to do but to name them. */
const FREE = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'OFL-1.1'];

test('what is bundled is what tools/bundled-packages.json names: whoever adds or updates a package adds it there, where it is reviewed', () => {
	const pinned: unknown = JSON.parse(readFileSync(join(root, 'tools', 'bundled-packages.json'), 'utf8'));
	const bundled = bundledPackages(lastBuilt()?.inputs ?? [], root);
	expect(bundled.length).toBeGreaterThan(20);
	expect(bundled).toEqual(pinned);
	expect(bundled.filter(({ licence }) => !FREE.includes(licence ?? ''))).toEqual([]);
});

interface Locked {
	version?: string;
	integrity?: string;
	resolved?: string;
	optionalDependencies?: Record<string, string>;
	os?: string[];
	cpu?: string[];
}

describe('package-lock.json', () => {
	const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };

	/** As npm looks it up: beside the package that needs it, then further up. */
	function found(folder: string, name: string): Locked | undefined {
		for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
			const here = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
			if (here || at === '') return here;
		}
	}

	test('names the optional packages of all platforms, so that `npm ci` works on each', () => {
		const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
			Object.keys(optionalDependencies)
				.filter((name) => found(folder, name)?.integrity === undefined)
				.map((name) => `${name}, which ${folder} needs`),
		);
		expect(missing).toEqual([]);
		for (const tool of ['esbuild', '@swc/core']) {
			const binaries = Object.keys(packages[`node_modules/${tool}`]?.optionalDependencies ?? {});
			const systems = binaries.flatMap((name) => found(`node_modules/${tool}`, name)?.os ?? []);
			for (const os of ['darwin', 'linux', 'win32']) expect([tool, systems]).toEqual([tool, expect.arrayContaining([os])]);
		}
	});

	test('pins every package by its content, and names no other place than the public registry', () => {
		const others = Object.entries(packages).filter(([folder]) => folder !== '');
		expect(others.filter(([, { version, integrity }]) => !version || !integrity?.startsWith('sha512-')).map(([folder]) => folder)).toEqual(
			[],
		);
		expect(
			others.filter(([, { resolved = 'https://registry.npmjs.org/' }]) => !resolved.startsWith('https://registry.npmjs.org/')),
		).toEqual([]);
	});
});

test('`npm pack` builds first, whoever calls it', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
	expect(scripts.prepack).toBe('node tools/scripts/ensure-installed.mjs && tsx tools/scripts/build.ts 1>&2');
});

describe('the licence of a bundled package', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'licences-'));
		mkdirSync(join(folder, 'node_modules', '@scope', 'small', 'lib'), { recursive: true });
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const inputs = ['lib/own.ts', 'node_modules/@scope/small/lib/index.js', 'node_modules/@scope/small/lib/other.js'];
	const manifest = (fields: Record<string, unknown>) => {
		const content = JSON.stringify({ name: '@scope/small', version: '1.0.0', ...fields });
		writeFileSync(join(folder, 'node_modules', '@scope', 'small', 'package.json'), content);
	};

	test('is its file', () => {
		manifest({ license: 'MIT' });
		writeFileSync(join(folder, 'node_modules', '@scope', 'small', 'LICENCE.md'), 'Do what you like.\r\nAna\n');
		expect(thirdParty(inputs, folder)).toBe('@scope/small 1.0.0 (MIT)\n\nDo what you like.\nAna\n');
	});

	test('is its field and author where there is no file', () => {
		manifest({ license: 'ISC', author: { name: 'Ana' } });
		expect(thirdParty(inputs, folder)).toBe('@scope/small 1.0.0 (ISC)\n\nISC, by Ana\n');
	});

	test('without one the build fails', () => {
		manifest({});
		expect(() => thirdParty(inputs, folder)).toThrow('@scope/small 1.0.0 is bundled and has no licence');
	});
});

test('the figures of the build keep their limits', () => {
	const figures = buildFigures();
	expect(figures.tarball.packed).toBeLessThanOrEqual(1_200_000);
	expect(figures.nodes.find(({ name }) => name === 'coupa')?.bytes).toBeLessThanOrEqual(600_000);
	// Its limit is for a quiet machine: the tests keep all cores busy.
	expect(figures.loadMs).toBeGreaterThan(0);
	expect(printed(figures)[0]).toMatch(/^Built \S+: tarball [\d.]+ kB \(limit 1,200 kB\)/);
	expect(figures.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['coupa', 'scanOne', 'scanOneTrigger']));
});
