import { setTimeout as sleep } from 'node:timers/promises';

import {
	accountImport,
	type FlatFileTable,
	purchaseOrderLines,
	purchaseOrdersExport,
	remitToExport,
	supplierExport,
} from '../../lib/flat-file';
import { type CoupaRecord, recordsAt, textAt } from '../../lib/core';
import { SCHEDULED_STATUSES, type SyncWorkflow } from './sync-workflows';
import type { N8nApi } from '../harness/host/api';
import { line, printTable } from '../harness/print';
import { accumulated, type ReferenceFile, referenceFiles, referenceRows, type ReferenceRow, wrongCells } from './reference-data';
import type { World } from './world';

/** What arrived of one kind of file in one round. */
interface Arrival {
	files: number;
	rows: number;
	bytes: number;
}

type Table = 'accounts' | 'suppliers' | 'remitTo' | 'purchaseOrders' | 'purchaseOrderLines';

/** What one round of the schedule came to. */
export interface SyncRound {
	arrivals: Record<Table, Arrival>;
	/** How often all files so far, taken together, differ from Coupa's records. */
	wrongCells: number;
}

export interface SyncCounts {
	first: SyncRound;
	again: SyncRound;
	afterChange: SyncRound;
}

interface Kept {
	name: Table;
	table: FlatFileTable;
	folder: string;
	records: (world: World) => CoupaRecord[];
	/** What a record is known by in its file, and the same read from one of its rows. */
	key: (record: CoupaRecord) => string;
	owner: (row: ReferenceRow) => string;
}

const suppliers = ({ coupa }: World) => coupa.rows('suppliers');
const orders = ({ coupa }: World) =>
	coupa.rows('purchase_orders').filter((order) => SCHEDULED_STATUSES.includes(textAt(order, 'status') ?? ''));

const byId = (record: CoupaRecord) => textAt(record, 'id') ?? '';
const bySegments = (account: CoupaRecord) =>
	Array.from({ length: 20 }, (_, index) => textAt(account, `segment-${index + 1}`) ?? '').join('-');

const KEPT: Kept[] = [
	{
		name: 'accounts',
		table: accountImport,
		folder: 'Accounts',
		records: ({ coupa }) => coupa.rows('accounts'),
		key: bySegments,
		owner: ({ cells }) =>
			Array.from({ length: 20 }, (_, index) => cells[index === 0 ? 'Segment 1*' : `Segment ${index + 1}`] ?? '').join('-'),
	},
	{ name: 'suppliers', table: supplierExport, folder: 'Suppliers', records: suppliers, key: byId, owner: ({ cells }) => cells.Id ?? '' },
	{
		name: 'remitTo',
		table: remitToExport,
		folder: 'RemitToAddresses',
		records: suppliers,
		key: (record) => textAt(record, 'number') ?? '',
		owner: ({ cells }) => cells['Supplier Number'] ?? '',
	},
	{
		name: 'purchaseOrders',
		table: purchaseOrdersExport,
		folder: 'PurchaseOrders',
		records: orders,
		key: byId,
		owner: ({ kind, cells }) => (kind === 'Header' ? cells.id : cells['order-header-id']) ?? '',
	},
	{
		name: 'purchaseOrderLines',
		table: purchaseOrderLines,
		folder: 'PurchaseOrders',
		records: orders,
		key: byId,
		owner: ({ cells }) => cells['order-header-id'] ?? '',
	},
];

/** Both sync templates on their schedule: the first run, a run without changes, and one after three changes behind Coupa's back. */
export async function syncScene(world: World, api: N8nApi, workflows: SyncWorkflow[]): Promise<SyncCounts> {
	const seen = new Set<string>();
	const round = async (title: string): Promise<SyncRound> => {
		line(title);
		await onSchedule(api, workflows);
		return roundOf(world, seen);
	};
	const first = await round('First run: everything');
	await printDataTable(api, workflows);
	const again = await round('Again, nothing has changed');
	changeThree(world);
	const afterChange = await round('A supplier, a remit-to address and a purchase order changed');
	await printDataTable(api, workflows);
	return { first, again, afterChange };
}

/** Publishes the workflows with a schedule that comes up in a moment, and withdraws them when each object's run has begun and ended. */
export async function onSchedule(api: N8nApi, workflows: SyncWorkflow[]): Promise<void> {
	const before = Date.now();
	await publishedInTime(api, workflows);
	let published = Date.now();
	const objects = workflows.flatMap((workflow) => workflow.objects);
	for (;;) {
		const rows = (await api.dataTableRows(workflows[0]?.dataTable ?? '')) ?? [];
		const synced = rows.filter(({ last_run: time }) => Date.parse(String(time)) > before).map(({ name }) => name);
		let underWay = 0;
		for (const { id, name } of workflows) {
			const executions = await api.executions(id);
			underWay += executions.filter(({ status }) => status === 'running' || status === 'new').length;
			const failed = executions.find(({ status }) => status === 'error' || status === 'crashed');
			if (failed)
				throw new Error(`"${name}" failed: ${(await api.execution(failed.id)).data.resultData.error?.message ?? 'no reason given'}`);
		}
		if (underWay === 0 && objects.every((object) => synced.includes(object))) break;
		if (Date.now() - before > 60_000)
			throw new Error(`Not synced within a minute: ${objects.filter((object) => !synced.includes(object)).join(', ')}`);
		// n8n's clock skips a second in which a busy machine did not let it run.
		if (Date.now() - published > 20_000) {
			const late = workflows.filter((workflow) => !workflow.objects.every((object) => synced.includes(object)));
			await publishedInTime(api, late);
			published = Date.now();
		}
		await sleep(200);
	}
	for (const { id } of workflows) await api.deactivate(id);
}

/** Publishes each for a second from now; on a busy machine, where that is over before they are published, for later. */
export async function publishedInTime(api: N8nApi, workflows: SyncWorkflow[]): Promise<void> {
	for (const ahead of [1_000 * workflows.length, 6_000, 20_000]) {
		const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + ahead);
		for (const workflow of workflows) {
			await api.deactivate(workflow.id);
			await api.updateWorkflow(workflow.id, workflow.scheduledAt(at));
			await api.activate(workflow.id);
		}
		if (Date.now() < at.getTime() - 100) return;
	}
	throw new Error('n8n takes more than 20 s to publish the workflows: run the demo again when the machine is less busy.');
}

function roundOf(world: World, seen: Set<string>): SyncRound {
	const wrong: string[] = [];
	const arrivals = KEPT.map(({ name, table, folder, records, key, owner }): [Table, Arrival] => {
		const all = referenceFiles(world.lockBox.root, folder, table);
		const arrived = all.filter((file) => !seen.has(file.name));
		for (const file of arrived) {
			seen.add(file.name);
			line(`  Outgoing/${folder}/${file.name}: ${rowsIn(table, file)} rows, ${file.bytes.length} bytes`);
		}
		const rows = inOrderOf(records(world).map(key), accumulated(table, all, owner), owner);
		wrong.push(...wrongCells(table, rows, records(world)).map((text) => `${name}: ${text}`));
		return [
			name,
			{
				files: arrived.length,
				rows: arrived.reduce((sum, file) => sum + rowsIn(table, file), 0),
				bytes: arrived.reduce((sum, { bytes }) => sum + bytes.length, 0),
			},
		];
	});
	if (arrivals.every(([, { files }]) => files === 0)) line('  no file');
	for (const text of wrong.slice(0, 10)) line(`  differs from Coupa: ${text}`);
	return { arrivals: Object.fromEntries(arrivals) as Record<Table, Arrival>, wrongCells: wrong.length };
}

/** The rows as they would be in one file of all records: those of each record stay together. */
function inOrderOf(keys: string[], rows: ReferenceRow[], owner: Kept['owner']): ReferenceRow[] {
	const place = new Map(keys.map((key, index) => [key, index]));
	return rows.toSorted((left, right) => (place.get(owner(left)) ?? -1) - (place.get(owner(right)) ?? -1));
}

function rowsIn(table: FlatFileTable, { bytes }: ReferenceFile): number {
	return referenceRows(table, bytes).length;
}

/** One supplier's email, one remit-to address of another (which leaves its supplier's own time alone), one closed order. */
function changeThree({ coupa }: World): void {
	const found = (resource: string, id: string): CoupaRecord => coupa.rows(resource).find((record) => textAt(record, 'id') === id) ?? {};
	coupa.put('suppliers', { ...found('suppliers', '5513'), 'po-email': 'ordre@ærø.example' });
	const other = found('suppliers', '5512');
	const now = `${new Date().toISOString().slice(0, 19)}Z`;
	coupa.put(
		'suppliers',
		{
			...other,
			'remit-to-addresses': recordsAt(other, 'remit-to-addresses').map((remitTo) => ({
				...remitTo,
				street1: 'Ångbåtsgatan 5',
				'updated-at': now,
			})),
		},
		{ keepUpdatedAt: true },
	);
	coupa.put('purchase_orders', { ...found('purchase_orders', '70318'), 'ship-to-attention': 'Dock 7' });
}

async function printDataTable(api: N8nApi, [workflow]: SyncWorkflow[]): Promise<void> {
	if (!workflow) return;
	const rows = (await api.dataTableRows(workflow.dataTable)) ?? [];
	line(`Data table "${workflow.dataTable}":`);
	const shown = ['name', 'synced_at', 'records', 'kind', 'reason'];
	printTable(
		shown,
		rows.map((row) => shown.map((column) => String(row[column] ?? '-'))),
	);
}
