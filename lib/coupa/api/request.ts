import { isRecord, type CoupaRecord, type Json } from '../../core';
import { readAnyJson, readFile, readList, type CoupaFile } from '../answer';
import type { CoupaClient } from '../client';
import { unreadable } from '../failure';
import { MOST_PARALLEL } from '../paging';
import type { QueryPair } from '../query';
import { withoutSecrets } from '../secrets';
import type { AnswerReader } from '../sender';
import type { CoupaRequest, CoupaResponse } from '../transport';
import { writeOnce } from '../write-once';
import { answerOf } from './documented';

/** An answer with all that came with it. */
export interface ApiResponse {
	status: number;
	headers: Record<string, string>;
	/** Null where it was empty. Without secrets and bank data. */
	body: Json;
}

/** Headers that hold what nobody else is to see. */
const SECRET_HEADERS = new Set(['set-cookie', 'authorization', 'www-authenticate']);

/**
 * Sends any request below `/api` and reads its JSON. A GET and the `exported` flag are repeated like everywhere; any other write is sent
 * again only where Coupa surely did not carry it out, and a lost answer is reported.
 *
 * @throws CoupaError
 */
export async function apiResponse(client: CoupaClient, request: CoupaRequest): Promise<ApiResponse> {
	return await sentOnce(client, request, (asked, response) => ({
		status: response.status,
		headers: Object.fromEntries(Object.entries(response.headers).filter(([name]) => !SECRET_HEADERS.has(name))),
		body: jsonWithoutSecrets(readAnyJson(asked, response)),
	}));
}

/**
 * The same for a file. Records are no file: as such they would be handed on with the secrets and bank data that are left out elsewhere.
 *
 * @throws CoupaError, also where Coupa answers with records
 */
export async function apiFile(client: CoupaClient, request: CoupaRequest): Promise<CoupaFile> {
	return await sentOnce(client, { ...request, accept: 'bytes' }, (asked, response) => {
		const file = readFile(asked, response);
		const isText = /[/+](json|xml)$/.test(file.mimeType);
		if (!isText || (asked.method === 'GET' && answerOf(asked.path) === 'file')) return file;
		throw unreadable(asked, response, 'the body holds records instead of a file: choose JSON as the response');
	});
}

/** Whether a GET can be read page by page: not where one record or a file is asked for, or the caller pages by himself. */
export function canPage({ method, path, query = [] }: CoupaRequest): boolean {
	if (method !== 'GET' || query.some(([name]) => name === 'limit' || name === 'offset')) return false;
	const answer = answerOf(path);
	return answer === 'list' || (answer === null && !/\/\d+(\/|$)/.test(path));
}

/**
 * The rows of a list, all of them or up to `limit`; what is no list comes as it is, as one value.
 *
 * @throws CoupaError; a path that does not exist is one, a list in which nothing was found is empty
 */
export async function apiRows(client: CoupaClient, { path, query = [] }: CoupaRequest, limit?: number): Promise<Json[]> {
	const given = (wanted: string) => query.find(([name]) => name === wanted)?.[1];
	const emptyWhenNotFound = answerOf(path) === 'list';
	const read = async (asked: QueryPair[], signal?: AbortSignal): Promise<CoupaRecord[]> =>
		await client.exchange({ method: 'GET', path, query: asked }, { repeatable: true, emptyWhenNotFound, signal }, rowsOf);
	const pages = client.pagesBy(
		path,
		{
			query: query.filter(([name]) => name !== 'order_by' && name !== 'dir'),
			orderBy: given('order_by') ?? 'id',
			dir: given('dir') === 'desc' ? 'desc' : 'asc',
			...(limit === undefined ? { parallel: MOST_PARALLEL } : { limit }),
		},
		read,
	);
	const rows: Json[] = [];
	try {
		for await (const page of pages) rows.push(...page.map(withoutSecrets));
	} catch (error) {
		if (error instanceof NoList) return [jsonWithoutSecrets(error.value)];
		throw error;
	}
	return rows;
}

/** The JSON without secrets and bank data, at any depth. */
function jsonWithoutSecrets(value: Json): Json {
	if (Array.isArray(value)) return value.map(jsonWithoutSecrets);
	return isRecord(value) ? withoutSecrets(value) : value;
}

/** Not an error: the way out of a walk through pages for an answer that is none. */
class NoList extends Error {
	constructor(readonly value: Json) {
		super('The answer is not a list');
	}
}

function rowsOf(request: CoupaRequest, response: CoupaResponse): CoupaRecord[] {
	if (response.status === 404) return [];
	const value = readAnyJson(request, response);
	if (!Array.isArray(value)) throw new NoList(value);
	readList(request, response);
	return value.filter(isRecord);
}

async function sentOnce<Answer>(client: CoupaClient, request: CoupaRequest, read: AnswerReader<Answer>): Promise<Answer> {
	if (isRepeatable(request)) return await client.exchange(request, { repeatable: true }, read);
	const end = await writeOnce<Answer>(client, {
		send: async () => await client.exchange(request, { repeatable: false }, read),
		hint: 'It was not sent a second time. Check in Coupa what has become of it before you run this again.',
	});
	if (end.kind === 'answered') return end.answer;
	throw new Error('A write without proof cannot be found');
}

function isRepeatable({ method, query = [], body }: CoupaRequest): boolean {
	return method === 'GET' || (method === 'PUT' && body === undefined && query.some(([name]) => name === 'exported'));
}
