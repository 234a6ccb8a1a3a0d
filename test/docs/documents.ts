import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const root = join(__dirname, '..', '..');

/** Pages for people who change the code: they stay out of the package. */
export const REPOSITORY_ONLY = ['docs/adding-an-object.md', 'docs/design.md', 'docs/rules.md'];

export interface Document {
	/** From the project's root, such as `docs/import.md`. */
	path: string;
	text: string;
}

/** The README and every page of docs/. */
export const documents: Document[] = ['README.md', ...globSync('docs/*.md', { cwd: root }).map((path) => path.replaceAll('\\', '/'))].map(
	(path) => ({
		path,
		text: readFileSync(join(root, path), 'utf8'),
	}),
);

/** Those that are in the package. */
export const shipped = documents.filter(({ path }) => !REPOSITORY_ONLY.includes(path));

export interface Link {
	from: string;
	/** From the project's root; that of the document itself where the link is an anchor only. */
	to: string;
	anchor: string | null;
}

/** Links to files and anchors, pictures included; those that begin with a scheme are left out. */
export function relativeLinks({ path, text }: Document): Link[] {
	return targets(text)
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => {
			const [file = '', anchor = null] = target.split('#');
			return { from: path, to: file === '' ? path : normalize(join(dirname(path), file)).replaceAll('\\', '/'), anchor };
		});
}

/** Anchors that GitHub makes of the headings, with numbers behind those that come again. */
export function anchorsOf({ text }: Document): string[] {
	const seen = new Map<string, number>();
	return Array.from(outsideCode(text).matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) => {
		const anchor = heading
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_\- ]/gu, '')
			.replaceAll(' ', '-');
		const before = seen.get(anchor) ?? 0;
		seen.set(anchor, before + 1);
		return before === 0 ? anchor : `${anchor}-${before}`;
	});
}

/** What is emphasised, such as `Coupa → Invoice → Import`, each on one line. */
export function emphasised(text: string): string[] {
	const flat = outsideCode(text)
		.replace(/^\s*\* /gm, '')
		.replace(/`[^`\n]*`/g, '')
		.replace(/\s+/g, ' ');
	return Array.from(flat.matchAll(/\*{1,2}(?![ *])([^*]+)\*{1,2}/g), ([, words = '']) => words);
}

function targets(text: string): string[] {
	return Array.from(outsideCode(text).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);
}

function outsideCode(text: string): string {
	return text.replace(/^```[\s\S]*?^```$/gm, '');
}
