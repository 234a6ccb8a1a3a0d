/** Document keys of a parameter: text, or whatever an expression yields (rows of a table gathered into a list). Texts that are no keys stay: they are told. */
export function keysIn(value: unknown): string[] {
	const texts = Array.isArray(value)
		? value.filter((one) => typeof one === 'string' || typeof one === 'number').map(String)
		: [typeof value === 'string' ? value : ''];
	return texts.flatMap((text) => text.split(/[\s,;]+/)).filter((key) => key !== '');
}
