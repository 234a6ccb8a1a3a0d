import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type Entry, MOST_PARALLEL, recordConditions } from '../../../lib/coupa';
import type { CoupaRecord } from '../../../lib/core';
import { insteadOfNothing, SYNC_KEY, syncNote, unchangedJson } from '../../common/masterData';
import type { OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';
import { type ChangedOptions, changedRecords } from '../fields/changedRecords';
import { filtersOf } from '../fields/filters';
import { getManyFields } from '../fields/reading';
import { presented } from '../fields/output';
import type { CoupaSession } from '../session';
import type { CoupaOperation } from './operation';

interface Options extends ChangedOptions {
	fields?: string;
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
				const fields = (given.fields ?? '')
					.split(',')
					.map((field) => field.trim())
					.filter(Boolean);
				const isSync = canSync && parameters.choice('records') === 'changed';
				return await (isSync ? changed : matching)(context, session, entry, itemIndex, { ...given, fields });
			},
		},
	];
}

type Given = Omit<Options, 'fields'> & { fields: string[] };

async function matching(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	entry: Entry,
	itemIndex: number,
	{ fields, responseFilter, sort }: Given,
): Promise<OutputItem[]> {
	const parameters = new ItemParameters(context, itemIndex, getManyFields);
	const limit = parameters.flag('returnAll') ? undefined : parameters.number('limit');
	const simplified = fields.length === 0 && parameters.flag('simple');
	const query = recordConditions(entry, filtersOf(context, itemIndex));
	if (responseFilter) query.push(['filter', responseFilter]);
	const outputs: OutputItem[] = [];
	const pages = client.pages(entry.path, {
		query,
		...(entry.idAt !== undefined && { idAt: entry.idAt }),
		...(fields.length > 0 && { fields }),
		...(sort?.by && { orderBy: sort.by.field, dir: sort.by.direction }),
		...(limit === undefined ? { parallel: MOST_PARALLEL } : { limit }),
	});
	for await (const page of pages) outputs.push(...page.map((record) => ({ json: presented(record, entry, simplified) as IDataObject })));
	return outputs;
}

/** The records of a sync, whole; the last one carries the cursor to be kept once all have landed. */
async function changed(
	context: IExecuteFunctions,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
	given: Given,
): Promise<OutputItem[]> {
	const readAt = new Date();
	const reading = changedRecords(context, session, entry.name, itemIndex, { ...given, filters: filtersOf(context, itemIndex) });
	const records: CoupaRecord[] = [];
	for await (const page of reading.pages) records.push(...page);
	if (records.length === 0) return insteadOfNothing(context, unchangedJson(entry.many, reading.since, reading.warning()), itemIndex);
	const note = syncNote(reading, records.length, readAt);
	return records.map((record, index) => ({
		json: { ...record, ...(index === records.length - 1 && { [SYNC_KEY]: { ...note } }) } as IDataObject,
	}));
}
