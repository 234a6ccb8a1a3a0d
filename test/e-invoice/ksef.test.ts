import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkEInvoice, toCoupa } from '../../lib/e-invoice';
import { only, plain, plainGroup } from './support/plain';

const sample = (name: string): string => readFileSync(join(__dirname, 'samples', name), 'utf8');
const XML = sample('fa3.xml');
const changed = (from: string, to: string): string => {
	if (!XML.includes(from)) throw new Error(`The sample has no ${from}`);
	return XML.replace(from, to);
};

test('reads all that the sample says into terms, and leaves nothing over', async () => {
	const invoice = await only(XML);
	expect(plain(invoice.document)).toEqual(JSON.parse(sample('fa3.terms.json')));
	expect(invoice).toMatchObject({ syntax: 'KSeF FA', profile: 'FA (3)', unread: [] });
	expect(invoice.problems).toEqual([expect.objectContaining({ code: 'grossPrices', severity: 'warning', value: '10.00' })]);
});

test('reads FA(2)', async () => {
	const { document } = await only(changed('2025/06/25/13775', '2023/06/29/12648'));
	expect(document.text('BT-1')).toBe('FV/1/2026');
});

test.each([
	['23', 'S', '23'],
	['0 KR', 'Z', '0'],
	['0 WDT', 'K', '0'],
	['0 EX', 'G', '0'],
	['zw', 'E', '0'],
	['oo', 'AE', '0'],
	['np I', 'O', undefined],
	['np II', 'AE', '0'],
])('gives the rate “%s” as category %s', async (own, category, rate) => {
	const { document } = await only(changed('<P_12>23</P_12>', `<P_12>${own}</P_12>`));
	const tax = document.many('BG-25')[0]?.group('BG-30');
	expect([tax?.text('BT-151'), tax?.text('BT-152')]).toEqual([category, rate]);
});

test('tells 22 from 23 per cent by the amounts', async () => {
	const { document } = await only(changed('<P_14_1>43.70', '<P_14_1>41.80'));
	expect(document.many('BG-23')[0]?.text('BT-119')).toBe('22');
});

test.each([
	['-10.00', '381'],
	['10.00', '383'],
	['0.00', '384'],
])('a correction over %s is of type %s', async (total, code) => {
	const { document } = await only(changed('<P_15>243.70', `<P_15>${total}`).replace('>VAT</RodzajFaktury>', '>KOR</RodzajFaktury>'));
	expect(document.text('BT-3')).toBe(code);
});

test('counts a line as it was before a correction against the line as it is now', async () => {
	const { document } = await only(changed('<P_12>23</P_12></FaWiersz>', '<P_12>23</P_12><StanPrzed>1</StanPrzed></FaWiersz>'));
	const [line] = document.many('BG-25');
	expect([line?.text('BT-129'), line?.text('BT-131'), line?.group('BG-27')?.text('BT-136')]).toEqual(['-10', '-190', '-10']);
});

test('an invoice that is marked as paid has nothing due', async () => {
	const { document } = await only(changed('<Platnosc>', '<Platnosc><Zaplacono>1</Zaplacono><DataZaplaty>2026-04-01</DataZaplaty>'));
	expect(plainGroup(document, 'BG-22')).toMatchObject({ 'BT-112': '243.70', 'BT-113': '243.70', 'BT-115': '0.00' });
});

test('settlements beside the invoice change what is due and are named', async () => {
	const invoice = await only(
		changed(
			'<Platnosc>',
			'<Rozliczenie><Odliczenia><Kwota>43.70</Kwota><Powod>kaucja</Powod></Odliczenia><DoZaplaty>200.00</DoZaplaty></Rozliczenie><Platnosc>',
		),
	);
	const { document } = invoice;
	expect(checkEInvoice(invoice).map(({ code }) => code)).not.toContain('BR-CO-16');
	expect(toCoupa(invoice).problems.find(({ code }) => code === 'amountDue')?.message).toContain(
		'-43.7 is settled beside the invoice, as its notes say. The control total',
	);
	expect(plainGroup(document, 'BG-22')).toMatchObject({ 'BT-115': '200.00', 'XT-settled-beside': '-43.7' });
	expect(document.many('BG-1').map(plain)).toContainEqual({ 'BT-22': 'Deduction 43.70 kaucja' });
	expect(document.many('BG-20')).toEqual([]);
});

test.each([
	['szt', 'C62'],
	['Godz.', 'HUR'],
	['USL', 'E48'],
	['Unit(s)', 'C62'],
	['-', undefined],
	['m²', 'MTK'],
	['skrzynka', 'skrzynka'],
])('gives the unit “%s” as %s', async (own, code) => {
	const { document } = await only(changed('<P_8A>szt.</P_8A>', `<P_8A>${own}</P_8A>`));
	expect(document.many('BG-25')[0]?.text('BT-130')).toBe(code);
});

describe('third parties', () => {
	const party = (role: string) =>
		`<Podmiot3><DaneIdentyfikacyjne><NIP>5270000000</NIP><Nazwa>Third</Nazwa></DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>Krzywa 2</AdresL1></Adres>${role}</Podmiot3>`;

	test('a factor is the one who is paid', async () => {
		const { document } = await only(changed('<Fa>', `${party('<Rola>1</Rola>')}<Fa>`));
		expect(plainGroup(document, 'BG-10')).toEqual({ 'BT-59': 'Third', 'BT-60': '5270000000' });
	});

	test.each([
		['<Rola>6</Rola>', 'Third party (payer): 5270000000, Third, PL, Krzywa 2'],
		['<RolaInna>1</RolaInna><OpisRoli>agent</OpisRoli>', 'Third party: 5270000000, Third, PL, Krzywa 2, agent'],
	])('others are named with their role: %s', async (role, words) => {
		const { document, unread } = await only(changed('<Fa>', `${party(role)}<Fa>`));
		expect(document.group('BG-10')).toBeUndefined();
		expect(document.many('BG-1').map(plain)).toContainEqual({ 'BT-22': words });
		expect(unread).toEqual([]);
	});
});

test('exchange rates that differ from line to line stay with their lines', async () => {
	const both = changed('<P_12>23</P_12>', '<P_12>23</P_12><KursWaluty>4.25</KursWaluty>');
	const rates = async (second: string) => {
		const { document } = await only(both.replace('<P_12>zw</P_12>', `<P_12>zw</P_12>${second}`));
		return [document.text('XT-exchange-rate'), ...document.many('BG-25').map((line) => line.text('XT-exchange-rate'))];
	};
	expect(await rates('<KursWaluty>4.25</KursWaluty>')).toEqual(['4.25', undefined, undefined]);
	expect(await rates('<KursWaluty>4.31</KursWaluty>')).toEqual([undefined, '4.25', '4.31']);
	expect(await rates('')).toEqual([undefined, '4.25', undefined]);
});

test('the number of a buyer in Poland is a tax number, not one that the seller gave', async () => {
	const { record, facts } = toCoupa(await only(changed('<KodUE>DE</KodUE><NrVatUE>123456789</NrVatUE>', '<NIP>1111111111</NIP>')));
	expect(facts.buyer.identifiers.map(({ kind, value }) => [kind, value])).toEqual([
		['vat', 'PL1111111111'],
		['taxRegistration', '1111111111'],
	]);
	expect(record).not.toHaveProperty('customer_account_number');
	expect(record['supplier-note']).not.toContain('1111111111');
});

test('tables that are attached go along as a page of text', async () => {
	const table =
		'<Zalacznik><BlokDanych><ZNaglowek>Meter</ZNaglowek><MetaDane><ZKlucz>No</ZKlucz><ZWartosc>7</ZWartosc></MetaDane><Tekst><Akapit>Note</Akapit></Tekst><Tabela><TNaglowek><Kol Typ="txt"><NKom>Fee</NKom></Kol><Kol Typ="dec"><NKom>m3</NKom></Kol></TNaglowek><Wiersz><WKom>Gas</WKom><WKom/></Wiersz></Tabela></BlokDanych></Zalacznik>';
	const invoice = await only(changed('</Fa>', `</Fa>${table}`));
	expect(invoice.unread).toEqual([]);
	expect(toCoupa(invoice).embedded).toEqual([
		{
			fileName: 'zalacznik.txt',
			mimeType: 'text/plain',
			bytes: Buffer.from('Meter\nNo: 7\nNote\nFee | m3\nGas | \n'),
			description: null,
		},
	]);
});

test('further days of payment are payment terms', async () => {
	const { document, unread } = await only(
		changed('</TerminPlatnosci>', '</TerminPlatnosci><TerminPlatnosci><Termin>2026-06-01</Termin></TerminPlatnosci>'),
	);
	expect([document.text('BT-9'), document.text('BT-20')]).toEqual(['2026-05-01', 'due 2026-06-01']);
	expect(unread).toEqual([]);
});
