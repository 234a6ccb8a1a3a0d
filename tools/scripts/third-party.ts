import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
	name: string;
	version: string;
	license?: string;
	/** The older form of the field. */
	licenses?: Array<{ type: string }>;
	author?: string | { name?: string; email?: string };
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Folders of the packages among the inputs of a bundle, relative as the inputs are, each once and sorted. */
export function packageFolders(inputs: string[]): string[] {
	const folders = inputs.map((input) => PACKAGE_FOLDER.exec(input)?.[0]).filter((folder) => folder !== undefined);
	return [...new Set(folders)].sort();
}

/** A package that a bundle carries. */
export interface BundledPackage {
	name: string;
	version: string;
	/** As its manifest says it, an SPDX expression; null where it says nothing. */
	licence: string | null;
}

/** What is bundled, sorted by folder: compared with tools/bundled-packages.json, so that a new one is seen in review. */
export function bundledPackages(inputs: string[], root: string): BundledPackage[] {
	return packageFolders(inputs).map((folder) => {
		const manifest = manifestOf(folder, root);
		return { name: manifest.name, version: manifest.version, licence: licenceOf(manifest) ?? null };
	});
}

function manifestOf(folder: string, root: string): Manifest {
	return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

function licenceOf({ license, licenses = [] }: Manifest): string | undefined {
	return license ?? (licenses.length > 0 ? licenses.map(({ type }) => type).join(' OR ') : undefined);
}

/**
 * Name, version and full licence text of every package that a bundle carries, as their licences ask for. A package
 * without a licence file is named with its `license` field and author, and has the text of MIT where it names that.
 *
 * @param inputs files of the bundle as esbuild's metafile names them, relative to `root`
 * @throws Error where a package says nothing about its licence: it must not be bundled
 */
export function thirdParty(inputs: string[], root: string): string {
	const parts = packageFolders(inputs).map((folder) => {
		const manifest = manifestOf(folder, root);
		const { name, version, author } = manifest;
		const license = licenceOf(manifest);
		const texts = licenceFiles(join(root, folder)).map((path) => readFileSync(path, 'utf8').trim());
		if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} is bundled and has no licence`);
		const by = typeof author === 'string' ? author : author?.name;
		const text = texts.length > 0 ? texts.join('\n\n') : textOf(license ?? '', by);
		return `${name} ${version} (${license ?? 'see below'})\n\n${text.replaceAll('\r\n', '\n')}\n`;
	});
	return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** MIT asks for its text to go along, also where a package names it in its manifest only. */
function textOf(license: string, by: string | undefined): string {
	if (license !== 'MIT') return `${license}${by === undefined ? '' : `, by ${by}`}`;
	return `MIT License\n\nCopyright (c) ${by ?? 'its authors'}\n\n${MIT}`;
}

function licenceFiles(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => LICENCE_FILE.test(name))
		.sort()
		.map((name) => join(folder, name));
}
