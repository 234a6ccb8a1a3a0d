import { Deadline } from './bounds';
import type { Step } from './failure';
import type { Greeting } from './greeting';
import { listing, shownFile, type ShownFile } from './looking';
import { serverPath } from './paths';
import type { Session } from './session';
import { closeHandle, withHandle, writeContent } from './transfer';

/**
 * What the server itself does, without anything that makes up for its weaknesses: for finding them, never for work. Paths as
 * those of SftpPort; everything throws SftpFailure.
 */
export class BareSftp {
	constructor(
		private readonly session: Session,
		private readonly baseFolder: string,
	) {}

	get greeting(): Greeting {
		return this.session.greeting;
	}

	/** Everything in a folder as the listing shows it, `.` and `..` included where the server names them. */
	async list(folder: string): Promise<ShownFile[]> {
		const step = this.step('list the folder', folder);
		return await listing(this.session, step, new Deadline(step, this.session.waitMs));
	}

	/** Null when nothing is there. */
	async stat(path: string): Promise<ShownFile | null> {
		return await shownFile(this.session, this.step('look at', path), path.slice(path.lastIndexOf('/') + 1));
	}

	/** Opens (`w`: also what is there; `wx`: only what is new), writes and closes. */
	async write(path: string, content: Buffer, flags: 'w' | 'wx'): Promise<void> {
		const step = this.step('write', path);
		await withHandle(this.session, step, flags, async (handle) => await writeContent(this.session, step, handle, content));
	}

	/** SSH_FXP_RENAME, whose answer over an existing name each server chooses. */
	async rename(from: string, to: string): Promise<void> {
		const step = { ...this.step('move', from), target: this.full(to) };
		await this.session.request(step, (answer) => {
			this.session.sftp.rename(step.path, step.target, answer);
		});
	}

	/** `posix-rename@openssh.com`, which replaces an existing name. */
	async posixRename(from: string, to: string): Promise<void> {
		const step = { ...this.step('move', from), target: this.full(to) };
		await this.session.request(step, (answer) => {
			this.session.sftp.ext_openssh_rename(step.path, step.target, answer);
		});
	}

	/** Gives a file another time (ms since the epoch). */
	async setTime(path: string, time: number): Promise<void> {
		await this.session.request(this.step('set the time of', path), (answer) => {
			this.session.sftp.utimes(this.full(path), time / 1000, time / 1000, answer);
		});
	}

	async removeFolder(path: string): Promise<void> {
		await this.session.request(this.step('delete the folder', path), (answer) => {
			this.session.sftp.rmdir(this.full(path), answer);
		});
	}

	/** Bytes that are free where a folder is; throws where the server does not say. */
	async freeBytes(folder: string): Promise<number> {
		const disk = await this.session.request<Record<string, unknown>>(this.step('ask for free space in', folder), (answer) => {
			this.session.sftp.ext_openssh_statvfs(this.full(folder), answer);
		});
		return Number(disk.f_bavail) * Number(disk.f_frsize);
	}

	/** How often one file could be opened for reading at the same time, `most` times at most. */
	async openedAtOnce(path: string, most: number): Promise<number> {
		const step = this.step('read', path);
		const tries = Array.from(
			{ length: most },
			async () =>
				await this.session.request<Buffer>(step, (answer) => {
					this.session.sftp.open(step.path, 'r', answer);
				}),
		);
		const opened = (await Promise.allSettled(tries)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
		for (const handle of opened) await closeHandle(this.session, step, handle);
		return opened.length;
	}

	private full(path: string): string {
		return serverPath(this.baseFolder, path);
	}

	private step(verb: string, path: string): Step {
		return { verb, path: this.full(path) };
	}
}
