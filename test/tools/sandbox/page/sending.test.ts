import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { plainInvoice, pageImage } from '../../../../tools/sandbox/scan-one';
import { pdfText, readPage, tiffPage, typeOf } from '../scan-one/reading';
import { faultsOn, formValues, PageRig } from './support';

let rig: PageRig;
beforeEach(async () => {
	rig = await PageRig.start();
});
afterEach(async () => await rig.stop());

async function page(name = 'Rechnung <1>.pdf'): Promise<File> {
	return new File([new Uint8Array(await pageImage(plainInvoice('OWN-1')))], name, { type: 'application/octet-stream' });
}

const HEADER = { 'Supplier Number': 'V-20011', 'Invoice Date': '2026-05-04', Currency: 'USD', 'Payment Terms': 'NET30' };

test('a scan arrives as a package with the rows that were given and the page that was chosen', async () => {
	const file = await page();
	const form = formValues((await rig.get('/send/scan')).text);
	const values = { ...form, number: 'OWN-1', date: '2026-05-04', 'line-1-quantity': '3', 'line-2-quantity': '' };
	const answer = await rig.post('/send/scan', values, { page: file });
	expect([answer.status, answer.to]).toEqual([303, expect.stringMatching(/^\/packages\/scan-[\d-]+\.zip$/)]);
	const [delivered, ...others] = await rig.delivered();
	expect(others).toEqual([]);
	expect(`/packages/${delivered?.name ?? ''}`).toBe(answer.to);
	const [invoice, line, ...more] = delivered?.rows ?? [];
	expect(more).toEqual([]);
	expect(invoice).toEqual({
		kind: 'Invoice',
		cells: expect.objectContaining({
			...HEADER,
			'Invoice Number': 'OWN-1',
			'Invoice Control Total': '59.97',
			'Submit For Approval?': 'Yes',
			'Image Scan Filename': 'OWN-1.pdf',
		}),
	});
	expect(line).toEqual({
		kind: 'Invoice Line',
		cells: expect.objectContaining({ Price: '19.99', Quantity: '3', 'PO Number': '70315', 'PO Line Number': '1', 'Unit of Measure': 'EA' }),
	});
	expect(delivered?.files.get('OWN-1.pdf')).toEqual(Buffer.from(await file.arrayBuffer()));
	const arrived = await rig.get(answer.to);
	expect(arrived.text).toContain('OWN-1');
	expect(arrived.text).toMatch(/aria-current="step"\s*>\s*<span>Incoming/);
});

test('a fax arrives with the page that was shown, whatever capture reads from it', async () => {
	const shown = (await rig.get('/send/fax')).text;
	const form = formValues(shown);
	const fax = await rig.get(`/pages/${form.upload ?? ''}`);
	expect([fax.status, fax.headers.get('content-type')]).toEqual([200, 'image/png']);
	const answer = await rig.post('/send/fax', { ...form, 'line-1-price': '91.99', total: '9.99' });
	expect(answer.to).toMatch(/^\/packages\/fax-/);
	const [delivered] = await rig.delivered();
	const image = delivered?.files.get(`${form.number ?? ''}.tif`) ?? Buffer.alloc(0);
	expect(typeOf(image)).toBe('tif');
	const text = readPage(tiffPage(image));
	expect(text).toContain(form.number);
	expect(text).toContain('19.99');
	expect(text).not.toContain('91.99');
	expect(delivered?.rows.map(({ cells }) => cells.Price ?? cells['Invoice Control Total'])).toEqual(['9.99', '91.99', '6.50']);
});

test('an online entry has to add up, and its page is made from it', async () => {
	const form = { ...formValues((await rig.get('/send/entry?from=supplier:V-20014')).text), number: 'Ż-1 & <b>', currency: 'PLN' };
	const refused = await rig.post('/send/entry', { ...form, total: '51' });
	expect([refused.status, faultsOn(refused.text)]).toEqual([
		422,
		{ total: 'The lines come to 50.00 PLN: mend them or the total, or leave the total blank.' },
	]);
	expect(formValues(refused.text)).toMatchObject({
		number: 'Ż-1 & <b>',
		total: '51',
		currency: 'PLN',
		'line-1-description': 'Assorted screws',
	});
	expect(await rig.delivered()).toEqual([]);
	const answer = await rig.post('/send/entry', { ...form, total: '50.0' });
	expect(answer.to).toMatch(/^\/packages\/entry-/);
	const [delivered] = await rig.delivered();
	expect(delivered?.rows[0]?.cells).toMatchObject({
		'Invoice Number': 'Ż-1 & <b>',
		'Supplier Number': 'V-20014',
		'Invoice Control Total': '50.00',
	});
	expect(delivered?.rows[1]?.cells).toMatchObject({ Description: 'Assorted screws', 'Account Code': '10-6200-HS' });
	const image = delivered?.rows[0]?.cells['Image Scan Filename'] ?? '';
	expect(image).toBe('Ż-1-b-.pdf');
	expect(pdfText(delivered?.files.get(image) ?? Buffer.alloc(0))).toContain('TOTAL PLN');
	expect((await rig.get(answer.to)).text).not.toContain('<b>');
});

test('what is wrong is said beside its field, and nothing that was given is lost, the page neither', async () => {
	const form = formValues((await rig.get('/send/scan')).text);
	const wrong = {
		...form,
		number: ' ',
		date: '2026-02-30',
		currency: 'XXX',
		'line-1-quantity': '1,5',
		'line-2-price': '-4',
		total: 'a lot',
	};
	const refused = await rig.post('/send/scan', wrong, { page: await page() });
	expect(refused.status).toBe(422);
	expect(Object.keys(faultsOn(refused.text)).sort()).toEqual(['currency', 'date', 'line-1-quantity', 'line-2-price', 'number', 'total']);
	expect(faultsOn(refused.text)['line-1-quantity']).toBe('“1,5” is no quantity: write it in figures with a point, for example 12.50.');
	for (const name of Object.keys(faultsOn(refused.text))) expect(refused.text).toContain(`href="#${name}"`);
	const kept = formValues(refused.text);
	expect(kept).toMatchObject({ date: '2026-02-30', 'line-1-quantity': '1,5', 'line-2-price': '-4', total: 'a lot' });
	expect(await rig.delivered()).toEqual([]);
	const mended = { ...kept, number: 'OWN-2', date: '2026-05-04', currency: 'USD', 'line-1-quantity': '1', 'line-2-price': '4', total: '' };
	expect((await rig.post('/send/scan', mended)).status).toBe(303);
	const [delivered] = await rig.delivered();
	expect(delivered?.files.get('OWN-2.pdf')).toEqual(Buffer.from(await (await page()).arrayBuffer()));
});

test.each([
	['nothing', undefined, 'Choose a PDF or an image of the invoice.'],
	['an empty file', new File([], 'a.pdf'), '“a.pdf” is empty. Choose another file.'],
	['a web page that calls itself a PDF', new File(['<script>alert(1)</script>'], '<i>.pdf'), 'is no PDF, PNG, JPEG or TIFF'],
	[
		'eleven megabytes',
		new File([new Uint8Array(11 * 1024 * 1024)], 'large.pdf'),
		'“large.pdf” is larger than 10 MB. Choose a smaller one.',
	],
])('%s is no page', async (_what, file, message) => {
	const form = formValues((await rig.get('/send/scan')).text);
	const refused = await rig.post('/send/scan', { ...form, number: 'KEPT-1' }, file && { page: file });
	expect(refused.status).toBe(422);
	expect(faultsOn(refused.text).page).toContain(message);
	expect(refused.text).not.toContain('<i>');
	expect(formValues(refused.text).number).toBe('KEPT-1');
	expect(await rig.delivered()).toEqual([]);
});

test('another order brings its lines and keeps number and date; sent with the lines of another one, it is shown first', async () => {
	const form = { ...formValues((await rig.get('/send/entry')).text), number: 'KEPT-2', date: '2026-05-01' };
	const shown = await rig.post('/send/entry', { ...form, from: 'order:70350', show: 'yes' });
	expect(shown.status).toBe(200);
	expect(formValues(shown.text)).toMatchObject({
		number: 'KEPT-2',
		date: '2026-05-01',
		currency: 'JPY',
		terms: 'NET60',
		'line-2-price': '45000',
	});
	const early = await rig.post('/send/entry', { ...form, from: 'order:70320' });
	expect([early.status, faultsOn(early.text)]).toEqual([
		422,
		{ from: 'These are the lines of what is chosen now. Look at them, then send it.' },
	]);
	expect(await rig.delivered()).toEqual([]);
	const uneven = await rig.post('/send/entry', { ...formValues(shown.text), 'line-1-price': '18.5', 'line-1-quantity': '1' });
	expect(faultsOn(uneven.text)['line-1-price']).toBe(
		'This line comes to 18.5, and JPY has 0 digits after the point: change price or quantity.',
	);
});

test('a package is seen to move, and what became of its invoice is said', async () => {
	const form = { ...formValues((await rig.get('/send/entry')).text), number: 'M-1' };
	const { to } = await rig.post('/send/entry', form);
	const name = to.replace('/packages/', '');
	const state = async () => /aria-current="step"\s*>\s*<span>(\w+)/.exec((await rig.get(to)).text)?.[1];
	expect(await state()).toBe('Incoming');
	const claim = name.replace('.zip', '~20260505T063000Z~0123456789abcdef.zip');
	await rig.move(name, '', 'Processing', claim);
	expect(await state()).toBe('Processing');
	await rig.move(claim, 'Processing', 'Archive');
	expect(await state()).toBe('Archive');
	expect((await rig.get(to)).text).toContain('Not in Coupa so far.');
	const rejected = join(rig.root, 'Incoming', 'Rejected', 'Invoices');
	await mkdir(rejected, { recursive: true });
	await writeFile(join(rejected, 'again.zip'), await readFile(join(rig.root, 'Incoming/Archive/Invoices', claim)));
	const report = `Package,Invoice Number,Supplier,Row,Column,Value,Severity,Reason\n${name},M-1,V-20011,3,Price,1,error,Too <dear>.\n`;
	await writeFile(join(rejected, 'again-report.csv'), report);
	expect((await rig.get(to)).text).toContain('Too &lt;dear&gt;.');
	rig.coupa.put('invoices', { id: 7, 'invoice-number': 'M-1', status: 'ap_hold', supplier: { id: 5502, number: 'V-20011' } });
	expect((await rig.get(to)).text).toMatch(/href="\/invoices\/7"[^]*AP Hold/);
	const home = (await rig.get('/')).text;
	for (const words of [`${name}: Archive`, 'again.zip: Rejected', 'Invoice M-1 in Coupa: AP Hold']) expect(home).toContain(words);
});

test('a package is delivered again to the byte under a name of its own, and the sample as it is', async () => {
	const { to } = await rig.post('/send/entry', { ...formValues((await rig.get('/send/entry')).text) });
	const again = await rig.post(`${to}/again`, { go: '' });
	expect(again.to).toMatch(/^\/packages\/again-/);
	const folder = join(rig.root, 'Incoming', 'Invoices');
	const [first, second] = await Promise.all(
		[to, again.to].map(async (path) => await readFile(join(folder, path.replace('/packages/', '')))),
	);
	expect(second).toEqual(first);
	expect((await rig.post('/sample', { go: '' })).to).toBe('/');
	const names = (await rig.incoming()).filter((name) => name.startsWith('scan-one-'));
	expect(names).toEqual(['a', 'b', 'c'].map((batch) => `scan-one-20260505-${batch}.zip`));
	expect((await rig.post('/packages/..%2F..%2Fetc/again', { go: '' })).status).toBe(404);
});
