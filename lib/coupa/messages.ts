import { xml2js, type Element, type ElementCompact } from 'xml-js';
import { isRecord, withoutKeptSecrets, type Json } from '../core';
import type { CoupaMessage } from './errors';

const LONGEST_TEXT = 500;

/** Keys that wrap messages without naming a field. */
const WRAPPERS = new Set(['errors', 'error', 'request', 'base', 'message', 'messages', 'error_description', 'detail', 'details']);
/** Keys that web frameworks put beside the message; below `errors` the same names may be fields. */
const NOISE = new Set(['status', 'code', 'timestamp', 'path', 'trace', 'exception']);

const TOKEN_ERRORS = new Set(['invalid_request', 'invalid_token', 'insufficient_scope']);

/** Fields of an OAuth request that an answer might repeat. */
const SECRET_FIELDS = /(client_secret|access_token|refresh_token)$/;

/**
 * The messages in the body of a refused request, each with the field it names. Reads shape A (`errors.account[]`), shape
 * B of invoices (`errors.request[]["invoice-header.invoice_lines"][]`), plain strings and arrays, the XML `<errors>`
 * and, of a web page, its title (rules.md §4). Secrets that a body might repeat are blanked out.
 */
export function readMessages(body: Buffer): CoupaMessage[] {
	const text = body
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trim();
	if (text === '') return [];
	const messages = isWebPage(body) ? fromPage(text) : text.startsWith('<') ? fromXml(text) : fromJsonText(text);
	return unique(
		messages
			.map(({ field, text }) => ({ field: field && withoutKeptSecrets(field), text: tidy(text) }))
			.filter((message) => message.text !== ''),
	);
}

/** Whether a body is in Coupa's error format: JSON with `errors`, a list of texts, or the XML `<errors>` (rules.md §4). */
export function isErrorAnswer(body: Buffer): boolean {
	const text = body
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trim();
	if (/^(<\?xml[^>]*\?>\s*)?<errors[\s>]/.test(text)) return true;
	try {
		const answer = JSON.parse(text) as Json;
		if (Array.isArray(answer)) return answer.length > 0 && answer.every((entry) => typeof entry === 'string');
		return isRecord(answer) && answer.errors !== undefined && answer.errors !== null;
	} catch {
		return false;
	}
}

/** Whether a body names an error of an OAuth token (RFC 6750 §3.1). */
export function isTokenRefusal(body: Buffer): boolean {
	try {
		const answer = JSON.parse(body.toString('utf8')) as Json;
		return isRecord(answer) && TOKEN_ERRORS.has(String(answer.error));
	} catch {
		return false;
	}
}

/** Whether a body is a web page, which no answer of the API is. */
export function isWebPage(body: Buffer): boolean {
	return /^[\s\uFEFF]*(<!doctype html|<html|<!--[^]*?-->\s*<(!doctype )?html)/i.test(body.subarray(0, 2048).toString('utf8'));
}

/** Blanks out what must not be in a message or a log: the run's own secrets, and what looks like tokens, client secrets and passwords. */
export function withoutCredentials(text: string): string {
	return withoutKeptSecrets(text)
		.replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 …')
		.replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '…')
		.replace(/\b(client_secret|access_token|refresh_token|password|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;<}]+/gi, '$1$2…');
}

function fromJsonText(text: string): CoupaMessage[] {
	try {
		return fromJson(withoutNoise(JSON.parse(text) as Json), null);
	} catch {
		return [{ field: null, text }];
	}
}

function fromJson(value: Json, field: string | null): CoupaMessage[] {
	if (value === null) return [];
	if (Array.isArray(value)) return value.flatMap((entry) => fromJson(entry, field));
	if (!isRecord(value)) return [{ field, text: SECRET_FIELDS.test(field ?? '') ? '…' : String(value) }];
	return Object.entries(value).flatMap(([key, entry]) => fromJson(entry, WRAPPERS.has(key) ? field : joined(field, key)));
}

function withoutNoise(answer: Json): Json {
	if (!isRecord(answer)) return answer;
	if (answer.errors !== undefined) return answer.errors;
	return Object.fromEntries(Object.entries(answer).filter(([key]) => !NOISE.has(key)));
}

function joined(field: string | null, key: string): string {
	return field === null ? key : `${field}.${key}`;
}

function fromXml(text: string): CoupaMessage[] {
	try {
		const document: Element | ElementCompact = xml2js(text, { compact: false, trim: true });
		const texts = textsOf(document as Element);
		return texts.map((entry) => ({ field: null, text: entry }));
	} catch {
		return [{ field: null, text: text.replace(/<[^>]*>/g, ' ') }];
	}
}

/** The text of each innermost element: `<errors><error>…</error></errors>`, CDATA included. */
function textsOf(element: Element): string[] {
	const children = element.elements ?? [];
	const own = children.map((child) => child.text ?? child.cdata ?? '').join('');
	return [...(own === '' ? [] : [own]), ...children.flatMap(textsOf)];
}

function fromPage(text: string): CoupaMessage[] {
	const title = /<title[^>]*>([^]*?)<\/title>/i.exec(text)?.[1]?.trim() ?? '';
	return title === '' ? [] : [{ field: null, text: `a web page titled “${title}”` }];
}

function tidy(text: string): string {
	const line = withoutCredentials(withoutKeptSecrets(text).replace(/\s+/g, ' ').trim());
	return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

function unique(messages: CoupaMessage[]): CoupaMessage[] {
	const byText = new Map(messages.map((message) => [`${message.field ?? ''}\n${message.text}`, message]));
	return [...byText.values()];
}
