import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

import type { Column, RowKind, FlatFileTable } from '../../lib/flat-file';
import { type CoupaRecord, type Json, recordsAt, valueAt } from '../../lib/core';

/** A file of reference data in the lock-box. */
export interface ReferenceFile {
	name: string;
	bytes: Buffer;
	/** A whole table, which replaces what came before. */
	full: boolean;
}

/** One data row, by header name, and the kind of row it is. */
export interface ReferenceRow {
	kind: string;
	cells: Record<string, string>;
}

/** The files of one table in an outgoing folder, in the order of their names. */
export function referenceFiles(lockBoxRoot: string, folder: string, table: FlatFileTable): ReferenceFile[] {
	const path = join(lockBoxRoot, 'Outgoing', folder);
	const names = existsSync(path)
		? readdirSync(path).filter((name) => name.startsWith(`${table.fileStem}_`) && !name.endsWith('.part'))
		: [];
	return names.sort().map((name) => ({ name, bytes: readFileSync(join(path, name)), full: name.includes('-full.') }));
}

/** Rows of a CSV as a stranger reads them; files of several kinds of rows have one header row each, all on top. */
export function referenceRows(table: FlatFileTable, bytes: Buffer): ReferenceRow[] {
	const lines: string[][] = parse(bytes, { bom: false });
	const headers = new Map(table.rowKinds.map((kind, index) => [kind.name, lines[index] ?? []]));
	return lines.slice(table.rowKinds.length).map((cells) => {
		const kind = table.kindColumn === null ? (table.rowKinds[0]?.name ?? '') : (cells[0] ?? '');
		const header = headers.get(kind);
		if (!header) throw new Error(`Nobody knows what a row "${kind}" is`);
		return { kind, cells: Object.fromEntries(header.flatMap((name, place) => (name === '' ? [] : [[name, cells[place] ?? '']]))) };
	});
}

/** What a reader of all files knows in the end: a delta replaces the rows of the records it brings, a full file everything. */
export function accumulated(table: FlatFileTable, files: ReferenceFile[], ownerOf: (row: ReferenceRow) => string): ReferenceRow[] {
	let known = new Map<string, ReferenceRow[]>();
	for (const { bytes, full } of files) {
		const brought = new Map<string, ReferenceRow[]>();
		for (const row of referenceRows(table, bytes)) brought.set(ownerOf(row), [...(brought.get(ownerOf(row)) ?? []), row]);
		known = full ? brought : new Map([...known, ...brought]);
	}
	return [...known.values()].flat();
}

/** Where rows differ from what Coupa's records hold, cell by cell, e.g. `supplier 5502, Name: "A" instead of "B"`. Worked-out cells have no twin in the records. */
export function wrongCells(table: FlatFileTable, rows: ReferenceRow[], records: CoupaRecord[]): string[] {
	const expected = records.flatMap((record) => rowsOf(table, [record]));
	if (rows.length !== expected.length) return [`${rows.length} rows instead of ${expected.length}`];
	return expected.flatMap(({ kind, records: chain }, index) => {
		const row = rows[index];
		if (row?.kind !== kind.name) return [`row ${index}: ${row?.kind ?? 'none'} instead of ${kind.name}`];
		const columns = new Map(kind.columns.map((column) => [column.header.replace('*', ''), column]));
		return Object.entries(row.cells).flatMap(([header, cell]) => {
			const column = columns.get(header.replace('*', ''));
			if (!column) return header === table.kindColumn ? [] : [`row ${index}: unknown column ${header}`];
			const wanted = expectedCell(column, chain);
			return wanted === null || cell === wanted ? [] : [`row ${index}, ${header}: "${cell}" instead of "${wanted}"`];
		});
	});
}

interface ExpectedRow {
	kind: RowKind;
	records: CoupaRecord[];
}

function rowsOf(table: FlatFileTable, records: CoupaRecord[]): ExpectedRow[] {
	const level = records.length - 1;
	const own = table.rowKinds.filter((kind) => kind.level === level).map((kind) => ({ kind, records }));
	const list = table.lists[level];
	return list === undefined ? own : [...own, ...recordsAt(records[level], list).flatMap((member) => rowsOf(table, [...records, member]))];
}

function expectedCell({ computed, path, level, steps, type }: Column, records: CoupaRecord[]): string | null {
	if (computed) return null;
	if (path === null) return '';
	const value = valueAt(records[level], ...steps);
	if (type.kind === 'list')
		return Array.isArray(value) ? value.map((member) => plain(valueAt(member, ...type.of.split('.')))).join(',') : '';
	return typeof value === 'boolean' && type.kind === 'boolean' && type.digits ? String(Number(value)) : plain(value);
}

function plain(value: Json | undefined): string {
	if (value === undefined || value === null || typeof value === 'object') return '';
	return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
}
