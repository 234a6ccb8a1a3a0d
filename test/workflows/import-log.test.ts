import { plainInvoice } from '../../tools/sandbox/scan-one';
import { unbacked } from '../nodes/support/coupa-import';
import { ImportTemplate } from './support/import-run';

let template: ImportTemplate;

beforeEach(async () => {
	template = await ImportTemplate.start();
});

afterEach(async () => {
	await template.flow.stop();
});

/** As the sample data's dates are fixed, their age is no matter here. */
const AGELESS = { 'Import into Coupa': { options: { checks: { check: [{ name: 'invoiceAge', level: 'off' }] } } } };
const wrong = plainInvoice('L-1', { wrongControlTotal: '1' });
const draft = plainInvoice('L-2', unbacked());

test('a correction updates the row of the invoice it corrects; one that is refused for its number has a row of its own', async () => {
	const { flow } = template;
	await flow.deliver('first.zip', [wrong, plainInvoice('L-3', { date: '2026-05-06' })]);
	await template.run({ parameters: AGELESS });
	expect(template.row('L-1')).toMatchObject({ key: 'v-20011 l-1', outcome: 'refused', package: 'first.zip' });
	expect(template.row('L-1')).not.toHaveProperty('coupa_id');
	const third = template.row('L-3');
	const other = plainInvoice('L-3', { date: '2026-05-06', lines: [{ description: 'Other screws', quantity: '1', price: '9.00', account: '10-6200-HS' }] });
	await flow.deliver('second.zip', [plainInvoice('L-1'), other]);
	await template.run({ parameters: AGELESS });
	const id = Number(template.row('L-1').coupa_id);
	expect(template.row('L-1')).toMatchObject({ key: 'v-20011 l-1', outcome: 'imported', status: 'pending_approval', package: 'second.zip', problems: null });
	expect(template.row('L-1').link).toBe(`${flow.coupa.url}/invoices/${id}`);
	const [first, second, ...more] = template.rows().filter(({ number }) => number === 'L-3');
	expect(more).toEqual([]);
	expect(first).toEqual(third);
	expect(second).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{64}$/) as string, outcome: 'refused', total: '9.00', package: 'second.zip' });
	expect(second?.reason).toMatch(/used this number before/);
});

test('what is refused later does not take from a row where its invoice is in Coupa', async () => {
	await template.flow.deliver('first.zip', [plainInvoice('L-1')]);
	await template.run({ parameters: AGELESS });
	const { coupa_id: id, status, link } = template.row('L-1');
	await template.flow.deliver('second.zip', [plainInvoice('L-1', { creditNote: 'No' })]);
	await template.run({ parameters: AGELESS });
	expect(template.row('L-1')).toMatchObject({ outcome: 'refused', coupa_id: id, status, link, package: 'second.zip' });
});

test('a table that takes nothing stops and repeats no import; the execution fails at its end and says so', async () => {
	const { flow, tables } = template;
	await flow.deliver('first.zip', [wrong, draft, plainInvoice('L-3', { date: '2026-05-06' })]);
	tables.broken = 'upsert';
	const { error, order, out } = await template.run({ parameters: AGELESS, mails: true });
	expect(error?.message).toMatch(/^The invoices are imported and settled; nothing is to be done about them\. Not all of them could be written to the Data table/);
	expect(order.at(-1)).toBe('Imported, but log or e-mail failed');
	expect(out('Settle packages').map(({ settled }) => settled)).toEqual([true]);
	expect(template.mails.sent.map(({ toEmail }) => toEmail)).toEqual(['ap@example.com', 'ap@example.com']);
	expect(flow.folders.isSettled()).toBe(true);
	expect(flow.coupa.rows('invoices')).toHaveLength(2);
	expect(await flow.poll()).toEqual([]);
});

test('without the table, and where it cannot be made, it is the same', async () => {
	await template.flow.deliver('first.zip', [plainInvoice('L-3', { date: '2026-05-06' })]);
	template.tables.broken = 'create';
	const { error, out } = await template.run({ parameters: AGELESS });
	expect(error?.message).toMatch(/Data table with name "Scan One invoices" not found/);
	expect(out('Settle packages').map(({ settled }) => settled)).toEqual([true]);
});

test('the e-mails: off until they are switched on, then one for each outcome that needs somebody', async () => {
	const { flow, mails } = template;
	await flow.deliver('first.zip', [wrong, draft, plainInvoice('L-4', unbacked())]);
	await template.run({ parameters: AGELESS });
	expect(mails.sent).toEqual([]);
	await flow.deliver('second.zip', [wrong, draft, plainInvoice('L-4', unbacked())]);
	const { error } = await template.run({ parameters: AGELESS, mails: true });
	expect(error).toBeUndefined();
	const [ap, refused, ...more] = mails.sent;
	expect(more).toEqual([]);
	expect(ap).toMatchObject({ toEmail: 'ap@example.com', subject: '2 invoices from Scan One held as draft in Coupa' });
	const { reason, problems, link } = template.row('L-2');
	expect(ap?.text.split('\n\n').slice(1, 3)).toEqual([
		`L-2, Northbrook Fasteners, 50.00 USD\n${String(reason)}\n${String(problems)}\n${String(link)}`,
		expect.stringMatching(/^L-4, Northbrook Fasteners, 50\.00 USD\n/),
	]);
	expect(ap?.text).toMatch(/^These invoices are in Coupa, .*\n\n[^]*\n\nAll of them are in the Data table "Scan One invoices" in n8n\.$/);
	expect(refused).toMatchObject({ subject: '1 invoice from Scan One refused' });
	expect(refused?.text.split('\n\n')[1]).toBe(`L-1, Northbrook Fasteners, 1 USD\n${String(template.row('L-1').reason)}\n${String(template.row('L-1').problems)}`);
});

test('a mail server that refuses keeps nothing from being logged, and the execution says what it said', async () => {
	template.mails.failure = 'Invalid login: 535 Authentication failed';
	await template.flow.deliver('first.zip', [wrong, draft]);
	const { error } = await template.run({ parameters: AGELESS, mails: true });
	expect(error?.message).toBe('The invoices are imported and settled; nothing is to be done about them. Invalid login: 535 Authentication failed');
	expect(template.rows().map(({ number, outcome }) => [number, outcome])).toEqual([['L-2', 'heldAsDraft'], ['L-1', 'refused']]);
});

test('what was only validated is not logged', async () => {
	await template.flow.deliver('first.zip', [wrong, plainInvoice('L-3', { date: '2026-05-06' })]);
	const { out } = await template.run({ parameters: { 'Import into Coupa': { ...AGELESS['Import into Coupa'], validateOnly: true } } });
	expect(out('Import into Coupa').map(({ outcome }) => outcome)).toEqual(['wouldRefuse', 'wouldImport']);
	expect(template.rows()).toEqual([]);
});

test('rows that were not seen for 400 days are forgotten', async () => {
	const seen = (days: number) => ({ key: `${days}`, last_seen: new Date(Date.now() - days * 86_400_000).toISOString() });
	template.tables.tables.set('Scan One invoices', [seen(401), seen(399)]);
	await template.flow.deliver('first.zip', [plainInvoice('L-3', { date: '2026-05-06' })]);
	await template.run({ parameters: AGELESS });
	expect(template.rows().map(({ key }) => key)).toEqual(['399', 'v-20011 l-3']);
});
