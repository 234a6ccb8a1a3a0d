import type { ServerResponse } from 'node:http';
import type { CoupaRecord, Json } from '../../../../lib/core';
import { Refusal, type ErrorMessage } from '../refusal';
import type { StoredFile } from '../types';
import { errorsToXml, recordsToXml } from './xml';

/** What a call comes to, before it is written as JSON or XML. */
export type Answer =
	| { kind: 'record'; status: number; xmlRoot: string; definition: string; record: CoupaRecord }
	/** `skipped`: rows before the page that had to be walked over. */
	| { kind: 'list'; xmlRoot: string; definition: string; records: CoupaRecord[]; skipped: number }
	| { kind: 'empty'; status: number }
	| { kind: 'bytes'; file: StoredFile }
	/** JSON outside `/api`, i.e. tokens. */
	| { kind: 'plain'; status: number; value: Json }
	| { kind: 'refusal'; refusal: Refusal }
	/** A fault from the settings. */
	| { kind: 'fault'; status: number; headers: Record<string, string>; body: string };

export interface WrittenAnswer {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const XML_TYPE = 'application/xml; charset=utf-8';

/** Writes an answer in the format the client asked for; XML unless it asked for JSON (rules.md §2). */
export function writeAnswer(answer: Answer, accept: string | undefined): WrittenAnswer {
	const json = /\bapplication\/json\b/i.test(accept ?? '');
	switch (answer.kind) {
		case 'record':
			return json
				? jsonAnswer(answer.status, answer.record)
				: xmlAnswer(answer.status, recordsToXml(answer.xmlRoot, answer.definition, answer.record));
		case 'list':
			if (json) return jsonAnswer(200, answer.records);
			if (answer.records.length === 0) return xmlAnswer(404, errorsToXml([{ field: 'base', text: 'No records match' }]));
			return xmlAnswer(200, recordsToXml(answer.xmlRoot, answer.definition, answer.records));
		case 'empty':
			return { status: answer.status, headers: {}, body: Buffer.alloc(0) };
		case 'bytes':
			return { status: 200, headers: fileHeaders(answer.file), body: answer.file.bytes };
		case 'plain':
			return jsonAnswer(answer.status, answer.value);
		case 'refusal':
			return refusalAnswer(answer.refusal, json);
		case 'fault':
			return { status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) };
	}
}

/** @param clockAheadMs what the header Date is ahead of the clock here; null for no such header */
export function send(response: ServerResponse, { status, headers, body }: WrittenAnswer, clockAheadMs: number | null): void {
	const date = clockAheadMs === null ? {} : { date: new Date(Date.now() + clockAheadMs).toUTCString() };
	response.sendDate = false;
	response.writeHead(status, { ...headers, 'content-length': String(body.length), ...date });
	response.end(body);
}

function jsonAnswer(status: number, value: Json): WrittenAnswer {
	return { status, headers: { 'content-type': JSON_TYPE }, body: Buffer.from(JSON.stringify(value)) };
}

function xmlAnswer(status: number, xml: string): WrittenAnswer {
	return { status, headers: { 'content-type': XML_TYPE }, body: Buffer.from(xml) };
}

function refusalAnswer(refusal: Refusal, json: boolean): WrittenAnswer {
	const written = json
		? jsonAnswer(refusal.status, { errors: errorsJson(refusal) })
		: xmlAnswer(refusal.status, errorsToXml(refusal.messages));
	return { ...written, headers: { ...written.headers, ...refusal.headers } };
}

/** Shape A `{field: [texts]}`, shape B `{request: [{object: [texts]}]}` (rules.md §4). */
function errorsJson({ messages, shape }: Refusal): Json {
	const byField = Object.fromEntries(
		fieldsOf(messages).map((field) => [field, messages.filter((message) => message.field === field).map(({ text }) => text)]),
	);
	return shape === 'B' ? { request: [byField] } : byField;
}

function fieldsOf(messages: ErrorMessage[]): string[] {
	return [...new Set(messages.map(({ field }) => field))];
}

/** File names outside ASCII as RFC 5987 has it. */
function fileHeaders({ fileName, mimeType }: StoredFile): Record<string, string> {
	const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
	return {
		'content-type': mimeType,
		'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
	};
}
