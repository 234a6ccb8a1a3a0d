import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import { PACKAGE } from '../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { plainInvoice } from '../../tools/sandbox/scan-one';
import { CoupaAccount } from '../nodes/coupa-sftp/coupa-sftp';
import { Flow, itemsOf } from '../nodes/support/flow';
import { coreNodes, DataTables } from '../nodes/sync/support/core-nodes';

const TEMPLATE = resolve(__dirname, '../../workflows/daily-reconciliation.json');
const TRIGGER = 'Every morning';

let flow: Flow;

beforeAll(async () => {
	flow = await Flow.start();
	Object.assign(flow.engine.otherNodes, coreNodes(new DataTables()));
	await flow.deliver('a.zip', [plainInvoice('T-1'), plainInvoice('T-2'), plainInvoice('T-3', { wrongControlTotal: '50.01' })]);
	itemsOf(await flow.acknowledge(itemsOf(await flow.import(itemsOf(await flow.getMany())))));
});

afterAll(async () => {
	await flow.stop();
});

/** Executes the template as it is shipped; mail is not installed here, and switched off in it anyway. */
async function ran(switchedOn: string[] = []): Promise<(name: string) => INodeExecutionData[]> {
	const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as { nodes: INode[]; connections: IConnections };
	const nodes = template.nodes
		.filter(({ type }) => !type.endsWith('.stickyNote') && !type.endsWith('.emailSend'))
		.map((node) => {
			const disabled = node.disabled === true && !switchedOn.includes(node.name);
			const { id, name, alwaysOutputData, parameters, type, typeVersion, position } = node;
			const settings = { id, name, disabled, ...(alwaysOutputData && { alwaysOutputData }) };
			return type.startsWith(`${PACKAGE}.`)
				? flow.engine.node(type.replace(`${PACKAGE}.`, ''), parameters as IDataObject, settings)
				: { type, typeVersion, position, parameters, ...settings };
		});
	const { 'Reconcile with Coupa': mail, ...connections } = template.connections;
	expect(mail).toBeDefined();
	const feed = { main: [[{ node: TRIGGER, type: 'main' as const, index: 0 }]] };
	const run = await flow.engine.run(nodes, { ...connections, Feed: feed }, [{ json: { timestamp: '2026-06-02T05:12:00Z' } }]);
	expect(run.data.resultData.error).toBeUndefined();
	return (name) => run.data.resultData.runData[name]?.at(-1)?.data?.main?.[0] ?? [];
}

test('as it is shipped it makes the report: the node for Coupa’s files and the mail are switched off', async () => {
	const out = await ran();
	expect(out('What Scan One delivered')).toHaveLength(5);
	const [report, ...others] = out('Reconcile with Coupa');
	expect(others).toEqual([]);
	expect(report?.json).toMatchObject({
		...{ received: 3, inCoupa: 2, addsUp: true, gaps: 0, late: 0 },
		subject: 'Scan One to Coupa: reconciliation: 3 received, all accounted for',
		html: expect.stringContaining('were not given: the API alone says'),
	});
	expect(report?.binary?.report?.mimeType).toBe('text/html');
});

test('with Coupa’s files of changes: they are read, named, and tell what only they show', async () => {
	const account = await CoupaAccount.start(['Outgoing/InvoiceUpdates']);
	try {
		const [first] = flow.coupa.rows('invoices');
		const note = `"${String(first?.['internal-note']).replaceAll('"', '""')}"`;
		const rows = [`Header,${String(first?.id)},T-1,approved,${note},`, `Header,77,GONE-7,approved,scan-one:${'a'.repeat(64)},${new Date(Date.now() - 60_000).toISOString()}`];
		await account.put('Outgoing/InvoiceUpdates', 'InvoiceUpdates_1.csv', ['type,id,invoice-number,status,internal-note,created-at', ...rows, ''].join('\r\n'));
		flow.engine.credentials.byType.coupaSftpApi = lockBoxCredential(account.server);
		const [report] = (await ran(["Coupa's invoice changes"]))('Reconcile with Coupa');
		expect(report?.json.html).toEqual(expect.stringContaining('changes: 1, with 2 invoices (InvoiceUpdates_1.csv)'));
		expect(report?.json).toMatchObject({ received: 3, inCoupa: 2, addsUp: true, attention: [{ code: 'notInArchive', number: 'GONE-7' }] });
		// The API says how things are now: the invoice is not approved there.
		const standings = report?.json.standings as Array<{ standing: string; count: number }>;
		expect(standings.map(({ standing, count }) => [standing, count])).toEqual([
			['inApproval', 2],
			['refused', 1],
		]);
	} finally {
		await account.server.stop();
	}
});
