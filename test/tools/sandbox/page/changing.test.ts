import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { recordsAt, textAt } from '../../../../lib/core';
import { faultsOn, formValues, PageRig } from './support';

let rig: PageRig;
beforeEach(async () => {
	rig = await PageRig.start();
});
afterEach(async () => await rig.stop());

const record = (resource: string, id: number) => rig.coupa.rows(resource).find((candidate) => candidate.id === id);

test('a supplier gets another name, status and payment terms, and its updated-at moves', async () => {
	const form = formValues((await rig.get('/suppliers/5502')).text);
	expect(form).toEqual({ name: 'Northbrook Fasteners', status: 'active', term: 'NET30' });
	const started = Date.now();
	const saved = await rig.post('/suppliers/5502', { name: 'North & "Brook" <b>', status: 'inactive', term: 'NET60' });
	expect([saved.status, saved.to]).toEqual([303, '/suppliers/5502']);
	const supplier = record('suppliers', 5502);
	expect([textAt(supplier, 'name'), textAt(supplier, 'status'), textAt(supplier, 'payment-term', 'code')]).toEqual([
		'North & "Brook" <b>',
		'inactive',
		'NET60',
	]);
	expect(Date.parse(textAt(supplier, 'updated-at') ?? '')).toBeGreaterThanOrEqual(started - 1_000);
	const shown = (await rig.get('/suppliers/5502')).text;
	expect(shown).toContain('<h1>North &amp; &quot;Brook&quot; &lt;b&gt;</h1>');
	for (const path of ['/suppliers', '/send/entry', '/orders', '/']) expect((await rig.get(path)).text).not.toContain('<b>');
	expect(rig.coupa.contractProblems()).toEqual([]);
	expect(rig.coupa.ignored()).toEqual([]);
});

test('a supplier without a name, or with terms that there are not, stays as it was, and what was typed is still there', async () => {
	const before = record('suppliers', 5502);
	const refused = await rig.post('/suppliers/5502', { name: ' ', status: 'gone', term: 'NEVER' });
	expect(refused.status).toBe(422);
	expect(faultsOn(refused.text)).toEqual({
		name: 'A supplier needs a name.',
		status: 'Choose one of the list.',
		term: 'Choose one of the list.',
	});
	const taken = await rig.post('/suppliers/5502', { name: 'x'.repeat(101), status: 'active', term: 'NET30' });
	expect(faultsOn(taken.text)).toEqual({ name: 'The name has 101 characters; Coupa takes 100.' });
	expect(formValues(taken.text).name).toBe('x'.repeat(101));
	expect(record('suppliers', 5502)).toEqual(before);
});

test('a line of an order gets another price and quantity, and the updated-at of order and line moves', async () => {
	const form = formValues((await rig.get('/orders/70316')).text);
	const started = Date.now();
	const saved = await rig.post('/orders/70316', { ...form, 'line-881003-price': '0.08', 'line-881003-quantity': '600' });
	expect(saved.status).toBe(303);
	const order = record('purchase_orders', 70316);
	const [line, other] = recordsAt(order, 'order-lines');
	expect([textAt(line, 'price'), textAt(line, 'quantity'), textAt(other, 'price')]).toEqual(['0.08', '600.0', '4.20']);
	for (const moved of [order, line]) expect(Date.parse(textAt(moved, 'updated-at') ?? '')).toBeGreaterThanOrEqual(started - 1_000);
	const refused = await rig.post('/orders/70316', { ...form, 'line-881003-price': '0', 'line-881004-quantity': 'many' });
	expect([refused.status, Object.keys(faultsOn(refused.text))]).toEqual([422, ['line-881003-price', 'line-881004-quantity']]);
	expect(rig.coupa.contractProblems()).toEqual([]);
	expect(rig.coupa.ignored()).toEqual([]);
});

test('what the sync has sent is listed where it belongs, and shown as Scan One gets it', async () => {
	const folder = join(rig.root, 'Outgoing', 'Suppliers');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'suppliers_1.csv'), 'Number,Name\nV-20011,"North <b>"\n');
	await writeFile(join(folder, 'suppliers_2.csv.part'), 'Number,Name\nV-20011');
	for (const path of ['/outgoing', '/suppliers/5502']) expect((await rig.get(path)).text).toContain('Outgoing/Suppliers/suppliers_1.csv');
	expect((await rig.get('/suppliers/5503')).text).not.toContain('suppliers_1.csv');
	const shown = (await rig.get('/outgoing/Suppliers/suppliers_1.csv')).text;
	expect(shown).toContain('North &lt;b&gt;');
	expect((await rig.get('/outgoing')).text).not.toContain('.part');
	for (const path of ['/outgoing/Suppliers/..%2F..%2Fbox', '/outgoing/Nowhere/a.csv']) expect((await rig.get(path)).status).toBe(404);
});
