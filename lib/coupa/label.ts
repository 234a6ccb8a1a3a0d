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
		.replaceAll('_', '-')
		.replace(/\b(remit|ship|bill)-to\b/g, '$1_to')
		.split('-')
		.filter((word) => word !== '')
		.map((word) => CAPITALS.get(word) ?? word.split('_').map(capitalised).join('-'))
		.join(' ');
}

/** `street1` is `Street 1`. */
function capitalised(word: string): string {
	return `${word.charAt(0).toUpperCase()}${word.slice(1)}`.replace(/(?<=[a-z]{3})\d+$/, ' $&');
}

/** `an invoice`, `a purchase order`. */
export function anyOf(one: string): string {
	return `${/^[aeiou]/i.test(one) && !/^(?:us|un)/i.test(one) ? 'an' : 'a'} ${one}`;
}
