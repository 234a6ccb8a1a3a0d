import type { BoundHeader } from './bind-header';
import { toCsv } from './csv';
import { isHeaderless, type RawRow } from './sort-rows';
import type { RowKind } from './table';

/**
 * Writes rows exactly as they were read, under the header rows they had: a rejected package has the same headers and cells.
 * Rows that had no header row above them stand above all headers, so that they are read the same way again.
 */
export function writeRawRows(rows: RawRow[]): Buffer {
	const current = new Map<RowKind, BoundHeader>();
	const headers = rows.flatMap(({ header }) => {
		if (!header || current.has(header.kind)) return [];
		current.set(header.kind, header);
		return [header.cells];
	});
	const data = rows
		.filter((row) => !isHeaderless(row))
		.flatMap(({ header, cells }) => {
			if (!header || current.get(header.kind) === header) return [cells];
			current.set(header.kind, header);
			return [header.cells, cells];
		});
	return toCsv([...rows.filter(isHeaderless).map((row) => row.cells), ...headers, ...data]);
}
