import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

import { N8nApi } from '../harness/host/api';
import { installCommunityPackage, packPackage } from '../harness/host/community-package';
import { installN8n } from '../harness/host/install';
import type { Report } from '../harness/host/process';
import { type N8nServer, startN8n } from '../harness/host/server';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { PROJECT } from '../harness/project';
import type { SftpServer } from '../sandbox/scan-one';
import type { BenchCoupa } from './coupa';
import { CLIENT } from './coupa-calls';

const DEMO = join(PROJECT, '.demo');
const OWNER = { email: 'bench@example.test', firstName: 'Ben', lastName: 'Chmark', password: 'Sandbox-Only-1' };
const RUN_TIMEOUT_MS = 10 * 60_000;
const PUBLISHED_WITHIN_MS = 10_000;

/** A real n8n with the built package: SQLite, one process, binary data as files. */
export class BenchN8n {
	private readonly api: N8nApi;

	private constructor(
		private readonly server: N8nServer,
		readonly version: string,
		/** The one folder that its file nodes may read. */
		readonly files: string,
	) {
		this.api = new N8nApi(server.url);
	}

	static async start(report: Report): Promise<BenchN8n> {
		const install = await installN8n(join(DEMO, 'n8n'), report);
		const packed = await packPackage(PROJECT, DEMO);
		const userFolder = join(DEMO, 'bench-user');
		const files = join(userFolder, 'files');
		await rm(userFolder, { recursive: true, force: true });
		await mkdir(files, { recursive: true });
		await installCommunityPackage(packed, userFolder);
		const server = await startN8n({
			install,
			userFolder,
			report,
			env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem', N8N_RESTRICT_FILE_ACCESS_TO: files },
		});
		const n8n = new BenchN8n(server, install.version, files);
		await n8n.api.signIn(OWNER);
		return n8n;
	}

	get pid(): number {
		if (this.server.pid === undefined) throw new Error(`n8n does not run:\n${this.server.logTail()}`);
		return this.server.pid;
	}

	/** Stores the credential for a sandbox Coupa under a name. */
	async connectCoupa(name: string, coupa: Pick<BenchCoupa, 'url'>, requestsPerSecond: number): Promise<void> {
		const { clientId, clientSecret } = CLIENT;
		await this.api.saveCredential({
			name,
			type: 'coupaOAuth2Api',
			data: { serverUrl: coupa.url, clientId, clientSecret, requestsPerSecond },
		});
	}

	async connectLockBox(name: string, lockBox: SftpServer): Promise<void> {
		const { host, port, username, password, hostKeyFingerprint: hostFingerprint } = lockBox;
		await this.api.saveCredential({
			name,
			type: 'scanOneSftpApi',
			data: { host, port, username, authenticateWith: 'password', password, hostFingerprint },
		});
	}

	/** Imports a webhook workflow and publishes it; the returned function runs it and gives its answer. */
	async workflow(file: WorkflowFile): Promise<(input?: Record<string, unknown>) => Promise<Record<string, unknown>>> {
		await this.api.activate(await this.api.importWorkflow(file));
		return async (input = {}) => await this.trigger(file.name, input);
	}

	/** Imports a workflow with a polling trigger and publishes it, which polls at once; the returned function unpublishes it. */
	async polling(file: WorkflowFile): Promise<() => Promise<void>> {
		const id = await this.api.importWorkflow(file);
		await this.api.activate(id);
		return async () => {
			await this.api.deactivate(id);
		};
	}

	/** A fresh process with nothing of earlier runs in its memory. */
	async restart(): Promise<void> {
		await this.server.restart();
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}

	private async trigger(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
		for (const end = Date.now() + PUBLISHED_WITHIN_MS; ;) {
			const { status, data } = await axios.post<unknown>(`${this.server.url}/webhook/${name}`, input, {
				proxy: false,
				timeout: RUN_TIMEOUT_MS,
				validateStatus: () => true,
			});
			if (status === 200) return data as Record<string, unknown>;
			// n8n publishes a moment after it has said so.
			if (status !== 404 || Date.now() > end)
				throw new Error(`The workflow "${name}" failed (${status} ${JSON.stringify(data)}):\n${this.server.logTail(10)}`);
			await sleep(100);
		}
	}
}
