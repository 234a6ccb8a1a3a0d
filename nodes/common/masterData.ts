import type { IDataObject, IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { type CustomFieldColumn, type FlatFileName, type FlatFileTable, flatFileTables, type WriteOptions } from '../../lib/flat-file';
import { type ChangedRecords, entryNamed } from '../../lib/coupa';
import { customFieldsProperty } from './description';
import type { OutputItem } from './operation';

/** The layout of that name, else the usual one of the resource. */
export function fileChoice(resource: string, name: string): { table: FlatFileTable; kind: string; object: string } {
	const { files = [] } = entryNamed(resource);
	const layout = files.find(({ table }) => table === name) ?? files[0];
	if (!layout) throw new Error(`No file is known for ${resource}`);
	return { table: flatFileTables[layout.table as FlatFileName], kind: layout.from ?? resource, object: layout.object };
}

/** The parameter that picks which file the records become. */
export function fileParameter(resource: string): INodeProperties {
	const { files = [] } = entryNamed(resource);
	const usual = files[0]?.table ?? '';
	return {
		displayName: 'File',
		name: 'file',
		type: 'options',
		default: usual,
		description: "What the file contains, and in which of Coupa's documented layouts",
		options: files.map(({ table, description }): INodePropertyOptions => ({
			name: flatFileTables[table as FlatFileName].title,
			value: table,
			description,
		})),
	};
}

/** How the file is written: collection entries, in alphabetical order. */
export const writingOptions: INodeProperties[] = [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		default: '',
		placeholder: 'e.g. Name, Supplier Number, Status',
		description: 'Header names in the order you want them, separated by commas. Leave empty for every documented column.',
	},
	customFieldsProperty('e.g. Region', 'Custom fields in Coupa to add as columns. They come last unless Columns lists them too.'),
	{
		displayName: 'Escape Formulas',
		name: 'defuseFormulas',
		type: 'boolean',
		default: false,
		description:
			'Whether to put an apostrophe before cells that a spreadsheet would run as formulas. Leave it off for files that are read by a program.',
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'Coupa XML', value: 'xml' },
			{ name: 'CSV', value: 'csv' },
		],
		default: 'csv',
	},
];

export interface WritingOptions {
	columns?: string;
	customFields?: { column?: CustomFieldColumn[] };
	defuseFormulas?: boolean;
	format?: 'csv' | 'xml';
}

export function writeOptions({ columns = '', customFields, defuseFormulas = false, format = 'csv' }: WritingOptions): WriteOptions {
	const named = columns
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
	const custom = (customFields?.column ?? []).map(({ column, field }) => ({ column: column.trim(), field: field.trim() }));
	// Whoever adds a custom field wants it in the file: behind the named columns, unless it is named among them.
	const further = named.length === 0 ? [] : custom.map(({ column }) => column).filter((column) => !named.includes(column));
	return { format, defuseFormulas, columns: [...named, ...further], customFields: custom };
}

/** What Get Many and Export to File report about a sync; it travels under this key and never goes into a file. */
export const SYNC_KEY = '_sync';

export interface SyncNote {
	/** To be kept once the records have landed, and given to the next run. */
	cursor: string;
	kind: 'snapshot' | 'delta';
	/** Why everything was read, and what is amiss with the clocks that the sync goes by; null for changes only with nothing amiss. */
	reason: string | null;
	records: number;
	/** When reading began, by n8n's clock. The file is named after it: in the order of names, a later file never holds older data. */
	readAt: string;
}

/** What a sync says about itself, and when it says so. */
export function syncNote(reading: Pick<ChangedRecords, 'cursor' | 'kind' | 'reason' | 'warning'>, records: number, readAt: Date): SyncNote {
	const told = [reading.reason, reading.warning()].filter((text) => text !== null);
	const reason = told.length === 0 ? null : told.join(' ');
	return { cursor: reading.cursor(), kind: reading.kind, reason, records, readAt: readAt.toISOString() };
}

/** What a sync gives instead of records where nothing has changed; no file is made of it. */
export function unchangedJson(many: string, since: string | null, warning: string | null = null): IDataObject {
	const message =
		since === null
			? `Coupa has no ${many} that match. No file is needed.`
			: `No ${many} have changed since ${since.slice(0, 16).replace('T', ' ')} UTC, when the last delivery was read. No file is needed.`;
	return { nothingChanged: true, message, since, ...(warning !== null && { warning }) };
}

export function isUnchanged({ nothingChanged }: IDataObject): boolean {
	return nothingChanged === true;
}

/**
 * Nothing, which ends a workflow here, with a hint that says why; but with "Always Output Data" n8n would put an empty item in its place,
 * and one that says what happened is better.
 *
 * @param json what happened: `message`, and `warning` where something is amiss
 */
export function insteadOfNothing(context: IExecuteFunctions, json: IDataObject, from: number | number[]): OutputItem[] {
	if (context.getNode().alwaysOutputData === true) return [{ json, from }];
	const message = [json.message, json.warning].filter((text) => typeof text === 'string').join(' ');
	context.addExecutionHints({ message, location: 'outputPane', type: json.warning === undefined ? 'info' : 'warning' });
	return [];
}
