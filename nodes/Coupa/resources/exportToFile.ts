import { Readable } from 'node:stream';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { type Filter, MOST_PARALLEL, queryPairs, SYNC_SOURCES, type SyncKind, withoutSecrets } from '../../../lib/coupa';
import { fieldsFor, fileName, masterDataFile } from '../../../lib/flat-file';
import type { CoupaRecord } from '../../../lib/core';
import { outputBinaryField, shownFor } from '../../common/description';
import {
	fileChoice,
	fileParameter,
	type MasterDataResource,
	SYNC_KEY,
	syncNote,
	writeOptions,
	writingOptions,
	type WritingOptions,
} from '../../common/masterData';
import type { ItemOperation } from '../../common/operation';
import { changedOptions, type ChangedOptions, changedProperties, changedRecords } from './changedRecords';
import { filtersOf, filtersProperty } from './filters';
import type { CoupaSession } from './session';

interface Options extends ChangedOptions, WritingOptions {}

function properties(resource: MasterDataResource): INodeProperties[] {
	const [records, ...sync] = changedProperties;
	return [
		fileParameter(resource),
		...(records ? [{ ...records, default: 'changed' }] : []),
		...sync,
		filtersProperty,
		outputBinaryField(),
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [...changedOptions, ...writingOptions].sort((left, right) => left.displayName.localeCompare(right.displayName)),
		},
	];
}

/**
 * Writes a whole table into one file while it is read, page by page: for tables too large for items. No record, no item:
 * what has not changed needs no file.
 */
export function exportToFileOperation(resource: MasterDataResource): ItemOperation<CoupaSession> {
	return {
		description: shownFor(resource, 'exportToFile', properties(resource)),
		async execute(context, session, itemIndex) {
			const options = context.getNodeParameter('options', itemIndex, {}) as Options;
			const { table, kind } = fileChoice(resource, context.getNodeParameter('file', itemIndex) as string);
			const writing = writeOptions(options);
			const isSync = context.getNodeParameter('records', itemIndex) === 'changed';
			const readAt = new Date();
			const fields = fieldsFor(table, writing);
			const reading = isSync
				? changedRecords(context, session, kind, itemIndex, { ...options, fields, filters: filtersOf(context, itemIndex) })
				: null;
			const pages = new CountedPages(reading?.pages ?? matching(session, kind, fields, filtersOf(context, itemIndex)));
			const name = fileName(table, readAt, { extension: writing.format, full: reading?.kind === 'snapshot' });
			const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
			if (!(await pages.hasAny())) return [];
			const mimeType = writing.format === 'xml' ? 'application/xml' : 'text/csv';
			const binary = await context.helpers.prepareBinaryData(Readable.from(masterDataFile(pages, table, writing)), name, mimeType);
			const json: IDataObject = {
				fileName: name,
				records: pages.records,
				size: binary.bytes ?? null,
				...(reading && { [SYNC_KEY]: { ...syncNote(reading, pages.records, readAt) } }),
			};
			return [{ json, binary: { [property]: binary } }];
		},
	};
}

/** All records that fit the filters, without the secrets that no file is given. */
async function* matching({ client }: CoupaSession, kind: SyncKind, fields: string[], filters: Filter[]): AsyncGenerator<CoupaRecord[]> {
	const { path, query } = SYNC_SOURCES[kind];
	for await (const page of client.pages(path, { query: [...queryPairs(filters), ...query], fields, parallel: MOST_PARALLEL }))
		yield page.map(withoutSecrets);
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
