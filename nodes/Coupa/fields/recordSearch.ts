import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import {
	attributeLabel,
	type CoupaClient,
	CoupaError,
	type Entry,
	idIn,
	isTextAttribute,
	type QueryPair,
	queryName,
} from '../../../lib/coupa';
import { type CoupaRecord, textAt } from '../../../lib/core';
import { asNodeError } from '../../common/errors';
import { type CoupaSession, withCoupa } from '../session';

/** Rows a pick list shows at a time. */
const PAGE = 50;

/** Name of the method that fills an entry's pick list. */
export function searchMethod({ name }: Entry): string {
	return `search_${name}`;
}

/**
 * Searches records on Coupa's side for a pick list, by the key people know them by and by what the list shows of them. Conditions of one
 * query must all hold, so each attribute is a query of its own; the records of all of them come in the order of their IDs, page by page.
 *
 * @param pathOf where the records are, when that depends on other parameters (records below others)
 */
export function recordSearch(entry: Entry, pathOf?: (panel: ILoadOptionsFunctions, session: CoupaSession) => Promise<string>) {
	return async function search(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
		try {
			return await withCoupa(this, async (session) => {
				const { client, address } = session;
				const path = (await pathOf?.(this, session)) ?? entry.path;
				const records = await foundBy(client, entry, path, filter?.trim() ?? '', paginationToken);
				const shown = records.slice(0, PAGE);
				const results = shown.map((record) => pickable(entry, record, address));
				return { results, ...(records.length >= PAGE && { paginationToken: results.at(-1)?.value }) };
			});
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	};
}

/** Attributes by which a record is named in a list. */
function namedBy({ key, named = key ? [key.attribute] : [] }: Entry): string[] {
	return named;
}

function pickable(entry: Entry, record: CoupaRecord, address: string): { name: string; value: string; url?: string } {
	const value = textAt(record, 'id') ?? '';
	const names = namedBy(entry).map((field) => shownName(field, textAt(record, ...field.split('.'))));
	return {
		name: names.filter(Boolean).join(' · ') || value,
		value,
		...(entry.webPath && { url: `${address}${entry.webPath}/${value}` }),
	};
}

/** A status by its label. */
function shownName(field: string, text: string | undefined): string | undefined {
	return field === 'status' && text !== undefined ? attributeLabel(text) : text;
}

/** Records in the order of the list, one or more above a page where there are more; each once. */
async function foundBy(client: CoupaClient, entry: Entry, path: string, filter: string, after?: string): Promise<CoupaRecord[]> {
	const newest = entry.newestFirst === true;
	const place: QueryPair[] = after === undefined ? [] : [[newest ? 'id[lt]' : 'id[gt]', after]];
	const read = async (conditions: QueryPair[]) =>
		await client.listAll(path, {
			query: [...conditions, ...place],
			fields: ['id', ...namedBy(entry)],
			limit: PAGE,
			...(newest && { dir: 'desc' as const }),
		});
	if (filter === '') return await read([]);
	const answers = await Promise.allSettled(searchesFor(entry, filter).map(async (condition) => await read([condition])));
	const rows = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
	const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Error] : []));
	// An instance that cannot search by one of the names is searched by the others; what fails for all is told.
	const fatal = failures.find((failure) => !isRefusal(failure)) ?? (failures.length === answers.length ? failures[0] : undefined);
	if (fatal !== undefined) throw fatal;
	const byId = new Map(rows.map((record) => [idIn(record.id) ?? 0, record]));
	return [...byId].sort(([left], [right]) => (newest ? right - left : left - right)).map(([, record]) => record);
}

function searchesFor(entry: Entry, filter: string): QueryPair[] {
	const fields = [...new Set([...(entry.key ? [entry.key.attribute] : []), ...namedBy(entry)])];
	const texts = fields.filter((field) => isTextAttribute(entry, field)).map((field) => `${queryName(field)}[contains]`);
	const pairs = texts.flatMap((name) => lettersAsWritten(filter).map((text): QueryPair => [name, text]));
	return idIn(filter) === null ? pairs : [...pairs, ['id', filter]];
}

/** `north`, `North`, `NORTH`: Coupa's documents do not say whether small and capital letters are the same to a search. */
function lettersAsWritten(text: string): string[] {
	const small = text.toLowerCase();
	return [
		...new Set([
			text,
			small.replace(/(^|\s)(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
			text.toUpperCase(),
		]),
	];
}

function isRefusal(failure: Error): boolean {
	return failure instanceof CoupaError && failure.kind === 'validation';
}
