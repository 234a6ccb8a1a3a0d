import type { Readable } from 'node:stream';

import { MB } from '../../lib/core';

/** What n8n's HTTP helper hands over for `encoding: 'stream'`. */
export interface StreamedResponse {
	statusCode: number;
	headers: Record<string, string | string[] | undefined>;
	/** Already unpacked; undefined where n8n makes that of an empty one. */
	body: Readable | Buffer | ArrayBuffer | undefined;
}

/** How long and how large an answer may be. */
export interface AnswerLimits {
	/** From asking to the last byte. */
	milliseconds: number;
	/** Of a success, after unpacking. */
	bytes: number;
	/** Ends it earlier. */
	cancel?: AbortSignal;
}

/** Largest refusal that is read: thousands of messages. After unpacking, as all sizes. */
export const LARGEST_REFUSAL = 4 * MB;

/** A page of records has some ten kB. */
const FIRST_BYTES = 64 * 1024;

/** The answer did not come, or not to its end, in the time it has. */
export class OutOfTimeError extends Error {
	override name = 'OutOfTimeError';
}

/**
 * Asks, and reads the body of the answer to its end, so that neither a server that trickles nor one that never ends keeps the caller.
 *
 * @param ask hands the signal to whatever sends, so that the connection ends with the time
 * @returns null in place of a body that is too large
 * @throws OutOfTimeError, and whatever asking and the connection throw
 */
export async function wholeAnswer(
	ask: (signal: AbortSignal) => Promise<StreamedResponse>,
	{ milliseconds, bytes, cancel }: AnswerLimits,
): Promise<Omit<StreamedResponse, 'body'> & { body: Buffer | null }> {
	const controller = new AbortController();
	const end = () => {
		controller.abort();
	};
	const answer = async () => {
		const { statusCode, headers, body } = await ask(controller.signal);
		if (body === undefined) return { statusCode, headers, body: Buffer.alloc(0) };
		const most = statusCode < 300 ? bytes : Math.min(bytes, LARGEST_REFUSAL);
		if (!('destroy' in body)) return { statusCode, headers, body: body.byteLength > most ? null : Buffer.from(new Uint8Array(body)) };
		controller.signal.addEventListener('abort', () => body.destroy());
		if (controller.signal.aborted) body.destroy();
		return { statusCode, headers, body: await bytesOf(body, most) };
	};
	let timer: NodeJS.Timeout | undefined;
	const outOfTime = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => {
			reject(new OutOfTimeError(`no complete answer within ${Math.round(milliseconds / 1000)} s`));
			end();
		}, milliseconds);
	});
	if (cancel?.aborted) end();
	cancel?.addEventListener('abort', end);
	try {
		return await Promise.race([answer(), outOfTime]);
	} finally {
		clearTimeout(timer);
		cancel?.removeEventListener('abort', end);
		end();
	}
}

/**
 * Collected by events into one buffer that grows: pieces that are kept until the end, as an async iteration does, outlive V8's young
 * generation, and thousands of pages then take hundreds of MB until it looks at the old one.
 */
async function bytesOf(stream: Readable, most: number): Promise<Buffer | null> {
	let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
	let size = 0;
	return await new Promise((resolve, reject) => {
		stream
			.on('data', (piece: Buffer) => {
				if (size + piece.length > most) {
					resolve(null);
					stream.destroy();
					return;
				}
				if (size + piece.length > bytes.length) {
					const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, size + piece.length));
					bytes.copy(larger, 0, 0, size);
					bytes = larger;
				}
				piece.copy(bytes, size);
				size += piece.length;
			})
			.once('end', () => {
				resolve(bytes.subarray(0, size));
			})
			.once('error', reject)
			.once('close', () => {
				reject(new Error('The connection was closed before the whole answer had come.'));
			});
	});
}
