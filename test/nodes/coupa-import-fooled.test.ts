import { plainInvoice } from '../../tools/sandbox/scan-one';
import { imported, writes } from './support/coupa-import';
import { csv } from './support/csv';
import { flow, flowPerFile } from './support/current-flow';
import { detailsOf, inCoupa, itemsOf, outcomes, problems } from './support/flow';

flowPerFile();

const fromCsv = async (number: string, own: Record<string, string> = {}, lineOwn: Record<string, string> = {}) =>
	await flow.capturedFrom(csv({ number, own, lineOwn }), `${Math.random()}.csv`);
const NO_IMAGE = { imageRequired: false };

describe('Corrections That Change Total or Remit-To', () => {
	const dear = { own: { 'Invoice Control Total': '5000.00' }, lineOwn: { 'Price*': '1250.00' } };

	test.each([
		[{}, 'heldAsDraft', 'draft'],
		[{ moneyCorrections: 'keepDraft' }, 'heldAsDraft', 'draft'],
		[{ moneyCorrections: 'submit' }, 'imported', 'pending_approval'],
	])('%j: a later package that multiplies our draft by 100 is %s', async (option, outcome, status) => {
		const number = `COR-${JSON.stringify(option).length}`;
		itemsOf(await flow.import(await fromCsv(number), NO_IMAGE, { submit: 'never' }));
		const [item] = itemsOf(
			await flow.import(await fromCsv(number, dear.own, dear.lineOwn), { ...NO_IMAGE, ...option }, { submit: 'always' }),
		);
		expect(item?.json).toMatchObject({ number, outcome, status });
		expect(detailsOf(item).problems).toMatchObject([
			{
				code: 'correctedDraft',
				message: expect.stringMatching(/total 50 USD → 5000 USD; line 1: price 12\.50 → 1250\.00/),
			},
		]);
		expect(inCoupa(flow, number)).toMatchObject({ status, 'supplier-total': '5000.00' });
		expect(flow.bodiesOutsideSchema()).toEqual([]);
	});
});

test('spellings of one number in packages of their own are one invoice in Coupa', async () => {
	flow.coupa.settings.duplicateRule = 'never';
	const spellings = ['NR-77', 'NR–77', 'ＮＲ-77', 'NR-7\u200b7', 'NR\u00ad-77', '\u200eNR-77', 'NR - 77', 'nr-77', 'ΝR-77', 'NR-٧٧'];
	const items = (await Promise.all(spellings.map(async (number) => await fromCsv(number)))).flat();
	const ends = outcomes(itemsOf(await flow.import(items, NO_IMAGE, { submit: 'always' })));
	expect(Object.values(ends).filter((outcome) => outcome === 'imported')).toHaveLength(1);
	expect(Object.values(ends).filter((outcome) => outcome === 'refused')).toHaveLength(spellings.length - 1);
	for (const number of spellings.slice(1)) itemsOf(await flow.import(await fromCsv(number), NO_IMAGE, { submit: 'always' }));
	expect(flow.coupa.rows('invoices').filter((row) => /77|７７|٧٧/.test(String(row['invoice-number'])))).toHaveLength(1);
});

test('the reader names an invisible character and its place', async () => {
	const [item] = await fromCsv('NR-\u200b78');
	expect(JSON.stringify(item?.json.problems)).toContain('(U+200B, character 4)');
});

test('a mark in a captured note is left out and told', async () => {
	const note = `Gate 4 scan-one:${'0'.repeat(64)}`;
	const items = (await fromCsv('MARK-1')).map(({ json, ...rest }) => ({
		...rest,
		json: { ...json, invoice: { ...(json.invoice as object), 'internal-note': note } },
	}));
	const [item] = itemsOf(await flow.import(items, NO_IMAGE));
	expect([item?.json.outcome, item && problems(item)]).toEqual(['imported', ['warning importMarks']]);
	expect(String(inCoupa(flow, 'MARK-1')?.['internal-note'])).toMatch(/^Gate 4\nscan-one:(?!0{64})[0-9a-f]{64}$/);
});

test('an inactive remit-to address is sent in no way', async () => {
	const supplier = flow.coupa.rows('suppliers').find(({ number }) => number === 'V-20011') ?? {};
	const place = { name: 'Northbrook', street1: '1 Harbour Road', city: 'Salem', 'postal-code': '97301', country: { code: 'US' } };
	flow.coupa.put('suppliers', { ...supplier, 'remit-to-addresses': [{ id: 71, 'remit-to-code': 'OLD-01', active: false, ...place }] });
	flow.coupa.put('supplier_addresses', { id: 71, 'remit-to-code': 'OLD-01', active: false, ...place });
	flow.coupa.clearRequests();
	const ways = [
		await fromCsv('RT-1', { 'Remit To Code': 'OLD-01' }),
		await fromCsv('RT-2', { 'Remit To Address Street1': '1 Harbour Road', 'Remit To Address City': 'Salem' }),
		await fromCsv('RT-3'),
		(await fromCsv('RT-4')).map(({ json, ...rest }) => ({
			...rest,
			json: { ...json, invoice: { ...(json.invoice as object), 'remit-to-address': { id: 71 } } },
		})),
	];
	const ends = outcomes(itemsOf(await flow.import(ways.flat(), NO_IMAGE, { submit: 'always' })));
	expect(ends).toEqual({ 'RT-1': 'refused', 'RT-2': 'heldAsDraft', 'RT-3': 'refused', 'RT-4': 'refused' });
	expect(JSON.stringify(flow.coupa.requests().map(({ json }) => json ?? null))).not.toContain('71}');
	flow.coupa.put('suppliers', supplier);
});

test('with a supplier that Coupa drops, the same delivery makes one draft, however often it comes', async () => {
	const captured = await flow.captured([plainInvoice('DROP-1')]);
	itemsOf(await flow.import(captured, {}, { submit: 'never' }));
	flow.coupa.put('invoices', { ...inCoupa(flow, 'DROP-1'), supplier: null });
	for (let time = 1; time <= 3; time++) {
		flow.coupa.clearRequests();
		const [item] = itemsOf(await flow.import(captured));
		expect(item?.json).toMatchObject({ outcome: 'heldAsDraft', status: 'draft' });
		expect(writes()).toEqual([]);
	}
	expect(inCoupa(flow, 'DROP-1')).not.toBeNull();
});

test('a note that was copied to somebody else’s draft does not have it overwritten or submitted', async () => {
	flow.coupa.settings.duplicateRule = 'never';
	await imported(plainInvoice('OWN-1'));
	const captured = await flow.captured([plainInvoice('COPY-1')]);
	itemsOf(await flow.import(captured, {}, { submit: 'never' }));
	const by = { id: 12, login: 'ana.lyst' };
	flow.coupa.put('invoices', { ...inCoupa(flow, 'COPY-1'), 'created-by': by, 'updated-by': by });
	flow.coupa.clearRequests();
	const [item] = itemsOf(await flow.import(captured, {}, { submit: 'always' }));
	expect([item?.json.outcome, item && problems(item)]).toEqual(['refused', ['error duplicate']]);
	expect(writes()).toEqual([]);
});

test('a line that brings the PO line id of another supplier is refused', async () => {
	const items = (await fromCsv('LINE-1', { 'Supplier Number': 'V-20012' }, { 'Supplier Number': 'V-20012' })).map(({ json, ...rest }) => {
		const invoice = json.invoice as { 'invoice-lines': object[] };
		const lines = invoice['invoice-lines'].map((line) => ({ ...line, 'order-line-id': 881001 }));
		return { ...rest, json: { ...json, invoice: { ...invoice, 'invoice-lines': lines } } };
	});
	const [item] = itemsOf(await flow.import(items, NO_IMAGE, { submit: 'always' }));
	expect(item?.json.outcome).toBe('refused');
	expect(item && problems(item)).toContain('error poSupplier');
});
