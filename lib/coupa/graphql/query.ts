import { isRecord, recordsAt, shownText, textAt, type CoupaRecord, type Json, valueAt, Failure } from '../../core';
import { readAnyJson } from '../answer';
import type { CoupaClient } from '../client';
import { CoupaError, type CoupaMessage } from '../errors';
import { unreadable } from '../failure';
import { withoutCredentials } from '../messages';
import type { QueryPair } from '../query';
import { withoutSecrets } from '../secrets';
import type { AnswerReader } from '../sender';
import type { CoupaRequest } from '../transport';
import { readDocument, type QueryDocument } from './document';

const PATH = '/api/graphql';
/** Errors of one answer that are shown. */
const MOST_SHOWN = 10;
const LONGEST_TEXT = 500;

export interface GraphqlQuery {
	query: string;
	variables: CoupaRecord;
	/** Which query of several is meant. */
	operationName?: string;
}

/** A list in the answer. */
export interface GraphqlCollection {
	/** Keys from the data on, e.g. `invoices` or `supplier.invoices`; empty where the query has one field only. */
	at: string;
	/** Name of the String variable that the collection's argument `query` takes: with it, all pages are read. Empty: the query is sent once. */
	pageVariable: string;
	/** Most rows; default all. */
	limit?: number;
}

/**
 * What Coupa answers a GraphQL query with, without secrets and bank data.
 *
 * @throws Failure, before anything is sent, for what is no query; CoupaError also for errors inside an answer of status 200
 */
export async function graphqlData(client: CoupaClient, asked: GraphqlQuery): Promise<CoupaRecord> {
	return await dataOf(client, asked, readDocument(asked.query));
}

/**
 * The rows of one list in the answer. Pages are read by the conditions that page 0013 gives for the argument `query` of a collection, in
 * order of IDs; they are checked, so that a Coupa that leaves them out of account makes an error and no wrong list.
 *
 * @throws as `graphqlData`, and Failure where the answer has no such list
 */
export async function graphqlRows(client: CoupaClient, asked: GraphqlQuery, collection: GraphqlCollection): Promise<Json[]> {
	const document = readDocument(asked.query);
	const at = collectionPath(collection.at, document);
	const { pageVariable, limit } = collection;
	if (pageVariable === '') return listAt(await dataOf(client, asked, document), at).slice(0, limit);
	if (!document.variables.includes(pageVariable)) {
		throw new Failure(`The query has no variable $${pageVariable} to read pages with`, 'query', {
			hint: `Declare it and hand it to the collection: query ($${pageVariable}: String) { ${at} (query: $${pageVariable}) { id } }.`,
		});
	}
	const own = textAt(asked.variables, pageVariable) ?? '';
	const rows: Json[] = [];
	const pages = client.pagesBy(`${PATH} ${at}`, limit === undefined ? {} : { limit }, async (place) => {
		const variables = { ...asked.variables, [pageVariable]: [own, ...place.map(conditionText)].filter(Boolean).join('&') };
		return listAt(await dataOf(client, { ...asked, variables }, document), at).filter(isRecord);
	});
	for await (const page of pages) rows.push(...page);
	return rows;
}

/** As page 0013 writes it: `id[lt_or_eq]=5`. */
function conditionText([name, value]: QueryPair): string {
	return `${name}=${encodeURIComponent(value)}`;
}

function collectionPath(at: string, { fields }: QueryDocument): string {
	const [only, ...others] = fields;
	if (at !== '') return at;
	if (only !== undefined && others.length === 0) return only;
	throw new Failure('The query has several fields, so the collection needs a name', 'query', {
		hint: `Enter one of them under Collection: ${fields.join(', ')}.`,
	});
}

function listAt(data: CoupaRecord, at: string): Json[] {
	const value = valueAt(data, ...at.split('.'));
	if (Array.isArray(value)) return value;
	const what = value === undefined ? 'is not there' : value === null ? 'is empty (null)' : 'is not a list';
	const held = isRecord(value) ? ` It holds ${Object.keys(value).join(', ')}.` : '';
	throw new Failure(`“${at}” in the answer ${what}`, 'query', {
		hint: `Enter the name of a list of the query, with dots between levels, such as supplier.invoices.${held}`,
	});
}

/** A query changes nothing, so it is repeated like a GET. What an answer says is judged afterwards: errors in it do not pass by themselves. */
async function dataOf(
	client: CoupaClient,
	{ query, variables, operationName }: GraphqlQuery,
	{ secretKeys }: QueryDocument,
): Promise<CoupaRecord> {
	const value: CoupaRecord = { query, variables, ...(operationName !== undefined && { operationName }) };
	const request: CoupaRequest = { method: 'POST', path: PATH, body: { kind: 'json', value } };
	const answer = await client.exchange(request, { repeatable: true }, readRecord);
	const errors = recordsAt(answer, 'errors');
	if (errors.length > 0) throw refused(errors.map(messageOf));
	return withoutKeys(withoutSecrets(recordOf(answer.data)), secretKeys);
}

const readRecord: AnswerReader<CoupaRecord> = (request, response) => {
	const answer = readAnyJson(request, response);
	if (isRecord(answer) && ('data' in answer || 'errors' in answer)) return answer;
	throw unreadable(request, response, 'the body is not an answer of GraphQL');
};

function recordOf(data: Json | undefined): CoupaRecord {
	return isRecord(data) ? data : {};
}

function withoutKeys(record: CoupaRecord, keys: ReadonlySet<string>): CoupaRecord {
	if (keys.size === 0) return record;
	const cleaned = (value: Json): Json => (Array.isArray(value) ? value.map(cleaned) : isRecord(value) ? withoutKeys(value, keys) : value);
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => !keys.has(key))
			.map(([key, value]) => [key, cleaned(value)]),
	);
}

/** `Field 'x' doesn't exist on type 'Invoice' (line 2, column 5)`, with the path as its field. */
function messageOf(error: CoupaRecord): CoupaMessage {
	const path = Array.isArray(error.path) ? error.path.map(String).join('.') : '';
	const [place] = recordsAt(error, 'locations');
	const [line, column] = [textAt(place, 'line'), textAt(place, 'column')];
	const where = line === undefined ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
	const text = withoutCredentials(textAt(error, 'message') ?? 'an error without a message');
	return { field: path === '' ? null : path, text: `${shownText(text, LONGEST_TEXT)}${where}` };
}

function refused(messages: CoupaMessage[]): CoupaError {
	const shown = messages.slice(0, MOST_SHOWN).map(({ field, text }) => (field === null ? text : `${text} at ${field}`));
	const more = messages.length - shown.length;
	return new CoupaError(`Coupa refused the query: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`, 'validation', {
		status: 200,
		messages,
		mayHaveHappened: false,
		request: `POST ${PATH}`,
		hint: "Correct the query. A field that exists but is refused needs the read scope of its object in the credential's scopes.",
	});
}
