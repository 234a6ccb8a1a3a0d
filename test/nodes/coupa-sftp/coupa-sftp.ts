import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';

import { type SftpServer, startSftpServer } from '../../../tools/sandbox/scan-one';
import type { NodeRun } from '../../../tools/harness/engine/engine';

/** A customer's account on Coupa's SFTP server. */
export class CoupaAccount {
	private constructor(readonly server: SftpServer) {}

	/** With the folders given, and nothing in them. */
	static async start(folders: string[]): Promise<CoupaAccount> {
		const server = await startSftpServer();
		for (const folder of folders) await mkdir(join(server.root, folder), { recursive: true });
		return new CoupaAccount(server);
	}

	/** Names in a folder, sorted. */
	async names(folder: string): Promise<string[]> {
		return (await readdir(join(this.server.root, folder))).sort();
	}

	async file(folder: string, name: string): Promise<Buffer> {
		return await readFile(join(this.server.root, folder, name));
	}

	async put(folder: string, name: string, content: Buffer | string): Promise<void> {
		await mkdir(join(this.server.root, folder), { recursive: true });
		await writeFile(join(this.server.root, folder, name), content);
	}
}

/** An input item with a file in its binary property `data`. */
export function fileItem(content: Buffer, fileName?: string, json: INodeExecutionData['json'] = {}): INodeExecutionData {
	return {
		json,
		binary: {
			data: { data: content.toString('base64'), mimeType: 'application/octet-stream', ...(fileName !== undefined && { fileName }) },
		},
	};
}

/** What the node tells beside its items. */
export function hints({ run }: NodeRun): string[] {
	return (run.data.resultData.runData.coupaSftp?.[0]?.hints ?? []).map(({ message }) => message);
}
