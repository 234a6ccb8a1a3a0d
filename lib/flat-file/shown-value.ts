import { isBankName, maskedBankNumber, shownText, withoutIbans } from '../core';
import type { CsvRecord } from './split-csv';

/** Characters of a cell or row that a problem repeats. */
const MOST_SHOWN = 200;

/** A cell as a problem repeats it: its beginning, with no IBAN, and no character that nobody sees or that turns the order of others. */
export function shownValue(cell: string): string {
	return shownText(withoutIbans(cell.slice(0, 2 * MOST_SHOWN)), MOST_SHOWN);
}

/** The same of a cell whose column is known: of a bank number only what may be shown of it. */
export function shownCell(column: string, cell: string): string {
	return isBankName(column) ? maskedBankNumber(cell) : shownValue(cell);
}

/** The beginning of a row, likewise. Its cells are put together only as far as they are shown. */
export function shownRow({ cells, damaged }: Pick<CsvRecord, 'cells' | 'damaged'>): string {
	return shownValue(
		damaged ??
			cells
				.slice(0, MOST_SHOWN)
				.map((cell) => cell.slice(0, MOST_SHOWN + 1))
				.join(','),
	);
}
