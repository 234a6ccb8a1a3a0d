import { checkEInvoice, readEInvoiceXml, toCoupa } from '../../lib/e-invoice';
import { cpuSecondsOf } from '../../tools/harness/cpu';

const fattura = (body: string) =>
	`<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaBody>${body}</FatturaElettronicaBody></p:FatturaElettronica>`;
const PAYMENT = '<DettaglioPagamento><ImportoPagamento>1</ImportoPagamento></DettaglioPagamento>';
const PARTNER = '<InvoicePartner><Contact role="a"/></InvoicePartner>';
const PART = '<ZaplataCzesciowa><KwotaZaplatyCzesciowej>1</KwotaZaplatyCzesciowej></ZaplataCzesciowa>';

/** What takes the square of these took 8 to 20 s at a fifth of the number. */
test.each([
	['instalments of FatturaPA', fattura(`<DatiPagamento>${PAYMENT.repeat(20_000)}</DatiPagamento>`)],
	[
		'partners of cXML',
		`<cXML><Request><InvoiceDetailRequest><InvoiceDetailRequestHeader invoiceID="1">${PARTNER.repeat(20_000)}</InvoiceDetailRequestHeader></InvoiceDetailRequest></Request></cXML>`,
	],
	[
		'payments of KSeF',
		`<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Fa><P_15>1</P_15><Platnosc>${PART.repeat(20_000)}</Platnosc></Fa></Faktura>`,
	],
])('20,000 %s take time in proportion', async (_, xml) => {
	const seconds = await cpuSecondsOf(async () => {
		for (const invoice of (await readEInvoiceXml(Buffer.from(xml))).invoices) {
			checkEInvoice(invoice);
			toCoupa(invoice);
		}
	});
	expect(seconds).toBeLessThan(10);
});

/** What counted their characters in a list took 7 s of four times as much, and what joined them one by one 6 s of twice as much. */
test.each([
	['text', 'x'.repeat(15_000_000)],
	['CDATA', `<![CDATA[${'a]]'.repeat(5_000_000)}]]>`],
])('15 MB of %s in one element take time in proportion', async (_, text) => {
	const xml = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><c:ID>${text}</c:ID></Invoice>`;
	const seconds = await cpuSecondsOf(async () => {
		for (const invoice of (await readEInvoiceXml(Buffer.from(xml))).invoices) toCoupa(invoice);
	});
	expect(seconds).toBeLessThan(3);
});
