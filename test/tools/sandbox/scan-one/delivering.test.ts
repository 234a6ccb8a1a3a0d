import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliver, deliverSlowly } from '../../../../tools/sandbox/scan-one';

describe('delivering', () => {
	let root: string;
	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), 'deliver-'));
	});
	afterEach(async () => await rm(root, { recursive: true, force: true }));

	it('puts the whole file under its name', async () => {
		const path = await deliver(root, { fileName: 'p.zip', content: Buffer.from('zip') });
		expect(path).toBe(join(root, 'Incoming/Invoices/p.zip'));
		expect(await readFile(path, 'utf8')).toBe('zip');
		expect(await readdir(join(root, 'Incoming/Invoices'))).toEqual(['p.zip']);
	});

	it('can be watched while it writes, with and without a .part name', async () => {
		const hidden = await deliverSlowly(root, 'a.zip');
		const visible = await deliverSlowly(root, 'b.zip', true);
		await hidden.add(Buffer.from('1'));
		await visible.add(Buffer.from('1'));
		expect((await readdir(join(root, 'Incoming/Invoices'))).sort()).toEqual(['a.zip.part', 'b.zip']);
		await visible.add(Buffer.from('2'));
		await hidden.finish();
		expect(await readFile(await visible.finish(), 'utf8')).toBe('12');
		expect((await readdir(join(root, 'Incoming/Invoices'))).sort()).toEqual(['a.zip', 'b.zip']);
	});
});
