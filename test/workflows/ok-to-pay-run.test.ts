import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IRun } from 'n8n-workflow';

import type { CoupaRecord } from '../../lib/core';
import { ALL_SCOPES } from '../../tools/sandbox/coupa/scopes';
import { lockBoxCredential } from '../../tools/harness/engine/lock-box';
import { approved, change, held } from '../coupa/ok-to-pay/support';
import { CoupaAccount } from '../nodes/coupa-sftp/coupa-sftp';
import type { Row } from '../nodes/sync/support/core-nodes';
import { errorOf, itemsAt, SyncFlow, type Template } from '../nodes/sync/support/sync-flow';

const FILE = 'export-ok-to-pay.json';
const OUT = 'Outgoing/Invoices';
const ANSWERS = 'Incoming/InvoiceAnswers';

let flow: SyncFlow;
let erp: CoupaAccount;

beforeAll(async () => {
	flow = await SyncFlow.start({ scopes: ALL_SCOPES });
});

afterAll(async () => {
	await flow.stop();
});

beforeEach(async () => {
	erp = await CoupaAccount.start([OUT, ANSWERS]);
	flow.engine.credentials.byType.coupaSftpApi = lockBoxCredential(erp.server);
	flow.tables.tables.clear();
	for (const { id } of flow.coupa.rows('invoices')) flow.coupa.remove('invoices', Number(id));
});

afterEach(async () => {
	expect(flow.coupa.contractProblems()).toEqual([]);
	await erp.server.stop();
});

const put = (...invoices: CoupaRecord[]) => {
	for (const invoice of invoices) flow.coupa.put('invoices', invoice);
};
const ok = (run: IRun) => {
	expect(errorOf(run)).toBeNull();
	return run;
};
const send = async () => ok(await flow.run(FILE, 'Every hour: OK to pay'));
const answered = async () => ok(await flow.run(FILE, 'Every 15 minutes: answers'));
const rows = () => flow.tables.rows('OK to pay');
const states = () => Object.fromEntries(rows().map(({ document_key: key, state }) => [String(key), state]));
const row = (key: string): Row => rows().find(({ document_key: found }) => found === key) ?? {};
const keyOf = (id: number) => String(rows().findLast(({ invoice_id: found }) => found === id)?.document_key);
const dropped = async () => (await Promise.all((await erp.names(OUT)).map(async (name) => (await erp.file(OUT, name)).toString()))).join('');

describe('where landing counts as taken', () => {
	test('approved invoices go out once, in one file, each with a row, and are marked', async () => {
		put(approved(1), approved(2, { 'payment-channel': 'coupa_pay_invoice' }), approved(3, { status: 'voided' }));
		await send();
		expect(await erp.names(OUT)).toHaveLength(1);
		const [key, only] = [keyOf(1), '3-void'];
		expect(await dropped()).toContain(`"${key}"`);
		expect(states()).toEqual({ [key]: 'accepted', [only]: 'only marked' });
		expect(row(key)).toMatchObject({ number: 'OTP-1', supplier: 'Northwind Bolts', total: '50.00', currency: 'USD', document: 'approved' });
		expect([1, 2, 3].map((id) => held(flow.coupa, id).exported)).toEqual([true, false, true]);
		await send();
		expect(await erp.names(OUT)).toHaveLength(1);
		change(flow.coupa, 1, { status: 'voided' });
		await send();
		await send();
		expect(await erp.names(OUT)).toHaveLength(2);
		expect(states()).toEqual({ [key]: 'accepted', [only]: 'only marked', '1-void': 'accepted' });
	});

	test('a file that did not land: nothing is marked, and the next run sends it under the same keys', async () => {
		put(approved(1), approved(2));
		flow.tables.failNext = 'update';
		const run = await flow.run(FILE, 'Every hour: OK to pay');
		expect(errorOf(run)).toContain('made to fail');
		const keys = [keyOf(1), keyOf(2)];
		expect(Object.values(states())).toEqual(['sending', 'sending']);
		expect(held(flow.coupa, 1).exported).toBe(false);
		await send();
		expect(states()).toEqual(Object.fromEntries(keys.map((key) => [key, 'accepted'])));
		expect(await erp.names(OUT)).toHaveLength(2);
	});

	test.each([
		['one of them', [1]],
		['all of them', [1, 2]],
	])('Coupa does not mark %s after the file has landed: the next run does, and sends nothing twice', async (_, refused) => {
		put(approved(1), approved(2));
		const match = ({ method, path }: { method: string; path: string }) => method === 'PUT' && refused.includes(Number(path.split('/').at(-1)));
		flow.coupa.settings.failNext = Array.from({ length: 20 }, () => ({ status: 403, match }));
		const run = await flow.run(FILE, 'Every hour: OK to pay');
		flow.coupa.settings.failNext = [];
		expect(errorOf(run) === null).toBe(refused.length === 1);
		expect([1, 2].filter((id) => held(flow.coupa, id).exported !== true)).toEqual(refused);
		await send();
		expect(Object.values(states())).toEqual(['accepted', 'accepted']);
		expect([1, 2].map((id) => held(flow.coupa, id).exported)).toEqual([true, true]);
		expect(await erp.names(OUT)).toHaveLength(1);
	});

	test('ended at any step of its Data tables: the next run finishes, under the same keys, and nothing is marked that the ERP has not got', async () => {
		const whole = approved(2, { status: 'voided', exported: true, 'last-exported-at': '2026-05-09T10:00:00-07:00' });
		const ended: number[] = [];
		for (let step = 1; ended.length === step - 1; step++) {
			flow.tables.tables.clear();
			for (const name of await erp.names(OUT)) await rm(join(erp.server.root, OUT, name));
			put(approved(1), whole, approved(3, { status: 'voided' }));
			let count = 0;
			flow.tables.before = () => {
				if (++count !== step) return;
				ended.push(step);
				throw new Error('Somebody stopped n8n');
			};
			await flow.run(FILE, 'Every hour: OK to pay');
			flow.tables.before = () => undefined;
			const seen = await dropped();
			if (held(flow.coupa, 1).exported === true) expect(seen).toMatch(/"1-ok-/);
			await send();
			const all = await dropped();
			expect([step, new Set(all.match(/\b\d-(?:void|ok-[0-9a-f]{8})\b/g))]).toEqual([step, new Set([keyOf(1), '2-void'])]);
			expect([step, states()]).toEqual([step, { [keyOf(1)]: 'accepted', '2-void': 'accepted', '3-void': 'only marked' }]);
			expect([1, 2, 3].map((id) => held(flow.coupa, id).exported)).toEqual([true, true, true]);
			expect((await erp.names(OUT)).length).toBeLessThanOrEqual(2);
		}
		expect(ended.length).toBeGreaterThan(10);
	}, 60_000);

	test('set by hand: marked without the ERP', async () => {
		put(approved(1));
		flow.tables.failNext = 'update';
		await flow.run(FILE, 'Every hour: OK to pay');
		row(keyOf(1)).state = 'mark as exported';
		await send();
		expect(states()).toEqual({ [keyOf(1)]: 'marked by hand' });
		expect(held(flow.coupa, 1).exported).toBe(true);
		expect(await erp.names(OUT)).toHaveLength(1);
	});
});

describe('where the ERP answers', () => {
	/** The setting as the notes describe it. */
	const waiting = async () => ok(await flow.run(FILE, 'Every hour: OK to pay', 'trigger', { Settings: { landing_is_taken: false } }));
	const answer = async (lines: string[]) => {
		await erp.put(ANSWERS, 'answers.csv', `document-key,result,erp-document-number,reason\n${lines.join('\n')}\n`);
	};

	test('half of a batch refused, one row broken: the rest goes on, and each refused one has its loop', async () => {
		put(approved(1), approved(2), approved(3), approved(4));
		await waiting();
		const keys = [1, 2, 3, 4].map(keyOf);
		expect(Object.values(states())).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(held(flow.coupa, 1).exported).toBe(false);
		await answer([`${keys[0] ?? ''},accepted,5105600001,`, `${keys[1] ?? ''},refused,,Period closed`, `${keys[2] ?? ''},refused,,No such vendor`, '"nonsense" here"']);
		await answered();
		expect(states()).toEqual({ [keys[0] ?? '']: 'accepted', [keys[1] ?? '']: 'refused', [keys[2] ?? '']: 'refused', [keys[3] ?? '']: 'sent', 'answers.csv, row 5': 'unreadable' });
		expect(row(keys[0] ?? '')).toMatchObject({ erp_number: '5105600001', number: 'OTP-1' });
		expect(row(keys[1] ?? '')).toMatchObject({ reason: 'Period closed' });
		expect([1, 2, 3, 4].map((id) => held(flow.coupa, id).exported)).toEqual([true, false, false, false]);
		expect([await erp.names(ANSWERS), await erp.names('Incoming/Archive/InvoiceAnswers')]).toEqual([[], ['answers.csv']]);
		// Nothing goes again by itself: one is sent again by hand, one is corrected in Coupa.
		await waiting();
		expect(await erp.names(OUT)).toHaveLength(1);
		row(keys[1] ?? '').state = 'send again';
		change(flow.coupa, 3, { supplier: { id: 312, number: 'V-20012', name: 'Müller' } });
		await waiting();
		expect(await erp.names(OUT)).toHaveLength(2);
		expect(states()).toMatchObject({ [keys[1] ?? '']: 'sent', [keyOf(3)]: 'sent' });
		expect(keyOf(3)).not.toBe(keys[2]);
	});

	test('voided while it waits: not marked although the ERP accepts it, and the void goes next', async () => {
		put(approved(1));
		await waiting();
		const key = keyOf(1);
		change(flow.coupa, 1, { status: 'voided' });
		await answer([`${key},accepted,5105600001,`]);
		await answered();
		expect(states()).toEqual({ [key]: 'voided' });
		expect(held(flow.coupa, 1).exported).toBe(false);
		await waiting();
		expect(states()).toEqual({ [key]: 'voided', '1-void': 'sent' });
		expect(await dropped()).toContain('"1-void"');
	});

	test('Coupa cannot be reached: the answers stay, and are told later', async () => {
		put(approved(1));
		await waiting();
		await answer([`${keyOf(1)},accepted,,`]);
		flow.coupa.settings.failNext = Array.from({ length: 20 }, () => ({ status: 403, match: ({ path }: { path: string }) => path.startsWith('/api/') }));
		expect(errorOf(await flow.run(FILE, 'Every 15 minutes: answers'))).not.toBeNull();
		flow.coupa.settings.failNext = [];
		expect(await erp.names(ANSWERS)).toEqual(['answers.csv']);
		await answered();
		expect(states()).toEqual({ [keyOf(1)]: 'accepted' });
	});
});

describe('where a node of the ERP takes the place of the file', () => {
	/** As the notes have it: the ERP's node stands for the upload and what follows from a file; here it refuses the invoice with the ID 2. */
	const rebuilt = ({ nodes, connections }: Template): Template => {
		const replaced = ['Each document', 'Upload file', 'Documents: sent', 'Landing is taken?'];
		const left = nodes.filter(({ name }) => !replaced.includes(name));
		const assignments = [
			{ name: 'result', value: "={{ $json.invoice_id === 2 ? 'refused' : 'accepted' }}" },
			{ name: 'reason', value: 'Vendor is blocked' },
			{ name: 'seen', value: "={{ $('OK to pay').item.json.invoice['invoice-number'] }}" },
		];
		const model = nodes.find(({ name }) => name === 'Settings');
		if (!model) throw new Error('There is no node Settings');
		const erp = { ...model, id: 'erp', name: 'ERP', parameters: { assignments: { assignments }, options: {} } } as typeof model;
		const to = (...names: string[]) => names.map((node) => ({ node, type: 'main' as const, index: 0 }));
		const wires = Object.fromEntries(Object.entries(connections).filter(([name]) => !replaced.includes(name)));
		return {
			nodes: [...left, erp],
			connections: {
				...wires,
				'OK to pay': { main: [to('Document: on its way')] },
				'To be sent?': { main: [to('ERP'), to('Confirm void only')] },
				ERP: { main: [to('Confirm', 'Store cursor')] },
			},
		};
	};
	const settings = {
		'OK to pay': { deliverAs: 'items', options: { addRecord: true } },
		Confirm: {
			documentKey: "={{ $('To be sent?').item.json.document_key }}",
			result: '={{ $json.result }}',
			reason: '={{ $json.reason }}',
		},
	};
	const run = async () => ok(await flow.run(FILE, 'Every hour: OK to pay', 'trigger', settings, rebuilt));

	test('each document by itself: only what it took is marked; what it refused waits, and voids are swept on', async () => {
		put(approved(1), approved(2), approved(3, { status: 'voided' }));
		const first = await run();
		expect(itemsAt(first, 'ERP')?.map(({ json }) => json.seen)).toEqual(['OTP-1', 'OTP-2']);
		expect(states()).toEqual({ [keyOf(1)]: 'accepted', [keyOf(2)]: 'refused', '3-void': 'only marked' });
		expect(row(keyOf(2))).toMatchObject({ reason: 'Vendor is blocked' });
		expect([1, 2, 3].map((id) => held(flow.coupa, id).exported)).toEqual([true, false, true]);
		expect(flow.tables.rows('Coupa to ERP sync')).toMatchObject([{ cursor: expect.stringMatching(/./) as string, documents: 3 }]);
		change(flow.coupa, 1, { status: 'voided' });
		const second = await run();
		expect(itemsAt(second, 'ERP')).toHaveLength(1);
		expect(states()).toMatchObject({ '1-void': 'accepted', [keyOf(2)]: 'refused' });
	});
});
