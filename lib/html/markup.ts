import { shownName } from '../core';

/** Finished markup: whatever came from outside is escaped in it. */
export class Html {
	constructor(readonly text: string) {}
}

const ENTITIES = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
	['"', '&quot;'],
	["'", '&#39;'],
]);

/** Characters of an outside text that are shown. */
const LONGEST_TEXT = 400;

/**
 * Markup with values in it: texts are escaped, and characters that nobody sees or that turn others round are made visible; finished markup and
 * lists of it are put in as they are.
 */
export function html(parts: TemplateStringsArray, ...values: Array<string | number | Html | Html[]>): Html {
	return new Html(parts.map((part, index) => unindented(part) + valueText(values[index] ?? '')).join(''));
}

/** Markup is indented in the code only. */
function unindented(part: string): string {
	return part.replace(/\n\t+/g, '\n');
}

function valueText(value: string | number | Html | Html[]): string {
	if (Array.isArray(value)) return value.map(({ text }) => text).join('');
	if (value instanceof Html) return value.text;
	return shownName(String(value), LONGEST_TEXT).replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

/** A link to a page of Coupa; plain text where there is no address, or one that is not a web address. */
export function linked(text: string, address: string | null): Html {
	if (address === null || !/^https?:\/\/[^\s"'<>]+$/.test(address)) return html`${text}`;
	return html`<a href="${new Html(address.replaceAll('&', '&amp;'))}" style="color:#1a56a0">${text}</a>`;
}
