/** Markup that is already safe: made by `html`, never from a text of others. */
export class Html {
	constructor(readonly text: string) {}
}

/** What a place in a template may hold: texts are escaped, lists joined, nothing is shown for what is missing. */
export type Shown = Html | string | number | null | undefined | false | Shown[];

/** A template of HTML. Whatever is put into it stands as text there, in attributes too as long as these are in double quotes. */
export function html(parts: TemplateStringsArray, ...values: Shown[]): Html {
	return new Html(parts.map((part, index) => part + (index < values.length ? shown(values[index]) : '')).join(''));
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function shown(value: Shown): string {
	if (value === null || value === undefined || value === false) return '';
	if (value instanceof Html) return value.text;
	if (Array.isArray(value)) return value.map(shown).join('');
	return String(value).replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
}
