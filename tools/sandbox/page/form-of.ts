import busboy from 'busboy';
import type { IncomingMessage } from 'node:http';
import type { SentFile, Visit } from './types';

/** Largest file that a visitor may send, in bytes. */
export const LARGEST_UPLOAD = 10 * 1024 * 1024;
const MOST_FIELDS = 400;
const LARGEST_FIELD = 20_000;

/** A form that is not read; `status` is that of the answer. */
export class FormRefused extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/**
 * Reads a form that a browser sent, in either of its encodings.
 * @throws FormRefused when it is neither, or broken off
 */
export async function formOf(message: IncomingMessage): Promise<Pick<Visit, 'fields' | 'files'>> {
	const type = (message.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
	if (type !== 'multipart/form-data' && type !== 'application/x-www-form-urlencoded')
		throw new FormRefused(415, 'This page takes forms only.');
	return await new Promise((resolve, reject) => {
		const fields = new Map<string, string>();
		const files = new Map<string, SentFile>();
		// Browsers send file names as UTF-8, not as the Latin-1 that busboy assumes.
		const limits = { fileSize: LARGEST_UPLOAD, files: 2, fields: MOST_FIELDS, fieldSize: LARGEST_FIELD };
		const parser = busboy({ headers: message.headers, defParamCharset: 'utf8', limits });
		parser.on('field', (name, value) => fields.set(name, value));
		parser.on('file', (name, stream, { filename }) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			let isCut = false;
			stream.on('limit', () => (isCut = true));
			stream.on('end', () => files.set(name, { fileName: filename ?? '', bytes: Buffer.concat(chunks), isCut }));
		});
		const broken = (): void => {
			reject(new FormRefused(400, 'The form arrived incomplete. Go back, and send it again.'));
		};
		parser.on('error', broken);
		message.on('aborted', broken);
		parser.on('close', () => {
			resolve({ fields, files });
		});
		message.pipe(parser);
	});
}
