import type { BoundHeader } from './bind-header';
import { toCsv } from './csv';
import { isHeaderless, type RawRow } from './sort-rows';
import type { RowKind } from './table';

/**
 * Writes rows exactly as they were read, under the header rows they had: a rejected package has the same headers and cells.
 * A row whose quotes are wrong stays as it stood, so that it is not taken for a sound one.
 * Rows that had no header row above them are above all headers, so that they are read the same way again.
 */
export function writeRawRows(rows: RawRow[]): Buffer {
	const current = new Map<RowKind, BoundHeader>();
	const headers = rows.flatMap(({ header }) => {
		if (!header || current.has(header.kind)) return [];
		current.set(header.kind, header);
		return [csvOf(header.cells)];
	});
	const data = rows
		.filter((row) => !isHeaderless(row))
		.flatMap(({ header, cells, damaged }) => {
			const text = damaged === undefined ? csvOf(cells) : `${damaged}\r\n`;
			if (!header || current.get(header.kind) === header) return [text];
			current.set(header.kind, header);
			return [csvOf(header.cells), text];
		});
	return Buffer.from([...rows.filter(isHeaderless).map((row) => csvOf(row.cells)), ...headers, ...data].join(''));
}

function csvOf(cells: string[]): string {
	return toCsv([cells]).toString();
}
