/**
 * Bundles the package into dist/: one shared library (Coupa client, flat files, SFTP and every third-party package) and
 * thin entries for n8n that require it. A copy of the library in each entry would give every node its own rate limiter.
 */
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { writeDocuments, writeEntriesIndex } from './generated';

const root = resolve(__dirname, '../..');
const out = join(root, 'dist');
const library = join(root, 'lib');

/** Points imports of lib/ at the one bundle that holds it. */
function sharedLibrary(entry: string): Plugin {
	return {
		name: 'shared-library',
		setup(bundle) {
			bundle.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
				const target = resolve(resolveDir, path);
				if (!target.startsWith(`${library}/`)) return undefined;
				const bundle = relative(dirname(join(out, entry)), join(out, 'lib', 'index.js')).replaceAll('\\', '/');
				return { path: bundle, external: true };
			});
		},
	};
}

const common: BuildOptions = {
	bundle: true,
	platform: 'node',
	target: 'node22',
	format: 'cjs',
	keepNames: true,
	legalComments: 'none',
	logLevel: 'warning',
	external: ['n8n-workflow'],
};

async function bundle(): Promise<void> {
	writeEntriesIndex();
	rmSync(out, { recursive: true, force: true });
	await build({
		...common,
		entryPoints: [join(__dirname, 'library.ts')],
		outfile: join(out, 'lib', 'index.js'),
		minifySyntax: true,
		minifyWhitespace: true,
		// ssh2 falls back to JavaScript where its native helpers are missing.
		external: ['n8n-workflow', 'cpu-features', '*.node'],
	});
	const entries = globSync(['nodes/*/*.node.ts', 'credentials/*.credentials.ts'], { cwd: root });
	await Promise.all(
		entries.map(async (entry) => {
			const outfile = entry.replace(/\.ts$/, '.js');
			await build({ ...common, entryPoints: [join(root, entry)], outfile: join(out, outfile), plugins: [sharedLibrary(outfile)] });
		}),
	);
	for (const codex of globSync('nodes/*/*.node.json', { cwd: root })) cpSync(join(root, codex), join(out, codex));
	cpSync(join(root, 'icons'), join(out, 'icons'), { recursive: true });
	writeFileSync(join(out, 'lib', 'THIRD-PARTY.txt'), thirdParty());
	await writeDocuments();
}

/** Names and licences of what is bundled, so that the tarball says what it carries. */
function thirdParty(): string {
	const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { version?: string; license?: string }>;
	};
	const bundled = ['big.js', 'csv-parse', 'file-type', 'p-limit', 'p-queue', 'ssh2', 'xml-js', 'yauzl', 'yazl'];
	return bundled
		.map(
			(name) =>
				`${name} ${lock.packages[`node_modules/${name}`]?.version ?? ''} (${lock.packages[`node_modules/${name}`]?.license ?? 'see its package'})\n`,
		)
		.join('');
}

void bundle();
