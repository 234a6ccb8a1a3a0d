import type { Group } from '../../terms';
import type { XmlElement } from '../../markup/tree';
import { group, term } from '../table';

/** `Zalacznik` of FA(3): blocks of pairs, paragraphs and tables. It is no file, and goes along as one: a page of text. */
export const ZALACZNIK = group('BG-24', 'Zalacznik', [
	term('BT-122', '.', { value: () => 'Załącznik', only: true }),
	term('BT-125', '.', { value: (element) => Buffer.from(page(element)).toString('base64') }),
]);

/** What the file is, which only code can say. */
export function nameAttachments(document: Group): void {
	for (const attached of document.many('BG-24')) {
		const content = attached.term('BT-125');
		if (content) attached.replace('BT-125', { ...content, mimeType: 'text/plain', fileName: 'zalacznik.txt' });
	}
}

const PAIRS: ReadonlySet<string> = new Set(['MetaDane', 'TMetaDane']);
const ROWS: ReadonlySet<string> = new Set(['TNaglowek', 'Wiersz', 'Suma']);

function page(element: XmlElement): string {
	return `${element.children.flatMap(linesOf).join('\n')}\n`;
}

/** A pair and a row of a table are a line each, and so is every other text. */
function linesOf(element: XmlElement): string[] {
	if (PAIRS.has(element.name)) return [textsOf(element).join(': ')];
	if (ROWS.has(element.name)) return [textsOf(element).join(' | ')];
	const own = element.text.trim();
	return [...(own === '' ? [] : [own]), ...element.children.flatMap(linesOf)];
}

function textsOf({ text, children }: XmlElement): string[] {
	return children.length === 0 ? [text.trim()] : children.flatMap(textsOf);
}
