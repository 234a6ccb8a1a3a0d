import { SECTIONS } from './captions';

/** From the project's root. */
export const PAGE_FILE = 'docs/pictures.md';

/** The page of all pictures, with their captions. */
export function picturesPage(): string {
	const sections = SECTIONS.map(({ heading, pictures }) =>
		[
			`## ${heading}`,
			...pictures.map(({ name, title, caption }) => `### ${title}\n\n${caption}\n\n![${title}](pictures/${name}.png)`),
		].join('\n\n'),
	);
	return `# Pictures

<!-- Made by \`npm run screenshots\`: change tools/screenshots/captions.ts instead. -->

All of them are taken by \`npm run screenshots\` from a real n8n with this package, and from the sandboxes that \`npm run demo\` starts.

${sections.join('\n\n')}
`;
}
