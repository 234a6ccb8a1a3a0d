import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { IMPORT, MASTER_DATA, ORDERS, RECONCILIATION, STATUS } from '../../lib/lock-box/preflight/templates';
import { TEMPLATE_USES } from '../../nodes/Coupa/templateUses';
import { PACKAGE } from '../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../tools/harness/engine/lock-box';
import type { SftpServer } from '../../tools/sandbox/scan-one';
import { Preflight } from '../nodes/support/preflight';
import { coreNodes, DataTables } from '../nodes/sync/support/core-nodes';

const TEMPLATE = resolve(__dirname, '../../workflows/preflight.json');
const SCAN_ONE = 'Preflight of the lock-box';
const COUPA = 'Preflight of Coupa';
const OUTGOING = ['Accounts', 'Suppliers', 'RemitToAddresses', 'PurchaseOrders', 'InvoiceUpdates'];

let coupa: Preflight;
let lockBox: SftpServer;

beforeAll(async () => {
	coupa = await Preflight.start();
	Object.assign(coupa.engine.otherNodes, coreNodes(new DataTables()));
	lockBox = await startLockBox();
	for (const object of OUTGOING) mkdirSync(join(lockBox.root, 'Outgoing', object), { recursive: true });
	// So that there is an invoice to be looked at.
	await coupa.run({ allowTestWrites: true });
});

beforeEach(() => {
	coupa.behave();
	coupa.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(lockBox);
});

afterAll(async () => {
	await Promise.all([coupa.coupa.stop(), lockBox.stop()]);
});

const TESTS: Record<string, IDataObject> = {
	[SCAN_ONE]: { allowTestFiles: true, options: { idleTime: 0 } },
	[COUPA]: { allowTestWrites: true },
};
const READING: Record<string, IDataObject> = { [SCAN_ONE]: { options: { idleTime: 0 } } };

/** Executes the template with these parameters beside its own. Mail is not installed here, and switched off in it anyway. */
async function ran(parameters: Record<string, IDataObject>): Promise<(name: string) => INodeExecutionData[]> {
	const { engine } = coupa;
	const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as { nodes: INode[]; connections: IConnections };
	const nodes = template.nodes
		.filter(({ type }) => !/\.(?:stickyNote|emailSend|manualTrigger)$/.test(type))
		.map(({ id, name, parameters: own, type, typeVersion, position, onError }) => {
			const all = { ...own, ...parameters[name] } as IDataObject;
			const settings = { id, name, ...(onError && { onError }) };
			return type.startsWith(`${PACKAGE}.`)
				? engine.node(type.replace(`${PACKAGE}.`, ''), all, settings)
				: { type, typeVersion, position, parameters: own, ...settings };
		});
	const { 'When you execute it': started, 'Preflight page': mail, ...connections } = template.connections;
	expect([started, mail]).not.toContain(undefined);
	const run = await engine.run(nodes, { ...connections, Feed: started ?? {} }, [{ json: {} }]);
	expect(run.data.resultData.error).toBeUndefined();
	return (name) => run.data.resultData.runData[name]?.at(-1)?.data?.main?.[0] ?? [];
}

const pageOf = async (parameters: Record<string, IDataObject>) => {
	const out = await ran(parameters);
	const [page, ...others] = out('Preflight page');
	expect(others).toEqual([]);
	return { out, page, json: page?.json ?? {}, html: String(page?.json.html) };
};

test('as it is shipped it only reads, and says what was not asked for that', async () => {
	lockBox.clearRequests();
	const { out, page, json } = await pageOf(READING);
	expect(json).toMatchObject({ verdict: 'notAsked', counts: { blocks: 0, limits: 0 }, notices: [] });
	expect(String(json.subject)).toMatch(/^Preflight: Scan One and Coupa: nothing blocks the import, \d+ not asked, \d+ ok$/);
	expect(page?.binary?.page).toMatchObject({ mimeType: 'text/html' });
	expect(coupa.writes()).toEqual(['POST /oauth2/token']);
	expect([...new Set(lockBox.requests().map(({ op }) => op))].filter((op) => /WRITE|RENAME|REMOVE|MKDIR|RMDIR|SETSTAT|LINK/.test(op))).toEqual([]);
	expect(out('Lines of both')).toHaveLength(out(SCAN_ONE).length + out(COUPA).length);
});

test('with tests allowed, healthy systems are ok in every point but those that start approvals', async () => {
	const { json, html } = await pageOf(TESTS);
	expect(json).toMatchObject({ counts: { blocks: 0, limits: 0, notAsked: 2 } });
	expect(html).toContain('Everything is gone.');
	expect(html).toMatch(/PREFLIGHT-\w+/);
});

test('what misbehaves on either side blocks, and leads the page', async () => {
	coupa.behave({ showsImages: false });
	lockBox.settings.renames = 'refused';
	const { json, html } = await pageOf(TESTS);
	lockBox.settings.renames = 'kept';
	expect(json.verdict).toBe('blocks');
	expect(json.systems).toMatchObject([
		{ system: 'Coupa', blocks: 1 },
		{ system: 'Scan One', blocks: expect.any(Number) },
	]);
	expect((json.systems as Array<{ blocks: number }>)[1]?.blocks).toBeGreaterThan(0);
	const blocked = html.slice(html.indexOf('What blocks the import'), html.indexOf('What is well'));
	expect(blocked).toContain('Does Coupa accept a page image and show it?');
	expect(blocked).toMatch(/Scan One<\/span>[\s\S]*Moving/);
});

test('one that fails altogether hides nothing of the other', async () => {
	coupa.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(lockBox, { port: 1 });
	const withoutLockBox = await pageOf(READING);
	expect(withoutLockBox.json).toMatchObject({ verdict: 'blocks', systems: [{ system: 'Coupa', blocks: 0 }, { system: 'Scan One', blocks: 1 }] });

	coupa.engine.credentials.byType.scanOneSftpApi = lockBoxCredential(lockBox);
	// A parameter that cannot be used is an error of the node, not a line.
	const { json } = await pageOf({ ...READING, [COUPA]: { allowTestWrites: 'perhaps' } });
	expect(json).toMatchObject({ verdict: 'notAsked', notices: ['1 item was no line of a preflight, and left out.'] });
	expect(json.systems).toMatchObject([{ system: 'Coupa', ok: 0 }, { system: 'Scan One', blocks: 0 }]);
});

test('the templates that the lock-box preflight names are those of the package', () => {
	const names = [IMPORT, RECONCILIATION, MASTER_DATA, ORDERS, STATUS];
	expect(names.filter((name) => !(name in TEMPLATE_USES))).toEqual([]);
	const using = readTemplates().filter(({ nodes }) => nodes.some(({ credentials, parameters }) => credentials?.scanOneSftpApi !== undefined && parameters.resource !== 'lockBox'));
	expect(using.map(({ name }) => name).sort()).toEqual([...names].sort());
});

function readTemplates(): Array<{ name: string; nodes: INode[] }> {
	const folder = resolve(TEMPLATE, '..');
	return globSync('*.json', { cwd: folder }).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string; nodes: INode[] });
}
