import { recordsAt } from '../../lib/core';
import { REVIEW_SCOPES, reviewWorld } from '../../tools/demo/review-world';
import { errorOf, SyncFlow, type Template } from '../nodes/sync/support/sync-flow';
import { importNodes, Mails } from './support/import-nodes';

const mails = new Mails();
const REFUSED = '552 Message refused';
let flow: SyncFlow;

beforeAll(async () => {
	flow = await SyncFlow.start({ scopes: REVIEW_SCOPES });
	Object.assign(flow.engine.otherNodes, importNodes(flow.tables, mails));
	reviewWorld(flow.coupa, 'dana@example.com');
});

afterAll(async () => {
	await flow.stop();
});

/** What is scheduled, with its mails switched on; without the form, which n8n's server shows. */
const enabled = ({ nodes, connections }: Template): Template => {
	const names = new Set(['Every hour']);
	for (const name of names) for (const { node } of (connections[name]?.main ?? []).flatMap((to) => to ?? [])) names.add(node);
	return {
		nodes: nodes.filter(({ name }) => names.has(name)).map((node) => ({ ...node, disabled: false })),
		connections: Object.fromEntries(Object.entries(connections).filter(([name]) => names.has(name))),
	};
};
const SETTINGS = { remind_after_days: 1, escalate_after_days: 3, reviewers: 'ap@example.com', escalation: 'boss@example.com', form_address: 'https://n8n/form' };
const run = async () =>
	await flow.run('review-tolerances.json', 'Every hour', 'trigger', { Settings: { ...SETTINGS, run_at: new Date().toISOString() } }, enabled);
const row = (number: string) => flow.tables.rows('Tolerance reviews').find((one) => one.number === number) ?? {};
const sent = () => mails.sent.splice(0).map(({ subject }) => /R-\w+/.exec(subject)?.[0]);
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

test.each([
	['asked', {}, 'asked_at'],
	['reminded', { asked_at: ago(1.1) }, 'reminded_at'],
	['escalated', { asked_at: ago(3.1) }, 'escalated_at'],
])('a mail that is refused keeps no other from being %s; its row says why, and the next run tries it alone', async (_, before, column) => {
	flow.tables.tables.clear();
	const held = flow.coupa.rows('invoices').filter((invoice) => recordsAt(invoice, 'failed-tolerances').length > 0);
	const numbers = held.map((invoice) => String(invoice['invoice-number']));
	const gone = { invoice_id: '1', number: 'R-GONE', asked_at: ago(0.1), last_seen_at: ago(0.1) };
	flow.tables.tables.set('Tolerance reviews', [...held.map(({ id }) => ({ invoice_id: String(id), ...before })), gone]);
	mails.refused = /R-QUANTITY/;
	mails.refusal = REFUSED;
	const error = errorOf(await run());
	expect(sent().sort()).toEqual(numbers.filter((number) => number !== 'R-QUANTITY').sort());
	expect(error).toMatch(/R-QUANTITY.*552 Message refused/);
	expect(error).not.toMatch(/R-PRICE/);
	expect(row('R-QUANTITY')[column] ?? null).toBeNull();
	expect(row('R-QUANTITY').problem).toMatch(REFUSED);
	expect(row('R-PRICE')[column]).toEqual(expect.any(String));
	expect(row('R-PRICE').problem || null).toBeNull();
	expect(row('R-GONE').closed_at).toEqual(expect.any(String));
	mails.refused = null;
	expect(errorOf(await run())).toBeNull();
	expect(sent()).toEqual(['R-QUANTITY']);
	expect(row('R-QUANTITY')).toMatchObject({ [column]: expect.any(String) as string, problem: '' });
});
