import { randomBytes } from 'node:crypto';
import { Deadline, MOST_BYTES } from './bounds';
import { fullFailure, isDiskFull } from './disk-space';
import { existsFailure, isFailure, pathFailure, SftpFailure, throwIfLost, type Step } from './failure';
import { isLink, listing, opensAsFolder, sized, shownFile, type OfKnownKind, type ShownFile } from './looking';
import { folderOf, serverPath } from './paths';
import type { Content, RemoteFile, SftpPort, UploadOutcome, Written } from './port';
import { creationFailure, linkFailure, moveFailure } from './refusals';
import type { Session } from './session';
import { closeHandle, partReader, readChunks, withHandle, writeContent } from './transfer';
import { upload } from './upload';

/** SftpPort over one session. */
export class RemoteFiles implements SftpPort {
	readonly server: string;

	constructor(
		private readonly session: Session,
		private readonly baseFolder: string,
	) {
		this.server = session.server;
	}

	fullPath(path: string): string {
		return serverPath(this.baseFolder, path);
	}

	async list(folder: string): Promise<RemoteFile[]> {
		const step = this.step('list the folder', folder);
		const deadline = new Deadline(step, this.session.waitMs);
		const shown = await listing(this.session, step, deadline);
		// Where it shows the size of one file, those that it shows without are empty.
		const showsSizes = shown.some(({ kind, size = 0 }) => kind === 'file' && size > 0);
		const files: RemoteFile[] = [];
		for (const file of shown) {
			deadline.check();
			files.push(
				await this.listed(`${folder}/${file.name}`, file, showsSizes).catch((error: unknown): RemoteFile => {
					throwIfLost(error);
					if (error instanceof SftpFailure) return { ...file, kind: 'file', size: file.size ?? 0, failure: error };
					throw error;
				}),
			);
		}
		return files;
	}

	private async listed(path: string, file: ShownFile, showsSizes: boolean): Promise<RemoteFile> {
		const known = await this.ofKnownKind(path, file);
		if (known.kind !== 'file' || showsSizes || known.size) return sized(known, 0);
		// Some servers show sizes only in answers about one file.
		return sized(known, (await this.shownAt(path))?.size, this.fullPath(path));
	}

	async stat(path: string): Promise<RemoteFile | null> {
		const shown = await this.shownAt(path);
		if (!shown) return null;
		const file = await this.ofKnownKind(path, shown);
		if (file.kind !== 'file' || file.size) return sized(file, 0);
		// Some servers show sizes only in listings.
		const listed = (await this.listing(folderOf(path)).catch(() => [])).find(({ name }) => name === file.name);
		return sized(file, listed?.size, this.fullPath(path));
	}

	private async shownAt(path: string): Promise<ShownFile | null> {
		return await shownFile(this.session, this.step('look at', path), path.slice(path.lastIndexOf('/') + 1));
	}

	private async listing(folder: string): Promise<ShownFile[]> {
		const step = this.step('list the folder', folder);
		return await listing(this.session, step, new Deadline(step, this.session.waitMs));
	}

	/** A server that shows no file types: only a folder can be opened as one. */
	private async ofKnownKind(path: string, file: ShownFile): Promise<OfKnownKind> {
		const { kind } = file;
		if (kind !== 'unknown') return { ...file, kind };
		return { ...file, kind: (await opensAsFolder(this.session, this.step('list the folder', path))) ? 'folder' : 'file' };
	}

	async read(path: string, { maxBytes, size }: { maxBytes: number; size?: number }): Promise<Buffer> {
		const chunks: Buffer[] = [];
		for await (const chunk of this.chunksUpTo(path, maxBytes, size)) chunks.push(chunk);
		return Buffer.concat(chunks);
	}

	chunks(path: string): AsyncIterable<Buffer> {
		return this.chunksUpTo(path, MOST_BYTES);
	}

	async peek<T>(path: string, use: (readAt: (offset: number, length: number) => Promise<Buffer>) => Promise<T>): Promise<T> {
		const step = this.step('read', path);
		return await withHandle(this.session, step, 'r', (handle) => use(partReader(this.session, step, handle, 0)));
	}

	async write(path: string, content: Content, { exclusive = false }: { exclusive?: boolean } = {}): Promise<Written> {
		const step = this.step('write', path);
		if (!exclusive && (await isLink(this.session, step))) throw linkFailure(step.path);
		const progress = { opened: false };
		try {
			return await withHandle(this.session, step, exclusive ? 'wx' : 'w', (handle) => {
				progress.opened = true;
				return writeContent(this.session, step, handle, content);
			});
		} catch (error) {
			if (!progress.opened) return await this.writeRefused(path, content, exclusive, error);
			const full = isFailure(error, 'other') && (await isDiskFull(this.session, this.fullPath(folderOf(path))));
			if (exclusive && this.session.alive) await this.remove(path).catch(() => undefined);
			throw full ? fullFailure(this.fullPath(path)) : error;
		}
	}

	async upload(path: string, content: Content): Promise<UploadOutcome> {
		return await upload(this, path, content);
	}

	async move(from: string, to: string, { isNew = false }: { isNew?: boolean } = {}): Promise<void> {
		if (!isNew && (await this.stat(to))) throw existsFailure(this, to);
		const step = this.moveStep(from, to);
		try {
			await this.session.request(step, (answer) => {
				this.session.sftp.rename(step.path, step.target, answer);
			});
		} catch (error) {
			if (!isFailure(error, 'other', 'exists', 'noSuchFile', 'permission')) throw error;
			await this.settleRefusedMove(from, to, error);
		}
	}

	async replace(from: string, to: string): Promise<void> {
		try {
			await this.posixRename(from, to);
		} catch (error) {
			if (!isFailure(error, 'other')) throw error;
			if (!(await this.stat(from))) throw this.goneFailure(from);
			await this.remove(to);
			await this.move(from, to);
		}
	}

	async remove(path: string): Promise<boolean> {
		const step = this.step('delete', path);
		try {
			await this.session.request(step, (answer) => {
				this.session.sftp.unlink(step.path, answer);
			});
			return true;
		} catch (error) {
			if (isFailure(error, 'noSuchFile')) return false;
			throw error;
		}
	}

	async makeFolder(path: string): Promise<boolean> {
		const step = this.step('make the folder', path);
		try {
			await this.session.request(step, (answer) => {
				this.session.sftp.mkdir(step.path, answer);
			});
			return true;
		} catch (error) {
			if (!isFailure(error, 'other', 'exists')) throw error;
			if ((await this.stat(path))?.kind === 'folder') return false;
			throw error;
		}
	}

	private step(verb: string, path: string): Step {
		return { verb, path: this.fullPath(path) };
	}

	private moveStep(from: string, to: string): Step & { target: string } {
		return { ...this.step('move', from), target: this.fullPath(to) };
	}

	private async *chunksUpTo(path: string, maxBytes: number, known?: number): AsyncGenerator<Buffer> {
		const step = this.step('read', path);
		const size = known ?? (await this.sizeOf(path));
		if (size > maxBytes)
			throw pathFailure(
				'other',
				step.path,
				`"${step.path}" is ${size} bytes; at most ${maxBytes} are read.`,
				'Have it sent in smaller packages, or raise the limit.',
			);
		const handle = await this.session.request<Buffer>(step, (answer) => {
			this.session.sftp.open(step.path, 'r', answer);
		});
		let received = 0;
		let now: number | undefined;
		try {
			const readAt = partReader(this.session, step, handle, size);
			for await (const chunk of readChunks(readAt, size)) {
				received += chunk.length;
				yield chunk;
			}
			// Where the size was known already, one more byte shows whether it still is: one request less than a second look.
			if (known !== undefined || size === 0) now = received + (await readAt(received, 1)).length;
		} finally {
			if (this.session.alive) await closeHandle(this.session, step, handle);
		}
		if (known === undefined && size > 0) now = (await this.stat(path))?.size;
		// A file that is gone after its last byte was read whole all the same: a mailbox gives each file out once.
		if (received !== size || (now !== undefined && now !== size)) {
			throw pathFailure(
				'other',
				step.path,
				`"${step.path}" changed while it was being read: ${size} bytes were expected, ${received} arrived, ${now === undefined ? 'and now it is gone' : `and now it is ${now}`}.`,
				'It is probably still being written: read it again later.',
			);
		}
	}

	private async sizeOf(path: string): Promise<number> {
		const file = await this.stat(path);
		if (file?.failure) throw file.failure;
		if (file) return file.size;
		const full = this.fullPath(path);
		throw pathFailure('noSuchFile', full, `There is no file "${full}" on ${this.server}.`);
	}

	/** The server did not open the file for writing. */
	private async writeRefused(path: string, content: Content, exclusive: boolean, error: unknown): Promise<Written> {
		if (!isFailure(error, 'other', 'permission', 'exists')) throw error;
		const there = await this.stat(path).catch((refusal: unknown) => {
			throwIfLost(refusal);
			return null;
		});
		if (there) {
			if (exclusive) throw existsFailure(this, path);
			// The server may only refuse to overwrite.
			if (await this.remove(path).catch(() => false)) return await this.write(path, content, { exclusive: true });
			throw error;
		}
		// The server may not create exclusively. What we create so has a name of its own.
		if (exclusive) return await this.write(path, content);
		if (await isDiskFull(this.session, this.fullPath(folderOf(path)))) throw fullFailure(this.fullPath(path));
		throw creationFailure(error, this.fullPath(path), await this.plainNameMade(folderOf(path)));
	}

	/** Finds out whether a server that refused a file refuses its name or every file in the folder. Null when every one. */
	private async plainNameMade(folder: string): Promise<string | null> {
		const plain = `test${randomBytes(4).toString('hex')}`;
		const step = this.step('write', folder === '' ? plain : `${folder}/${plain}`);
		try {
			await withHandle(this.session, step, 'w', () => Promise.resolve());
			await this.remove(folder === '' ? plain : `${folder}/${plain}`);
			return plain;
		} catch (error) {
			throwIfLost(error);
			return null;
		}
	}

	/** Servers refuse a rename with many codes: what is there afterwards tells what happened. */
	private async settleRefusedMove(from: string, to: string, refusal: SftpFailure): Promise<void> {
		const failure = moveFailure(refusal, this.fullPath(from), this.fullPath(to));
		const look = async (path: string) =>
			await this.stat(path).catch((error: unknown) => {
				throw isFailure(error, 'permission') ? failure : error;
			});
		const [source, target] = [await look(from), await look(to)];
		if (!source) {
			// The target was not there before and the source is gone: our rename was carried out although the answer says no.
			if (target && refusal.kind === 'other') return;
			throw this.goneFailure(from);
		}
		if (target) throw existsFailure(this, to);
		if (refusal.kind === 'noSuchFile') {
			throw pathFailure(
				'noSuchFile',
				this.fullPath(folderOf(to)),
				`There is no folder "${this.fullPath(folderOf(to))}" on ${this.server} to move "${this.fullPath(from)}" into.`,
			);
		}
		if (refusal.kind === 'permission') throw failure;
		await this.posixRename(from, to).catch((error: unknown) => {
			throw isFailure(error, 'other') ? failure : error;
		});
	}

	private async posixRename(from: string, to: string): Promise<void> {
		const step = this.moveStep(from, to);
		await this.session.request(step, (answer) => {
			this.session.sftp.ext_openssh_rename(step.path, step.target, answer);
		});
	}

	private goneFailure(path: string): SftpFailure {
		return pathFailure('noSuchFile', this.fullPath(path), `"${this.fullPath(path)}" is no longer there to be moved.`);
	}
}
