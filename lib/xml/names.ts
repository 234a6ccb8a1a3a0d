const NO_NAME = /^[^A-Za-z_]|[^A-Za-z0-9_.-]/gu;

/** A key as an XML name; a character that may not be there is written as `_x` and its hexadecimal code: `active?` → `active_x003F_`. */
export function xmlName(key: string): string {
	const escaped = key.replace(/_x(?=[0-9A-F]{4,6}_)/g, '_x005F_x');
	return escaped === ''
		? '_'
		: escaped.replace(NO_NAME, (character) => `_x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}_`);
}

/** The inverse of `xmlName`. */
export function keyOf(name: string): string {
	return name.replace(/_x([0-9A-F]{4,6})_/g, (whole, code: string) =>
		Number.parseInt(code, 16) > 0x10ffff ? whole : String.fromCodePoint(Number.parseInt(code, 16)),
	);
}
