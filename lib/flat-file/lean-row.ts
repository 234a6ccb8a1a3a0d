import type { BoundHeader } from './bind-header';
import { scanRecord } from './scan-record';
import type { RawRow } from './sort-rows';
import type { RowKind } from './table';

/**
 * A row kept as the text it was: its cells one by one take several times as much, and an invoice file is held until its invoices are
 * imported. It is one object from the splitting to the end, and its kind and header are filled in when rows are sorted: a file has
 * hundreds of thousands of rows.
 */
export class LeanRow implements RawRow {
	/** The cells that were asked for last: whoever looks at a row does so several times. */
	private static last: { of: LeanRow; cells: string[] } | null = null;
	kind: RowKind | null = null;
	header: BoundHeader | null = null;

	/** @param soundLength how much of a damaged row can be split, 0 where not even its first cell can; null for a sound row */
	constructor(
		readonly row: number,
		private readonly text: string,
		private readonly soundLength: number | null,
	) {}

	get rowKind(): string {
		return this.kind?.name ?? (this.cells[0] ?? '').trim();
	}

	get cells(): string[] {
		if (this.soundLength === 0) return [];
		if (LeanRow.last?.of !== this) LeanRow.last = { of: this, cells: scanRecord(this.sound, 0).cells };
		return LeanRow.last.cells;
	}

	get damaged(): string | undefined {
		return this.soundLength === null ? undefined : this.text;
	}

	private get sound(): string {
		return this.soundLength === null ? this.text : this.text.slice(0, this.soundLength);
	}
}
