import { invisibleIn } from '../core';
import type { CellReading } from './cells';
import { counted, LONGEST_CELL } from './csv-limits';
import type { Column } from './table';

/** Texts that may run over several lines. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const QUOTED_CODE = /^'[\dA-Z-]*$/i;
/** Accents upon accents: no script has more than a few on one letter (Unicode UAX #15 gives up at 30), and comparing them takes for ever. */
const HEAPED_MARKS = /\p{M}{31}/u;
const EXPONENT = /^[+-]?\d+([.,]\d+)?E\+\d+$/i;

/** What damaged the text of a cell on its way through a spreadsheet or a capture system; null for a sound one. In a key no line break is meant. */
export function unsoundCell({ name, type }: Column, cell: string, isKey: boolean): Exclude<CellReading, { value: unknown }> | null {
	if (cell.length > LONGEST_CELL) {
		return {
			code: 'tooLong',
			message: `“${name}” has ${counted(cell.length)} characters; a cell may have ${counted(LONGEST_CELL)}. Shorten it and send the file again.`,
		};
	}
	if (HEAPED_MARKS.test(cell)) {
		return {
			code: 'controlCharacter',
			message: `“${name}” has more accents on one letter than any script has. Delete the cell’s text, type it again and send the invoice again.`,
		};
	}
	if (type.kind !== 'text' && !CONTROLS.test(cell)) return null;
	const invisible = isKey ? invisibleIn(cell) : null;
	if (invisible !== null || (!isKey && CONTROLS.test(cell))) {
		const which = invisible === null ? '' : ` (${invisible.codePoint}, character ${invisible.position})`;
		return {
			code: 'controlCharacter',
			message: `“${name}” contains ${isKey ? 'a line break, tab or another' : 'a'} character that cannot be seen${which}. Delete the cell’s text, type it again and send the invoice again.`,
		};
	}
	if (/^="[^"]*"$/.test(cell) || (isKey ? /^'./.test(cell) : QUOTED_CODE.test(cell) && /\d/.test(cell))) {
		return {
			code: 'spreadsheetGuard',
			message: `“${name}” has the characters around it by which a spreadsheet keeps zeros (="…" or a leading '). Have them left out of the file, and send the invoice again.`,
		};
	}
	if (!EXPONENT.test(cell)) return null;
	return {
		code: 'spreadsheetNumber',
		message: `A spreadsheet has turned the text of “${name}” into a rounded number. Format the column as text, enter the text from the document again, and send the invoice again.`,
	};
}
