import { isRecord, withoutSecrets, type CoupaRecord, type Json, ownValue } from '../core';
import type { XmlValueType } from '../xml';
import { chooseColumns, type ColumnChoice } from './choose-columns';
import { homesOf, listsTo, type FlatFileTable } from './table';

/** Places to keep: a tree of names, where null keeps all that is below. Lists are passed through. */
type Kept = Map<string, Kept | null>;

/** What a record's XML holds: the whole record without secrets, or the places of the chosen columns in their order. */
export function chosenPart(table: FlatFileTable, choice: ColumnChoice): (record: CoupaRecord) => CoupaRecord {
	const chosen = chooseColumns(table, choice);
	if (choice.columns === undefined || choice.columns.length === 0) return choice.includeSecrets ? (record) => record : withoutSecrets;
	const kept: Kept = new Map();
	for (const { kind, columns } of chosen)
		for (const { lists } of homesOf(table, kind))
			for (const column of columns)
				keep(kept, column.path === null ? [] : [...(listsTo(column, kind, lists) ?? []), ...column.steps.map(String)]);
	return (record) => partOf(record, kept);
}

/** Element names whose text Coupa marks as decimal or dateTime; numbers and booleans tell their type by themselves. */
export function valueTypes(table: FlatFileTable): ReadonlyMap<string, XmlValueType> {
	const types = new Map<string, XmlValueType>([
		['created-at', 'dateTime'],
		['updated-at', 'dateTime'],
	]);
	for (const column of table.rowKinds.flatMap((kind) => kind.columns)) {
		const name = String(column.steps.at(-1) ?? '');
		if (column.type.kind === 'decimal' || column.type.kind === 'dateTime') types.set(name, column.type.kind);
	}
	return types;
}

function keep(kept: Kept, place: string[]): void {
	const [name, ...rest] = place;
	if (name === undefined) return;
	const below = kept.get(name);
	if (below === null) return;
	if (rest.length === 0) {
		kept.set(name, null);
		return;
	}
	const next: Kept = below ?? new Map<string, Kept | null>();
	kept.set(name, next);
	keep(next, rest);
}

function partOf(record: CoupaRecord, kept: Kept): CoupaRecord {
	return Object.fromEntries(
		[...kept].flatMap(([name, below]): Array<[string, Json]> => {
			const value = ownValue(record, name);
			return value === undefined ? [] : [[name, below === null ? value : partIn(value, below)]];
		}),
	);
}

function partIn(value: Json, kept: Kept): Json {
	if (Array.isArray(value)) return value.map((member) => partIn(member, kept));
	return isRecord(value) ? partOf(value, kept) : value;
}
