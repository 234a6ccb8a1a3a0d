import { inSlices, type Sliced } from '../core';
import type { BoundHeader } from './bind-header';
import { CsvParts, lineText } from './csv';
import { isHeaderless, type RawRow } from './sort-rows';
import type { RowKind } from './table';

/**
 * Writes rows exactly as they were read, under the header rows they had: a rejected package has the same headers and cells.
 * A row whose quotes are wrong stays as it stood, so that it is not taken for a sound one.
 * Rows that had no header row above them are above all headers, so that they are read the same way again.
 * It writes in slices: the event loop turns meanwhile.
 */
export async function writeRawRows(rows: RawRow[], signal?: AbortSignal): Promise<Buffer> {
	return await inSlices(written(rows), signal);
}

function* written(rows: RawRow[]): Sliced<Buffer> {
	const parts = new CsvParts();
	for (const row of rows) if (isHeaderless(row)) parts.add(lineText(row.cells));
	const current = new Map<RowKind, BoundHeader>();
	for (const { header } of rows) {
		if (!header || current.has(header.kind)) continue;
		current.set(header.kind, header);
		parts.add(lineText(header.cells));
	}
	for (const row of rows) {
		if (isHeaderless(row)) continue;
		const { header, cells, damaged } = row;
		if (header && current.get(header.kind) !== header) {
			current.set(header.kind, header);
			parts.add(lineText(header.cells));
		}
		parts.add(damaged === undefined ? lineText(cells) : `${damaged}\r\n`);
		yield;
	}
	return parts.toBuffer();
}
