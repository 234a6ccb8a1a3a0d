import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileIn, isFailure, makeFolders, type RemoteFile, SftpFailure, type SftpPort, throwIfLost } from '../sftp';
import { newRun } from './names';
import type { LockBoxFolders, LockBoxTimes } from './settings';

/** Where a package can stand while it is ours to work on. */
export type PackageFolder = 'incoming' | 'processing' | 'waiting';

/** The files that the server's time is read from: `.clock-` and a random end. */
const CLOCK_NAME = /^\.clock(-[0-9a-f]{16})?$/;
const CLOCK_TRIES = 3;
/** How long something that two runs did at once is given to show itself. */
export const DOUBT_MS = 300;
/** The server's clock is read again after this time, so that a suspended machine does not mislead us for long. */
const CLOCK_VALID_MS = 60_000;

/** One lock-box over one connection: its folders, its times, its server's clock. */
export class BoxAccess {
	/** In the names of all claims made over this connection. */
	readonly run = newRun();
	private readonly made = new Map<string, Promise<void>>();
	/** Host of the Coupa instance, once the binding file was found; leases name it. */
	instance: string | null = null;
	/** False once the server has shown no time for a file of ours. */
	showsTimes = true;
	private clock: { serverTime: number; readAt: number } | null = null;
	private readingClock: Promise<void> | null = null;

	constructor(
		readonly port: SftpPort,
		readonly folders: LockBoxFolders,
		readonly times: LockBoxTimes,
	) {}

	path(folder: keyof LockBoxFolders, name: string): string {
		return fileIn(this.folders[folder], name);
	}

	/** Everything in one of our folders; empty when the folder was not made yet. */
	async listOurs(folder: keyof LockBoxFolders): Promise<RemoteFile[]> {
		try {
			return await this.port.list(this.folders[folder]);
		} catch (error) {
			if (isFailure(error, 'noSuchFile')) return [];
			throw error;
		}
	}

	/** Makes one of our folders, and those above it, unless it is there; looked at once, also by several at the same time. */
	async ensure(folder: Exclude<keyof LockBoxFolders, 'incoming'>): Promise<void> {
		const path = this.folders[folder];
		const made = this.made.get(path) ?? this.make(path);
		this.made.set(path, made);
		try {
			await made;
		} catch (error) {
			this.made.delete(path);
			throw error;
		}
	}

	private async make(path: string): Promise<void> {
		if ((await this.port.stat(path))?.kind !== 'folder') await makeFolders(this.port, path);
	}

	/**
	 * The server's time (ms, never ahead of it), read from the time it stamps on a file of ours: the times of files are
	 * the server's, and its clock may be hours off ours. This machine's time where the server shows none. It is read again
	 * when the last reading is older than `validMs`.
	 */
	async serverNow(validMs = CLOCK_VALID_MS): Promise<number> {
		if (!this.clock || performance.now() - this.clock.readAt > validMs) {
			this.readingClock ??= this.readClock().finally(() => (this.readingClock = null));
			await this.readingClock;
		}
		const { serverTime, readAt } = this.clock ?? { serverTime: 0, readAt: 0 };
		return serverTime + (performance.now() - readAt);
	}

	private async readClock(): Promise<void> {
		await this.ensure('processing');
		let path = '';
		for (let tries = 0; tries < CLOCK_TRIES; tries++) {
			// Nobody can know the name beforehand and lay a link to another file there, and no other run has it in use.
			path = this.path('processing', `.clock-${randomBytes(8).toString('hex')}`);
			await this.port.write(path, Buffer.from('Used to read the clock of the server; removed at once.\n'), { exclusive: true });
			const readAt = performance.now();
			// Null when something cleans up that folder.
			const stamped = await this.port.stat(path);
			// A file that cannot be removed now is removed with what crashed runs leave behind.
			await this.port.remove(path).catch(throwIfLost);
			if (stamped) {
				// A server without times: what we write down ourselves (leases, names of claims) has our time then.
				this.showsTimes = stamped.modifiedAt > 0;
				this.clock = { serverTime: this.showsTimes ? stamped.modifiedAt : Date.now(), readAt };
				return;
			}
		}
		throw new SftpFailure(
			`Could not read the clock of ${this.port.server}: the file "${this.port.fullPath(path)}" was gone each time after it was written.`,
			'other',
			{
				hint: 'Check that nothing cleans up that folder while workflows run.',
			},
		);
	}
}

/** Whether a file is one that the clock was read from. */
export function isClockName(name: string): boolean {
	return CLOCK_NAME.test(name);
}

/** Waits, unless the signal fires: then throws SftpFailure `cancelled`. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	try {
		await sleep(ms, undefined, { signal });
	} catch (cause) {
		throw new SftpFailure('Cancelled while waiting for deliveries to settle.', 'cancelled', { cause });
	}
}
