import { randomBytes } from 'node:crypto';
import type { FileEntryWithStats, Stats } from 'ssh2';
import { isFailure, pathFailure, SftpFailure, type Step } from './failure';
import { folderOf, serverPath } from './paths';
import type { Content, RemoteFile, SftpPort } from './port';
import type { Session } from './session';
import { closeHandle, readChunks, readPart, sha256Of, withHandle, writeContent } from './transfer';

const END_OF_FOLDER = 1;
/** Less than this is full: the piece that did not fit may have left a little. */
const FULL_BELOW_BYTES = 64 * 1024;
const FILE_TYPE = 0o170000;
const KINDS: Record<number, RemoteFile['kind']> = { 0o100000: 'file', 0o040000: 'folder' };

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
		const handle = await this.session
			.request<Buffer>(step, (answer) => {
				this.session.sftp.opendir(step.path, answer);
			})
			.catch((error: unknown) => {
				throw isFailure(error, 'noSuchFile')
					? pathFailure('noSuchFile', step.path, `There is no folder "${step.path}" on ${this.server}.`)
					: error;
			});
		const files: RemoteFile[] = [];
		try {
			for (;;) {
				const entries = await this.session.request<FileEntryWithStats[]>(step, (answer) => {
					this.session.sftp.readdir(handle, answer);
				});
				files.push(...entries.map((entry) => remoteFile(entry.filename, entry.attrs, entry.longname)));
			}
		} catch (error) {
			if (!(error instanceof SftpFailure) || error.details.status !== END_OF_FOLDER) throw error;
		} finally {
			if (this.session.alive) await closeHandle(this.session, step, handle);
		}
		return files;
	}

	async stat(path: string): Promise<RemoteFile | null> {
		const step = this.step('look at', path);
		try {
			return remoteFile(
				path.slice(path.lastIndexOf('/') + 1),
				await this.session.request<Stats>(step, (answer) => {
					this.session.sftp.stat(step.path, answer);
				}),
			);
		} catch (error) {
			if (isFailure(error, 'noSuchFile')) return null;
			throw error;
		}
	}

	async read(path: string, { maxBytes }: { maxBytes: number }): Promise<Buffer> {
		const chunks: Buffer[] = [];
		for await (const chunk of this.chunksUpTo(path, maxBytes)) chunks.push(chunk);
		return Buffer.concat(chunks);
	}

	chunks(path: string): AsyncIterable<Buffer> {
		return this.chunksUpTo(path, Infinity);
	}

	async peek<T>(path: string, use: (readAt: (offset: number, length: number) => Promise<Buffer>) => Promise<T>): Promise<T> {
		const step = this.step('read', path);
		return await withHandle(this.session, step, 'r', (handle) =>
			use((offset, length) => readPart(this.session, step, handle, offset, length)),
		);
	}

	async write(path: string, content: Content, { exclusive = false }: { exclusive?: boolean } = {}): Promise<void> {
		await this.writeTo(path, content, exclusive);
	}

	async upload(path: string, content: Content): Promise<'uploaded' | 'alreadyThere'> {
		const before = Buffer.isBuffer(content) ? await this.stat(path) : null;
		if (before && Buffer.isBuffer(content)) return await this.compared(path, content.length, await sha256Of([content]));
		const part = `${path}.${randomBytes(4).toString('hex')}.part`;
		try {
			const { size, sha256 } = await this.writeTo(part, content, true);
			await this.checkSize(part, size);
			try {
				await this.move(part, path);
				return 'uploaded';
			} catch (error) {
				if (!isFailure(error, 'exists')) throw error;
				const outcome = await this.compared(path, size, sha256);
				await this.remove(part);
				return outcome;
			}
		} catch (error) {
			if (this.session.alive) await this.remove(part).catch(() => undefined);
			throw error;
		}
	}

	async move(from: string, to: string): Promise<void> {
		if (await this.stat(to)) throw this.existsFailure(to);
		const step = this.moveStep(from, to);
		try {
			await this.session.request(step, (answer) => {
				this.session.sftp.rename(step.path, step.target, answer);
			});
		} catch (error) {
			if (!isFailure(error, 'other', 'exists', 'noSuchFile')) throw error;
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

	private async *chunksUpTo(path: string, maxBytes: number): AsyncGenerator<Buffer> {
		const step = this.step('read', path);
		const before = await this.stat(path);
		if (!before) throw pathFailure('noSuchFile', step.path, `There is no file "${step.path}" on ${this.server}.`);
		if (before.size > maxBytes)
			throw pathFailure(
				'other',
				step.path,
				`"${step.path}" is ${before.size} bytes; at most ${maxBytes} are read.`,
				'Have it sent in smaller packages, or raise the limit.',
			);
		const handle = await this.session.request<Buffer>(step, (answer) => {
			this.session.sftp.open(step.path, 'r', answer);
		});
		let received = 0;
		try {
			for await (const chunk of readChunks(this.session, step, handle, before.size)) {
				received += chunk.length;
				yield chunk;
			}
		} finally {
			if (this.session.alive) await closeHandle(this.session, step, handle);
		}
		const after = await this.stat(path);
		if (received !== before.size || after?.size !== before.size) {
			throw pathFailure(
				'other',
				step.path,
				`"${step.path}" changed while it was being read: ${before.size} bytes were expected, ${received} arrived, ${after ? `and now it is ${after.size}` : 'and now it is gone'}.`,
				'It is probably still being written: read it again later.',
			);
		}
	}

	private async writeTo(path: string, content: Content, exclusive: boolean): Promise<{ size: number; sha256: string }> {
		const step = this.step('write', path);
		const progress = { opened: false };
		try {
			return await withHandle(this.session, step, exclusive ? 'wx' : 'w', (handle) => {
				progress.opened = true;
				return writeContent(this.session, step, handle, content);
			});
		} catch (error) {
			const full = progress.opened && isFailure(error, 'other') && (await this.isFull(path));
			if (exclusive && progress.opened && this.session.alive) await this.remove(path).catch(() => undefined);
			if (full) throw pathFailure('noSpace', step.path, `Could not write "${step.path}" over SFTP: the disk or the quota is full.`);
			if (exclusive && !progress.opened && isFailure(error, 'other') && (await this.stat(path))) throw this.existsFailure(path);
			throw error;
		}
	}

	/** OpenSSH answers a full disk with a bare "Failure"; where the server reports its free space, we ask. */
	private async isFull(path: string): Promise<boolean> {
		const step = this.step('ask for free space in', folderOf(path));
		const disk = await this.session
			.request<Record<string, unknown>>(step, (answer) => {
				this.session.sftp.ext_openssh_statvfs(step.path, answer);
			})
			.catch(() => null);
		return disk !== null && (Number(disk.f_bavail) * Number(disk.f_frsize) < FULL_BELOW_BYTES || Number(disk.f_favail) === 0);
	}

	private async checkSize(path: string, size: number): Promise<void> {
		const written = await this.stat(path);
		if (written?.size === size) return;
		const full = this.fullPath(path);
		throw pathFailure(
			'other',
			full,
			`"${full}" arrived incomplete: ${size} bytes were sent, ${written?.size ?? 0} are there.`,
			"Run again. If it persists, the server's disk or this account's quota may be full.",
		);
	}

	private async compared(path: string, size: number, sha256: string): Promise<'alreadyThere'> {
		const there = await this.stat(path);
		if (there?.kind === 'file' && there.size === size && (await sha256Of(this.chunks(path))) === sha256) return 'alreadyThere';
		throw this.existsFailure(path);
	}

	/** Servers refuse a rename with many codes: what is there afterwards tells what happened. */
	private async settleRefusedMove(from: string, to: string, refusal: SftpFailure): Promise<void> {
		const [source, target] = [await this.stat(from), await this.stat(to)];
		if (!source) {
			// The target was not there before and the source is gone: our rename was carried out although the answer says no.
			if (target && refusal.kind === 'other') return;
			throw this.goneFailure(from);
		}
		if (target) throw this.existsFailure(to);
		if (refusal.kind === 'noSuchFile') {
			throw pathFailure(
				'noSuchFile',
				this.fullPath(folderOf(to)),
				`There is no folder "${this.fullPath(folderOf(to))}" on ${this.server} to move "${this.fullPath(from)}" into.`,
			);
		}
		await this.posixRename(from, to).catch((error: unknown) => {
			throw isFailure(error, 'other') ? refusal : error;
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

	private existsFailure(path: string): SftpFailure {
		return pathFailure('exists', this.fullPath(path), `There is already something named "${this.fullPath(path)}" on ${this.server}.`);
	}
}

function remoteFile(name: string, attributes: Partial<Pick<Stats, 'mode' | 'size' | 'mtime'>>, longname = '-'): RemoteFile {
	// Attributes are optional in SFTP: without a mode the first letter of the long listing tells.
	const kind = attributes.mode ? (KINDS[attributes.mode & FILE_TYPE] ?? 'other') : longname.startsWith('d') ? 'folder' : 'file';
	return { name, kind, size: attributes.size ?? 0, modifiedAt: (attributes.mtime ?? 0) * 1000 };
}
