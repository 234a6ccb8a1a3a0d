import { createHash } from 'node:crypto';
import { compare, inSlices, normalForm, sha256, type Sliced } from '../core';
import { headerKey, isHeaderless, type BoundHeader, type RawRow } from '../flat-file';

/** A file as it counts for the key; `sha256` is null where the package does not hold it. */
export interface KeyFile {
	name: string;
	sha256: string | null;
}

/**
 * sha256 (hex) over what an invoice says and shows: its rows by column name, blank cells left out, and its files by content.
 * The order of columns, blank columns, other invoices, the encoding of the file and a way through a rejected package change
 * nothing; a changed value or page image does. It works in slices: an invoice may have as many rows as a file.
 */
export async function contentKey(rows: RawRow[], files: KeyFile[], signal?: AbortSignal): Promise<string> {
	return await inSlices(keyOf(rows, files), signal);
}

/**
 * sha256 (hex) over an e-invoice: the XML, its place in it, and its files by content. What the file is called, and settings of the reading,
 * change nothing.
 */
export function eInvoiceKey(xmlSha256: string, position: number, fileSha256s: string[]): string {
	return sha256(JSON.stringify(['e-invoice', xmlSha256, position, [...new Set(fileSha256s)].sort(compare)]));
}

/** Over the JSON of `[rows, files]`, row by row. */
function* keyOf(rows: RawRow[], files: KeyFile[]): Sliced<string> {
	const ordered = [...rows.filter(isHeaderless), ...rows.filter((row) => !isHeaderless(row))];
	const named = files
		.map((file) => [normalForm(file.name, 'NFC'), file.sha256])
		.sort(([left], [right]) => compare(left ?? '', right ?? ''));
	const hash = createHash('sha256').update('[[');
	for (const [index, row] of ordered.entries()) {
		hash.update(`${index === 0 ? '' : ','}${JSON.stringify(canonicalRow(row))}`);
		yield;
	}
	return hash.update(`],${JSON.stringify(named)}]`).digest('hex');
}

function canonicalRow(row: RawRow): unknown[] {
	const names = row.header === null ? [] : namesOf(row.header);
	const cells = row.cells.flatMap((value, place): Array<[string, string]> => {
		if (place === 0 || value.trim() === '') return [];
		const name = names[place] ?? '';
		return [[name === '' ? `#${place}` : name, value]];
	});
	const sorted = cells.sort(([left], [right]) => compare(left, right));
	return [row.rowKind.toLowerCase(), ...sorted, ...(row.damaged === undefined ? [] : [row.damaged])];
}

const knownNames = new WeakMap<BoundHeader, string[]>();

function namesOf(header: BoundHeader): string[] {
	const known = knownNames.get(header);
	if (known !== undefined) return known;
	const names = header.cells.map(headerKey);
	knownNames.set(header, names);
	return names;
}
