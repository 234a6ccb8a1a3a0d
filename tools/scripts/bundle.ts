/**
 * Bundles the package into dist/: one shared library (Coupa client, flat files, SFTP and every third-party package) and
 * thin entries for n8n that require it. A copy of the library in each entry would give every node its own rate limiter.
 */
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { cpSync, globSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { PROJECT } from '../harness/project';
import { noteBuilt, sourcesHash } from './built';
import { lazyDefinitions } from './definitions';
import { writeDocuments, writeEntriesIndex } from './generated';
import { thirdParty } from './third-party';

const out = join(PROJECT, 'dist');
const library = join(PROJECT, 'lib');

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

const common = {
	absWorkingDir: PROJECT,
	bundle: true,
	platform: 'node',
	target: 'node22',
	format: 'cjs',
	keepNames: true,
	legalComments: 'none',
	logLevel: 'warning',
	external: ['n8n-workflow'],
	metafile: true,
} satisfies BuildOptions;

/** Builds dist/ anew from the sources, and writes what is made from the tables of entries. */
export async function bundle(): Promise<void> {
	writeEntriesIndex();
	const sources = sourcesHash();
	rmSync(out, { recursive: true, force: true });
	const shared = build({
		...common,
		entryPoints: [join(__dirname, 'library.ts')],
		outfile: join(out, 'lib', 'index.js'),
		minifySyntax: true,
		minifyWhitespace: true,
		plugins: [lazyDefinitions],
		// ssh2 falls back to JavaScript where its native helpers are missing.
		external: ['n8n-workflow', 'cpu-features', '*.node'],
	});
	const entries = globSync(['nodes/*/*.node.ts', 'credentials/*.credentials.ts'], { cwd: PROJECT }).map(async (entry) => {
		const outfile = entry.replace(/\.ts$/, '.js');
		return await build({
			...common,
			entryPoints: [join(PROJECT, entry)],
			outfile: join(out, outfile),
			plugins: [sharedLibrary(outfile)],
		});
	});
	const results: Array<BuildResult<typeof common>> = await Promise.all([shared, ...entries]);
	for (const codex of globSync('nodes/*/*.node.json', { cwd: PROJECT })) cpSync(join(PROJECT, codex), join(out, codex));
	cpSync(join(PROJECT, 'icons'), join(out, 'icons'), { recursive: true });
	const inputs = [...new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))].sort();
	writeFileSync(join(out, 'lib', 'THIRD-PARTY.txt'), thirdParty(inputs, PROJECT));
	await writeDocuments();
	noteBuilt({ sources, inputs });
}
