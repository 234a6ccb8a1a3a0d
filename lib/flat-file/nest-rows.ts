import { isRecord, ownValue, setOwn, textAt, type CoupaRecord, type Json, type Problem, type Sliced } from '../core';
import type { ExtraColumn, ReadRow } from './read-row';
import { getAt, stepsOf, type Step } from './record-path';
import { homesOf, type FlatFileTable, type Home, type RowKind } from './table';

/** One record of a flat file. An error among `problems` means that some of its cells could not be read. */
export interface FlatFileEntry {
	record: CoupaRecord;
	/** 1-based rows of the file, as a spreadsheet numbers them. */
	rows: number[];
	/** Filled cells of columns that have no place in Coupa's API record, known or not. */
	extraColumns: ExtraColumn[];
	problems: Problem[];
}

/** A row whose owner is not there: at which level, and whether the row names it at all. */
export interface UnplacedRow {
	row: ReadRow;
	level: number;
	list: string;
	named: boolean;
}

/** Where a row's record came to stand. */
export interface PlacedRow {
	row: ReadRow;
	record: CoupaRecord;
	/** In the outermost record. */
	at: Step[];
}

/** Puts the rows of lines and splits back into their records. Rows of several kinds may be in any order. */
export function* nestRows(table: FlatFileTable, rows: ReadRow[]): Sliced<{ entries: FlatFileEntry[]; unplaced: UnplacedRow[] }> {
	if (table.lists.length === 0) return { entries: rows.map(entryOf), unplaced: [] };
	const nest = new Nest(table, new Set(rows.map(({ header }) => header.kind.level)));
	yield* nest.addAll(rows);
	return { entries: nest.entries, unplaced: nest.unplaced };
}

/** The same for the rows of one document, which are known to belong together: every owner must have a row of its own. */
export function* nestDocument(
	table: FlatFileTable,
	record: CoupaRecord,
	rows: ReadRow[],
): Sliced<{ placed: PlacedRow[]; unplaced: UnplacedRow[] }> {
	const placed: PlacedRow[] = [];
	const levels = new Set(Array.from({ length: table.lists.length + 1 }, (_, level) => level));
	const nest = new Nest(table, levels, record, (row, place) => {
		placed.push({ row, record: place.record, at: stepsTo(place) });
	});
	yield* nest.addAll(rows);
	return { placed, unplaced: nest.unplaced };
}

function entryOf({ parts, raw, extraColumns, problems }: ReadRow): FlatFileEntry {
	return { record: parts[0] ?? {}, rows: [raw.row], extraColumns, problems };
}

interface Place {
	record: CoupaRecord;
	entry: FlatFileEntry;
	owner: Place | undefined;
	list: string;
	/** 0-based, among the members of its list. */
	index: number;
	/** Members of its lists by each of their names; most places have none, and an empty map is not small. */
	members: Map<string, Place> | undefined;
}

/** What nesting needs of a table, ready to use: a file may hold thousands of documents. */
interface Ready {
	homes: Map<RowKind, readonly Home[]>;
	namePaths: Array<Array<{ path: string; steps: Step[] }>>;
}

const readyTables = new WeakMap<FlatFileTable, Ready>();

function readyFor(table: FlatFileTable): Ready {
	const known = readyTables.get(table);
	if (known !== undefined) return known;
	const ready: Ready = {
		homes: new Map(table.rowKinds.map((kind) => [kind, homesOf(table, kind)])),
		namePaths: table.identity.map((paths) => paths.map((path) => ({ path, steps: stepsOf(path) }))),
	};
	readyTables.set(table, ready);
	return ready;
}

class Nest {
	readonly entries: FlatFileEntry[] = [];
	readonly unplaced: UnplacedRow[] = [];
	private readonly top = new Map<string, Place>();
	private readonly root: Place | undefined;
	private readonly homes: Ready['homes'];
	private readonly namePaths: Ready['namePaths'];

	/** @param levels levels that have rows of their own: there, and only there, an owner must have been named by its own row */
	constructor(
		private readonly table: FlatFileTable,
		private readonly levels: ReadonlySet<number>,
		root?: CoupaRecord,
		private readonly onPlaced?: (row: ReadRow, place: Place) => void,
	) {
		({ homes: this.homes, namePaths: this.namePaths } = readyFor(table));
		this.root = root === undefined ? undefined : this.newPlace(undefined, root, 0, '');
	}

	*addAll(rows: ReadRow[]): Sliced<void> {
		for (let level = 0; level <= this.table.lists.length; level++) {
			for (const row of rows) {
				if (row.header.kind.level === level) this.add(row);
				yield;
			}
		}
	}

	private add(row: ReadRow): void {
		const { lists } = this.homeOf(row);
		const owner = this.ownerOf(row, lists);
		if (owner === null) return;
		const part = row.parts[row.header.kind.level] ?? {};
		const place = this.newPlace(owner, part, lists.length, lists.at(-1) ?? '');
		if (owner === undefined) this.entries.push(place.entry);
		this.takeOver(place.entry, row);
		this.onPlaced?.(row, place);
	}

	/** The first home whose owner the row names; where it names none, the last one. */
	private homeOf({ header: { kind }, parts }: ReadRow): Home {
		const homes = this.homes.get(kind) ?? [];
		if (homes.length === 1 && homes[0]) return homes[0];
		const own = parts[kind.level];
		const fits = ({ lists, where }: Home): boolean =>
			(where === undefined || textAt(own, where.path) === where.is) &&
			lists.slice(0, -1).every((list, level) => getAt(parts[level + 1], [ownValue(this.table.numbered, list) ?? '']) !== undefined);
		return homes.find(fits) ?? homes.at(-1) ?? { lists: [] };
	}

	/** The place that the row's record hangs on: undefined at the top, null for a row that cannot be placed. */
	private ownerOf(row: ReadRow, lists: readonly string[]): Place | undefined | null {
		let owner: Place | undefined = this.root;
		for (let level = this.root === undefined ? 0 : 1; level < lists.length; level++) {
			const part = row.parts[level] ?? {};
			const list = level === 0 ? '' : (lists[level - 1] ?? '');
			const found = this.find(owner, part, level, list);
			const named = this.namesOf(part, level, list).length > 0;
			if (found === undefined && (this.levels.has(level) || !named)) {
				this.unplaced.push({ row, level, list, named });
				return null;
			}
			if (found !== undefined && this.root === undefined) fillIn(found.record, part);
			const next = found ?? this.newPlace(owner, part, level, list);
			if (found === undefined && level === 0) this.entries.push(next.entry);
			owner = next;
		}
		return owner;
	}

	/** The place that a row means. Its first names count most: same number but another id is another supplier. */
	private find(owner: Place | undefined, part: CoupaRecord, level: number, list: string): Place | undefined {
		const known = owner === undefined ? this.top : owner.members;
		if (known === undefined) return undefined;
		const names = this.namesOf(part, level, list);
		const index = names.findIndex(({ name }) => known.has(name));
		const place = known.get(names[index]?.name ?? '');
		const contradicted = names.slice(0, index).some(({ path }) => textAt(place?.record, ...stepsOf(path)) !== undefined);
		return contradicted ? undefined : place;
	}

	private newPlace(owner: Place | undefined, record: CoupaRecord, level: number, list: string): Place {
		const entry = owner?.entry ?? { record, rows: [], extraColumns: [], problems: [] };
		const members = owner ? listOf(owner.record, list) : [];
		const place: Place = { record, entry, owner, list, index: members.length, members: undefined };
		const known = owner === undefined ? this.top : (owner.members ??= new Map<string, Place>());
		for (const { name } of this.namesOf(record, level, list, place.index + 1)) if (!known.has(name)) known.set(name, place);
		if (owner) members.push(record);
		return place;
	}

	private takeOver(entry: FlatFileEntry, row: ReadRow): void {
		entry.rows.push(row.raw.row);
		for (const extra of row.extraColumns) entry.extraColumns.push(extra);
		for (const problem of row.problems) entry.problems.push(problem);
	}

	/** `id 5502`, `number V-20011`: what a record may be found by; by its place, too, where it has no number of its own. */
	private namesOf(part: CoupaRecord, level: number, list: string, place?: number): Array<{ path: string; name: string }> {
		const numbered = ownValue(this.table.numbered, list);
		if (numbered !== undefined) {
			const value = textAt(part, numbered) ?? place;
			return value === undefined ? [] : [{ path: numbered, name: `${list} ${value}` }];
		}
		return (this.namePaths[level] ?? []).flatMap(({ path, steps }) => {
			const value = textAt(part, ...steps);
			return value === undefined || value === '' ? [] : [{ path, name: `${path} ${value}` }];
		});
	}
}

function stepsTo({ owner, list, index }: Place): Step[] {
	return owner === undefined ? [] : [...stepsTo(owner), list, index];
}

function listOf(record: CoupaRecord, name: string): Json[] {
	const existing = ownValue(record, name);
	if (Array.isArray(existing)) return existing;
	const list: Json[] = [];
	setOwn(record, name, list);
	return list;
}

/** Adds what a row says of a record further out that its own row did not say. */
function fillIn(record: CoupaRecord, part: CoupaRecord): void {
	for (const [name, value] of Object.entries(part)) {
		const existing = ownValue(record, name);
		if (existing === undefined) setOwn(record, name, value);
		else if (isRecord(existing) && isRecord(value)) fillIn(existing, value);
	}
}
