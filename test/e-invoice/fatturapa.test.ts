import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readEInvoiceXml, toCoupa } from '../../lib/e-invoice';
import { only, plain, plainGroup } from './support/plain';

const sample = (name: string): string => readFileSync(join(__dirname, 'samples', name), 'utf8');
const XML = sample('fatturapa.xml');
const changed = (from: string, to: string): string => {
	if (!XML.includes(from)) throw new Error(`The sample has no ${from}`);
	return XML.replace(from, to);
};

test('reads all that the sample says into terms', async () => {
	const invoice = await only(XML);
	expect(plain(invoice.document)).toEqual(JSON.parse(sample('fatturapa.terms.json')));
	expect(invoice).toMatchObject({ syntax: 'FatturaPA', profile: 'FPR12', problems: [] });
});

test('reports what it has no term for', async () => {
	expect((await only(XML)).unread.map(({ value }) => value)).toEqual(['2026-02-01', '2026-02-20', 'SI']);
});

test('reads each invoice of a file with the header that they share', async () => {
	const [, body = ''] = /(<FatturaElettronicaBody>.*<\/FatturaElettronicaBody>)/s.exec(XML) ?? [];
	const { invoices } = await readEInvoiceXml(Buffer.from(changed(body, body + body.replace('12/2026', '13/2026'))));
	expect(invoices.map(({ document, position }) => [position, document.text('BT-1'), document.group('BG-4')?.text('BT-31')])).toEqual([
		[1, '12/2026', 'IT01234567890'],
		[2, '13/2026', 'IT01234567890'],
	]);
	expect(invoices.map(({ unread }) => unread.length)).toEqual([3, 3]);
});

test('takes discounts off a price one after the other, by amount where one is given', async () => {
	const two =
		'<ScontoMaggiorazione><Tipo>SC</Tipo><Percentuale>10.00</Percentuale></ScontoMaggiorazione><ScontoMaggiorazione><Tipo>SC</Tipo><Importo>0.50</Importo></ScontoMaggiorazione><ScontoMaggiorazione><Tipo>MG</Tipo><Percentuale>2.00</Percentuale></ScontoMaggiorazione>';
	const invoice = await only(changed('<ScontoMaggiorazione><Tipo>SC</Tipo><Percentuale>10.00</Percentuale></ScontoMaggiorazione>', two));
	const [line] = invoice.document.many('BG-25');
	// (10 × 0.9 − 0.5) × 1.02
	expect(plainGroup(line, 'BG-29')).toEqual({ 'BT-146': '8.67', 'BT-148': '10.00', 'BT-147': '1.33' });
});

test.each([
	['TD04', '381'],
	['TD05', '383'],
	['TD02', '386'],
	['TD17', '389'],
	['TD99', 'TD99'],
])('gives document type %s as %s', async (own, code) => {
	const { document } = await only(changed('<TipoDocumento>TD01', `<TipoDocumento>${own}`));
	expect([document.text('BT-3'), document.text('XT-document-type')]).toEqual([code, own]);
});

test.each([
	['N1', 'O'],
	['N2.2', 'O'],
	['N3.1', 'G'],
	['N3.2', 'K'],
	['N3.5', 'E'],
	['N4', 'E'],
	['N6.3', 'AE'],
	['N7', 'O'],
])('gives the reason %s as category %s', async (nature, category) => {
	const rate = '<AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>';
	const { document } = await only(changed(rate, `<AliquotaIVA>0.00</AliquotaIVA><Natura>${nature}</Natura><ImponibileImporto>`));
	expect(plainGroup(document, 'BG-23')).toMatchObject({ 'BT-118': category, 'BT-119': '0.00', 'BT-121': nature });
});

test('computes the total where the file states none', async () => {
	const { document } = await only(changed('<ImportoTotaleDocumento>241.07</ImportoTotaleDocumento>', ''));
	expect(document.group('BG-22')?.text('BT-112')).toBe('241.07');
});

test('takes accessory costs and roundings of a rate as charges and allowances of it', async () => {
	const rate = '<AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>';
	const { document } = await only(
		changed(
			rate,
			'<AliquotaIVA>22.00</AliquotaIVA><SpeseAccessorie>5.00</SpeseAccessorie><Arrotondamento>-0.01</Arrotondamento><ImponibileImporto>',
		),
	);
	expect(document.many('BG-21').map(plain)).toContainEqual({
		'BT-99': '5',
		'BT-104': 'Spese accessorie',
		'BT-102': 'S',
		'BT-103': '22.00',
	});
	expect(document.many('BG-20').map(plain)).toEqual([{ 'BT-92': '0.01', 'BT-97': 'Arrotondamento', 'BT-95': 'S', 'BT-96': '22.00' }]);
});

test('names instalments in the payment terms', async () => {
	const detail =
		'<DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento><DataScadenzaPagamento>2026-04-30</DataScadenzaPagamento><ImportoPagamento>21.07</ImportoPagamento></DettaglioPagamento></DatiPagamento>';
	const { document } = await only(changed('</DatiPagamento>', detail));
	expect(document.all('BT-20').map(({ value }) => value)).toEqual([
		'instalment 1: 221.07, due 2026-03-31',
		'instalment 2: 21.07, due 2026-04-30',
	]);
	expect(document.text('BT-9')).toBe('2026-03-31');
});

test('names packed attachments by what they are', async () => {
	const { document } = await only(
		changed('<FormatoAttachment>PDF', '<AlgoritmoCompressione>ZIP</AlgoritmoCompressione><FormatoAttachment>PDF'),
	);
	expect(document.group('BG-24')?.term('BT-125')?.fileName).toBe('fattura.pdf.zip');
});

test('reads the older versions, whatever the prefix', async () => {
	const older = XML.replaceAll('p:FatturaElettronica', 'ns7:FatturaElettronica').replace(
		'xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"',
		'xmlns:ns7="http://www.fatturapa.gov.it/sdi/fatturapa/v1.1"',
	);
	expect((await only(older)).document.text('BT-1')).toBe('12/2026');
});

test('leaves out a value that cannot be read, and says where', async () => {
	const { document, problems } = await only(changed('<Data>2026-03-01</Data>', '<Data>2026-02-30</Data>'));
	expect(document.text('BT-2')).toBeUndefined();
	expect(problems).toEqual([
		expect.objectContaining({
			code: 'notADate',
			column: 'BT-2',
			value: '2026-02-30',
			path: '/FatturaElettronica/FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento/Data',
		}),
	]);
});

const TOTAL = '<ImportoTotaleDocumento>241.07</ImportoTotaleDocumento>';
const PAID = '<ImportoPagamento>221.07</ImportoPagamento>';

test('a rounding that is in the total is a charge without VAT; one that is not changes what is due', async () => {
	const rounding = '<Arrotondamento>0.03</Arrotondamento>';
	const inside = toCoupa(await only(changed(TOTAL, `<ImportoTotaleDocumento>241.10</ImportoTotaleDocumento>${rounding}`)));
	expect(inside.record['supplier-total']).toBe('241.10');
	expect(inside.record['invoice-charges']).toContainEqual({
		type: 'InvoiceMiscCharge',
		description: 'Arrotondamento',
		total: '0.03',
		currency: { code: 'EUR' },
	});
	const { document } = await only(changed(TOTAL, `${TOTAL}${rounding}`));
	expect(document.many('BG-21').map((charge) => charge.text('BT-104'))).toEqual(['Cassa previdenziale TC01']);
	expect(document.group('BG-22')?.text('BT-114')).toBe('0.03');
	const unpaid = changed(TOTAL, `${TOTAL}${rounding}`).replace(PAID, '');
	expect((await only(unpaid)).document.group('BG-22')?.text('BT-115')).toBe('241.10');
});

test('says why less is due: what is withheld, and the VAT that the buyer pays to the state', async () => {
	const messages = async (xml: string) =>
		toCoupa(await only(xml)).problems.map(({ code, message, keepsDraft }) => [code, message, keepsDraft ?? false]);
	expect(await messages(XML)).toEqual([['amountDue', expect.stringContaining('20 is withheld.'), false]]);
	const split = changed('<EsigibilitaIVA>I', '<EsigibilitaIVA>S').replace(PAID, '<ImportoPagamento>177.60</ImportoPagamento>');
	expect(await messages(split)).toEqual([
		['amountDue', expect.stringContaining('20 is withheld; the VAT of 43.47 is paid to the state (split payment).'), false],
	]);
	expect(await messages(changed(PAID, '<ImportoPagamento>100.00</ImportoPagamento>'))).toEqual([
		['amountDue', expect.stringContaining('That does not explain the difference.'), true],
	]);
});

test('payments that are more than the total together are alternatives, and change nothing', async () => {
	const other =
		'<DettaglioPagamento><ModalitaPagamento>MP01</ModalitaPagamento><ImportoPagamento>221.07</ImportoPagamento></DettaglioPagamento></DatiPagamento>';
	expect((await only(changed('</DatiPagamento>', other))).document.group('BG-22')?.text('BT-115')).toBeUndefined();
});

test('what stands in a field only because the format requires it says nothing', async () => {
	const abroad = changed('<CAP>10100</CAP>', '<CAP>00000</CAP>').replace('>ABC1234<', '>XXXXXXX<');
	const buyer = (await only(abroad)).document.group('BG-7');
	expect([buyer?.text('BT-49'), buyer?.group('BG-8')?.text('BT-53')]).toEqual([undefined, undefined]);
});

test('keeps the way of payment where its code stands for others as well', async () => {
	const { document } = await only(changed('MP05', 'MP12'));
	expect([document.group('BG-16')?.text('BT-81'), document.group('BG-16')?.text('BT-82')]).toEqual(['70', 'MP12']);
});
