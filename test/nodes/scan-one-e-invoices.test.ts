import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PDFDocument } from 'pdf-lib';

import { eInvoiceSample, facturX, xRechnung } from '../../tools/sandbox/e-invoice';
import { deliver, plainInvoice, zipOf } from '../../tools/sandbox/scan-one';
import { flow, flowPerTest } from './support/current-flow';
import { inCoupa, itemsOf, outcomes } from './support/flow';

flowPerTest();

const one = eInvoiceSample('R-1');

/** Read E-Invoice on an item with these files; a name of blanks is none. */
async function readItem(files: Record<string, Buffer>, parameters: IDataObject = {}): Promise<INodeExecutionData[]> {
	const binary = Object.fromEntries(
		Object.entries(files).map(([fileName, bytes], index) => [
			`attachment_${index}`,
			{ data: bytes.toString('base64'), mimeType: 'application/octet-stream', ...(fileName.trim() && { fileName }) },
		]),
	);
	return itemsOf(
		await flow.engine.execute('scanOne', { resource: 'invoice', operation: 'readEInvoice', files: 'all', options: {}, ...parameters }, [
			{ json: {}, binary },
		]),
	);
}

const told = (items: INodeExecutionData[]) =>
	items.map(({ json, binary }) => [
		(json.invoice as IDataObject | null)?.['invoice-number'] ?? null,
		...Object.entries(binary ?? {}).map(([property, { fileName }]) => `${property} ${fileName}`),
	]);

describe('Read E-Invoice', () => {
	test('every item is paired with the message', async () => {
		const items = await readItem({ 'a.xml': xRechnung(one), 'b.xml': xRechnung(eInvoiceSample('R-2')) });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
	});

	test('XML with the PDF beside it, and an image of the signature, are one invoice', async () => {
		const image = await facturX(one);
		const items = await readItem({ 'Rechnung.xml': xRechnung(one), 'Rechnung.pdf': image, 'logo.png': Buffer.from('x') });
		expect(told(items)).toEqual([['R-1', 'imageScan Rechnung.pdf', 'attachment1 Rechnung.xml', 'attachment2 logo.png']]);
		expect(items[0]?.json).toMatchObject({ submit: null, delivery: { claim: null, boundTo: null, package: 'Rechnung.xml' }, problems: [] });
	});

	test('XML alone comes with a page that shows it', async () => {
		const [item] = await readItem({ 'a.xml': xRechnung(one) });
		expect(told(item ? [item] : [])).toEqual([['R-1', 'imageScan R-1.pdf', 'attachment1 a.xml']]);
		expect(item?.binary?.imageScan).toMatchObject({ mimeType: 'application/pdf', fileExtension: 'pdf' });
	});

	test('a ZIP in a message is a package of its own, names may be twice', async () => {
		const zip = await zipOf([{ fileName: 'b.xml', content: xRechnung(eInvoiceSample('R-2')) }]);
		expect(told(await readItem({ 'a.xml': xRechnung(one), 'b.zip': zip }))).toEqual([
			['R-1', 'imageScan R-1.pdf', 'attachment1 a.xml'],
			['R-2', 'imageScan R-2.pdf', 'attachment1 b.xml'],
		]);
	});

	test('one file by its field', async () => {
		const files = { 'a.xml': xRechnung(one), 'b.xml': xRechnung(eInvoiceSample('R-2')) };
		expect(told(await readItem(files, { files: 'one', binaryPropertyName: 'attachment_1' }))).toEqual([
			['R-2', 'imageScan R-2.pdf', 'attachment1 b.xml'],
		]);
	});

	test('what is no e-invoice says so, an item without files is an error', async () => {
		const [order] = await readItem({ 'o.xml': Buffer.from('<Order xmlns="urn:o"/>') });
		expect(order?.json).toMatchObject({ invoice: null, problems: [{ severity: 'error', code: 'unknownSyntax' }] });
		await expect(readItem({})).rejects.toThrow('The item holds no file');
	});

	const logo = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
	const said = (items: INodeExecutionData[]) =>
		items.flatMap(({ json }) => (json.problems as IDataObject[]).map(({ severity, message }) => `${String(severity)}: ${String(message)}`));

	test('a file beside several e-invoices that belongs to none is a warning, wherever they are packed', async () => {
		const none =
			'warning: “logo.png” belongs to none of the e-invoices that came with it. Give it the name of its XML, or send each invoice with its own files.';
		const second = xRechnung(eInvoiceSample('R-2'));
		expect(said(await readItem({ 'a.xml': xRechnung(one), 'b.xml': second, 'logo.png': logo }))).toEqual([none]);
		expect(said(await readItem({ 'a.zip': await zipOf([{ fileName: 'b.xml', content: second }]), 'logo.png': logo }))).toEqual([none]);
	});

	test('where nothing holds an e-invoice, each file is an error in words of a message, not of a package', async () => {
		const plain = await (await PDFDocument.create()).save();
		expect(said(await readItem({ 'invoice.pdf': Buffer.from(plain), 'logo.png': logo }))).toEqual([
			'error: The PDF “invoice.pdf” has no e-invoice in it: its XML has to be embedded (Factur-X, ZUGFeRD) or come beside it.',
			'error: “logo.png” holds no e-invoice that can be read here.',
		]);
		expect(said(await readItem({ 'cut.pdf': Buffer.from(plain).subarray(0, 200) }))).toEqual([
			expect.stringMatching(/^error: “cut\.pdf”: The PDF is damaged/),
		]);
		const office = await zipOf([{ fileName: '[Content_Types].xml', content: Buffer.from('<Types/>') }]);
		for (const name of ['invoice.docx', 'photos.zip'])
			expect(said(await readItem({ [name]: office }))).toEqual([`error: “${name}” holds no e-invoice that can be read here.`]);
	});

	test('a ZIP that holds nothing to read goes along with the e-invoice', async () => {
		const sheets = await zipOf([{ fileName: 'hours.txt', content: Buffer.from('8') }]);
		expect(told(await readItem({ 'a.xml': xRechnung(one), 'hours.zip': sheets }))).toEqual([
			['R-1', 'imageScan R-1.pdf', 'attachment1 a.xml', 'attachment2 hours.zip'],
		]);
	});

	test('attachments without a name get an ending by their content; a ZIP is known by it, too', async () => {
		const zip = await zipOf([{ fileName: 'b.xml', content: xRechnung(eInvoiceSample('R-2')) }]);
		expect(told(await readItem({ ' ': await facturX(one) }))).toEqual([['R-1', 'imageScan attachment_0.pdf', 'attachment1 factur-x.xml']]);
		expect(told(await readItem({ ' ': xRechnung(one), '  ': logo }))).toEqual([
			['R-1', 'imageScan R-1.pdf', 'attachment1 attachment_0.xml', 'attachment2 attachment_1.png'],
		]);
		expect(told(await readItem({ ' ': zip }))).toEqual([['R-2', 'imageScan R-2.pdf', 'attachment1 b.xml']]);
	});

	test('units and what is left over go where the options say', async () => {
		const options = {
			eInvoiceUnits: { unit: [{ code: 'c62', uom: 'ST' }] },
			eInvoices: { settings: { left: 'internal-note', chartOfAccounts: 'Demo Chart' } },
		};
		const [item] = await readItem({ 'a.xml': xRechnung(one) }, { options });
		expect(item?.json.invoice).toMatchObject({
			'account-type': { name: 'Demo Chart' },
			'internal-note': expect.stringContaining('BT-10'),
			'invoice-lines': [{ uom: { code: 'ST' } }],
		});
		expect(item?.json.invoice).not.toHaveProperty('supplier-note');
	});
});

describe('e-invoices in the lock-box', () => {
	async function delivered(fileName: string, content: Buffer): Promise<INodeExecutionData[]> {
		await deliver(flow.lockBox.root, { fileName, content });
		return itemsOf(await flow.getMany());
	}

	test('XML and PDFs are announced, claimed and read as packages', async () => {
		await deliver(flow.lockBox.root, { fileName: 'a.xml', content: xRechnung(one) });
		await deliver(flow.lockBox.root, { fileName: 'b.pdf', content: await facturX(eInvoiceSample('R-2')) });
		const announced = await flow.poll();
		expect(announced.map(({ json }) => json.file).sort()).toEqual(['a.xml', 'b.pdf']);
		const items = itemsOf(await flow.getMany());
		expect(told(items).sort()).toEqual([
			['R-1', 'imageScan R-1.pdf', 'attachment1 a.xml'],
			['R-2', 'imageScan b.pdf', 'attachment1 factur-x.xml'],
		]);
		expect(flow.files('Incoming')).toEqual([]);
	});

	test('an unknown XML goes back byte for byte, with a report that names it', async () => {
		const order = Buffer.from('<o:Order xmlns:o="urn:orders"><o:ID>1</o:ID></o:Order>\n');
		const imported = itemsOf(await flow.import(await delivered('order.xml', order)));
		expect(outcomes(imported)).toEqual({ '?': 'refused' });
		const [settled] = itemsOf(await flow.acknowledge(imported));
		expect(settled?.json).toMatchObject({
			settled: true,
			refused: 1,
			rejectedAs: expect.stringMatching(/^order-rejected-[0-9a-f]{12}\.xml$/),
		});
		expect(flow.read('Rejected', String(settled?.json.rejectedAs))).toEqual(order);
		expect(flow.folders.reports()).toEqual([expect.stringContaining('urn:orders')]);
		expect(flow.files('Archive')).toHaveLength(1);
	});

	test('a refused e-invoice goes back as it came; the report has the place in the XML', async () => {
		const wrong = xRechnung({ ...one, wrongTotal: '60.00' });
		const imported = itemsOf(await flow.import(await delivered('R-1.xml', wrong)));
		expect(outcomes(imported)).toEqual({ 'R-1': 'refused' });
		const [settled] = itemsOf(await flow.acknowledge(imported));
		expect(flow.read('Rejected', String(settled?.json.rejectedAs))).toEqual(wrong);
		const [report = ''] = flow.folders.reports();
		expect(report).toContain('"R-1","Müller & Söhne Präzisionstechnik GmbH","/Invoice/cac:LegalMonetaryTotal');
		expect(report).toContain('BT-11');
	});

	test('of a ZIP only the refused one goes back, with its files', async () => {
		const files = [
			{ fileName: 'R-1.xml', content: xRechnung({ ...one, wrongTotal: '60.00' }) },
			{ fileName: 'R-1_hours.txt', content: Buffer.from('hours') },
			{ fileName: 'bad.xml', content: Buffer.from('<x/>') },
		];
		const captured = await delivered('e.zip', await zipOf(files));
		expect(captured).toHaveLength(2);
		const [first] = captured;
		const imported = itemsOf(await flow.import(captured));
		const [settled] = itemsOf(await flow.acknowledge(imported));
		expect(settled?.json).toMatchObject({ settled: true, refused: 2 });
		const back = await flow.capturedFrom(flow.read('Rejected', String(settled?.json.rejectedAs)), 'back.zip');
		expect(back.map(({ json }) => (json.delivery as IDataObject).key)).toContain((first?.json.delivery as IDataObject).key);
	});

	/** Names the supplier by number and the line by account, as the import finds them by what the e-invoice calls them. */
	function completed(items: INodeExecutionData[]): INodeExecutionData[] {
		return items.map(({ json, ...item }) => {
			const invoice = json.invoice as IDataObject;
			const [line] = invoice['invoice-lines'] as IDataObject[];
			const whole = {
				...invoice,
				supplier: { number: 'V-20012' },
				'account-type': { name: 'Demo Chart' },
				'invoice-lines': [{ ...line, account: { code: '10-6200-HS', 'account-type': { name: 'Demo Chart' } } }],
			};
			return { ...item, json: { ...json, invoice: whole } };
		});
	}

	test('goes in with the drawn page and its XML; the same delivery again is there already', async () => {
		const submit = async (items: INodeExecutionData[]) => itemsOf(await flow.import(completed(items), {}, { submit: 'always' }));
		const first = await submit(await delivered('R-1.xml', xRechnung(one)));
		expect(outcomes(first)).toEqual({ 'R-1': 'imported' });
		itemsOf(await flow.acknowledge(first));
		const again = await submit(await delivered('again.xml', xRechnung(one)));
		expect(outcomes(again)).toEqual({ 'R-1': 'alreadyImported' });
		const invoice = inCoupa(flow, 'R-1');
		expect(invoice).toMatchObject({ 'supplier-total': '59.50' });
		expect(first[0]?.json.image).toBe('uploaded');
		const attached = flow.coupa.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/attachments'));
		expect(attached).toHaveLength(1);
	});

	test('the same invoice as XML and as CSV is one invoice in Coupa', async () => {
		const sample = eInvoiceSample('R-1', { currency: 'USD', taxRate: '0' });
		itemsOf(await flow.acknowledge(itemsOf(await flow.import(completed(await delivered('R-1.xml', xRechnung(sample)))))));
		const row = plainInvoice('R-1', { supplierNumber: 'V-20012', date: sample.date });
		await flow.deliver('a.zip', [row]);
		const later = itemsOf(await flow.import(itemsOf(await flow.getMany())));
		expect(later).toHaveLength(1);
		const rows = flow.coupa.rows('invoices').filter((invoice) => invoice['invoice-number'] === 'R-1');
		expect(rows.filter(({ status }) => status !== 'voided')).toHaveLength(1);
	});

	test('supplier, chart, order line and tax code are found by what the e-invoice calls them', async () => {
		const line = { description: 'Präzisionswelle Ø 12 h6', quantity: '2', price: '145.00', orderLine: '1' };
		const options = { eInvoiceCharts: { chart: [{ identifier: 'DE987654321', name: 'Demo Chart' }] } };
		const captured = await delivered('R-1.pdf', await facturX(eInvoiceSample('R-1', { order: '70320', lines: [line] })));
		const imported = itemsOf(await flow.import(captured, options, { submit: 'always' }));
		expect(imported.map(({ json }) => [json.outcome, json.supplierNumber, json.total])).toEqual([['imported', 'V-20012', '345.10']]);
	});

	test('of a file of several invoices the refused one goes back once, however often the others are tried again', async () => {
		const sample = readFileSync(join(__dirname, '../e-invoice/samples/fatturapa.xml'), 'utf8');
		const [body = ''] = /<FatturaElettronicaBody>.*<\/FatturaElettronicaBody>/s.exec(sample) ?? [];
		const wrong = body.replace('>241.07<', '>300.00<').replace('12/2026', '11/2026');
		const good = body.replace(/<DatiOrdineAcquisto>.*<\/DatiOrdineAcquisto>/s, '');
		const bytes = Buffer.from(sample.replace(body, `${wrong}${good}`));
		const first = itemsOf(await flow.import(await delivered('IT1.xml', bytes)));
		expect(outcomes(first)).toEqual({ '11/2026': 'refused', '12/2026': 'needsBuyer' });
		const [settled] = itemsOf(await flow.acknowledge(first));
		expect(settled?.json).toMatchObject({
			rejectedAs: expect.stringMatching(/^IT1-rejected-[0-9a-f]{12}\.xml$/),
			waitingAs: expect.stringMatching(/^IT1-waiting-[0-9a-f]{12}\.xml\.zip$/),
		});
		expect(flow.read('Rejected', String(settled?.json.rejectedAs))).toEqual(bytes);
		for (let round = 0; round < 2; round++) {
			const hoursAgo = new Date(Date.now() - 5 * 3_600_000);
			utimesSync(join(flow.path('Waiting'), String(settled?.json.waitingAs)), hoursAgo, hoursAgo);
			const again = itemsOf(await flow.import(itemsOf(await flow.getMany())));
			expect(outcomes(again)).toEqual({ '12/2026': 'needsBuyer' });
			const [waits] = itemsOf(await flow.acknowledge(again));
			expect(waits?.json).toMatchObject({ settled: true, refused: 0, rejectedAs: null, waitingAs: settled?.json.waitingAs });
		}
		expect(flow.folders.reports()).toHaveLength(1);
	});
});
