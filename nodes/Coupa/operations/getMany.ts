import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type Entry, MOST_PARALLEL, namedAttribute, PAGE_SIZE, recordConditions } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { insteadOfNothing, SYNC_KEY, syncNote, unchangedJson } from '../../common/masterData';
import type { OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';
import { type ChangedOptions, changedRecords } from '../fields/changedRecords';
import { filtersOf } from '../fields/filters';
import { hintAtLeftOut, outputOf, presented } from '../fields/output';
import { changedOutputFields, getManyFields } from '../fields/reading';
import { listOf } from '../fields/owner';
import type { CoupaSession } from '../session';
import type { CoupaOperation } from './operation';

interface Options extends ChangedOptions {
	responseFilter?: string;
	sort?: { by?: { field: string; direction: 'asc' | 'desc' } };
}

/** Get Many: filters, chosen fields, order, all pages where wanted; or what a sync has to deliver. */
export function getManyOperations(entry: Entry): CoupaOperation[] {
	if (!entry.reads.includes('getMany')) return [];
	const canSync = entry.reads.includes('changed');
	return [
		{
			face: {
				value: 'getAll',
				name: 'Get Many',
				action: `Get many ${entry.many}`,
				description: `Read ${entry.many}${canSync ? ': filtered and sorted, or changed since the last delivery' : ', filtered and sorted'}`,
			},
			kind: 'getMany',
			scopes: entry.scopes.read === null ? [] : [entry.scopes.read],
			description: [],
			async execute(context, session, itemIndex) {
				const parameters = new ItemParameters(context, itemIndex, getManyFields);
				const given = parameters.collection<Options>('options');
				const isSync = canSync && parameters.choice('records') === 'changed';
				return await (isSync ? changed : matching)(context, session, entry, itemIndex, given);
			},
		},
	];
}

async function matching(
	context: IExecuteFunctions,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
	{ responseFilter, sort }: Options,
): Promise<OutputItem[]> {
	const parameters = new ItemParameters(context, itemIndex, getManyFields);
	const limit = parameters.flag('returnAll') ? undefined : parameters.number('limit');
	const output = outputOf(context, itemIndex, entry);
	const query = recordConditions(entry, filtersOf(context, itemIndex, entry));
	if (responseFilter) query.push(['filter', responseFilter]);
	const pages = session.client.pages(await listOf(context, session, entry, itemIndex), {
		query,
		...(entry.idAt !== undefined && { idAt: entry.idAt }),
		...(output.fields.length > 0 && { fields: output.fields }),
		...(sort?.by && { orderBy: sortField(entry, sort.by.field), dir: sort.by.direction }),
		...(limit === undefined ? { parallel: MOST_PARALLEL } : { limit: lookingPast(limit) }),
	});
	const outputs: OutputItem[] = [];
	const leftOut = new Set<string>();
	for await (const page of pages)
		outputs.push(...page.map((record) => ({ json: presented(record, entry, output, leftOut) as IDataObject })));
	hintAtLeftOut(context, leftOut);
	if (limit !== undefined) hintAtMore(context, entry, limit, outputs.length);
	return limit === undefined ? outputs : outputs.slice(0, limit);
}

/** A field to sort by, as Coupa names it; one that the attribute lists do not have is left to Coupa's own answer. */
function sortField(entry: Entry, written: string): string {
	return namedAttribute(entry, written)?.field ?? written;
}

/** One row more than asked for tells whether there are more: but not where it would take a page of its own. */
function lookingPast(limit: number): number {
	return limit % PAGE_SIZE === 0 ? limit : limit + 1;
}

function hintAtMore(context: IExecuteFunctions, { many }: Entry, limit: number, read: number): void {
	if (read < limit || (read === limit && lookingPast(limit) > limit)) return;
	const more = read > limit ? 'there are more' : 'there may be more';
	context.addExecutionHints({
		message: `The limit of ${limit} ${many} was reached, and ${more}. Raise the limit, or turn on Return All.`,
		location: 'outputPane',
		type: 'info',
	});
}

/** The records of a sync, whole; the last one carries the cursor to be kept once all have landed. */
async function changed(
	context: IExecuteFunctions,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
	options: Options,
): Promise<OutputItem[]> {
	const readAt = new Date();
	const { fields } = outputOf(context, itemIndex, entry, changedOutputFields);
	const filters = filtersOf(context, itemIndex, entry);
	const reading = changedRecords(context, session, entry.name, itemIndex, { ...options, fields, filters });
	const records: CoupaRecord[] = [];
	for await (const page of reading.pages) records.push(...page);
	if (records.length === 0) return insteadOfNothing(context, unchangedJson(entry.many, reading.since, reading.warning()), itemIndex);
	const note = syncNote(reading, records.length, readAt);
	return records.map((record, index) => ({
		json: { ...record, ...(index === records.length - 1 && { [SYNC_KEY]: { ...note } }) } as IDataObject,
	}));
}
