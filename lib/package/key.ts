import { compare, sha256 } from '../core';
import { headerKey, isHeaderless, type RawRow } from '../flat-file';

/** A file as it counts for the key; `sha256` is null where the package does not hold it. */
export interface KeyFile {
	name: string;
	sha256: string | null;
}

/**
 * sha256 (hex) over what an invoice says and shows: its rows by column name, blank cells left out, and its files by content.
 * The order of columns, blank columns, other invoices, the encoding of the file and a way through a rejected package change
 * nothing; a changed value or page image does.
 */
export function contentKey(rows: RawRow[], files: KeyFile[]): string {
	const ordered = [...rows.filter(isHeaderless), ...rows.filter((row) => !isHeaderless(row))];
	const named = files.map((file) => [file.name.normalize('NFC'), file.sha256]).sort(([left], [right]) => compare(left ?? '', right ?? ''));
	return sha256(JSON.stringify([ordered.map(canonicalRow), named]));
}

function canonicalRow(row: RawRow): unknown[] {
	const cells = row.cells.flatMap((value, place): Array<[string, string]> => {
		if (place === 0 || value.trim() === '') return [];
		const name = headerKey(row.header?.cells[place] ?? '');
		return [[name === '' ? `#${place}` : name, value]];
	});
	const sorted = cells.sort(([left], [right]) => compare(left, right));
	return [row.rowKind.toLowerCase(), ...sorted, ...(row.damaged === undefined ? [] : [row.damaged])];
}
