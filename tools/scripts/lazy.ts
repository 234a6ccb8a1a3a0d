import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { FONT_PARTS } from '../../lib/e-invoice';

/**
 * Third-party packages that most runs of n8n never use, by the file of dist/lib that holds them: each is read when something of it is first
 * used. Imports of one file share their classes (a GraphQLError is the same in parser and caller).
 */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
	csv: ['csv-parse/sync'],
	'file-type': ['file-type/core'],
	graphql: ['graphql/error/GraphQLError', 'graphql/language/ast', 'graphql/language/kinds', 'graphql/language/parser'],
	p7m: ['asn1js'],
	pdf: ['pdfkit'],
	ssh2: ['ssh2'],
	xml: ['sax', 'xml-js'],
	zip: ['yauzl', 'yazl'],
};

const DEFINITIONS = /[\\/]lib[\\/]coupa[\\/]schema[\\/][a-z-]+\.json$/;
const FONT_FILES = /[\\/]lib[\\/]e-invoice[\\/]pdf[\\/]draw[\\/]font-files\.ts$/;
const LAZY = 'lazy';

/**
 * Keeps the start of n8n free of what is seldom needed: in the bundle an import of one of PACKAGES or of the attribute lists of
 * lib/coupa/schema is an object of getters, which read the file beside the bundle. So nothing may use such an import while a module loads;
 * test/project.test.ts holds that.
 *
 * @param folder of the bundle, where the files of the attribute lists are written
 */
export function lazyParts(folder: string): Plugin {
	return {
		name: 'lazy-parts',
		setup(bundle) {
			const fileOf = new Map(Object.entries(PACKAGES).flatMap(([file, specifiers]) => specifiers.map((one) => [one, file] as const)));
			bundle.onResolve({ filter: /^[a-z]/ }, ({ path, namespace }) =>
				namespace !== LAZY && fileOf.has(path) ? { path, namespace: LAZY } : undefined,
			);
			bundle.onResolve({ filter: /^\.\//, namespace: LAZY }, ({ path }) => ({ path, external: true }));
			bundle.onLoad({ filter: /.*/, namespace: LAZY }, async ({ path }) => {
				const names = await exportsOf(path);
				return { contents: getters(names, (name) => `require("./${fileOf.get(path) ?? ''}.js")[${JSON.stringify(path)}].${name}`) };
			});
			bundle.onLoad({ filter: DEFINITIONS }, ({ path }) => {
				const file = `schema/${basename(path)}`;
				mkdirSync(join(folder, 'schema'), { recursive: true });
				writeFileSync(join(folder, file), JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))));
				return { contents: getters(['default'], () => `require("./${file}")`), resolveDir: dirname(path) };
			});
			bundle.onLoad({ filter: FONT_FILES }, ({ path }) => ({
				contents: `export const fontFile = (part) => Buffer.from(require("./fonts.js")[part], "base64");`,
				resolveDir: dirname(path),
			}));
			bundle.onResolve({ filter: /^\.\/fonts\.js$/ }, ({ path }) => ({ path, external: true }));
			bundle.onResolve({ filter: /^\.\/schema\/[a-z-]+\.json$/ }, ({ path }) => ({ path, external: true }));
		},
	};
}

/** Of ssh2 the client alone: its server, key generator and HTTP agents are a fifth of it. */
const sshClient: Plugin = {
	name: 'ssh-client',
	setup(bundle) {
		bundle.onResolve({ filter: /^ssh2$/ }, () => ({ path: join(__dirname, 'ssh2-client.cjs') }));
	},
};

/**
 * Of pdfkit what lib/e-invoice uses: no pictures, no line breaks, no fonts packed with brotli, whose dictionary is half of the whole. Pages
 * are packed by fflate, because zlib's bytes differ from one version and processor to the next, and a page that is drawn again must have the same.
 */
const pdfWriter: Plugin = {
	name: 'pdf-writer',
	setup(bundle) {
		bundle.onResolve({ filter: /^(?:brotli\/.*|png-js|linebreak)$/ }, () => ({ path: join(__dirname, 'unused-by-pdf.cjs') }));
		bundle.onResolve({ filter: /^zlib$/ }, ({ importer }) =>
			/[\\/]pdfkit[\\/]/.test(importer) ? { path: join(__dirname, 'pdf-zlib.cjs') } : undefined,
		);
	},
};

/** Names that a package exports. Node does not see all those of a CommonJS module: its `default` has the rest. */
async function exportsOf(specifier: string): Promise<string[]> {
	const module = (await import(specifier)) as { default?: unknown };
	const whole = typeof module.default === 'object' && module.default !== null ? module.default : {};
	const isClass = typeof module.default === 'function';
	return [...new Set([...Object.keys(module), ...Object.keys(whole)])].filter(
		(name) => /^[A-Za-z]\w*$/.test(name) && (name !== 'default' || isClass),
	);
}

function getters(names: string[], value: (name: string) => string): string {
	const each = names.map((name) => `${name}: { enumerable: true, get: () => ${value(name)} }`);
	return `Object.defineProperties(exports, { __esModule: { value: true },\n${each.join(',\n')}\n});\n`;
}

/** Bundles PACKAGES, each file of them on its own. Nobody looks for functions of theirs in a stack, so those keep no names. */
export function bundlePackages(common: BuildOptions & { metafile: true }, folder: string): Array<Promise<{ metafile: Metafile }>> {
	return Object.entries(PACKAGES).map(async ([file, specifiers]) => {
		const imports = specifiers.map((specifier, index) => `import * as part${index} from ${JSON.stringify(specifier)};`);
		const parts = specifiers.map((specifier, index) => `${JSON.stringify(specifier)}: part${index}`);
		return await build({
			...common,
			plugins: [sshClient, pdfWriter],
			stdin: { contents: `${imports.join('\n')}\nmodule.exports = { ${parts.join(', ')} };\n`, resolveDir: common.absWorkingDir },
			outfile: join(folder, `${file}.js`),
			keepNames: false,
			// pdfkit asks where it lies, for files that nothing here uses.
			banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
			define: { 'import.meta.url': 'bundleUrl' },
		});
	});
}

/** The parts of the font that pages are drawn with, as one file of base64: read when the first page is drawn. */
export async function bundleFonts(common: BuildOptions & { metafile: true }, folder: string): Promise<{ metafile: Metafile }> {
	const imports = FONT_PARTS.map(
		(part, index) => `import part${index} from "@fontsource/noto-sans/files/noto-sans-${part}-400-normal.woff";`,
	);
	const parts = FONT_PARTS.map((part, index) => `${JSON.stringify(part)}: part${index}`);
	return await build({
		...common,
		loader: { '.woff': 'base64' },
		stdin: { contents: `${imports.join('\n')}\nmodule.exports = { ${parts.join(', ')} };\n`, resolveDir: common.absWorkingDir },
		outfile: join(folder, 'fonts.js'),
	});
}
