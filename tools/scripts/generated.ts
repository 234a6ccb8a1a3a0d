import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT } from '../harness/project';
import { checksDocument } from './checks-document';
import { eInvoiceTables } from './e-invoices-document';
import { flatFilesDocument } from './flat-files-document';
import { type DocumentedResource, operationsDocument } from './operations-document';
import { type DescribedNode, writeOutputSchemas } from './output-schemas';
import { pageOf } from './template-pages';
import { templateScopes } from './template-scopes';
import { templateUses } from './template-uses';

interface BuiltNode {
	Coupa: new () => { description: DescribedNode };
	resources: DocumentedResource[];
}

const RESOURCES = join(PROJECT, 'lib', 'coupa', 'resources');
const E_INVOICES_MARK = /(<!-- tables: made by the build -->\n)[\s\S]*?(\n<!-- end of tables -->)/;
const SCOPES_MARK = /(<!-- scopes: made by the build -->\n)[\s\S]*?(\n<!-- end of scopes -->)/;

/** Writes lib/coupa/resources/index.ts: every entry beside it, so that adding one needs no other edit. Comes before the bundle. */
export function writeEntriesIndex(): void {
	const stems = readdirSync(RESOURCES)
		.filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'entry.ts')
		.map((name) => name.replace(/\.ts$/, ''))
		.sort();
	const camel = (stem: string) => stem.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
	writeIfChanged(
		join(RESOURCES, 'index.ts'),
		[
			'// Written by the build from the files beside it: edit those.',
			...stems.map((stem) => `import { ${camel(stem)} } from './${stem}';`),
			"import type { Entry } from './entry';",
			'',
			'export const ENTRIES: readonly Entry[] = [',
			...stems.map((stem) => `\t${camel(stem)},`),
			'];',
			'',
		].join('\n'),
	);
}

/** Writes nodes/Coupa/templateUses.ts: the operations of the Coupa node that each template uses, for the preflight. Comes before the bundle. */
export function writeTemplateUses(): void {
	const byTemplate = new Map<string, Set<string>>();
	for (const { template, resource, operation } of templateUses())
		byTemplate.set(template, (byTemplate.get(template) ?? new Set()).add(`${resource}.${operation}`));
	const text = (value: string) => `'${value.replaceAll("'", "\\'")}'`;
	writeIfChanged(
		join(PROJECT, 'nodes', 'Coupa', 'templateUses.ts'),
		[
			'/** The operations of this node that each template uses. Written by the build from workflows/: edit those. */',
			'export const TEMPLATE_USES: Record<string, string> = {',
			...Array.from(byTemplate, ([template, uses]) => `\t${text(template)}: ${text([...uses].join(' '))},`),
			'};',
			'',
		].join('\n'),
	);
}

/**
 * Writes what is said from the tables: docs/checks.md, docs/flat-files.md, the tables of docs/e-invoices.md, docs/operations.md, the scopes in the README and in the pages of the
 * templates, and the schemas of the node's output. Comes after the bundle: tools know lib only, so the node is read as it was built.
 */
export async function writeDocuments(): Promise<void> {
	writeIfChanged(join(PROJECT, 'docs', 'checks.md'), checksDocument());
	writeIfChanged(join(PROJECT, 'docs', 'flat-files.md'), flatFilesDocument());
	if (!writeMarked('docs/e-invoices.md', E_INVOICES_MARK, eInvoiceTables()))
		throw new Error('docs/e-invoices.md has lost the marks around its tables.');
	const folder = join(PROJECT, 'dist', 'nodes', 'Coupa');
	const { Coupa, resources } = ((await import(join(folder, 'Coupa.node.js'))) as { default: BuiltNode }).default;
	writeOutputSchemas(new Coupa().description, folder);
	writeIfChanged(join(PROJECT, 'docs', 'operations.md'), operationsDocument(resources));
	const uses = templateUses();
	if (!writeMarked('README.md', SCOPES_MARK, templateScopes(resources, uses, 'docs/')))
		throw new Error('README.md has lost the marks around its table of scopes.');
	for (const page of new Set(uses.map(({ file }) => pageOf(file)))) {
		const here = uses.filter(({ file }) => pageOf(file) === page);
		writeMarked(`docs/${page}`, SCOPES_MARK, templateScopes(resources, here, ''));
	}
}

/** Puts the table between the marks of a document; false where it has none. */
function writeMarked(path: string, mark: RegExp, table: string): boolean {
	const file = join(PROJECT, path);
	const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
	if (!mark.test(text)) return false;
	const changed = text.replace(mark, (_, before: string, after: string) => before + table + after);
	writeIfChanged(file, changed);
	return true;
}

function writeIfChanged(file: string, text: string): void {
	if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}
