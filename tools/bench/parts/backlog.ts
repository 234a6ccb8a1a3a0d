import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { PROJECT } from '../../harness/project';
import type { WorkflowFile } from '../../harness/host/workflow-file';
import { deliver, scaledDelivery, type SftpServer, startSftpServer } from '../../sandbox/scan-one';
import { BenchCoupa, REAL } from '../coupa';
import { check, type PartResult } from '../figures';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';

const TEMPLATE = join(PROJECT, 'workflows', 'import-invoices.json');
/** The names that the template's nodes look for. */
const COUPA = 'Coupa';
const LOCK_BOX = 'Scan One lock-box';
/** On both sides. */
const LATENCY_MS = 20;
const REQUESTS_PER_SECOND = 20;
const GIVE_UP_MS = 15 * 60_000;
const LOOK_EVERY_MS = 200;
const MOST_CONNECTIONS = 4;

/** A lock-box in which packages of one invoice have piled up, and the import template as it is: until the last one is archived. */
export async function backlog(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const { packages } = await scaledDelivery(scale.backlog, 1);
	const lockBox = await startSftpServer();
	const coupa = await BenchCoupa.start(0, scale.backlog);
	try {
		for (const file of packages) await deliver(lockBox.root, file);
		await coupa.set({ ...REAL, latencyMs: LATENCY_MS });
		lockBox.settings.latencyMs = LATENCY_MS;
		await n8n.connectCoupa(COUPA, coupa, REQUESTS_PER_SECOND);
		await n8n.connectLockBox(LOCK_BOX, lockBox);
		const started = performance.now();
		const stop = await n8n.polling(JSON.parse(readFileSync(TEMPLATE, 'utf8')) as WorkflowFile);
		const archivedAt = await drained(lockBox, packages.length, started);
		await stop();
		return await result(packages.length, archivedAt, lockBox, coupa);
	} finally {
		await Promise.all([coupa.stop(), lockBox.stop()]);
	}
}

/** When each package was seen in the archive, in seconds. */
async function drained(lockBox: SftpServer, count: number, started: number): Promise<number[]> {
	const archive = join(lockBox.root, 'Incoming', 'Archive', 'Invoices');
	const archivedAt: number[] = [];
	while (archivedAt.length < count && performance.now() - started < GIVE_UP_MS) {
		await sleep(LOOK_EVERY_MS);
		const archived = existsSync(archive) ? readdirSync(archive).length : 0;
		while (archivedAt.length < archived) archivedAt.push((performance.now() - started) / 1000);
	}
	return archivedAt;
}

async function result(count: number, archivedAt: number[], lockBox: SftpServer, coupa: BenchCoupa): Promise<PartResult> {
	const requests = await coupa.requests();
	const done = (operation: string) => requests.filter((request) => request.operation === operation && (request.status ?? 0) < 300).length;
	const [posted, submitted] = [done('post'), done('submit')];
	const refused = requests.filter(({ status }) => status === 429).length;
	const peak = lockBox.peakConnections();
	const sftp = lockBox.requests().length;
	const seconds = archivedAt.at(-1) ?? 0;
	return {
		figures: { backlogMinutes: archivedAt.length < count ? Infinity : seconds / 60, sftpRoundTripsPerPackage: sftp / count },
		checks: [
			check(
				'Every package imported exactly once and archived',
				archivedAt.length === count && posted === count && submitted === count,
				`${archivedAt.length} of ${count} archived, ${posted} posted, ${submitted} submitted in ${seconds.toFixed(0)} s`,
			),
			check(`No more than ${MOST_CONNECTIONS} SFTP connections at a time`, peak <= MOST_CONNECTIONS, `${peak}`),
		],
		detail: {
			packages: count,
			seconds,
			halfAfterSeconds: archivedAt[Math.floor(count / 2)],
			coupaCalls: requests.length,
			refused,
			sftp,
			peak,
		},
	};
}
