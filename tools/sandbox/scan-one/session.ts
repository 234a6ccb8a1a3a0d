import { setTimeout as sleep } from 'node:timers/promises';
import type { Attributes, SFTPWrapper } from 'ssh2';
import { endlessBytes, endlessNames } from './endless';
import { Jail } from './jail';
import {
	SftpRefusal,
	attributesOf,
	attributesReply,
	dataReply,
	handleReply,
	nameOnly,
	namesReply,
	refusalFor,
	statusReply,
} from './replies';
import type { SftpReply } from './replies';
import type { RecordedSftp, RequestLog } from './requests';
import type { SftpSettings } from './settings';
import { given, shown, shownLine } from './shown';
import type { OpenFile, OpenFolder } from './opened';
import { removeGivenOut, removeIfFetched } from './vanishing';
import { POSIX_RENAME, announceExtensions, readStrings } from './wire';

export interface SessionContext {
	/** 1-based number of this SFTP session. */
	number: number;
	jail: Jail;
	settings: SftpSettings;
	log: RequestLog;
	/** Cuts the TCP connection without a word. */
	cut(): void;
}

const NAMES_PER_ANSWER = 100;

/** Answers one client's SFTP requests, one after the other in the order of their arrival, as OpenSSH's server does. */
export class SftpSession {
	private readonly handles = new Map<string, OpenFile | OpenFolder>();
	private nextHandle = 1;
	private queue: Promise<void> = Promise.resolve();
	private closed = false;

	constructor(
		private readonly sftp: SFTPWrapper,
		private readonly context: SessionContext,
	) {
		announceExtensions(sftp, context.settings.posixRename ? [[POSIX_RENAME, '1']] : []);
		this.listenToFiles();
		this.listenToPaths();
		// A client that breaks the protocol or vanishes ends its own session, nothing else.
		sftp.on('error', () => context.cut());
		// OpenSSH's client says that it is done and waits for us to close the channel.
		sftp.on('end', () => void this.queue.then(() => sftp.end()));
	}

	/** Closes what the client left open. */
	async close(): Promise<void> {
		this.closed = true;
		const files = [...this.handles.values()].filter((handle) => handle.kind === 'file');
		this.handles.clear();
		await Promise.all(files.map(({ file }) => file.close()));
	}

	private listenToFiles(): void {
		const { sftp } = this;
		sftp.on('OPEN', (id: number, path: string, flags: number, attrs: Attributes) =>
			this.take(id, { op: 'OPEN', path }, () => this.open(path, flags, attrs)),
		);
		sftp.on('CLOSE', (id: number, handle: Buffer) =>
			this.take(id, { op: 'CLOSE', path: this.pathOf(handle) }, () => this.closeHandle(handle)),
		);
		sftp.on('READ', (id: number, handle: Buffer, offset: number, length: number) =>
			this.take(id, { op: 'READ', path: this.pathOf(handle), offset, length }, () => this.read(handle, offset, length)),
		);
		sftp.on('WRITE', (id: number, handle: Buffer, offset: number, data: Buffer) => {
			const copy = Buffer.from(data);
			this.take(id, { op: 'WRITE', path: this.pathOf(handle), offset, length: copy.length }, () => this.write(handle, offset, copy));
		});
		sftp.on('FSTAT', (id: number, handle: Buffer) =>
			this.take(id, { op: 'FSTAT', path: this.pathOf(handle) }, () => this.statHandle(handle)),
		);
		sftp.on('FSETSTAT', (id: number, handle: Buffer, attrs: Attributes) =>
			this.take(id, { op: 'FSETSTAT', path: this.pathOf(handle) }, () => this.done(this.context.jail.setStat(this.pathOf(handle), attrs))),
		);
		sftp.on('READDIR', (id: number, handle: Buffer) =>
			this.take(id, { op: 'READDIR', path: this.pathOf(handle) }, () => this.readFolder(handle)),
		);
	}

	private listenToPaths(): void {
		const { sftp } = this;
		const { jail, settings } = this.context;
		sftp.on('OPENDIR', (id: number, path: string) => this.take(id, { op: 'OPENDIR', path }, () => this.openFolder(path)));
		sftp.on('STAT', (id: number, path: string) =>
			this.take(id, { op: 'STAT', path }, async () =>
				attributesReply(shown(await jail.stat(path, true), settings, 'stat', jail.absolute(path))),
			),
		);
		sftp.on('LSTAT', (id: number, path: string) =>
			this.take(id, { op: 'LSTAT', path }, async () =>
				attributesReply(shown(await jail.stat(path, false), settings, 'stat', jail.absolute(path))),
			),
		);
		sftp.on('SETSTAT', (id: number, path: string, attrs: Attributes) =>
			this.take(id, { op: 'SETSTAT', path }, () => this.done(jail.setStat(path, attrs))),
		);
		sftp.on('MKDIR', (id: number, path: string) => this.take(id, { op: 'MKDIR', path }, () => this.done(jail.makeFolder(path))));
		sftp.on('RMDIR', (id: number, path: string) => this.take(id, { op: 'RMDIR', path }, () => this.done(jail.removeFolder(path))));
		sftp.on('REMOVE', (id: number, path: string) => this.take(id, { op: 'REMOVE', path }, () => this.done(jail.remove(path))));
		sftp.on('RENAME', (id: number, path: string, target: string) =>
			this.take(id, { op: 'RENAME', path, target: jail.absolute(target) }, () => this.renamed(target, jail.rename(path, target))),
		);
		sftp.on('REALPATH', (id: number, path: string) => this.take(id, { op: 'REALPATH', path }, async () => nameOnly(jail.absolute(path))));
		sftp.on('EXTENDED', (id: number, name: string, data: Buffer) => {
			const [path = '', target = ''] = name === POSIX_RENAME ? readStrings(data) : [];
			if (name !== POSIX_RENAME || !settings.posixRename) {
				this.take(id, { op: name === POSIX_RENAME ? 'EXT_RENAME' : 'EXTENDED', path, target: name }, async () =>
					statusReply('OP_UNSUPPORTED'),
				);
				return;
			}
			this.take(id, { op: 'EXT_RENAME', path, target: jail.absolute(target) }, () => this.renamed(target, jail.replace(path, target)));
		});
	}

	private take(id: number, request: Omit<RecordedSftp, 'n' | 'session' | 'status'>, perform: () => Promise<SftpReply>): void {
		const arrived = Date.now();
		this.queue = this.queue.then(async () => await this.answer(id, arrived, request, perform)).catch(() => this.context.cut());
	}

	private async answer(
		id: number,
		arrived: number,
		request: Omit<RecordedSftp, 'n' | 'session' | 'status'>,
		perform: () => Promise<SftpReply>,
	): Promise<void> {
		const { settings, log, jail, number } = this.context;
		const wait = arrived + settings.latencyMs - Date.now();
		if (wait > 0) await sleep(wait);
		if (this.closed) return;
		const entry = log.add({ session: number, ...request, path: jail.absolute(request.path) });
		if (settings.stall) return;
		if ((await log.verdict(entry, 'received')) === 'drop') {
			this.drop(entry);
			return;
		}
		const reply = await (isFailing(settings, entry) ? Promise.reject(new SftpRefusal('FAILURE', 'Failure')) : perform()).catch(
			(error: unknown) => (error instanceof ConnectionCut ? null : refusalFor(error, settings.refusalText)),
		);
		if (reply === null) {
			this.drop(entry);
			return;
		}
		entry.status = reply.status;
		if ((await log.verdict(entry, 'answering')) === 'drop') {
			this.drop(entry);
			return;
		}
		if (this.isOpen()) reply.send(this.sftp, id);
	}

	/** Asked again after every wait: a connection may end meanwhile. */
	private isOpen(): boolean {
		return !this.closed;
	}

	private drop(entry: RecordedSftp): void {
		entry.status = 'DROPPED';
		this.closed = true;
		this.context.cut();
	}

	private async done(change: Promise<void>): Promise<SftpReply> {
		await change;
		return statusReply('OK');
	}

	private async renamed(target: string, change: Promise<void>): Promise<SftpReply> {
		await change;
		await removeIfFetched(this.context.jail, this.context.settings, target);
		return statusReply('OK');
	}

	private async open(path: string, flags: number, attrs: Attributes): Promise<SftpReply> {
		if (this.handles.size >= (this.context.settings.mostHandles ?? Infinity)) throw new SftpRefusal('FAILURE', 'Too many open files');
		const file = await this.context.jail.open(path, flags, attrs.mode);
		if (this.closed) {
			await file.close();
			throw new ConnectionCut();
		}
		return this.keep({ kind: 'file', path, file, moved: 0, used: { read: false, written: false } });
	}

	private async openFolder(path: string): Promise<SftpReply> {
		return this.keep({ kind: 'folder', path, names: await this.context.jail.list(path), answers: 0 });
	}

	private async closeHandle(handle: Buffer): Promise<SftpReply> {
		const opened = this.opened(handle);
		this.handles.delete(handle.toString('hex'));
		if (opened.kind === 'file') {
			await opened.file.close();
			await removeGivenOut(this.context.jail, this.context.settings, opened.path, opened.used);
		}
		return statusReply('OK');
	}

	private async read(handle: Buffer, offset: number, length: number): Promise<SftpReply> {
		const opened = this.openedFile(handle);
		const { settings, jail } = this.context;
		opened.used.read = true;
		const most = Math.min(length, settings.bytesPerAnswer ?? length);
		if (settings.endless[jail.absolute(opened.path)]) return endlessBytes(most);
		const { bytesRead, buffer } = await opened.file.read(Buffer.alloc(most), 0, most, offset);
		if (bytesRead === 0) return statusReply('EOF', 'End of file');
		if (this.bytesBeforeCut(opened, bytesRead) < bytesRead) throw new ConnectionCut();
		return dataReply(given(buffer.subarray(0, bytesRead), settings));
	}

	private async write(handle: Buffer, offset: number, data: Buffer): Promise<SftpReply> {
		const opened = this.openedFile(handle);
		const { settings } = this.context;
		opened.used.written = true;
		if (settings.freeBytes !== null && data.length > settings.freeBytes) throw new SftpRefusal('FAILURE', 'No space left on device');
		const allowed = this.bytesBeforeCut(opened, data.length);
		await opened.file.write(data, 0, allowed, offset);
		if (settings.freeBytes !== null) settings.freeBytes -= allowed;
		if (allowed < data.length) throw new ConnectionCut();
		return statusReply('OK');
	}

	/** How many of these bytes still pass before the connection is to be cut; switches the fault off when it strikes. */
	private bytesBeforeCut(opened: OpenFile, bytes: number): number {
		const limit = this.context.settings.dropAfterBytes;
		const allowed = limit === null ? bytes : Math.max(0, Math.min(bytes, limit - opened.moved));
		if (allowed < bytes) this.context.settings.dropAfterBytes = null;
		opened.moved += allowed;
		return allowed;
	}

	private async statHandle(handle: Buffer): Promise<SftpReply> {
		const { settings, jail } = this.context;
		const { file, path } = this.openedFile(handle);
		return attributesReply(shown(attributesOf(await file.stat(), settings.clockSkewSeconds), settings, 'stat', jail.absolute(path)));
	}

	private async readFolder(handle: Buffer): Promise<SftpReply> {
		const { settings, jail } = this.context;
		const opened = this.opened(handle);
		if (opened.kind !== 'folder') throw new SftpRefusal('FAILURE', 'Not a folder');
		const endless = settings.endless[jail.absolute(opened.path)];
		if (endless) return endlessNames(endless, opened.answers++);
		const names = opened.names.splice(0, NAMES_PER_ANSWER);
		if (names.length === 0) return statusReply('EOF', 'End of file');
		const entries = await Promise.all(
			names.map(async (filename) => {
				const path = `${opened.path}/${filename}`;
				const attrs = await jail.stat(path, false).catch(() => null);
				if (attrs === null) return null;
				const line = shownLine(filename, attrs, settings);
				return { filename, longname: line, attrs: shown(attrs, settings, 'listing', jail.absolute(path)) };
			}),
		);
		// A file that was moved away since the folder was opened is no longer there to be listed.
		return namesReply(entries.filter((entry) => entry !== null));
	}

	private keep(opened: OpenFile | OpenFolder): SftpReply {
		const handle = Buffer.alloc(4);
		handle.writeUInt32BE(this.nextHandle++);
		this.handles.set(handle.toString('hex'), opened);
		return handleReply(handle);
	}

	private opened(handle: Buffer): OpenFile | OpenFolder {
		const opened = this.handles.get(handle.toString('hex'));
		if (!opened) throw new SftpRefusal('FAILURE', 'Unknown handle');
		return opened;
	}

	private openedFile(handle: Buffer): OpenFile {
		const opened = this.opened(handle);
		if (opened.kind !== 'file') throw new SftpRefusal('FAILURE', 'Not a file');
		return opened;
	}

	private pathOf(handle: Buffer): string {
		return this.handles.get(handle.toString('hex'))?.path ?? '';
	}
}

function isFailing({ failing }: SftpSettings, { op, path }: RecordedSftp): boolean {
	return failing.some((one) => one.op === op && one.path === path);
}

/** The connection is to be cut instead of an answer. */
class ConnectionCut extends Error {}
