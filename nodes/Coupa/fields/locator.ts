import type { IExecuteFunctions, ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Entry, idIn, titleOf } from '../../../lib/coupa';
import { type CoupaRecord, lookUpKey, textAt } from '../../../lib/core';
import { asNodeError } from '../../common/errors';
import { ItemParameters } from '../../common/parameters';
import { type CoupaSession, withCoupa } from '../session';

/** Rows a pick list shows at a time. */
const PAGE = 50;
/** Characters of an odd value that an error shows. */
const MOST_SHOWN = 80;

/** The parameter that picks one record: from a list, by Coupa's id, or by the key people know it by. */
export function recordLocator(entry: Entry): INodeProperties {
	const { one, name, key } = entry;
	return {
		displayName: titleOf(one),
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: `The ${one} to work on`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${/^[aeiou]/i.test(one) ? 'an' : 'a'} ${one}...`,
				typeOptions: { searchListMethod: searchMethod(entry), searchable: true },
			},
			// No pattern here: n8n checks it before every run with a time limit that a busy machine misses; the operation checks it itself.
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 123450' },
			...(key ? [{ displayName: `By ${key.label}`, name: 'key', type: 'string' as const, placeholder: key.placeholder }] : []),
		],
	};
}

/** Coupa's id of the record an item's locator names; a key is looked up, and must fit exactly one record. */
export async function locatedId(
	context: IExecuteFunctions,
	session: CoupaSession,
	entry: Entry,
	itemIndex: number,
	parameter: string = entry.name,
): Promise<string> {
	const { mode, value } = new ItemParameters(context, itemIndex, [{ ...recordLocator(entry), name: parameter }]).located(parameter);
	if (mode === 'key' && entry.key) return await idByKey(context, session, entry, itemIndex, value);
	if (idIn(value) !== null) return value;
	const byKey = entry.key
		? ` To use the ${entry.key.label.toLowerCase()}, choose "By ${entry.key.label}" in the parameter ${titleOf(entry.one)}.`
		: '';
	const what = value === '' ? `There is no ${entry.one} ID` : `"${value.slice(0, MOST_SHOWN)}" is not a Coupa ID`;
	throw new NodeOperationError(context.getNode(), `${what} [item ${itemIndex}]`, {
		itemIndex,
		description: `Coupa IDs are whole numbers above zero.${byKey}`,
	});
}

/** Throws where Coupa answered with another record than the one asked for. `after`: what has been done by then, and what to look at. */
export function checkIsAsked(
	context: IExecuteFunctions,
	{ one }: Entry,
	id: string,
	record: CoupaRecord,
	itemIndex: number,
	after = '',
): void {
	if (idIn(record.id) === Number(id)) return;
	const answered = idIn(record.id) === null ? 'a record without an ID' : `${one} ${String(idIn(record.id))}`;
	throw new NodeOperationError(context.getNode(), `Coupa answered with ${answered} instead of ${one} ${id} [item ${itemIndex}]`, {
		itemIndex,
		description: `${after}Check that the instance address in the credential is that of Coupa itself, and that no response filter hides the ID.`,
	});
}

async function idByKey(
	context: IExecuteFunctions,
	{ client }: CoupaSession,
	{ path, key, one }: Entry,
	itemIndex: number,
	value: string,
): Promise<string> {
	const { attribute, label } = key ?? { attribute: 'id', label: 'ID' };
	// Without a value the filter would fit any record, or those that have none.
	if (value === '') {
		throw new NodeOperationError(context.getNode(), `There is no ${label.toLowerCase()} to find the ${one} by [item ${itemIndex}]`, {
			itemIndex,
			description: `Enter it in the parameter ${titleOf(one)}; an expression there gives nothing for this item.`,
		});
	}
	const [record, second] = await client.listAll(path, {
		query: [[attribute.replaceAll('-', '_'), value]],
		fields: ['id', attribute],
		limit: 2,
	});
	if (record && !second) {
		const found = textAt(record, attribute) ?? '';
		const id = idIn(record.id);
		if (id !== null && lookUpKey(found) === lookUpKey(value)) return String(id);
		throw new NodeOperationError(
			context.getNode(),
			`Coupa found another ${one} for the ${label.toLowerCase()} "${value}" [item ${itemIndex}]`,
			{
				itemIndex,
				description: `It answered with the ${label.toLowerCase()} "${found.slice(0, MOST_SHOWN)}" and the ID ${String(id ?? 'left out')}, so nothing was done. Choose "By ID" in the parameter ${titleOf(one)}.`,
			},
		);
	}
	throw new NodeOperationError(
		context.getNode(),
		`${record ? 'More than one' : 'No'} ${one} has the ${label.toLowerCase()} "${value}" [item ${itemIndex}]`,
		{
			itemIndex,
			description: record
				? `Choose "By ID" in the parameter ${titleOf(one)}, or use Get Many with a filter.`
				: 'Check the spelling, and whether this credential is allowed to see it in Coupa.',
		},
	);
}

/** Name of the method that fills an entry's pick list. */
export function searchMethod({ name }: Entry): string {
	return `search_${name}`;
}

/** Searches records on Coupa's side for a pick list, by the key people know them by. */
export function recordSearch({ path, webPath, key, named = key ? [key.attribute] : [] }: Entry) {
	return async function search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		try {
			return await withCoupa(this, async ({ client, address }) => {
				const query: Array<[string, string]> = [];
				if (filter && key) query.push([`${key.attribute.replaceAll('-', '_')}[contains]`, filter]);
				if (paginationToken) query.push(['id[gt]', paginationToken]);
				const records = await client.listAll(path, { query, fields: ['id', ...named], limit: PAGE });
				const results = records.map((record) => {
					const value = textAt(record, 'id') ?? '';
					const names = named.map((field) => textAt(record, ...field.split('.'))).filter(Boolean);
					return { name: names.join(' · ') || value, value, ...(webPath && { url: `${address}${webPath}/${value}` }) };
				});
				return { results, ...(results.length === PAGE && { paginationToken: results.at(-1)?.value }) };
			});
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	};
}
