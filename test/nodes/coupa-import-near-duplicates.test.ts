import { plainInvoice } from '../../tools/sandbox/scan-one';
import { imported, level } from './support/coupa-import';
import { flow, flowPerTest } from './support/current-flow';
import { detailsOf, inCoupa, itemsOf, problems } from './support/flow';

flowPerTest();

const ON = level('nearDuplicate', 'draft');

test('the node holds a near duplicate as a draft without being told to, with evidence, number, ID and link', async () => {
	const first = await imported(plainInvoice('INV-0471', { date: '2026-05-01' }), ON);
	const { items } = await flow.engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'import', submit: 'asFileSays', validateOnly: false, options: {} },
		await flow.captured([plainInvoice('INV 471', { date: '2026-05-04' })]),
	);
	const [item] = items;
	const { id, url } = { id: String(detailsOf(first).invoiceId), url: String(first.json.link) };
	const found = `Invoice INV-0471 (Coupa ID ${id}, pending_approval, ${url}) may be the same paper: same number in another spelling (“INV 471” / “INV-0471”), supplier and total 50.00 USD; another date (2026-05-04 / 2026-05-01). Compare the page images.`;
	expect(item?.json.outcome).toBe('heldAsDraft');
	expect(item?.json.reason).toContain(found);
	expect(detailsOf(item).problems).toContainEqual(
		expect.objectContaining({
			code: 'nearDuplicate',
			severity: 'warning',
			keepsDraft: true,
			row: 3,
			column: 'Invoice Number',
			message: found,
		}),
	);
	expect(inCoupa(flow, 'INV 471')).toMatchObject({ status: 'draft' });
});

test('of two spellings in one package the later one is held, and names where the first one is', async () => {
	const items = itemsOf(
		await flow.import(await flow.captured([plainInvoice('A-4711'), plainInvoice('A4711X'), plainInvoice('A-4712')]), ON),
	);
	expect(items.map((item) => [item.json.number, item.json.outcome, problems(item)])).toEqual([
		['A-4711', 'imported', []],
		['A4711X', 'heldAsDraft', ['warning sameTotal', 'warning nearDuplicate']],
		['A-4712', 'imported', ['warning sameTotal']],
	]);
	expect(items[1]?.json.reason).toContain(
		`A-4711 (of the same run, mail.zip, row 3, Coupa ID ${detailsOf(items[0]).invoiceId}, pending_approval,`,
	);
});

test('Validate Only says what would be held, and a level of error refuses it', async () => {
	await imported(plainInvoice('INV-0471'), ON);
	expect(await imported(plainInvoice('471', { date: '2026-05-02' }), ON, { validateOnly: true })).toMatchObject({
		json: { outcome: 'wouldHoldAsDraft' },
	});
	expect(await imported(plainInvoice('471', { date: '2026-05-02' }), level('nearDuplicate', 'error'))).toMatchObject({
		json: { outcome: 'refused' },
	});
	expect(inCoupa(flow, '471')).toBeNull();
});
