import { coupaCredential } from '../../tools/harness/engine/coupa';
import { deliver, sampleDelivery } from '../../tools/sandbox/scan-one';
import { ImportTemplate } from './support/import-run';

let template: ImportTemplate;

beforeEach(async () => {
	template = await ImportTemplate.start();
	for (const file of await sampleDelivery()) await deliver(template.flow.lockBox.root, file);
});

afterEach(async () => {
	await template.flow.stop();
});

test('the template takes the sample delivery through, and leads to a branch who has to be looked at', async () => {
	const { flow } = template;
	const { out, error } = await template.run();
	expect(error).toBeUndefined();
	expect(out('Claim and read invoices')).toHaveLength(25);
	expect(out('Settle packages').map(({ settled }) => settled)).toEqual([true, true, true]);
	expect(out('AP: complete the draft').map(({ number }) => number)).toEqual(['SJP-0094']);
	expect(out('Buyer: activate the supplier').map(({ number }) => number)).toEqual(['HL-7781']);
	expect(out('Scan One: correct and resend').map(({ number }) => number).sort()).toEqual(['DO-5502', 'NB-77123', 'NB-77125']);
	expect(out('Admin: Coupa not reachable')).toEqual([]);
	expect(out('Give packages back')).toEqual([]);
	expect(flow.coupa.rows('invoices')).toHaveLength(21);
	expect(flow.folders.isSettled()).toBe(true);
	expect(flow.bodiesOutsideSchema()).toEqual([]);
});

test('an import that fails as a whole gives its packages back at once, and the execution fails with the reason', async () => {
	const { flow } = template;
	flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential({ url: 'http://127.0.0.1:1' });
	const { out, error } = await template.run();
	expect(error?.message).toMatch(/No answer from Coupa/);
	expect(out('Give packages back').map(({ released }) => released)).toEqual([true, true, true]);
	expect(flow.files('Processing')).toEqual([]);
	expect(flow.files('Incoming')).toHaveLength(3);
	expect(out('Settle packages')).toEqual([]);
	expect(template.rows()).toEqual([]);
});

test('every delivered invoice has its row in the import log, written once its package is settled', async () => {
	const { flow } = template;
	const settledWhen: boolean[] = [];
	template.tables.before = (operation) => operation === 'upsert' && settledWhen.push(flow.folders.isSettled());
	const { order } = await template.run();
	expect(order.slice(3, 9)).toEqual([
		...['Settle packages', 'Import log: table', 'Import log: forget old rows', 'In Coupa?'],
		...['Import log: in Coupa', 'Import log: row missing?'],
	]);
	expect(order).not.toContain('Imported, but log or e-mail failed');
	expect(settledWhen).toEqual(Array.from({ length: 25 }, () => true));
	expect(template.rows()).toHaveLength(25);
	const inCoupa = flow.coupa.rows('invoices').map((invoice) => [invoice['invoice-number'], invoice.id, invoice.status]);
	const logged = template.rows().flatMap(({ number, coupa_id: id, status }) => (id === undefined ? [] : [[number, id, status]]));
	expect(logged.sort()).toEqual(inCoupa.sort());
	const id = Number(template.row('SJP-0094').coupa_id);
	const budget = 'Coupa says: Budget period is closed for account 10-6900-HQ (line 1)';
	expect(template.row('SJP-0094')).toEqual({
		key: 'v-20013 sjp-0094',
		number: 'SJP-0094',
		supplier_number: 'V-20013',
		supplier: 'Smith, Jones & "Partners" LLP',
		invoice_date: '2026-04-29',
		total: '750.00',
		currency: 'USD',
		outcome: 'heldAsDraft',
		reason: `Invoice ${id} is in Coupa and stays a draft: ${budget}`,
		problems: expect.stringMatching(/^Keeps it a draft: Coupa says: Budget period .*\nWarning: .*“Lock-Box Batch”/) as string,
		coupa_id: id,
		status: 'draft',
		link: `${flow.coupa.url}/invoices/${id}`,
		package: 'scan-one-20260505-c.zip',
		last_seen: expect.any(String) as string,
	});
	expect(template.row('HL-7781')).toMatchObject({ key: 'v-20020 hl-7781', outcome: 'needsBuyer', supplier: 'Harbor Light Janitorial' });
	expect(template.row('HL-7781').problems).toMatch(/^For the buyer: .*inactive in Coupa/);
	expect(template.row('NB-77125')).toMatchObject({ outcome: 'refused', total: '38.50', package: 'scan-one-20260505-c.zip' });
	expect(template.row('NB-77125').problems).toMatch(/^Error: Any content in “Is Credit Note”/);
	expect(template.row('NB-77125')).not.toHaveProperty('coupa_id');
});

test('delivered again: the same rows, with what became of the invoices last', async () => {
	const { flow } = template;
	await template.run();
	const first = structuredClone(template.rows());
	for (const file of await sampleDelivery()) await deliver(flow.lockBox.root, file);
	expect((await template.run()).error).toBeUndefined();
	expect(template.rows().map(({ key, coupa_id: id }) => [key, id])).toEqual(first.map(({ key, coupa_id: id }) => [key, id]));
	const counts = new Map<unknown, number>();
	for (const { outcome } of template.rows()) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	expect(Object.fromEntries(counts)).toEqual({ alreadyImported: 20, heldAsDraft: 1, refused: 3, needsBuyer: 1 });
});
