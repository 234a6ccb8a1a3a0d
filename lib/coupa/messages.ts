import { parser } from 'sax';
import { isRecord, shownName, shownText, withoutKeptSecrets, type Json } from '../core';
import type { CoupaMessage } from './errors';

/** Characters of one message that are shown. */
const LONGEST_TEXT = 500;
/** Characters in which secrets are looked for before the rest is cut off: one at the edge must not be shown in part. */
const LONGEST_SEARCHED = 8 * LONGEST_TEXT;
/** Characters of a field's name that are shown. */
const LONGEST_FIELD = 200;
/** Messages of one answer that are kept. Texts show fewer. */
const MOST_MESSAGES = 100;
/** Levels of nesting that are looked into: Coupa's own errors have five. */
const DEEPEST = 20;
/** Characters of an XML answer that are read: they hold more messages than anybody reads. */
const MOST_XML = 32 * 1024;
/** Bytes of an answer that are read for its messages; Coupa's own are a few kB. */
const MOST_BYTES = 1024 * 1024;

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
	const text = textOf(body);
	if (text === '') return [];
	const found = new Found();
	if (isWebPage(body)) found.add(null, titleOf(text));
	else if (text.startsWith('<')) fromXml(text, found);
	else fromJsonText(text, found);
	return found.messages;
}

/** The messages found so far, each once, as they are shown. */
class Found {
	private readonly byText = new Map<string, CoupaMessage>();

	get messages(): CoupaMessage[] {
		return [...this.byText.values()];
	}

	get isFull(): boolean {
		return this.byText.size >= MOST_MESSAGES;
	}

	add(field: string | null, text: string): void {
		const message: CoupaMessage = { field: field === null ? null : shownName(withoutKeptSecrets(field), LONGEST_FIELD), text: tidy(text) };
		if (message.text !== '' && !this.isFull) this.byText.set(`${message.field ?? ''}\n${message.text}`, message);
	}
}

function textOf(body: Buffer): string {
	return body
		.subarray(0, MOST_BYTES)
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trim();
}

/** Whether a body is in Coupa's error format: JSON with `errors`, a list of texts, or the XML `<errors>` (rules.md §4). */
export function isErrorAnswer(body: Buffer): boolean {
	const text = textOf(body);
	if (/^(<\?xml[^>]*>\s*)?<errors[\s>]/.test(text)) return true;
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
		const answer = JSON.parse(textOf(body)) as Json;
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
		.replace(/\beyJ[\w.-]{10,}/g, '…')
		.replace(/\b(client_secret|access_token|refresh_token|password|secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;<}]+/gi, '$1$2…');
}

function fromJsonText(text: string, found: Found): void {
	let answer: Json;
	try {
		answer = JSON.parse(text) as Json;
	} catch {
		found.add(null, text);
		return;
	}
	fromJson(withoutNoise(answer), null, found, 0);
}

function fromJson(value: Json, field: string | null, found: Found, depth: number): void {
	if (value === null || found.isFull || depth > DEEPEST) return;
	if (Array.isArray(value)) {
		for (const entry of value) fromJson(entry, field, found, depth + 1);
	} else if (isRecord(value) && typeof value.message === 'string' && Array.isArray(value.locations)) {
		// Of GraphQL: where in the query is no message of its own.
		found.add(field, value.message);
	} else if (isRecord(value)) {
		for (const [key, entry] of Object.entries(value)) fromJson(entry, WRAPPERS.has(key) ? field : joined(field, key), found, depth + 1);
	} else {
		found.add(field, SECRET_FIELDS.test(field ?? '') ? '…' : String(value));
	}
}

function withoutNoise(answer: Json): Json {
	if (!isRecord(answer)) return answer;
	if (answer.errors !== undefined) return answer.errors;
	return Object.fromEntries(Object.entries(answer).filter(([key]) => !NOISE.has(key)));
}

function joined(field: string | null, key: string): string {
	return field === null ? key : `${field}.${key}`;
}

/** The texts between tags, CDATA included: `<errors><error>…</error></errors>`. */
function fromXml(text: string, found: Found): void {
	const reading = parser(true);
	let between = '';
	const add = (): void => {
		found.add(null, between);
		between = '';
	};
	// What goes on after an error costs an error a character.
	reading.onerror = (error) => {
		throw error;
	};
	reading.ontext = reading.oncdata = (more) => {
		between += more;
	};
	reading.onopentag = reading.onclosetag = add;
	try {
		reading.write(text.slice(0, MOST_XML));
		if (text.length <= MOST_XML) reading.close();
		add();
	} catch {
		found.add(null, withoutTags(text));
	}
}

/** What stands between tags, of text that begins like XML and is none. */
function withoutTags(text: string): string {
	return text
		.split('<')
		.map((part) => part.slice(part.indexOf('>') + 1))
		.join(' ');
}

function titleOf(text: string): string {
	const lower = text.toLowerCase();
	const begin = lower.indexOf('>', lower.indexOf('<title')) + 1;
	const end = lower.indexOf('</title>', begin);
	if (!lower.includes('<title') || begin === 0 || end < 0) return '';
	const title = tidy(text.slice(begin, end));
	return title === '' ? '' : `a web page titled “${shownName(title)}”`;
}

function tidy(text: string): string {
	const line = withoutCredentials(text.slice(0, LONGEST_SEARCHED).replace(/\s+/g, ' ').trim());
	return shownText(line, LONGEST_TEXT);
}
