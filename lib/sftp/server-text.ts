const MOST_CHARACTERS = 300;
/** Much is cut before anything is looked at. */
const MOST_LOOKED_AT = 2_000;

/** What a server says, fit for a message: in one line, without characters that cannot be seen, and no longer than one reads. */
export function serverText(text: string): string {
	const plain = text
		.slice(0, MOST_LOOKED_AT)
		.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
		.trim();
	return plain.length > MOST_CHARACTERS || text.length > MOST_LOOKED_AT ? `${plain.slice(0, MOST_CHARACTERS)}…` : plain;
}
