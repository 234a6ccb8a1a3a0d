import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { type Entry, ENTRIES, filterChoices, filterFields, type FilterGroup, linkOf, returnableFields } from '../../../../lib/coupa';
import { recordSearch } from '../recordSearch';
import { FIELDS_LIST } from '../output';
import { CHOICE_LIST, FIELD_LISTS, LINK_SEARCH } from './properties';

/** Methods that fill the lists of fields and values, by name; the object is the one that the parameter Resource names. */
export const filterLists = {
	...Object.fromEntries(
		Object.entries(FIELD_LISTS).map(([group, method]) => [
			method,
			async function fields(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return fieldsOf(resourceOf(this), group as FilterGroup);
			},
		]),
	),
	async [CHOICE_LIST](this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return filterChoices(resourceOf(this), siblingField(this)).map(({ value, label }) => ({ name: label, value }));
	},
	async [FIELDS_LIST](this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return returnableFields(resourceOf(this)).map(({ field, label }) => ({ name: label, value: field, description: field }));
	},
};

/** Searches the records that the field of a filter links to. */
export const filterSearch = {
	async [LINK_SEARCH](this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		const link = linkOf(resourceOf(this), siblingField(this));
		return link?.entry ? await recordSearch(link.entry).call(this, filter, paginationToken) : { results: [] };
	},
};

function fieldsOf(entry: Entry, group: FilterGroup): INodePropertyOptions[] {
	return filterFields(entry)
		.filter((field) => field.group === group)
		.map(({ field, label }) => ({ name: label, value: field, description: field }));
}

function resourceOf(context: ILoadOptionsFunctions): Entry {
	const name = String(context.getCurrentNodeParameter('resource') ?? 'invoice');
	const entry = ENTRIES.find((candidate) => candidate.name === name);
	if (entry === undefined) throw new Error(`There is no Coupa object "${name}"`);
	return entry;
}

function siblingField(context: ILoadOptionsFunctions): string {
	return String(context.getCurrentNodeParameter('&field') ?? '');
}
