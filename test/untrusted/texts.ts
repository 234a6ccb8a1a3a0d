/** What is repeated: each class of characters that a reader treats in its own way, and pairs that set patterns back. */
export const PIECES: ReadonlyArray<readonly [name: string, piece: string]> = [
	['blank', ' '],
	['tab', '\t'],
	['newline', '\n'],
	['return', '\r'],
	['quote', '"'],
	['apostrophe', "'"],
	['digit', '1'],
	['minus', '-'],
	['dot', '.'],
	['comma', ','],
	['slash', '/'],
	['backslash', '\\'],
	['less', '<'],
	['greater', '>'],
	['ampersand', '&'],
	['bracket', '['],
	['brace', '{'],
	['percent', '%'],
	['equals', '='],
	['NUL', '\0'],
	['letter', 'a'],
	['umlaut', 'ü'],
	['surrogates', '😀'],
	['half a character', '\ud800'],
	['combining mark', '\u0301'],
	['direction mark', '\u202e'],
	['letter and blank', 'a '],
	['tag', '<a>'],
	['title', '<title>'],
	['token', 'eyJ-'],
	['key', '"a":{'],
	['cell', '"a",'],
	['row', 'a,1\n'],
];

/**
 * A piece repeated to so many characters, before what a pattern cannot end with, and between what looks like a quoted cell. A text
 * of one piece alone is no harder.
 */
export function textsOf(piece: string, length: number): string[] {
	const run = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
	return [`${run}x`, `"${run}"b`];
}
