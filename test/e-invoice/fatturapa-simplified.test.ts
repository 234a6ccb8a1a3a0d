import { computeTotals } from '../../lib/coupa/import/amounts';
import { toCoupa } from '../../lib/e-invoice';
import { only, plain, plainGroup } from './support/plain';

const simplified = (kind: string, goods: string, more = ''): string =>
	`<n:FatturaElettronicaSemplificata versione="FSM10" xmlns:n="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0"><FatturaElettronicaHeader><DatiTrasmissione><FormatoTrasmissione>FSM10</FormatoTrasmissione><CodiceDestinatario>0000000</CodiceDestinatario><PECDestinatario>b@pec.it</PECDestinatario></DatiTrasmissione>
<CedentePrestatore><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA><CodiceFiscale>01234567890</CodiceFiscale><Denominazione>Bar Roma</Denominazione><Sede><Indirizzo>Via Roma</Indirizzo><NumeroCivico>1</NumeroCivico><CAP>20100</CAP><Comune>Milano</Comune><Nazione>IT</Nazione></Sede><RegimeFiscale>RF01</RegimeFiscale></CedentePrestatore>
<CessionarioCommittente><IdentificativiFiscali><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>09876543210</IdCodice></IdFiscaleIVA></IdentificativiFiscali><AltriDatiIdentificativi><Nome>Mario</Nome><Cognome>Rossi</Cognome><Sede><Indirizzo>Via Po</Indirizzo><CAP>10100</CAP><Comune>Torino</Comune><Nazione>IT</Nazione></Sede></AltriDatiIdentificativi></CessionarioCommittente></FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>${kind}</TipoDocumento><Divisa>EUR</Divisa><Data>2026-03-01</Data><Numero>7</Numero></DatiGeneraliDocumento>${more}</DatiGenerali>${goods}</FatturaElettronicaBody></n:FatturaElettronicaSemplificata>`;

const goods = (amount: string, more: string): string =>
	`<DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>${amount}</Importo>${more}</DatiBeniServizi>`;

test('reads a simplified invoice: parties, net amounts and VAT', async () => {
	const invoice = await only(
		simplified(
			'TD07',
			goods('90.00', '<DatiIVA><Imposta>16.23</Imposta><Aliquota>22.00</Aliquota></DatiIVA>') +
				goods('11.00', '<DatiIVA><Aliquota>10.00</Aliquota></DatiIVA>'),
		),
	);
	const { document } = invoice;
	expect(invoice).toMatchObject({ syntax: 'FatturaPA', profile: 'FSM10', unread: [], problems: [] });
	expect(plain(document)).toMatchObject({ 'BT-1': '7', 'BT-2': '2026-03-01', 'BT-3': '380', 'BT-5': 'EUR', 'XT-document-type': 'TD07' });
	expect(plainGroup(document, 'BG-4')).toMatchObject({ 'BT-27': 'Bar Roma', 'BT-31': 'IT01234567890', 'BT-32': '01234567890' });
	expect(plainGroup(document, 'BG-7')).toMatchObject({ 'BT-44': 'Mario Rossi', 'BT-48': 'IT09876543210', 'BT-49': 'b@pec.it' });
	expect(document.many('BG-23').map(plain)).toEqual([
		{ 'BT-116': '73.77', 'BT-117': '16.23', 'BT-118': 'S', 'BT-119': '22.00' },
		{ 'BT-116': '10', 'BT-117': '1', 'BT-118': 'S', 'BT-119': '10.00' },
	]);
	expect(plainGroup(document, 'BG-22')).toEqual({ 'BT-109': '83.77', 'BT-110': '17.23', 'BT-112': '101' });
	expect(computeTotals(toCoupa(invoice).record)?.total.toFixed(2)).toBe('101.00');
});

test('a simplified credit note names what it corrects, and is negative', async () => {
	const invoice = await only(
		simplified(
			'TD08',
			goods('20.00', '<Natura>N4</Natura><RiferimentoNormativo>art. 10</RiferimentoNormativo>'),
			'<DatiFatturaRettificata><NumeroFR>5</NumeroFR><DataFR>2026-02-01</DataFR><ElementiRettificati>reso</ElementiRettificati></DatiFatturaRettificata>',
		),
	);
	expect(invoice.document.many('BG-23').map(plain)).toEqual([{ 'BT-116': '20', 'BT-117': '0', 'BT-118': 'E', 'BT-120': 'art. 10' }]);
	expect(toCoupa(invoice).record).toMatchObject({
		'is-credit-note': true,
		'original-invoice-number': '5',
		'original-invoice-date': '2026-02-01',
		'credit-reason': 'reso',
		'supplier-total': '-20',
		'invoice-lines': [{ price: '-20', 'line-tax-exempt': 't' }],
	});
});

test('a buyer abroad: placeholders say nothing, and its tax number is not one that the seller gave', async () => {
	const xml = simplified('TD07', goods('11.00', '<DatiIVA><Aliquota>10.00</Aliquota></DatiIVA>'))
		.replace('<CodiceDestinatario>0000000', '<CodiceDestinatario>XXXXXXX')
		.replace('<CAP>10100', '<CAP>00000')
		.replace('</IdentificativiFiscali>', '<CodiceFiscale>RSSMRA80A01F205X</CodiceFiscale></IdentificativiFiscali>');
	const { record, facts } = toCoupa(await only(xml));
	expect(facts.buyer.identifiers.map(({ kind, value }) => [kind, value])).toEqual(
		expect.arrayContaining([
			['vat', 'IT09876543210'],
			['taxRegistration', 'RSSMRA80A01F205X'],
		]),
	);
	expect(record).not.toHaveProperty('customer_account_number');
	expect(record['buyer-electronic-address']).toBe('b@pec.it');
	expect(JSON.stringify(record)).not.toMatch(/00000|XXXXXXX|RSSMRA/);
});
