import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Engine, type NodeRun } from '../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../tools/harness/engine/lock-box';
import type { SftpServer } from '../../tools/sandbox/scan-one';
import { itemsOf } from './support/flow';

let engine: Engine;
let server: SftpServer;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	server = await startLockBox();
	for (const object of ['Accounts', 'Suppliers', 'RemitToAddresses', 'PurchaseOrders', 'InvoiceUpdates'])
		mkdirSync(join(server.root, 'Outgoing', object), { recursive: true });
	signIn();
});

afterEach(async () => await server.stop());

function signIn(more: IDataObject = {}): void {
	engine.credentials.byType.scanOneSftpApi = lockBoxCredential(server, more as ICredentialDataDecryptedObject);
}

async function preflight(allowTestFiles = true): Promise<INodeExecutionData[]> {
	const parameters = { resource: 'lockBox', operation: 'preflight', allowTestFiles, options: { idleTime: 0 } };
	return itemsOf(await ran(parameters, [{ json: {} }, { json: {} }]));
}

async function ran(parameters: IDataObject, input: INodeExecutionData[]): Promise<NodeRun> {
	return await engine.execute('scanOne', parameters, input);
}

const amiss = (items: INodeExecutionData[]) =>
	Object.fromEntries(items.filter(({ json }) => json.verdict !== 'ok').map(({ json }) => [json.id, json.verdict]));
const lineOf = (items: INodeExecutionData[], id: string) => items.find(({ json }) => json.id === id)?.json;

test('an ordinary lock-box is well, nothing stays, and the page of it says so', async () => {
	const items = await preflight();
	expect(amiss(items)).toEqual({});
	expect(items[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	expect(readdirSync(server.root, { recursive: true }).filter((name) => String(name).includes('preflight'))).toEqual([]);

	const coupa = {
		...items[0]?.json,
		system: 'Coupa',
		id: 'scopes',
		verdict: 'limits',
		asked: 'A & <b>',
		seen: `${'long '.repeat(300)}end`,
	};
	const { items: pages } = await ran({ resource: 'lockBox', operation: 'buildPreflightPage' }, [
		...items,
		{ json: coupa },
		{ json: { a: 1 } },
	]);
	expect(pages).toHaveLength(1);
	const [page] = pages;
	expect(page?.json).toMatchObject({
		subject: `Preflight: Scan One and Coupa: nothing blocks the import, 1 limits it, ${items.length} ok`,
		verdict: 'limits',
		counts: { ok: items.length, limits: 1, blocks: 0, notAsked: 0 },
		notices: ['1 item was no line of a preflight, and left out.'],
	});
	expect(page?.binary?.page).toMatchObject({ mimeType: 'text/html', fileName: expect.stringMatching(/^preflight-\d{4}-\d\d-\d\d\.html$/) });
	const html = String(page?.json.html);
	expect(html).toContain('A &amp; &lt;b&gt;');
	expect(html).toContain('long end');
	expect(html).not.toMatch(/<script|<img|<link|\bsrc=/);
	expect(html.indexOf('What limits it')).toBeLessThan(html.indexOf('What is well'));
});

test('an empty fingerprint blocks, and the line shows the key that the server has', async () => {
	signIn({ hostFingerprint: '' });
	const items = await preflight();
	expect(amiss(items)).toEqual({ hostKey: 'blocks', rest: 'notAsked' });
	expect(lineOf(items, 'hostKey')?.choose).toBe(`${server.hostKeyFingerprint}, if the operator of the server confirms it`);
	signIn({ hostFingerprint: `SHA256:${'A'.repeat(43)}` });
	expect(lineOf(await preflight(), 'hostKey')).toMatchObject({
		verdict: 'blocks',
		choose: `${server.hostKeyFingerprint}, if the operator of the server confirms it`,
	});
});

test('a credential that does not do is a line, not an error', async () => {
	signIn({ password: 'hunter-2-hunter' });
	const refused = await preflight();
	expect(amiss(refused)).toEqual({ signIn: 'blocks', rest: 'notAsked' });
	expect(JSON.stringify(refused)).not.toContain('hunter-2');
	signIn({ algorithms: '{' });
	expect(amiss(await preflight())).toEqual({ credential: 'blocks' });
	signIn({ host: ' ' });
	expect(amiss(await preflight())).toEqual({ credential: 'blocks' });
	signIn({ port: 1 });
	expect(amiss(await preflight())).toEqual({ connection: 'blocks', rest: 'notAsked' });
	signIn({ coupaInstance: 'http://user:secret@acme' });
	const items = await preflight(false);
	expect(lineOf(items, 'binding')).toMatchObject({ verdict: 'blocks' });
});

test('an account without any rights gets every answer, and nothing is claimed to work', async () => {
	for (const folder of ['Incoming', 'Outgoing']) server.settings.permissions[`/${folder}`] = 'none';
	const items = await preflight();
	const works = items.filter(({ json }) => json.verdict === 'ok').map(({ json }) => json.id);
	expect(works.filter((id) => /^(?:folder|rights|move|files|names|listing)\b/.test(String(id)))).toEqual([]);
	expect(lineOf(items, 'folder.incoming')).toMatchObject({ verdict: 'blocks' });
	expect(lineOf(items, 'leftBehind')).toMatchObject({ verdict: 'ok' });
});

test('folders that are missing are told apart: that of Scan One blocks, ours are made later', async () => {
	signIn({ baseFolder: '/acme' });
	mkdirSync(join(server.root, 'acme'));
	const items = await preflight();
	expect(amiss(items)).toMatchObject({ 'folder.incoming': 'blocks', 'folder.outgoing.Suppliers': 'limits' });
	expect(lineOf(items, 'folder.processing')).toMatchObject({ verdict: 'ok', seen: expect.stringMatching(/will be made/) });
	expect(readdirSync(join(server.root, 'acme'))).toEqual([]);
});

test('a connection that is lost on the way costs the question, not the others', async () => {
	let cuts = 0;
	server.intercept(({ op }, phase) => (op === 'EXT_RENAME' && phase === 'received' && ++cuts === 1 ? 'drop' : 'continue'));
	const items = await preflight();
	expect(amiss(items)).toEqual({ 'files.renameOver': 'blocks' });
	expect(lineOf(items, 'names.own')).toMatchObject({ verdict: 'ok' });
	expect(lineOf(items, 'leftBehind')).toMatchObject({ verdict: 'ok', seen: 'Everything is gone.' });
});

test('a page of nothing says what to connect', async () => {
	const { error } = await ran({ resource: 'lockBox', operation: 'buildPreflightPage' }, [{ json: { a: 1 } }]);
	expect(error?.message).toMatch(/None of the items is a line of a preflight/);
});
