/*
 * The sync templates in a real n8n: the schedule, a manual run, two runs at once on one row of the Data table, what an
 * analyst does to that row, and one object failing beside another. Prints `N passed, N failed` at the end.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { N8nApi } from '../../tools/harness/host/api';
import { installCommunityPackage, packPackage } from '../../tools/harness/host/community-package';
import { installN8n } from '../../tools/harness/host/install';
import { type N8nServer, startN8n } from '../../tools/harness/host/server';
import type { WorkflowFile } from '../../tools/harness/host/workflow-file';
import { PROJECT } from '../../tools/harness/project';
import { accumulated, referenceFiles, wrongCells } from '../../tools/demo/reference-data';
import { syncTemplate } from '../../tools/demo/sync-workflows';
import { CLIENT, startWorld, type World } from '../../tools/demo/world';
import { purchaseOrdersExport, supplierExport } from '../../lib/flat-file';
import { type CoupaRecord, textAt } from '../../lib/core';
import { check, conclude } from './checks';

const OWNER = { email: 'ap.analyst@example.com', firstName: 'Ana', lastName: 'Lyst', password: 'Lockbox-2026' };
const { template, dataTable, scheduledAt } = syncTemplate(join(PROJECT, 'workflows', 'sync-master-data.json'));
const orders = syncTemplate(join(PROJECT, 'workflows', 'export-purchase-orders.json'));

let world: World;
let api: N8nApi;

async function until(what: string, isSo: () => Promise<boolean>, seconds = 40): Promise<void> {
	const end = Date.now() + seconds * 1000;
	while (!(await isSo())) {
		if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${what}`);
		await sleep(150);
	}
}

async function row(name: string): Promise<Record<string, unknown>> {
	return (await api.dataTableRows(dataTable))?.find((found) => found.name === name) ?? {};
}

/** Lets the hourly schedules of these workflows come up once, in a moment. */
async function comeUp(ids: string[], workflowAt: (time: Date) => WorkflowFile = scheduledAt): Promise<void> {
	// A busy machine takes longer to publish them than until then.
	for (const ahead of [3000, 10_000, 25_000]) {
		const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + ahead);
		for (const id of ids) {
			await api.deactivate(id).catch(() => undefined);
			await api.updateWorkflow(id, workflowAt(at));
			await api.activate(id);
		}
		if (Date.now() < at.getTime()) return;
	}
	assert.fail('The workflows could not be published in time');
}

/** The template's lower row instead of its upper one, as its note says: by Coupa's exported flag. */
function byMarker(at: Date): WorkflowFile {
	const scheduled = orders.scheduledAt(at);
	const nodes = scheduled.nodes.map((node) =>
		node.type.endsWith('.scheduleTrigger') ? { ...node, disabled: node.name !== 'Every hour: unexported orders' } : node,
	);
	return { ...scheduled, nodes };
}

async function synced(ids: string[], name: string): Promise<Record<string, unknown>> {
	const before = (await row(name)).last_run;
	const hasRun = async (): Promise<boolean> => (await row(name)).last_run !== before && (await idle(ids));
	const what = `the sync of ${name}`;
	await comeUp(ids);
	// n8n's clock skips a second in which a busy machine did not let it run: then its schedule is set again.
	await until(what, hasRun, 30).catch(async () => {
		await comeUp(ids);
		await until(what, hasRun);
	});
	return await row(name);
}

/** Successful executions are not kept, so only those that run or failed are listed. */
async function idle(ids: string[]): Promise<boolean> {
	const executions = (await Promise.all(ids.map(async (id) => await api.executions(id)))).flat();
	return executions.every(({ status }) => status !== 'running' && status !== 'new');
}

function supplierFiles(): string[] {
	return referenceFiles(world.lockBox.root, 'Suppliers', supplierExport).map(({ name }) => name);
}

function differences(): string[] {
	const files = referenceFiles(world.lockBox.root, 'Suppliers', supplierExport);
	const rows = accumulated(supplierExport, files, ({ cells }) => cells.Id ?? '');
	return wrongCells(
		supplierExport,
		rows.toSorted((a, b) => Number(a.cells.Id) - Number(b.cells.Id)),
		world.coupa.rows('suppliers'),
	);
}

function renameSupplier(id: string, name: string): void {
	const found = world.coupa.rows('suppliers').find((record) => textAt(record, 'id') === id) as CoupaRecord;
	world.coupa.put('suppliers', { ...found, name });
}

async function checks(): Promise<void> {
	const first = await api.importWorkflow(template);
	const second = await api.importWorkflow({ ...template, name: 'A copy' });

	await check('the first scheduled run delivers everything and keeps a cursor', async () => {
		const kept = await synced([first], 'suppliers');
		assert.equal(kept.kind, 'snapshot');
		assert.equal(kept.records, 12);
		assert.equal(kept.full_snapshot, false);
		assert.ok(String(kept.cursor).length > 50);
		assert.deepEqual(differences(), []);
	});

	await check('a manual run delivers what changed and keeps no cursor', async () => {
		const before = await row('suppliers');
		renameSupplier('5502', 'Northbrook Fasteners & Co');
		const files = supplierFiles().length;
		await api.waitForExecution(await api.run(first, 'Every hour: suppliers'));
		assert.equal(supplierFiles().length, files + 1);
		const after = await row('suppliers');
		assert.deepEqual([after.cursor, after.synced_at], [before.cursor, before.synced_at]);
	});

	await check('what a manual run delivered comes again with the schedule', async () => {
		const kept = await synced([first], 'suppliers');
		assert.equal(kept.kind, 'delta');
		assert.equal(kept.records, 1);
		assert.deepEqual(differences(), []);
	});

	await check('two runs at once: one keeps its cursor, the other has everything delivered again', async () => {
		const before = await row('suppliers');
		renameSupplier('5503', 'Read by the first run');
		// The run that reads first is held until the other one has read newer data, delivered it and kept its cursor.
		let reads = 0;
		world.coupa.intercept(async ({ path, query }, phase): Promise<'continue'> => {
			const isChanges = path === '/api/suppliers' && query.some(([name]) => name === 'updated_at[gt_or_eq]');
			if (!isChanges || phase !== 'answering' || ++reads !== 1) return 'continue';
			renameSupplier('5503', 'Read by the second run');
			await until('the other run to keep its cursor', async () => (await row('suppliers')).cursor !== before.cursor);
			return 'continue';
		});
		await comeUp([first, second]);
		await until('both runs to end', async () => reads >= 2 && (await row('suppliers')).cursor === '' && (await idle([first, second])));
		world.coupa.intercept(null);
		const lost = await row('suppliers');
		assert.match(String(lost.reason), /overlapped/);
		await api.deactivate(second);
		const kept = await synced([first], 'suppliers');
		assert.equal(kept.kind, 'snapshot');
		assert.deepEqual(differences(), []);
		assert.equal((await api.dataTableRows(dataTable))?.length, 2);
	});

	await check('an analyst ticks full_snapshot: everything comes once', async () => {
		await api.updateDataTableRow(dataTable, { name: 'suppliers' }, { full_snapshot: true });
		const kept = await synced([first], 'suppliers');
		assert.deepEqual(
			[kept.kind, kept.full_snapshot, kept.reason],
			['snapshot', false, 'A full snapshot was asked for, so everything was read.'],
		);
		const count = supplierFiles().length;
		await synced([first], 'suppliers');
		assert.equal(supplierFiles().length, count);
	});

	await check('an analyst empties the cursor: everything comes', async () => {
		await api.updateDataTableRow(dataTable, { name: 'suppliers' }, { cursor: '' });
		assert.equal((await synced([first], 'suppliers')).kind, 'snapshot');
	});

	await check('one object fails, the other goes on; nothing is lost', async () => {
		const outgoing = join(world.lockBox.root, 'Outgoing', 'Accounts');
		await rename(outgoing, `${outgoing}-away`);
		const [account] = world.coupa.rows('accounts');
		world.coupa.put('accounts', { ...account, name: 'Ops Supplies, renamed' });
		const before = await row('accounts');
		await synced([first], 'suppliers');
		await until('the failed run', async () => (await api.executions(first)).some(({ status }) => status === 'error'));
		const [failed] = (await api.executions(first)).filter(({ status }) => status === 'error');
		assert.match(
			(await api.execution(failed?.id ?? '')).data.resultData.error?.message ?? '',
			/no folder ".*Outgoing\/Accounts", so nothing was uploaded/,
		);
		assert.equal((await row('accounts')).cursor, before.cursor);
		await rename(`${outgoing}-away`, outgoing);
		assert.equal((await synced([first], 'accounts')).records, 1);
	});

	await check('by the exported flag: orders are marked once their file has landed', async () => {
		const third = await api.importWorkflow(orders.template);
		await api.waitForExecution(await api.run(third, 'Every hour: purchase orders'));
		assert.equal(marked(), 0);
		await comeUp([third], byMarker);
		await until('the marks', async () => marked() > 0 && (await idle([third])));
		assert.equal(marked(), 14);
		assert.equal(referenceFiles(world.lockBox.root, 'PurchaseOrders', purchaseOrdersExport).length, 2);
		await api.deactivate(third);
	});
}

function marked(): number {
	return world.coupa.rows('purchase_orders').filter(({ exported }) => exported === true).length;
}

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'sync-e2e-'));
	let n8n: N8nServer | undefined;
	try {
		const install = await installN8n(join(PROJECT, '.demo', 'n8n'), console.log);
		await installCommunityPackage(await packPackage(PROJECT, folder), join(folder, 'user'));
		world = await startWorld(folder);
		n8n = await startN8n({ install, userFolder: join(folder, 'user'), report: console.log });
		api = new N8nApi(n8n.url);
		await api.signIn(OWNER);
		const { coupa, lockBox } = world;
		await api.saveCredential({
			name: 'Coupa',
			type: 'coupaOAuth2Api',
			data: { serverUrl: coupa.url, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret, scopes: CLIENT.scopes.join(' ') },
		});
		const { host, port, username, password, hostKeyFingerprint } = lockBox;
		await api.saveCredential({
			name: 'Scan One lock-box',
			type: 'scanOneSftpApi',
			data: { host, port, username, authenticateWith: 'password', password, hostFingerprint: hostKeyFingerprint },
		});
		await checks();
	} finally {
		await n8n?.stop();
		await world.stop();
		await rm(folder, { recursive: true, force: true });
	}
	conclude();
}

void main();
