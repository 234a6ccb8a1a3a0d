import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { NodeRun } from '../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { packageOf, PLAIN_LAYOUT, plainInvoice } from '../../tools/sandbox/scan-one';
import { claimed, claimOf, importedPackage, wrong } from './support/acknowledge';
import { flow, flowPerTest } from './support/current-flow';
import { delivered, numbers } from './support/delivered';
import { detailsOf, hintsOf, itemsOf } from './support/flow';

flowPerTest();

const marker = () => join(flow.path('Processing'), '.coupa-instance');
const credential = (coupaInstance: string) => {
	flow.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(flow.lockBox, { coupaInstance });
};

/** A run that was refused, in both modes, and took nothing. */
async function refused(words: RegExp, advice: RegExp): Promise<void> {
	for (const mode of ['claim', 'look']) {
		const { error } = await flow.getMany({}, { mode });
		expect(error).toMatchObject({ message: expect.stringMatching(words), description: expect.stringMatching(advice) });
	}
	expect(flow.files('Incoming')).toEqual(['b.zip']);
}

describe('a package that somebody swaps after it was read', () => {
	test.each([
		['all of whose invoices were imported', [plainInvoice('S-1')]],
		['with one that goes back', [plainInvoice('S-1'), wrong]],
	])('%s: nothing of it is moved, which is told; a later run reads what is there now', async (_name, invoices) => {
		const items = await importedPackage('a.zip', invoices);
		const claim = String(claimOf(items[0]));
		expect(detailsOf(items[0]).sha256).toMatch(/^[0-9a-f]{64}$/);
		const path = join(flow.path('Processing'), claim);
		const { mtime, size } = statSync(path);
		const other = readFileSync(path);
		other.writeUInt8(other.readUInt8(12) ^ 1, 12);
		writeFileSync(path, other);
		utimesSync(path, mtime, mtime);
		expect(statSync(path).size).toBe(size);

		const { error } = await flow.acknowledge(items);
		expect(error).toMatchObject({
			message: expect.stringContaining(`claimed as "${claim}" has been changed since it was read`),
			description: expect.stringMatching(/read anew by a later run\. Find out who has written/),
		});
		expect([flow.files('Archive'), flow.files('Rejected'), claimed()]).toEqual([[], [], [claim]]);
	});

	test('its neighbours are settled', async () => {
		const items = [...(await importedPackage('a.zip', [plainInvoice('S-1')])), ...(await importedPackage('b.zip', [plainInvoice('S-2')]))];
		const { content } = await packageOf('a.zip', [plainInvoice('S-9')], PLAIN_LAYOUT);
		writeFileSync(join(flow.path('Processing'), String(claimOf(items[0]))), content);
		const packages = itemsOf(await flow.acknowledge(items)).map(({ json }) => [json.package, json.settled, json.reason]);
		expect(packages).toEqual([
			['a.zip', false, expect.stringMatching(/^It stays claimed and is tried again .*changed since it was read.*Find out who has written/)],
			['b.zip', true, ''],
		]);
		expect(flow.folders.archived()).toEqual(['b.zip']);
	});
});

describe('the binding file', () => {
	test('deleted by a sender: another n8n takes nothing, whether it looks or claims, until somebody says whose invoices these are', async () => {
		itemsOf(await flow.acknowledge(await importedPackage('a.zip', [plainInvoice('S-1')])));
		rmSync(marker());
		await flow.deliver('b.zip', [plainInvoice('S-2')]);
		await refused(
			/^The binding file ".*\.coupa-instance" is missing, although .*"a~.*\.zip" is in the Archive folder/,
			/Enter "Coupa Instance"/,
		);

		credential(flow.coupa.host);
		const run = await flow.getMany();
		expect(itemsOf(run).map((item) => delivered(item).delivery.boundTo)).toEqual([flow.coupa.host]);
		expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^The binding file .* was missing.* Find out who has deleted the file\.$/));
		expect(readFileSync(marker(), 'utf8')).toBe(`${flow.coupa.host}\n`);
	});

	test('deleted before anything was settled: the claims still say whose they are', async () => {
		credential('acme');
		await flow.deliver('a.zip', [plainInvoice('S-1')]);
		itemsOf(await flow.getMany());
		rmSync(marker());
		await flow.deliver('b.zip', [plainInvoice('S-2')]);
		credential('acme-test');
		await refused(/bound to the Coupa instance acme\.coupahost\.com, but this workflow works with acme-test/, /\.coupa-instance/);
		credential('');
		await refused(/is missing, although .* was made for acme\.coupahost\.com/, /Enter "Coupa Instance"/);
	});

	test.each([
		['', /binding file is empty: nobody can tell/],
		['<b>acme\u202e</b>', /names no host \("<b>acme <\/b>"\)/],
	])('that holds %j is not taken for none', async (text, words) => {
		await flow.deliver('a.zip', [plainInvoice('S-1')]);
		await flow.getMany();
		writeFileSync(marker(), text);
		await flow.deliver('b.zip', [plainInvoice('S-2')]);
		await refused(words, /Write the host of the instance, such as acme\.coupahost\.com, into/);
	});

	test('that was never there: a claim that a crashed first run left keeps nobody out', async () => {
		await flow.deliver('a.zip', [plainInvoice('S-1')]);
		itemsOf(await flow.getMany());
		await flow.deliver('b.zip', [plainInvoice('S-2')]);
		expect(numbers(itemsOf(await flow.getMany()))).toEqual(['S-2']);
	});
});

test('a claim that is lost while others are read leaves out its own invoices only', async () => {
	for (const name of ['a', 'b', 'c']) await flow.deliver(`${name}.zip`, [plainInvoice(`S-${name}`)]);
	const stop = flow.lockBox.intercept(({ op, path }, phase) => {
		if (op === 'READ' && phase === 'answering' && /Processing\/Invoices\/b~[^/]*\.zip$/.test(path)) {
			stop();
			const real = join(flow.lockBox.root, path);
			renameSync(real, real.replace('b~', 'taken-b~'));
		}
		return 'continue';
	});
	const run: NodeRun = await flow.getMany();
	expect(numbers(itemsOf(run)).sort()).toEqual(['S-a', 'S-c']);
	expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^1 of 3 packages failed, the others are done: .*b~/));
});

test.each([[undefined], [''], [0], [true]])('invoices of which nobody says whose they are (%j) are not imported', async (boundTo) => {
	await flow.deliver('a.zip', [plainInvoice('S-1')]);
	const items = itemsOf(await flow.getMany());
	for (const { json } of items) (json.delivery as IDataObject).boundTo = boundTo;
	flow.coupa.clearRequests();
	expect((await flow.import(items)).error).toMatchObject({
		message: 'The items do not say which Coupa instance their invoices are for',
		description: expect.stringMatching(/Nothing was sent/),
	});
	expect(flow.coupa.requests()).toEqual([]);
});
