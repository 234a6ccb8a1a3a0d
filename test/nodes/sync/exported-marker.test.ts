import type { IDataObject, IRun } from 'n8n-workflow';

import { purchaseOrdersExport } from '../../../lib/flat-file';
import { referenceRows } from '../../../tools/demo/reference-data';
import { DEFAULT_SCOPES } from '../../../lib/coupa';
import { textAt } from '../../../lib/core';
import { errorOf, itemsAt, SyncFlow } from './support/sync-flow';

const TEMPLATE = 'export-purchase-orders.json';
const TRIGGER = 'Every hour: unexported orders';

let flow: SyncFlow;
beforeEach(async () => {
	flow = await SyncFlow.start({ scopes: [...DEFAULT_SCOPES, 'core.purchase_order.write'] });
});
afterEach(async () => {
	await flow.stop();
});

async function ran(mode: 'trigger' | 'manual' = 'trigger'): Promise<IRun> {
	const run = await flow.run(TEMPLATE, TRIGGER, mode);
	expect(errorOf(run)).toBeNull();
	return run;
}

function marked(): string[] {
	return flow.coupa
		.rows('purchase_orders')
		.filter(({ exported }) => exported === true)
		.map((order) => textAt(order, 'id') ?? '');
}

function ordersIn(file: number): string[] {
	const bytes = flow.files('PurchaseOrders', purchaseOrdersExport)[file]?.bytes ?? Buffer.alloc(0);
	return referenceRows(purchaseOrdersExport, bytes)
		.filter(({ kind }) => kind === 'Header')
		.map(({ cells }) => cells.id ?? '');
}

test('delivered, then marked; then nothing; then only a new version', async () => {
	const run = await ran();
	expect(ordersIn(0)).toHaveLength(14);
	expect(marked()).toEqual(ordersIn(0));
	expect(itemsAt(run, 'Mark as exported')?.map(({ json }) => json.outcome)).toEqual(Array(14).fill('marked'));
	expect(itemsAt(run, 'Mark as exported')?.map(({ pairedItem }) => pairedItem)).toEqual(
		Array.from({ length: 14 }, (_, item) => ({ item })),
	);
	await ran();
	expect(flow.files('PurchaseOrders', purchaseOrdersExport)).toHaveLength(1);
	const [order] = flow.coupa.rows('purchase_orders');
	flow.coupa.put('purchase_orders', { ...order, version: 2, exported: false });
	await ran();
	expect(ordersIn(1)).toEqual([textAt(order, 'id')]);
});

test('a manual run delivers and marks nothing', async () => {
	await ran('manual');
	expect(flow.files('PurchaseOrders', purchaseOrdersExport)).toHaveLength(1);
	expect(marked()).toEqual([]);
});

test('the lock-box refuses: nothing is marked, and the next run delivers', async () => {
	flow.lockBox.settings.freeBytes = 100;
	expect(errorOf(await flow.run(TEMPLATE, TRIGGER))).toContain('the disk or the quota is full');
	expect(marked()).toEqual([]);
	flow.lockBox.settings.freeBytes = null;
	await ran();
	expect(marked()).toHaveLength(14);
});

test('an order that changes between delivery and marking is not left marked, and comes again', async () => {
	const changing = flow.coupa.rows('purchase_orders')[2] as IDataObject;
	let done = false;
	flow.coupa.intercept(({ operation, path }, phase) => {
		if (operation === 'exported' && phase === 'received' && !done && path.endsWith(`/${String(changing.id)}`)) {
			done = true;
			const now = flow.coupa.rows('purchase_orders').find(({ id }) => id === changing.id) ?? {};
			flow.coupa.put('purchase_orders', { ...now, version: 2 });
		}
		return 'continue';
	});
	const run = await ran();
	expect(itemsAt(run, 'Mark as exported')?.find(({ json }) => json.id === changing.id)?.json.outcome).toBe('changed');
	expect(marked()).toHaveLength(13);
	await ran();
	expect(ordersIn(1)).toEqual([String(changing.id)]);
});

test('without the scope for writing purchase orders, the failure names it', async () => {
	await flow.stop();
	flow = await SyncFlow.start();
	expect(errorOf(await flow.run(TEMPLATE, TRIGGER))).toContain('core.purchase_order.write');
	expect(marked()).toEqual([]);
});

test('an order that Coupa refuses to mark is reported; the others are marked, and it comes again', async () => {
	const [order] = flow.coupa.rows('purchase_orders');
	flow.coupa.settings.failNext.push({
		match: ({ operation, path }) => operation === 'exported' && path.endsWith(`/${String(order?.id)}`),
		status: 400,
		body: { errors: ['Order is locked'] },
	});
	const run = await ran();
	const outcomes = itemsAt(run, 'Mark as exported')?.map(({ json }) => json) ?? [];
	expect(outcomes.filter(({ outcome }) => outcome === 'marked')).toHaveLength(13);
	expect(outcomes.filter(({ outcome }) => outcome !== 'marked')).toEqual([
		{ id: order?.id, 'po-number': order?.['po-number'], outcome: 'failed', reason: expect.stringMatching(/Order is locked/) },
	]);
	expect(marked()).toHaveLength(13);
	await ran();
	expect(ordersIn(1)).toEqual([String(order?.id)]);
});
