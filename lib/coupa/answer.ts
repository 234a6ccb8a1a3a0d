import { parse } from 'content-disposition';

import { exactJson, isRecord, storedName, type CoupaRecord, type Json } from '../core';
import { unreadable } from './failure';
import { isWebPage, readMessages } from './messages';
import { idIn } from './record-id';
import type { CoupaRequest, CoupaResponse } from './transport';

/** A file Coupa keeps: an image scan, a legal PDF, an attachment. */
export interface CoupaFile {
	content: Buffer;
	/** MIME type as Coupa names it; `application/octet-stream` where it names none. */
	mimeType: string;
	/** From Content-Disposition, where Coupa sends one. */
	fileName?: string;
}

const NO_ID = 'the body has no ID, so it is not a record';
/** Records of Coupa nest some ten deep. What walks through a record, ours and n8n's own, calls itself at each level. */
const DEEPEST = 100;
/** Characters of an odd ID that an error shows. */
const MOST_SHOWN = 40;

/** The record a GET asked for. */
export function readRecord(request: CoupaRequest, response: CoupaResponse): CoupaRecord {
	const answer = readJson(request, response);
	if (answer === null) throw unreadable(request, response, 'the body is empty');
	if (!isRecord(answer)) throw unreadable(request, response, 'the body is not one record');
	// JSON of somebody else on the way lacks what every record of Coupa has.
	if (asksForId(request) && answer.id === undefined) throw unreadable(request, response, NO_ID);
	return withSoundId(request, response, answer);
}

/** What a write answers with; an empty record for an empty body (`return_object=none`). */
export function readWritten(request: CoupaRequest, response: CoupaResponse): CoupaRecord {
	const answer = readJson(request, response);
	if (answer === null) return {};
	if (!isRecord(answer)) throw unreadable(request, response, 'the body is not one record');
	return withSoundId(request, response, answer);
}

/**
 * What a PUT by its own answers with: the record it changed (rules.md §2), or nothing. Without the ID it is as good as lost: JSON of somebody
 * else must not pass for the record.
 */
export function readChanged(request: CoupaRequest, response: CoupaResponse): CoupaRecord {
	const record = readWritten(request, response);
	if (Object.keys(record).length > 0 && record.id === undefined) throw unreadable(request, response, NO_ID);
	return record;
}

/** One page of a list; a 404 in Coupa's error format says that it is empty. */
export function readList(request: CoupaRequest, response: CoupaResponse): CoupaRecord[] {
	if (response.status === 404) return [];
	const answer = readJson(request, response);
	if (!Array.isArray(answer)) throw unreadable(request, response, answer === null ? 'the body is empty' : 'the body is not a list');
	return answer.map((row, index) => {
		if (!isRecord(row))
			throw unreadable(request, response, `row ${String(index + 1)} of the list is ${kindOfValue(row)} instead of a record`);
		return withSoundId(request, response, row);
	});
}

/** A response filter may hide the ID; one that is shown is a whole number. */
function withSoundId(request: CoupaRequest, response: CoupaResponse, record: CoupaRecord): CoupaRecord {
	const { id = null } = record;
	if (id === null || idIn(id) !== null) return record;
	const shown = JSON.stringify(id).slice(0, MOST_SHOWN);
	throw unreadable(request, response, `the body has a record with the ID ${shown}, which is not a Coupa ID`);
}

function kindOfValue(value: Json): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** Any JSON with every digit of its numbers; null for an empty body. */
export function readAnyJson(request: CoupaRequest, response: CoupaResponse): Json {
	return readJson(request, response, exactJson);
}

/** The JSON of a success; null for an empty body. */
function readJson(request: CoupaRequest, response: CoupaResponse, parse = parsed): Json {
	const text = response.body
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trim();
	if (text === '') return null;
	const answer = parse(text);
	if (answer === undefined) throw unreadable(request, response, `the body is ${kindOfBody(response.body)} instead of JSON`);
	if (isDeeperThan(DEEPEST, answer)) throw unreadable(request, response, `the body is nested more than ${String(DEEPEST)} levels deep`);
	return answer;
}

function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}

/** Level by level, because what is too deep cannot be walked through by calls. */
function isDeeperThan(most: number, answer: Json): boolean {
	let level = [answer];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > most) return true;
		level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []));
	}
	return false;
}

function asksForId({ query = [] }: CoupaRequest): boolean {
	const fields = query.find(([name]) => name === 'fields')?.[1];
	return fields !== undefined && (JSON.parse(fields) as Json[]).includes('id');
}

/** The file in a success, with type and name where Coupa sends them. A web page instead is a CoupaError. */
export function readFile(request: CoupaRequest, response: CoupaResponse): CoupaFile {
	const mimeType = response.headers['content-type']?.split(';')[0]?.trim() || 'application/octet-stream';
	if (mimeType === 'text/html' && isWebPage(response.body)) {
		throw unreadable(request, response, `the body is ${kindOfBody(response.body)} instead of a file`);
	}
	const fileName = fileNameOf(response.headers['content-disposition'] ?? '');
	return { content: response.body, mimeType, ...(fileName === null ? {} : { fileName }) };
}

/** The name of RFC 6266 as a file system takes it; null where nothing is left of it. */
function fileNameOf(disposition: string): string | null {
	return storedName(parse(disposition).parameters.filename ?? '', '') || null;
}

function kindOfBody(body: Buffer): string {
	if (isWebPage(body)) return readMessages(body)[0]?.text ?? 'a web page';
	return body.subarray(0, 1).toString() === '<' ? 'XML' : 'text or cut off';
}
