import { parse } from 'csv-parse/sync';
import { createFlatFileWriter, type FlatFileTable, type WriteOptions } from '../../../lib/flat-file';
import { coupaSeed } from '../../../tools/sandbox/dataset';
import { isRecord, textAt, type CoupaRecord, type Json } from '../../../lib/core';

/** The whole file that a writer gives for records, in two parts. */
export function fileOf(table: FlatFileTable, records: CoupaRecord[], options: WriteOptions = {}): Buffer {
	const writer = createFlatFileWriter(table, options);
	const half = Math.ceil(records.length / 2);
	return Buffer.concat([writer.write(records.slice(0, half)), writer.write(records.slice(half)), writer.end()]);
}

/** Records of a CSV as a stranger reads them. */
export const cellsOf = (csv: Buffer): string[][] => parse(csv, { relax_column_count: false, bom: false });

/** Rows of a CSV with one header row as objects. */
export const rowsOf = (csv: Buffer): Array<Record<string, string>> => parse(csv, { columns: true });

export const seeded = (resource: string): CoupaRecord[] => coupaSeed()[resource] ?? [];

/** The text at a dotted path of a record; empty where there is none. */
export const text = (record: CoupaRecord | undefined, path: string): string => textAt(record, ...path.split('.')) ?? '';

/** The value without what says nothing: null, empty texts, empty lists and objects. */
export function filled(value: Json): Json {
	if (Array.isArray(value)) return value.map(filled);
	if (!isRecord(value)) return value;
	const entries = Object.entries(value).map(([key, member]): [string, Json] => [key, filled(member)]);
	return Object.fromEntries(
		entries.filter(([, member]) => member !== null && member !== '' && !(typeof member === 'object' && Object.keys(member).length === 0)),
	);
}
