import { createHash } from 'node:crypto';
import { allowedMs, Deadline, tooSlow } from './bounds';
import { pathFailure, type Step } from './failure';
import type { Content } from './port';
import type { Session } from './session';

/** Every server takes 32 KB at a time (draft-ietf-secsh-filexfer-02 §3); a little less leaves room for the packet's head. */
const CHUNK_BYTES = 30 * 1024;
/** Requests under way at once, so that a long line does not slow a transfer down. */
const WINDOW = 16;
/** Answers that one chunk may come in: servers answer with as much as they like, but no server with a few bytes at a time. */
const ANSWERS_A_CHUNK = 64;

type Flags = 'r' | 'w' | 'wx';

/** Opens a file, uses its handle and closes it on every path. */
export async function withHandle<T>(session: Session, step: Step, flags: Flags, use: (handle: Buffer) => Promise<T>): Promise<T> {
	const handle = await session.request<Buffer>(step, (answer) => {
		session.sftp.open(step.path, flags, answer);
	});
	let result: T;
	try {
		result = await use(handle);
	} catch (error) {
		if (session.alive) await closeHandle(session, step, handle).catch(() => undefined);
		throw error;
	}
	// Some servers report a full disk only here.
	await closeHandle(session, step, handle);
	return result;
}

export function closeHandle(session: Session, step: Step, handle: Buffer): Promise<void> {
	return session.request(step, (answer) => {
		session.sftp.close(handle, answer);
	});
}

/** Reads parts of one open file, all of them within one deadline. */
export type PartReader = (offset: number, length: number) => Promise<Buffer>;

/** `bytes`: how many are going to be read altogether. */
export function partReader(session: Session, step: Step, handle: Buffer, bytes: number): PartReader {
	const deadline = new Deadline(step, session.waitMs, bytes);
	return async (offset, length) => await readPart(session, step, handle, deadline, offset, length);
}

/** One part of a file; shorter than asked for only at the end of the file. */
async function readPart(session: Session, step: Step, handle: Buffer, deadline: Deadline, offset: number, length: number): Promise<Buffer> {
	const part = Buffer.alloc(length);
	const mostAnswers = Math.ceil(length / CHUNK_BYTES) * ANSWERS_A_CHUNK;
	let filled = 0;
	for (let answers = 0; filled < length; answers++) {
		if (answers === mostAnswers) throw inDrops(step, answers, filled);
		deadline.check();
		const wanted = Math.min(CHUNK_BYTES, length - filled);
		const read = await session.request<number>(step, (answer) => {
			session.sftp.read(handle, part, filled, wanted, offset + filled, (error, count) => {
				answer(error, count);
			});
		});
		if (read === 0) break;
		// ssh2 keeps what fits, and says how much came.
		filled += Math.min(read, wanted);
	}
	return part.subarray(0, filled);
}

function inDrops(step: Step, answers: number, bytes: number): Error {
	return pathFailure(
		'other',
		step.path,
		`Could not read "${step.path}" over SFTP: the server sends too little at a time (${bytes} bytes in ${answers} answers).`,
		"Ask the server's admin: a server usually sends 32 kB at a time.",
	);
}

/** The first `size` bytes in order, several parts under way at a time; ends early where the file does. */
export async function* readChunks(readAt: PartReader, size: number): AsyncGenerator<Buffer> {
	const underWay: Array<Promise<Buffer>> = [];
	let asked = 0;
	while (asked < size || underWay.length > 0) {
		while (asked < size && underWay.length < WINDOW) {
			const part = readAt(asked, Math.min(CHUNK_BYTES, size - asked));
			// Its rejection is seen when its turn comes; until then it must not count as unhandled.
			part.catch(() => undefined);
			underWay.push(part);
			asked += CHUNK_BYTES;
		}
		const chunk = await underWay.shift();
		if (chunk === undefined || chunk.length === 0) return;
		yield chunk;
	}
}

/** Writes everything to the handle and returns size and sha256 (hex) of what was written. */
export async function writeContent(
	session: Session,
	step: Step,
	handle: Buffer,
	content: Content,
): Promise<{ size: number; sha256: string }> {
	const hash = createHash('sha256');
	let size = 0;
	let underWay: Array<Promise<void>> = [];
	let waitedMs = 0;
	const answered = async () => {
		const since = performance.now();
		await everyOne(underWay);
		underWay = [];
		// Where the content itself comes slowly, that is not the server's doing.
		waitedMs += performance.now() - since;
		if (waitedMs > allowedMs(session.waitMs, size)) throw tooSlow(step, size);
	};
	for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
		const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		hash.update(bytes);
		for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
			const chunk = bytes.subarray(start, start + CHUNK_BYTES);
			const position = size;
			const writing = session.request(step, (answer) => {
				session.sftp.write(handle, chunk, 0, chunk.length, position, answer);
			});
			// While the next piece of the content is awaited, nobody waits for this: a rejection must not count as unhandled.
			writing.catch(() => undefined);
			underWay.push(writing);
			size += chunk.length;
			if (underWay.length === WINDOW) await answered();
		}
	}
	await answered();
	return { size, sha256: hash.digest('hex') };
}

/** Waits for all, also when one fails, so that nothing is under way afterwards; then throws the first failure. */
async function everyOne(promises: Array<Promise<void>>): Promise<void> {
	const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected');
	if (failed) throw failed.reason;
}

/** sha256 (hex) of the chunks. */
export async function sha256Of(chunks: AsyncIterable<Buffer> | Buffer[]): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest('hex');
}
