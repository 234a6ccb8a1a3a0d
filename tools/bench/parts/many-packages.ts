import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCoupaSandbox } from '../../sandbox/coupa';
import { coupaSeed } from '../../sandbox/dataset';
import { deliver, invoicesCsv, PLAIN_LAYOUT, plainInvoice, prepareLockBox, startSftpServer, zipOf } from '../../sandbox/scan-one';
import { CLIENT } from '../coupa-calls';
import { check, type PartResult } from '../figures';
import { type MemoryUse, memoryWhile } from '../memory';
import type { BenchN8n } from '../n8n';
import type { Scale } from '../scale';
import { coupa as coupaNode, scanOne, tally, webhookWorkflow } from '../workflows';

const COUPA = 'Coupa packages';
const LOCK_BOX = 'Lock-box packages';
/** Page image of each package, in bytes: what a scan of some hundred pages takes. */
const IMAGE_BYTES = 10 * 1024 * 1024;

/**
 * Get Many, Import and Acknowledge over many packages in one run, each with one invoice and one large page image. The n8n has
 * imported a package before, so that what comes on top is what many and large ones cost. Lock-box and Coupa are in this process.
 */
export async function manyPackages(n8n: BenchN8n, scale: Scale): Promise<PartResult> {
	const root = await mkdtemp(join(tmpdir(), 'bench-packages-'));
	const lockBox = await startSftpServer({ root });
	const coupa = await startCoupaSandbox({
		seed: coupaSeed(),
		clients: [CLIENT],
		settings: { requestsPerSecond: Infinity, tokenUsableAfterMs: 0 },
	});
	try {
		await prepareLockBox(root);
		await n8n.connectLockBox(LOCK_BOX, lockBox);
		await n8n.connectCoupa(COUPA, coupa, 1000);
		const run = await n8n.workflow(
			webhookWorkflow('many-packages', [
				scanOne('Get Many', LOCK_BOX, { resource: 'invoice', operation: 'getAll', mode: 'claim', options: { settlingTime: 0.05 } }),
				coupaNode('Import', COUPA, { resource: 'invoice', operation: 'import' }),
				scanOne('Acknowledge', LOCK_BOX, { resource: 'invoice', operation: 'acknowledge' }),
				tally('Tally', 'package'),
			]),
		);
		await deliverPackages(root, 'warm', 1);
		await run();
		await deliverPackages(root, 'bench', scale.packages);
		const started = performance.now();
		const memory = await memoryWhile(n8n.pid, async () => {
			await run();
		});
		const seconds = (performance.now() - started) / 1000;
		const imported = coupa.rows('invoices').filter(({ status }) => status === 'pending_approval').length;
		const archived = (await readdir(root, { recursive: true })).filter((path) => /Archive.*bench-\d+.*\.zip$/.test(path)).length;
		return result(scale.packages, { memory, seconds, imported: imported - 1, archived });
	} finally {
		await Promise.all([coupa.stop(), lockBox.stop()]);
		await rm(root, { recursive: true, force: true });
	}
}

function result(
	packages: number,
	{ memory, seconds, imported, archived }: { memory: MemoryUse; seconds: number; imported: number; archived: number },
): PartResult {
	const about = `idle ${memory.idleMb.toFixed(0)} MB, peak ${memory.peakMb.toFixed(0)} MB, ${seconds.toFixed(0)} s`;
	return {
		figures: { manyPackagesPeakMemoryMb: memory.peakMb - memory.idleMb },
		checks: [
			check(
				'Every package imported, submitted and archived',
				imported === packages && archived === packages,
				`${imported} and ${archived} of ${packages}; ${about}`,
			),
		],
		detail: { packages, imageBytes: IMAGE_BYTES, ...memory, seconds },
	};
}

/** Images of noise: they pack as badly as scans do. */
async function deliverPackages(root: string, name: string, count: number): Promise<void> {
	for (let number = 1; number <= count; number++) {
		// One supplier, day and amount under numbers of two forms would be near duplicates.
		const invoice = plainInvoice(`${name}-${number}`, { date: name === 'warm' ? '2026-04-07' : '2026-05-04' });
		const image = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(IMAGE_BYTES), Buffer.from('\n%%EOF\n')]);
		const content = await zipOf([
			{ fileName: `${name}-${number}.csv`, content: invoicesCsv([invoice], PLAIN_LAYOUT) },
			{ fileName: invoice.image.fileName, content: image },
		]);
		await deliver(root, { fileName: `${name}-${number}.zip`, content });
	}
}
