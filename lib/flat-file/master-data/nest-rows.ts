import { isRecord, textAt, type CoupaRecord, type Json, type Problem } from '../../core';
import type { ExtraColumn } from '../convert-row';
import { stepsOf } from '../record-path';
import type { ReadRow } from './read-row';
import type { MasterDataTable } from './table';

/** One record of a master data file. An error among `problems` means that some of its cells could not be read. */
export interface MasterDataEntry {
	record: CoupaRecord;
	/** 1-based lines of its rows in the file. */
	rows: number[];
	/** Filled cells of columns that have no place in Coupa's API record, known or not. */
	extraColumns: ExtraColumn[];
	problems: Problem[];
}

/** Puts the rows of lines and splits back into their records. Rows of several kinds may stand in any order. */
export function nestRows(table: MasterDataTable, rows: ReadRow[]): { entries: MasterDataEntry[]; strays: Problem[] } {
	if (table.lists.length === 0) return { entries: rows.map(entryOf), strays: [] };
	const nest = new Nest(table, new Set(rows.map(({ header }) => header.kind.level)));
	for (let level = 0; level <= table.lists.length; level++) {
		for (const row of rows) if (row.header.kind.level === level) nest.add(row);
	}
	return { entries: nest.entries, strays: nest.strays };
}

function entryOf({ parts, row, extraColumns, problems }: ReadRow): MasterDataEntry {
	return { record: parts[0] ?? {}, rows: [row], extraColumns, problems };
}

interface Place {
	record: CoupaRecord;
	entry: MasterDataEntry;
	/** Members of its list by each of their names. */
	members: Map<string, Place>;
}

class Nest {
	readonly entries: MasterDataEntry[] = [];
	readonly strays: Problem[] = [];
	private readonly top = new Map<string, Place>();

	/** @param levels levels that have rows of their own: there, and only there, an owner must have been named by its own row */
	constructor(
		private readonly table: MasterDataTable,
		private readonly levels: ReadonlySet<number>,
	) {}

	add(row: ReadRow): void {
		const owner = this.ownerOf(row);
		if (owner === null) return;
		const level = row.header.kind.level;
		const part = row.parts[level] ?? {};
		const place = this.newPlace(owner, part, level);
		if (owner === undefined || level === 0) this.entries.push(place.entry);
		this.takeOver(place.entry, row);
	}

	/** The place that the row's record hangs on: undefined at the top, null for a stray row. */
	private ownerOf(row: ReadRow): Place | undefined | null {
		let owner: Place | undefined;
		for (let level = 0; level < row.header.kind.level; level++) {
			const part = row.parts[level] ?? {};
			const found = this.find(owner, part, level);
			if (found === undefined && (this.levels.has(level) || this.namesOf(part, level).length === 0)) {
				this.strays.push(strayProblem(row, level, this.namesOf(part, level).length > 0));
				return null;
			}
			if (found !== undefined) fillIn(found.record, part);
			const next = found ?? this.newPlace(owner, part, level);
			if (found === undefined && level === 0) this.entries.push(next.entry);
			owner = next;
		}
		return owner;
	}

	/** The place that a row means. Its first names count most: same number but another id is another supplier. */
	private find(owner: Place | undefined, part: CoupaRecord, level: number): Place | undefined {
		const known = owner?.members ?? this.top;
		const names = this.namesOf(part, level);
		const index = names.findIndex(({ name }) => known.has(name));
		const place = known.get(names[index]?.name ?? '');
		const contradicted = names.slice(0, index).some(({ path }) => textAt(place?.record, ...stepsOf(path)) !== undefined);
		return contradicted ? undefined : place;
	}

	private newPlace(owner: Place | undefined, record: CoupaRecord, level: number): Place {
		const entry = owner?.entry ?? { record, rows: [], extraColumns: [], problems: [] };
		const place: Place = { record, entry, members: new Map() };
		const known = owner?.members ?? this.top;
		for (const { name } of this.namesOf(record, level)) if (!known.has(name)) known.set(name, place);
		if (owner) listOf(owner.record, this.table.lists[level - 1] ?? '').push(record);
		return place;
	}

	private takeOver(entry: MasterDataEntry, row: ReadRow): void {
		entry.rows.push(row.row);
		entry.extraColumns.push(...row.extraColumns);
		entry.problems.push(...row.problems);
	}

	/** `id 5502`, `number V-20011`: what a record may be found by. */
	private namesOf(part: CoupaRecord, level: number): Array<{ path: string; name: string }> {
		return (this.table.identity[level] ?? []).flatMap((path) => {
			const value = textAt(part, ...stepsOf(path));
			return value === undefined || value === '' ? [] : [{ path, name: `${path} ${value}` }];
		});
	}
}

function listOf(record: CoupaRecord, name: string): Json[] {
	const existing = record[name];
	if (Array.isArray(existing)) return existing;
	const list: Json[] = [];
	record[name] = list;
	return list;
}

/** Adds what a row tells of a record further out that its own row did not tell. */
function fillIn(record: CoupaRecord, part: CoupaRecord): void {
	for (const [name, value] of Object.entries(part)) {
		const existing = record[name];
		if (existing === undefined) record[name] = value;
		else if (isRecord(existing) && isRecord(value)) fillIn(existing, value);
	}
}

function strayProblem(row: ReadRow, level: number, named: boolean): Problem {
	const keys = row.header.kind.keyColumns.join(', ');
	return {
		severity: 'error',
		code: 'strayRows',
		row: row.row,
		message: named
			? `This ${row.header.kind.name} row names a record (${keys}) that has no row of its own in the file${level > 0 ? ' under that purchase order' : ''}. Send the file again with all its rows.`
			: `This ${row.header.kind.name} row does not say what it belongs to: fill ${keys}.`,
	};
}
