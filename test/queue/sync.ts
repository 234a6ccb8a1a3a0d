import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type CoupaRecord, textAt } from '../../lib/core';
import { publishedInTime } from '../../tools/demo/sync-scene';
import { syncTemplate, type SyncWorkflow } from '../../tools/demo/sync-workflows';
import type { N8nApi } from '../../tools/harness/host/api';
import { PROJECT } from '../../tools/harness/project';
import type { RecordedRequest } from '../../tools/sandbox/coupa/types';
import type { QueueWorld } from './world';

const SYNCED_MS = 120_000;
/** A schedule whose run was lost is set again after this time. */
const AGAIN_MS = 20_000;
const EVERY_FEW_SECONDS = '*/5 * * * * *';

/** The template of the master-data sync in n8n. */
export async function importSync(api: N8nApi): Promise<SyncWorkflow> {
	const { template, ...workflow } = syncTemplate(join(PROJECT, 'workflows', 'sync-master-data.json'));
	return { ...workflow, id: await api.importWorkflow(template) };
}

/** Changes something of every object, and lets its schedules come up until all say they were delivered, as they would hour after hour. */
export async function synced(api: N8nApi, sync: SyncWorkflow, world: QueueWorld): Promise<void> {
	const before = Date.now();
	changeRecord(world, 'accounts', 0);
	changeRecord(world, 'suppliers', 0);
	for (let published = 0; ;) {
		await sleep(500);
		// What was restarted may not answer yet.
		if (
			Date.now() - published > AGAIN_MS &&
			(await publishedInTime(api, [sync]).then(
				() => true,
				() => false,
			))
		)
			published = Date.now();
		const rows = (await api.dataTableRows(sync.dataTable).catch(() => null)) ?? [];
		const fresh = rows.filter(({ synced_at: time }) => Date.parse(String(time)) > before).map(({ name }) => name);
		if (sync.objects.every((object) => fresh.includes(object))) break;
		if (Date.now() - before > SYNCED_MS)
			throw new Error(`Not synced within ${SYNCED_MS / 1000} s; synced are: ${fresh.join(', ') || 'none'}`);
	}
	await api.deactivate(sync.id);
}

/** Lets its schedules come up every few seconds from now on, so that one is always under way. */
export async function syncAllTheTime(api: N8nApi, sync: SyncWorkflow): Promise<void> {
	const { nodes, ...workflow } = sync.scheduledAt(new Date());
	const often = { rule: { interval: [{ field: 'cronExpression', expression: EVERY_FEW_SECONDS }] } };
	const hourly = (name: string): boolean => name.startsWith('Every hour');
	await api.updateWorkflow(sync.id, {
		...workflow,
		nodes: nodes.map((node) => (hourly(node.name) ? { ...node, parameters: often } : node)),
	});
	await api.activate(sync.id);
}

/** Whether a request is a sync's for suppliers; the import looks them up by number or name. */
export function isSyncRead({ path, query }: RecordedRequest): boolean {
	return path === '/api/suppliers' && !query.some(([name]) => /^(number|name)\b/.test(name));
}

/** Changes a supplier in Coupa, so that the next sync has something to deliver. */
export function changeSupplier(world: QueueWorld, index: number): void {
	changeRecord(world, 'suppliers', index);
}

function changeRecord({ coupa }: QueueWorld, resource: 'accounts' | 'suppliers', index: number): void {
	const record = coupa.rows(resource)[index];
	if (!record) throw new Error(`There is none of ${resource} at place ${index}`);
	coupa.put(resource, { ...record, name: `${textAt(record, 'name') ?? ''} (${index + 1})` } satisfies CoupaRecord);
}
