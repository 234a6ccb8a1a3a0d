import { constants as fsFlags } from 'node:fs';
import { chmod, link, lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, stat, truncate, unlink, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { Attributes } from 'ssh2';
import { SftpRefusal, attributesOf, fileFlags } from './replies';
import type { SftpSettings } from './settings';

/** The lock-box's files: every path a client names is read below one real folder, and cannot leave it. */
export class Jail {
	constructor(
		private readonly root: string,
		private readonly settings: SftpSettings,
	) {}

	/** The client's path made absolute and plain: `Incoming/../x` is `/x`, and `/..` is `/`. */
	absolute(clientPath: string): string {
		const plain = posix.normalize(posix.join('/', clientPath));
		return plain.length > 1 ? plain.replace(/\/$/, '') : plain;
	}

	async open(clientPath: string, pflags: number, mode: number | undefined): Promise<FileHandle> {
		const flags = fileFlags(pflags);
		if ((flags & fsFlags.O_EXCL) !== 0 && this.settings.exclusiveCreate === 'unsupported')
			throw new SftpRefusal('OP_UNSUPPORTED', 'Unsupported flags');
		const changes = (flags & (fsFlags.O_CREAT | fsFlags.O_TRUNC | fsFlags.O_WRONLY | fsFlags.O_RDWR)) !== 0;
		return await open(await this.onDisk(clientPath, changes), flags, mode === undefined ? 0o644 : mode & 0o777);
	}

	async stat(clientPath: string, follow: boolean): Promise<Attributes> {
		const path = await this.onDisk(clientPath, false, true);
		const attributes = attributesOf(await (follow ? stat(path) : lstat(path)), this.settings.clockSkewSeconds);
		const rights = this.settings.permissions[this.absolute(clientPath)];
		if (!rights) return attributes;
		return { ...attributes, mode: (attributes.mode & ~0o777) | (rights === 'none' ? 0 : 0o555) };
	}

	async setStat(clientPath: string, wanted: Partial<Attributes>): Promise<void> {
		const path = await this.onDisk(clientPath, true);
		if (wanted.size !== undefined) await truncate(path, wanted.size);
		if (wanted.mode !== undefined) await chmod(path, wanted.mode & 0o777);
		if (wanted.mtime === undefined || wanted.atime === undefined) return;
		const skew = this.settings.clockSkewSeconds;
		await utimes(path, wanted.atime - skew, wanted.mtime - skew);
	}

	/** Names in a folder as a client sees them, `.` and `..` first. */
	async list(clientPath: string): Promise<string[]> {
		const names = await readdir(await this.onDisk(clientPath, false));
		return ['.', '..', ...names.sort()];
	}

	async makeFolder(clientPath: string): Promise<void> {
		if (this.settings.freeBytes === 0) throw new SftpRefusal('FAILURE', 'No space left on device');
		await mkdir(await this.onDisk(clientPath, true));
	}

	async removeFolder(clientPath: string): Promise<void> {
		await rmdir(await this.onDisk(clientPath, true));
	}

	async remove(clientPath: string): Promise<void> {
		await unlink(await this.onDisk(clientPath, true));
	}

	/**
	 * The plain SFTPv3 rename. Like OpenSSH's it never replaces a target: a file is linked to its new name and then
	 * unlinked from the old one, so that of two clients who move the same file exactly one succeeds.
	 */
	async rename(from: string, to: string): Promise<void> {
		if (this.settings.renameOverExisting === 'overwrite') {
			await this.replace(from, to);
			return;
		}
		const [source, target] = [await this.onDisk(from, true), await this.onDisk(to, true)];
		if ((await lstat(source)).isDirectory()) {
			await renameFolder(source, target);
			return;
		}
		await link(source, target);
		try {
			await unlink(source);
		} catch (error) {
			await rm(target, { force: true });
			throw error;
		}
	}

	/** `posix-rename@openssh.com`: atomic, and replaces an existing target. */
	async replace(from: string, to: string): Promise<void> {
		await rename(await this.onDisk(from, true), await this.onDisk(to, true));
	}

	/** The real path, after the rights are checked and no symbolic link leads out; `looksOnly` skips the rights of the entry itself. */
	private async onDisk(clientPath: string, changes: boolean, looksOnly = false): Promise<string> {
		const path = this.absolute(clientPath);
		this.checkRights(path, changes, looksOnly);
		const real = join(this.root, path);
		const existing = await realpath(real).catch(async () => await realpath(join(this.root, posix.dirname(path))).catch(() => null));
		const home = await realpath(this.root);
		if (existing !== null && existing !== home && !existing.startsWith(home + sep)) {
			throw new SftpRefusal('PERMISSION_DENIED', 'Permission denied');
		}
		return real;
	}

	private checkRights(path: string, changes: boolean, looksOnly: boolean): void {
		for (const [folder, rights] of Object.entries(this.settings.permissions)) {
			const inside = path.startsWith(`${folder}/`);
			const closed = rights === 'none' && (inside || (path === folder && !looksOnly));
			const fixed = changes && posix.dirname(path) === folder;
			if (closed || fixed) throw new SftpRefusal('PERMISSION_DENIED', 'Permission denied');
		}
	}
}

async function renameFolder(source: string, target: string): Promise<void> {
	const taken = await lstat(target).then(
		() => true,
		() => false,
	);
	if (taken) throw new SftpRefusal('FAILURE', 'Failure');
	await rename(source, target);
}
