import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockBox, type LockBoxSettings } from '../../lib/lock-box';
import { withSftp, type SftpPort, type SftpSettings } from '../../lib/sftp';
import { startSftpServer, type SftpServer, type SftpServerOptions } from '../../tools/sandbox/scan-one/server';
import { crc32 } from 'node:zlib';

const FOLDERS = [
	'Incoming/Invoices',
	'Incoming/Processing/Invoices',
	'Incoming/Waiting/Invoices',
	'Incoming/Rejected/Invoices',
	'Incoming/Archive/Invoices',
];
export const [INCOMING, PROCESSING, WAITING, REJECTED, ARCHIVE] = FOLDERS as [string, string, string, string, string];

/** A lock-box of one test: a real server with an empty Incoming folder. */
export class TestLockBox {
	private constructor(readonly server: SftpServer) {}

	static async start(options: SftpServerOptions = {}): Promise<TestLockBox> {
		const box = new TestLockBox(await startSftpServer(options));
		await mkdir(join(box.server.root, INCOMING), { recursive: true });
		return box;
	}

	/** Where a path of the server is on the disk. */
	onDisk(path: string): string {
		return join(this.server.root, path);
	}

	settings(changes: Partial<SftpSettings> = {}): SftpSettings {
		const { host, port, username, password, hostKeyFingerprint } = this.server;
		return {
			host,
			port,
			username,
			password,
			hostFingerprint: hostKeyFingerprint,
			baseFolder: '/',
			connectTimeoutMs: 4000,
			operationTimeoutMs: 4000,
			keepaliveMs: 0,
			...changes,
		};
	}

	async connected<T>(use: (port: SftpPort) => Promise<T>, changes: Partial<SftpSettings> = {}): Promise<T> {
		return await withSftp(this.settings(changes), use);
	}

	async working<T>(use: (lockBox: LockBox, port: SftpPort) => Promise<T>, changes: Partial<LockBoxSettings> = {}): Promise<T> {
		return await this.connected((port) => use(lockBoxOf(port, changes), port));
	}

	/** Puts a file down as Scan One would; `ageMs` lets it be older by the server's clock. */
	async deliver(name: string, bytes: Buffer, { folder = INCOMING, ageMs = 0 } = {}): Promise<void> {
		const path = this.onDisk(`${folder}/${name}`);
		await mkdir(this.onDisk(folder), { recursive: true });
		await writeFile(path, bytes);
		await this.age(`${folder}/${name}`, ageMs);
	}

	async age(path: string, ageMs: number): Promise<void> {
		const seconds = Math.floor((Date.now() - ageMs) / 1000);
		await utimes(this.onDisk(path), seconds, seconds);
	}

	/** Names in a folder, sorted, without hidden files; empty when it is not there. */
	async names(folder: string): Promise<string[]> {
		return (await this.allNames(folder)).filter((name) => !name.startsWith('.'));
	}

	async allNames(folder: string): Promise<string[]> {
		return (await readdir(this.onDisk(folder)).catch(() => [])).sort();
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}
}

export function lockBoxOf(port: SftpPort, changes: Partial<LockBoxSettings> = {}): LockBox {
	return new LockBox(port, { owner: 'test', settleMs: 20, reclaimMs: 3_600_000, ...changes });
}

/** A stored (uncompressed) ZIP with one file, built by hand; `comment` and bytes in front are allowed by the format. */
export function zipOf(name: string, content: string, { comment = '', prefix = '' } = {}): Buffer {
	const [fileName, data, front] = [Buffer.from(name), Buffer.from(content), Buffer.from(prefix)];
	const common = Buffer.alloc(26);
	common.writeUInt16LE(20, 0);
	common.writeUInt32LE(crc32(data), 10);
	common.writeUInt32LE(data.length, 14);
	common.writeUInt32LE(data.length, 18);
	common.writeUInt16LE(fileName.length, 22);
	const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, fileName, data]);
	const directory = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, Buffer.alloc(14), fileName]);
	directory.writeUInt32LE(front.length, 42);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(front.length + local.length, 16);
	end.writeUInt16LE(Buffer.byteLength(comment), 20);
	return Buffer.concat([front, local, directory, end, Buffer.from(comment)]);
}

/** What a promise rejects with; fails the test when it does not. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	throw new Error('It was expected to reject.');
}
