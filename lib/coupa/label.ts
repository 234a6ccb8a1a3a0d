/** Words that are written in capitals. */
const CAPITALS = new Map(
	['id', 'ap', 'po', 'uom', 'url', 'gl', 'iban', 'vat', 'sim', 'asn', 'api', 'cxml', 'pdf'].map((word) => [word, word.toUpperCase()]),
);

/** An attribute as the label of a field: `payment-term.code` is `Payment Term (Code)`, `custom-fields.cost-type` is `Cost Type`. */
export function attributeLabel(path: string): string {
	const [first = '', ...rest] = path.replace(/^custom-fields\./, '').split('.');
	return rest.length === 0 ? worded(first) : `${worded(first)} (${rest.map(worded).join(', ')})`;
}

function worded(name: string): string {
	return name
		.split(/[-_]/)
		.filter((word) => word !== '')
		.map((word) => CAPITALS.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/** `an invoice`, `a purchase order`. */
export function anyOf(one: string): string {
	return `${/^[aeiou]/i.test(one) && !/^(?:us|un)/i.test(one) ? 'an' : 'a'} ${one}`;
}
