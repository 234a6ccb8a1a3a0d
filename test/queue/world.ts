import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { N8nApi } from '../../tools/harness/host/api';
import type { WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { type CoupaSandbox, startCoupaSandbox } from '../../tools/sandbox/coupa';
import { coupaSeed } from '../../tools/sandbox/dataset';
import { deliver, type DeliveredPackage, scaledDelivery, type SftpServer, startSftpServer } from '../../tools/sandbox/scan-one';
import { CLIENT } from '../../tools/demo/world';

const PER_PACKAGE = 100;
/** Each run of the import takes so many packages, so that both workers have some. */
const PACKAGES_PER_RUN = 2;
/** What the sandbox Coupa allows a second: twice what a real one does, to be done in half the time. */
const COUPA_PER_SECOND = 50;
/** The claim of a run that died is taken over after this time instead of the template's 30 minutes. */
const RECLAIM_SECONDS = 60;

/** Sandbox Coupa and lock-box, with everything delivered. */
export interface QueueWorld {
	coupa: CoupaSandbox;
	lockBox: SftpServer;
	packages: DeliveredPackage[];
	stop(): Promise<void>;
}

/** @param root folder on disk that the lock-box shows */
export async function startQueueWorld(invoices: number, root: string): Promise<QueueWorld> {
	const { coupa: more, packages } = await scaledDelivery(invoices, PER_PACKAGE);
	const seed = coupaSeed();
	for (const [resource, records] of Object.entries(more)) seed[resource] = [...(seed[resource] ?? []), ...records];
	for (const folder of ['Incoming/Invoices', 'Outgoing/Accounts', 'Outgoing/Suppliers', 'Outgoing/RemitToAddresses'])
		mkdirSync(join(root, folder), { recursive: true });
	const coupa = await startCoupaSandbox({ seed, clients: [CLIENT], settings: { requestsPerSecond: COUPA_PER_SECOND } });
	const lockBox = await startSftpServer({ root });
	for (const file of packages) await deliver(lockBox.root, file);
	return {
		coupa,
		lockBox,
		packages,
		stop: async () => {
			await Promise.all([coupa.stop(), lockBox.stop()]);
		},
	};
}

/** Stores both credentials, with Coupa's rate divided among the workers as docs/queue-mode.md has it. */
export async function connect(api: N8nApi, { coupa, lockBox }: QueueWorld, workers: number): Promise<void> {
	const { clientId, clientSecret } = CLIENT;
	await api.saveCredential({
		name: 'Coupa',
		type: 'coupaOAuth2Api',
		data: { serverUrl: coupa.url, clientId, clientSecret, requestsPerSecond: Math.floor(COUPA_PER_SECOND / workers) },
	});
	const { host, port, username, password, hostKeyFingerprint: hostFingerprint } = lockBox;
	await api.saveCredential({
		name: 'Scan One lock-box',
		type: 'scanOneSftpApi',
		data: { host, port, username, authenticateWith: 'password', password, hostFingerprint },
	});
}

/** The template as it is shipped, but for how much one run takes and, where claims are to be taken over, for its times. */
export function importTemplate(isDisturbed: boolean): WorkflowFile {
	const template = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'import-invoices.json'), 'utf8')) as WorkflowFile;
	const times = { settlingTime: 0.5, ...(isDisturbed && { reclaimAfter: RECLAIM_SECONDS / 60 }) };
	for (const node of template.nodes) {
		const { parameters } = node as { parameters?: Record<string, unknown> };
		if (!parameters) continue;
		// What was announced to a run that never began is announced again at the next poll but one.
		if (node.name === 'Watch lock-box') parameters.options = { ...times, packagesPerPoll: PACKAGES_PER_RUN, announceAgainAfter: 0.2 };
		if (node.name === 'Claim and read invoices') parameters.options = times;
	}
	return { ...template, settings: { ...template.settings, ...(isDisturbed && { executionTimeout: RECLAIM_SECONDS - 6 }) } };
}
