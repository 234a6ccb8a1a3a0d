import busboy from 'busboy';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Json } from '../../../../lib/core';
import { Refusal } from '../refusal';
import type { StoredFile } from '../types';

/** A request body by what its Content-Type says it is. */
export type RequestBody =
	| { kind: 'none' }
	| { kind: 'json'; value: Json }
	| { kind: 'form'; fields: Map<string, string>; files: Map<string, StoredFile> }
	| { kind: 'urlencoded'; form: URLSearchParams }
	| { kind: 'unreadable'; reason: string };

/** Far above any page image; keeps a runaway client from filling the memory. */
const LARGEST_BODY = 128 * 1024 * 1024;

/** The raw body; throws when the client goes away in the middle, so that half a request does nothing. */
export async function receive(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > LARGEST_BODY) throw new Refusal(413, [{ field: 'base', text: 'The request body is too large' }]);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Reads a body by its Content-Type, which must fit it (rules.md §2); never throws. */
export async function readBody(headers: IncomingHttpHeaders, bytes: Buffer): Promise<RequestBody> {
	if (bytes.length === 0) return { kind: 'none' };
	const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type === 'application/json') return readJson(bytes);
	if (type === 'application/x-www-form-urlencoded') return { kind: 'urlencoded', form: new URLSearchParams(bytes.toString('utf8')) };
	if (type === 'multipart/form-data')
		return readForm(headers, bytes).catch((error: unknown): RequestBody => ({
			kind: 'unreadable',
			reason: `The form does not read: ${String(error)}`,
		}));
	return { kind: 'unreadable', reason: `Content-Type "${type}" does not fit; this sandbox reads JSON and multipart forms` };
}

function readJson(bytes: Buffer): RequestBody {
	try {
		return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) as Json };
	} catch {
		return { kind: 'unreadable', reason: 'The body is not JSON although Content-Type says so' };
	}
}

function readForm(headers: IncomingHttpHeaders, bytes: Buffer): Promise<RequestBody> {
	return new Promise((resolve, reject) => {
		const fields = new Map<string, string>();
		const files = new Map<string, StoredFile>();
		// Clients send file names as plain UTF-8, not as the Latin-1 that busboy assumes.
		const parser = busboy({ headers, defParamCharset: 'utf8' });
		parser.on('field', (name, value) => fields.set(name, value));
		parser.on('file', (name, stream, { filename, mimeType }) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('error', reject);
			stream.on('end', () => files.set(name, { fileName: filename ?? '', mimeType, bytes: Buffer.concat(chunks) }));
		});
		parser.on('error', reject);
		parser.on('close', () => {
			resolve({ kind: 'form', fields, files });
		});
		parser.end(bytes);
	});
}
