import { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';

import { type Entry, entryNamed, type Filter, MOST_PARALLEL, recordConditions, withoutSecrets } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { fieldsFor, fileName, flatFileParts } from '../../../lib/flat-file';
import {
	fileChoice,
	fileParameter,
	insteadOfNothing,
	SYNC_KEY,
	syncNote,
	unchangedJson,
	writeOptions,
	type WritingOptions,
} from '../../common/masterData';
import { ItemParameters } from '../../common/parameters';
import { type ChangedOptions, changedRecords } from '../fields/changedRecords';
import { exportToFileFields } from '../fields/reading';
import { filtersOf } from '../fields/filters';
import type { CoupaSession } from '../session';
import type { CoupaOperation } from './operation';

interface Options extends ChangedOptions, WritingOptions {}

/**
 * Export to File: writes a whole table into one file while it is read, page by page, for tables too large for items. No
 * record, no item: what has not changed needs no file.
 */
export function exportToFileOperations(entry: Entry): CoupaOperation[] {
	if (entry.files === undefined) return [];
	const read = [entry, ...entry.files.flatMap(({ from }) => (from === undefined ? [] : [entryNamed(from)]))];
	return [
		{
			face: {
				value: 'exportToFile',
				name: 'Export to File',
				action: `Export ${entry.many} to file`,
				description: `Write ${entry.many} to one file, page by page; for large tables and syncs`,
			},
			kind: 'exportToFile',
			scopes: read.flatMap(({ scopes }) => scopes.read ?? []),
			description: [fileParameter(entry.name)],
			async execute(context, session, itemIndex) {
				const parameters = new ItemParameters(context, itemIndex, [...exportToFileFields, fileParameter(entry.name)]);
				const options = parameters.collection<Options>('options');
				const { table, kind } = fileChoice(entry.name, parameters.choice('file'));
				const writing = writeOptions(options);
				const isSync = parameters.choice('records') === 'changed';
				const readAt = new Date();
				const fields = fieldsFor(table, writing);
				const filters = filtersOf(context, itemIndex, entryNamed(kind));
				const reading = isSync ? changedRecords(context, session, kind, itemIndex, { ...options, fields, filters }) : null;
				const pages = new CountedPages(reading?.pages ?? matching(session, kind, fields, filters));
				if (!(await pages.hasAny()))
					return insteadOfNothing(
						context,
						unchangedJson(entryNamed(kind).many, reading?.since ?? null, reading?.warning() ?? null),
						itemIndex,
					);
				const name = fileName(table, readAt, { extension: writing.format, full: reading?.kind === 'snapshot' });
				const mimeType = writing.format === 'xml' ? 'application/xml' : 'text/csv';
				const binary = await context.helpers.prepareBinaryData(Readable.from(flatFileParts(pages, table, writing)), name, mimeType);
				const json: IDataObject = {
					fileName: name,
					records: pages.records,
					size: binary.bytes ?? null,
					...(reading && { [SYNC_KEY]: { ...syncNote(reading, pages.records, readAt) } }),
				};
				return [{ json, binary: { [parameters.outputField('binaryPropertyName')]: binary } }];
			},
		},
	];
}

/** All records that fit the filters, without the secrets that no file is given. */
async function* matching({ client }: CoupaSession, kind: string, fields: string[], filters: Filter[]): AsyncGenerator<CoupaRecord[]> {
	const entry = entryNamed(kind);
	const query = [...recordConditions(entry, filters), ...(entry.changedQuery ?? [])];
	for await (const page of client.pages(entry.path, { query, fields, parallel: MOST_PARALLEL })) yield page.map(withoutSecrets);
}

/** Pages that are counted on their way, and whose first one can be waited for. */
class CountedPages implements AsyncIterable<CoupaRecord[]> {
	records = 0;
	private readonly iterator: AsyncIterator<CoupaRecord[]>;
	private first: IteratorResult<CoupaRecord[]> | undefined;

	constructor(pages: AsyncIterable<CoupaRecord[]>) {
		this.iterator = pages[Symbol.asyncIterator]();
	}

	async hasAny(): Promise<boolean> {
		this.first ??= await this.iterator.next();
		return this.first.done !== true;
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<CoupaRecord[]> {
		for (let next = this.first ?? (await this.iterator.next()); next.done !== true; next = await this.iterator.next()) {
			this.records += next.value.length;
			yield next.value;
		}
	}
}
