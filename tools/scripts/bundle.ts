/**
 * Bundles the package into dist/: one bundle with all nodes, credentials and what they share, and thin files where n8n looks for each. A
 * bundle for each node would give every node its own rate limiter, and n8n the same code to read five times.
 */
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

import { PROJECT } from '../harness/project';
import { noteBuilt, sourcesHash } from './built';
import { writeDocuments, writeEntriesIndex, writeTemplateUses } from './generated';
import { bundleFonts, bundlePackages, lazyParts } from './lazy';
import { thirdParty } from './third-party';
import { HELP_FILE, helpPage } from './help-page';

const out = join(PROJECT, 'dist');
const BUNDLE = 'lib/index.js';

const common = {
	absWorkingDir: PROJECT,
	bundle: true,
	platform: 'node',
	target: 'node22',
	format: 'cjs',
	keepNames: true,
	legalComments: 'none',
	logLevel: 'warning',
	// ssh2 falls back to JavaScript where its native helpers are missing.
	external: ['n8n-workflow', 'cpu-features', '*.node'],
	metafile: true,
	minify: true,
} satisfies BuildOptions;

/** Builds dist/ anew from the sources, and writes what is made from the tables of entries. */
export async function bundle(): Promise<void> {
	writeEntriesIndex();
	writeTemplateUses();
	const sources = sourcesHash();
	rmSync(out, { recursive: true, force: true });
	const entries = globSync(['nodes/*/*.node.ts', 'credentials/*.credentials.ts'], { cwd: PROJECT }).map((path) =>
		path.replaceAll('\\', '/'),
	);
	const results: Array<{ metafile: Metafile }> = await Promise.all([
		build({
			...common,
			stdin: { contents: entries.map((entry) => `export * as ${classOf(entry)} from './${entry}';`).join('\n'), resolveDir: PROJECT },
			outfile: join(out, BUNDLE),
			plugins: [lazyParts(join(out, 'lib'))],
		}),
		...bundlePackages(common, join(out, 'lib')),
		bundleFonts(common, join(out, 'lib')),
	]);
	for (const entry of entries) writeThinFile(entry);
	for (const codex of globSync('nodes/*/*.node.json', { cwd: PROJECT })) cpSync(join(PROJECT, codex), join(out, codex));
	cpSync(join(PROJECT, 'icons'), join(out, 'icons'), { recursive: true });
	const inputs = [...new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))].sort();
	writeFileSync(join(out, 'lib', 'THIRD-PARTY.txt'), thirdParty(inputs, PROJECT));
	await writeDocuments();
	writeHelp();
	noteBuilt({ sources, inputs });
}

/** `nodes/Coupa/Coupa.node.ts` → `Coupa`: n8n takes the class of a file by its name. */
function classOf(entry: string): string {
	return basename(entry).replace(/\..*$/, '');
}

function writeThinFile(entry: string): void {
	const file = join(out, entry.replace(/\.ts$/, '.js'));
	const bundle = relative(dirname(file), join(out, BUNDLE)).replaceAll('\\', '/');
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `module.exports = require('${bundle}').${classOf(entry)};\n`);
}

/** The README as the page that nodes and credentials link to. */
function writeHelp(): void {
	const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
	const file = join(PROJECT, HELP_FILE);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, helpPage(readFileSync(join(PROJECT, 'README.md'), 'utf8'), version));
}
