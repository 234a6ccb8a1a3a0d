import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoupaSandbox } from '../../../../tools/sandbox/coupa';
import { draft, field, ids, openCompany, seed, stopAfterwards } from './company';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'coupa-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

it('keeps records, images, attachments and tokens over a restart, and its seed out of it', async () => {
	const database = join(folder, 'coupa.sqlite');
	const first = await openCompany({ database });
	const id = await draft(first);
	const scan = new FormData();
	scan.append('file', new Blob(['image']), 'x.pdf');
	await first.call('PUT', `/api/invoices/${id}/image_scan`, scan);
	await first.call('POST', `/api/invoices/${id}/attachments`, { type: 'text', text: 'a' });
	first.sandbox.put('suppliers', { ...first.sandbox.rows('suppliers')[0], name: 'Renamed' });
	const token = field((await first.token()).json, 'access_token');
	await first.sandbox.stop();

	const second = await openCompany({ database });
	expect((await second.call('GET', `/api/invoices/${id}`, undefined, { authorization: `Bearer ${String(token)}` })).status).toBe(200);
	expect(second.sandbox.imageScan(id)?.bytes.toString()).toBe('image');
	expect(second.sandbox.attachments(id)).toMatchObject([{ text: 'a' }]);
	expect(second.sandbox.rows('suppliers').map(({ name }) => name)).toEqual(['Renamed', 'Größe & Söhne']);
	expect(await draft(second, { 'invoice-number': 'next' })).toBe(id + 1);
	await second.sandbox.stop();
});

it('listens on the loopback address, on the port asked for', async () => {
	const first = stopAfterwards(await startCoupaSandbox());
	expect(first.url).toBe(`http://${first.host}`);
	expect(first.host).toMatch(/^127\.0\.0\.1:\d+$/);
	const port = Number(first.host.split(':')[1]);
	await expect(startCoupaSandbox({ port })).rejects.toThrow('EADDRINUSE');
	await first.stop();
	const again = stopAfterwards(await startCoupaSandbox({ port }));
	expect(again.host).toBe(first.host);
	await again.stop();
});

it('stops although a request is under way', async () => {
	const company = await openCompany({ settings: { latencyMs: 100 } });
	const pending = company.call('GET', '/api/currencies').catch(() => 'cut off');
	await new Promise((resolve) => setTimeout(resolve, 20));
	await company.sandbox.stop();
	expect(await pending).toBe('cut off');
	// A second stop is no mistake.
	await company.sandbox.stop();
});

describe('put and remove', () => {
	it('move updated-at unless told not to, and carry the children along', async () => {
		const company = await openCompany();
		const [supplier = {}] = company.sandbox.rows('suppliers');
		company.sandbox.put(
			'suppliers',
			{ ...supplier, 'remit-to-addresses': [{ id: 9309, 'remit-to-code': 'NB-09' }] },
			{ keepUpdatedAt: true },
		);
		expect(company.sandbox.rows('suppliers')[0]?.['updated-at']).toBe('2026-03-01T08:30:00-08:00');
		expect(ids(await company.call('GET', '/api/suppliers/5502/addresses'))).toEqual([9309]);
		const before = Date.now() - 1000;
		company.sandbox.put('suppliers', { ...supplier, 'remit-to-addresses': [] });
		expect(Date.parse(String(company.sandbox.rows('suppliers')[0]?.['updated-at']))).toBeGreaterThanOrEqual(before);
		expect(ids(await company.call('GET', '/api/suppliers/5502/addresses'))).toEqual([]);
		company.sandbox.remove('purchase_orders', 70315);
		expect(ids(await company.call('GET', '/api/purchase_order_lines'))).toEqual([]);
		await company.sandbox.stop();
	});

	it('refuse what cannot be stored', async () => {
		const sandbox = stopAfterwards(await startCoupaSandbox());
		expect(() => {
			sandbox.put('suppliers', { name: 'no id' });
		}).toThrow('no integer id');
		expect(() => {
			sandbox.put('shoes', { id: 1 });
		}).toThrow('no resource "shoes"');
		expect(() => sandbox.rows('shoes')).toThrow('no resource "shoes"');
		await expect(startCoupaSandbox({ seed: { ...seed(), suppliers: [{ name: 'no id' }] } })).rejects.toThrow('no integer id');
		await sandbox.stop();
	});
});
