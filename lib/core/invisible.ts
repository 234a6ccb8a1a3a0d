/** Where a text has a character that nobody sees. */
export interface InvisibleCharacter {
	/** `U+200B` */
	codePoint: string;
	/** 1-based, in characters. */
	position: number;
}

/**
 * Controls and line breaks, halves of characters, and all that Unicode lets a font leave out (format and direction marks, zero-width
 * characters, soft hyphens, variation selectors, Hangul fillers, tags); and the braille pattern without dots, which looks like a blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const ALL_INVISIBLE = new RegExp(INVISIBLE, 'gu');

/** The first such character of a number or code; null where there is none. */
export function invisibleIn(value: string): InvisibleCharacter | null {
	const found = INVISIBLE.exec(value);
	if (found === null) return null;
	return { codePoint: codePointOf(found[0]), position: Array.from(value.slice(0, found.index)).length + 1 };
}

export function withoutInvisible(value: string): string {
	return value.replace(ALL_INVISIBLE, '');
}

/** `U+200B`, as Unicode names a character. */
export function codePointOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
