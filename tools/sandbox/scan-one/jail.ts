import { constants as fsFlags } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	chmod,
	copyFile,
	link,
	lstat,
	mkdir,
	open,
	readdir,
	realpath,
	rename,
	rm,
	rmdir,
	stat,
	truncate,
	unlink,
	utimes,
} from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import type { Attributes } from 'ssh2';
import { SftpRefusal, attributesOf, fileFlags } from './replies';
import type { Rights, SftpSettings } from './settings';

/** What a request wants with a path: `look` at the entry itself, list a folder, read, write or make, or take away. */
type Access = 'look' | 'list' | 'read' | 'create' | 'delete';

const DENIED: Record<Rights, Access[]> = {
	none: ['list', 'read', 'create', 'delete'],
	readOnly: ['create', 'delete'],
	unreadable: ['read'],
	undeletable: ['delete'],
	noNewFiles: ['create'],
};
/** How long a rename by copying leaves both files there. */
const COPYING_MS = 30;

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
		const path = changes ? await this.toBeMade(clientPath) : await this.onDisk(clientPath, 'read');
		if (changes && this.settings.overwriting === 'refused' && (await isThere(path))) throw new SftpRefusal('FAILURE', 'Failure');
		const kept = this.settings.exclusiveCreate === 'ignored' ? flags & ~fsFlags.O_EXCL : flags;
		return await open(path, kept, mode === undefined ? 0o644 : mode & 0o777);
	}

	async stat(clientPath: string, follow: boolean): Promise<Attributes> {
		const path = await this.onDisk(clientPath, 'look');
		const attributes = attributesOf(await (follow ? stat(path) : lstat(path)), this.settings.clockSkewSeconds);
		const rights = this.settings.permissions[this.absolute(clientPath)];
		if (rights !== 'none' && rights !== 'readOnly') return attributes;
		return { ...attributes, mode: (attributes.mode & ~0o777) | (rights === 'none' ? 0 : 0o555) };
	}

	async setStat(clientPath: string, wanted: Partial<Attributes>): Promise<void> {
		const path = await this.onDisk(clientPath, 'create');
		if (wanted.size !== undefined) await truncate(path, wanted.size);
		if (wanted.mode !== undefined) await chmod(path, wanted.mode & 0o777);
		if (wanted.mtime === undefined || wanted.atime === undefined) return;
		const skew = this.settings.clockSkewSeconds;
		await utimes(path, wanted.atime - skew, wanted.mtime - skew);
	}

	/** Names in a folder as a client sees them, `.` and `..` first. */
	async list(clientPath: string): Promise<string[]> {
		const names = await readdir(await this.onDisk(clientPath, 'list'));
		return ['.', '..', ...names.filter((name) => !(this.settings.hidesDotFiles && name.startsWith('.'))).sort()];
	}

	async makeFolder(clientPath: string): Promise<void> {
		if (this.settings.freeBytes === 0) throw new SftpRefusal('FAILURE', 'No space left on device');
		await mkdir(await this.toBeMade(clientPath));
	}

	async removeFolder(clientPath: string): Promise<void> {
		await rmdir(await this.onDisk(clientPath, 'delete'));
	}

	async remove(clientPath: string): Promise<void> {
		await unlink(await this.onDisk(clientPath, 'delete'));
	}

	/** Takes a file away whatever the rights of the account: somebody else does it. */
	async discard(clientPath: string): Promise<void> {
		await rm(join(this.root, this.absolute(clientPath)), { force: true });
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
		const [source, target] = await this.ends(from, to);
		if (this.settings.renames === 'pretended') {
			await copyFile(source, target, fsFlags.COPYFILE_EXCL);
			return;
		}
		if (this.settings.renames === 'copying') {
			await moveByCopying(source, target, fsFlags.COPYFILE_EXCL);
			return;
		}
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
		const [source, target] = await this.ends(from, to);
		if (this.settings.renames === 'copying') await moveByCopying(source, target, 0);
		else await rename(source, target);
	}

	/** The real paths of a rename. */
	private async ends(from: string, to: string): Promise<[source: string, target: string]> {
		if (this.settings.renames === 'refused') throw new SftpRefusal('FAILURE', 'Failure');
		return [await this.onDisk(from, 'delete'), await this.toBeMade(to)];
	}

	/** The real path of something that gets this name. */
	private async toBeMade(clientPath: string): Promise<string> {
		if (this.settings.refusedNames?.test(posix.basename(this.absolute(clientPath))))
			throw new SftpRefusal('PERMISSION_DENIED', 'Permission denied');
		return await this.onDisk(clientPath, 'create');
	}

	/** The real path, after the rights are checked and no symbolic link leads out. */
	private async onDisk(clientPath: string, access: Access): Promise<string> {
		const path = this.absolute(clientPath);
		this.checkRights(path, access);
		const real = join(this.root, path);
		const existing = await realpath(real).catch(async () => await realpath(join(this.root, posix.dirname(path))).catch(() => null));
		const home = await realpath(this.root);
		if (existing !== null && existing !== home && !existing.startsWith(home + sep)) {
			throw new SftpRefusal('PERMISSION_DENIED', 'Permission denied');
		}
		return real;
	}

	private checkRights(path: string, access: Access): void {
		for (const [folder, rights] of Object.entries(this.settings.permissions)) {
			const closed = rights === 'none' && (path.startsWith(`${folder}/`) || (path === folder && access !== 'look'));
			const denied = posix.dirname(path) === folder && DENIED[rights].includes(access);
			if (closed || denied) throw new SftpRefusal('PERMISSION_DENIED', 'Permission denied');
		}
	}
}

async function isThere(path: string): Promise<boolean> {
	return await lstat(path).then(
		() => true,
		() => false,
	);
}

/** Not at once: for a while both are there, and the copy has a time of its own. */
async function moveByCopying(source: string, target: string, mode: number): Promise<void> {
	await copyFile(source, target, mode);
	await sleep(COPYING_MS);
	await rm(source, { force: true });
}

async function renameFolder(source: string, target: string): Promise<void> {
	if (await isThere(target)) throw new SftpRefusal('FAILURE', 'Failure');
	await rename(source, target);
}
