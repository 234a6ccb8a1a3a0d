import { chunksOf, lookUpKey, type CoupaRecord } from '../../core';
import { fitsInList, queryPairs, type FieldSelection, type QueryPair } from '../query';
import type { ImportClient } from './types';

/** Values in one `[in]` list: as many as a page has rows (issue: up to 50). */
const VALUES_PER_QUERY = 50;

/** One shared look-up of many values of a field. */
export interface LookUp {
	path: string;
	/** Field that is looked for, e.g. `po-number`. */
	field: string;
	fields: FieldSelection;
	/** Further conditions, e.g. the chart of accounts. */
	where?: QueryPair[];
	/** A value occurs once in Coupa: then no page is asked for after the one on which the last value is found. */
	unique?: boolean;
	/** The value that a row was found by. */
	valueOf(row: CoupaRecord): string | undefined;
}

/**
 * Every row that has one of the values, in as few calls as there can be: 50 values in one `[in]`; a value with a comma,
 * which Coupa would split, on its own.
 *
 * @throws CoupaError when Coupa cannot be read.
 */
export async function lookUpMany(client: ImportClient, lookUp: LookUp, values: Iterable<string>): Promise<CoupaRecord[]> {
	const distinct = [...new Map([...values].map((value) => [lookUpKey(value), value.trim()])).values()].filter((value) => value !== '');
	const listed = distinct.filter(fitsInList);
	const queries = [...chunksOf(listed, VALUES_PER_QUERY), ...distinct.filter((value) => !fitsInList(value)).map((value) => [value])];
	const answers = await Promise.all(queries.map(async (query) => await lookUpOnce(client, lookUp, query)));
	return answers.flat();
}

async function lookUpOnce(client: ImportClient, lookUp: LookUp, values: string[]): Promise<CoupaRecord[]> {
	const [only = ''] = values;
	const condition =
		values.length === 1 ? { field: lookUp.field, value: only } : { field: lookUp.field, operator: 'in' as const, value: values };
	const query = [...queryPairs([condition]), ...(lookUp.where ?? [])];
	const missing = new Set(values.map(lookUpKey));
	const rows: CoupaRecord[] = [];
	for await (const page of client.pages(lookUp.path, { query, fields: lookUp.fields })) {
		rows.push(...page);
		for (const row of page) missing.delete(lookUpKey(lookUp.valueOf(row) ?? ''));
		if (lookUp.unique === true && missing.size === 0) break;
	}
	return rows;
}
