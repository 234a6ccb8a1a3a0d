import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { xml2js } from 'xml-js';

import { pageOf } from '../../tools/scripts/template-pages';
import { anchorsOf, documents, emphasised, relativeLinks, REPOSITORY_ONLY, root, shipped } from './documents';

/** Addresses outside that a page may name: they exist, whatever becomes of this package. */
const ALLOWED_OUTSIDE = /^https:\/\/(docs\.n8n\.io|github\.com\/n8n-io\/n8n)\/|^http:\/\/(localhost|127\.0\.0\.1)\b/;

const readme = documents.find(({ path }) => path === 'README.md')?.text ?? '';
const templates = globSync('workflows/*.json', { cwd: root }).map((path) => basename(path));

test('every relative link leads to a file, and every anchor to a heading', () => {
	const broken = documents.flatMap(relativeLinks).filter(({ to, anchor }) => {
		if (!existsSync(join(root, to))) return true;
		const target = documents.find(({ path }) => path === to);
		return anchor !== null && (target === undefined || !anchorsOf(target).includes(anchor));
	});
	expect(broken).toEqual([]);
});

test('what is in the package links to nothing that is not', () => {
	const outside = shipped
		.flatMap(relativeLinks)
		.filter(({ to }) => REPOSITORY_ONLY.includes(to) || !/^(docs|workflows)\/|^(README\.md|LICENSE)$/.test(to));
	expect(outside).toEqual([]);
});

test('pages, nodes and credentials name no address outside but a few that exist', () => {
	const codex = globSync('nodes/*/*.node.json', { cwd: root }).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
	const credentials = globSync('credentials/*.ts', { cwd: root }).map((path) => ({
		path,
		text: readFileSync(join(root, path), 'utf8').replace(/placeholder: '[^']*'/g, ''),
	}));
	const found = [...shipped, ...codex, ...credentials].flatMap(({ path, text }) =>
		Array.from(text.matchAll(/https?:\/\/[^\s)"'`>]+/g), ([address]) => ({ path, address })),
	);
	expect(found.filter(({ address }) => !ALLOWED_OUTSIDE.test(address))).toEqual([]);
});

test.each(templates)('%s is linked in the README and has a page that links it and says how to set it up, with its scopes', (template) => {
	const path = `docs/${pageOf(template)}`;
	const page = documents.find((document) => document.path === path)?.text ?? '';
	expect(readme).toContain(`](workflows/${template})`);
	expect(readme).toContain(`](${path}`);
	expect(page).toContain(`](../workflows/${template})`);
	for (const part of [/set (it|them) up/i, /scopes?/i, /credential/i, /what to look at/i, /what can go wrong/i]) expect(page).toMatch(part);
});

test('the index of docs/ names every page', () => {
	const index = documents.find(({ path }) => path === 'docs/README.md')?.text ?? '';
	const missing = shipped.filter(
		({ path }) => path.startsWith('docs/') && path !== 'docs/README.md' && !index.includes(`](${basename(path)})`),
	);
	expect(missing.map(({ path }) => path)).toEqual([]);
});

test('nothing is told: things are reported, shown or said', () => {
	const found = shipped.flatMap(({ path, text }) =>
		text
			.replace(/`[^`\n]*`/g, '')
			.split('\n')
			.filter((line) => /(?<!\bcan |\bcannot |\bcan be |\bcannot be )\b(tells?|told|telling)\b(?!.{0,40} apart)/i.test(line))
			.map((line) => `${path}: ${line}`),
	);
	expect(found).toEqual([]);
});

/** Titles of operations by the title of their resource, of each node that has resources. */
const faces = JSON.parse(
	execFileSync(
		process.execPath,
		[
			'-e',
			`const faces = {};
			for (const path of ['Coupa/Coupa', 'Coupa/CoupaSftp', 'ScanOne/ScanOne']) {
				const { displayName, properties } = new (require('./dist/nodes/' + path + '.node.js')[path.split('/')[1]])().description;
				const resources = properties.find(({ name }) => name === 'resource').options;
				faces[displayName] = Object.fromEntries(resources.map(({ name, value }) => [name, properties
					.filter((property) => property.name === 'operation' && property.displayOptions.show.resource.includes(value))
					.flatMap(({ options }) => options.map((option) => option.name))]));
			}
			console.log(JSON.stringify(faces));`,
		],
		{ cwd: root, encoding: 'utf8' },
	),
) as Record<string, Record<string, string[]>>;

function isThere(words: string): boolean {
	const [node = '', resource = '', operation] = words.split(' → ');
	const resources = faces[node];
	if (resources === undefined) return true;
	const operations = resource === '…' ? Object.values(resources).flat() : resources[resource];
	// Short for an operation that only one resource of the node has in mind: Scan One → Get Many.
	if (operations === undefined) return operation === undefined && Object.values(resources).flat().includes(resource);
	return operation === undefined || operation === '…' || operations.includes(operation);
}

test('every operation that a page names as Node → Resource → Operation is there', () => {
	const named = shipped.flatMap(({ path, text }) =>
		emphasised(text)
			.filter((words) => words.includes(' → '))
			.map((words) => ({ path, words })),
	);
	expect(named.filter(({ words }) => words.split(' → ')[0] === 'Coupa').length).toBeGreaterThan(10);
	expect(named.filter(({ words }) => !isThere(words))).toEqual([]);
});

describe('the help page that n8n serves from the package', () => {
	const page = readFileSync(join(root, 'dist', 'help', 'readme.svg'), 'utf8');

	test('is well-formed XML, as its kind needs, and has the sections of the README but those about trying, installing and developing', () => {
		expect(() => xml2js(page)).not.toThrow();
		const left = ['try-it', 'install-it-in-your-n8n', 'develop'];
		const anchors = anchorsOf({ path: 'README.md', text: readme });
		expect(anchors).toEqual(expect.arrayContaining(left));
		expect(Array.from(page.matchAll(/ id="([^"]*)"/g), ([, anchor = '']) => anchor)).toEqual(
			anchors.filter((anchor) => !left.includes(anchor)),
		);
	});

	test('runs no scripts, loads nothing from elsewhere, and shows pictures that are in the package', () => {
		expect(page).not.toMatch(/<script|\son\w+=|url\(|@import/);
		const pictures = Array.from(page.matchAll(/<img src="([^"]*)"/g), ([, source = '']) => source);
		expect(pictures).not.toEqual([]);
		for (const source of pictures) expect(existsSync(join(root, source.replace('/icons/n8n-nodes-coupa-scan-one/', '')))).toBe(true);
	});

	test('is what nodes and credentials link to', () => {
		const linked = globSync(['nodes/*/*.node.json', 'credentials/help.ts'], { cwd: root }).map(
			(path) => /"(\/icons\/[^"#]+)#/.exec(readFileSync(join(root, path), 'utf8'))?.[1],
		);
		expect(linked).toEqual(Array.from(linked, () => '/icons/n8n-nodes-coupa-scan-one/dist/help/readme.svg'));
		expect(linked).toHaveLength(6);
		const sections = globSync('credentials/*.ts', { cwd: root }).flatMap((path) =>
			Array.from(readFileSync(join(root, path), 'utf8').matchAll(/helpLink\('([^']+)'\)/g), ([, section]) => section),
		);
		expect(sections.sort()).toEqual(['connect-coupa', 'connect-scan-one']);
		for (const section of sections) expect(page).toContain(` id="${section}"`);
	});
});
