import { parse } from 'content-disposition';

import type { Json } from '../core';
import type { CoupaError } from './errors';
import { unreadable } from './failure';
import { isWebPage, readMessages } from './messages';
import type { CoupaRequest, CoupaResponse } from './transport';

/** A file Coupa keeps: an image scan, a legal PDF, an attachment. */
export interface CoupaFile {
	content: Buffer;
	/** MIME type as Coupa names it; `application/octet-stream` where it names none. */
	mimeType: string;
	/** From Content-Disposition, where Coupa sends one. */
	fileName?: string;
}

/** The JSON of a success; null for an empty body. A body that is not JSON is a CoupaError of kind `server`. */
export function readJson(request: CoupaRequest, response: CoupaResponse): Json {
	const text = response.body
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.trim();
	if (text === '') return null;
	try {
		return JSON.parse(text) as Json;
	} catch {
		throw unreadable(request, response, `the body is ${kindOfBody(response.body)} instead of JSON`);
	}
}

/** The error for JSON of another shape than the request has to give. */
export function unexpectedShape(request: CoupaRequest, response: CoupaResponse, expected: 'a list' | 'one record'): CoupaError {
	return unreadable(request, response, `the body is not ${expected}`);
}

/** The file in a success, with type and name where Coupa sends them. A web page instead is a CoupaError of kind `server`. */
export function readFile(request: CoupaRequest, response: CoupaResponse): CoupaFile {
	const mimeType = response.headers['content-type']?.split(';')[0]?.trim() || 'application/octet-stream';
	if (mimeType === 'text/html' && isWebPage(response.body)) {
		throw unreadable(request, response, `the body is ${kindOfBody(response.body)} instead of a file`);
	}
	const fileName = fileNameOf(response.headers['content-disposition'] ?? '');
	return { content: response.body, mimeType, ...(fileName === null ? {} : { fileName }) };
}

/** The name of RFC 6266, without a path; null where the header names none. */
function fileNameOf(disposition: string): string | null {
	const name = parse(disposition).parameters.filename;
	return name?.split(/[/\\]/).at(-1) || null;
}

function kindOfBody(body: Buffer): string {
	if (isWebPage(body)) return readMessages(body)[0]?.text ?? 'a web page';
	return body.subarray(0, 1).toString() === '<' ? 'XML' : 'text or cut off';
}
