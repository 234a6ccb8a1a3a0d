import { checkEInvoice, readEInvoiceXml, toCoupa } from '../../lib/e-invoice';
import { cpuSecondsOf } from '../../tools/harness/cpu';

const fattura = (body: string) =>
	`<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaBody>${body}</FatturaElettronicaBody></p:FatturaElettronica>`;
const PAYMENT = '<DettaglioPagamento><ImportoPagamento>1</ImportoPagamento></DettaglioPagamento>';
const PARTNER = '<InvoicePartner><Contact role="a"/></InvoicePartner>';
const PART = '<ZaplataCzesciowa><KwotaZaplatyCzesciowej>1</KwotaZaplatyCzesciowej></ZaplataCzesciowa>';

const RATES = 2000;
const LINES = 4000;
const rateOf = (index: number): string => `${Math.floor(index / 100)}.${String(index % 100).padStart(2, '0')}1`;
const rates = Array.from({ length: RATES }, (_, index) => rateOf(index));
const times = (count: number, text: (rate: string, index: number) => string): string =>
	Array.from({ length: count }, (_, index) => text(rates[index % RATES] ?? '', index)).join('');

/** Every line has one of 2,000 rates, and so have 2,000 allowances; the sums are left out, so that each check has something to find. */
const UBL = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>1</cbc:ID><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>${times(RATES, (rate) => `<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>a</cbc:AllowanceChargeReason><cbc:Amount>1.00</cbc:Amount>${ublTax('TaxCategory', rate)}</cac:AllowanceCharge>`)}<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">1.00</cbc:TaxAmount>${times(RATES, (rate) => `<cac:TaxSubtotal><cbc:TaxableAmount>1.00</cbc:TaxableAmount><cbc:TaxAmount>1.00</cbc:TaxAmount>${ublTax('TaxCategory', rate)}</cac:TaxSubtotal>`)}</cac:TaxTotal>${times(LINES, (rate, index) => `<cac:InvoiceLine><cbc:ID>${index + 1}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount>1.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>n</cbc:Name>${ublTax('ClassifiedTaxCategory', rate)}</cac:Item><cac:Price><cbc:PriceAmount>1.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`)}</Invoice>`;

function ublTax(name: string, rate: string): string {
	return `<cac:${name}><cbc:ID>S</cbc:ID><cbc:Percent>${rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:${name}>`;
}

const CII = `<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"><rsm:ExchangedDocument><ram:ID>1</ram:ID></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>${times(LINES, (rate, index) => `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${index + 1}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>n</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>1.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>${ciiTax('ApplicableTradeTax', rate)}<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>1.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`)}<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>${times(RATES, (rate) => ciiTax('ApplicableTradeTax', rate, '<ram:CalculatedAmount>1.00</ram:CalculatedAmount><ram:BasisAmount>1.00</ram:BasisAmount>'))}${times(RATES, (rate) => `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>1.00</ram:ActualAmount><ram:Reason>a</ram:Reason>${ciiTax('CategoryTradeTax', rate)}</ram:SpecifiedTradeAllowanceCharge>`)}</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;

function ciiTax(name: string, rate: string, amounts = ''): string {
	return `<ram:${name}>${amounts}<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>${rate}</ram:RateApplicablePercent></ram:${name}>`;
}

/** What takes the square of these took 8 to 20 s at two fifths of the number. */
test.each([
	['instalments of FatturaPA', fattura(`<DatiPagamento>${PAYMENT.repeat(10_000)}</DatiPagamento>`)],
	[
		'partners of cXML',
		`<cXML><Request><InvoiceDetailRequest><InvoiceDetailRequestHeader invoiceID="1">${PARTNER.repeat(10_000)}</InvoiceDetailRequestHeader></InvoiceDetailRequest></Request></cXML>`,
	],
	[
		'payments of KSeF',
		`<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Fa><P_15>1</P_15><Platnosc>${PART.repeat(10_000)}</Platnosc></Fa></Faktura>`,
	],
])('10,000 %s take time in proportion', async (_, xml) => {
	const seconds = await cpuSecondsOf(async () => {
		for (const invoice of (await readEInvoiceXml(Buffer.from(xml))).invoices) {
			checkEInvoice(invoice);
			toCoupa(invoice);
		}
	});
	expect(seconds).toBeLessThan(6);
});

test.each([
	['UBL', UBL],
	['CII', CII],
])('4,000 lines, 2,000 VAT rates and 2,000 allowances in %s take time in proportion, spread or not', async (_, xml) => {
	const { invoices } = await readEInvoiceXml(Buffer.from(xml));
	const [invoice] = invoices;
	if (!invoice) throw new Error('no invoice');
	const seconds = await cpuSecondsOf(async () => {
		checkEInvoice(invoice);
		toCoupa(invoice);
		toCoupa(invoice, { documentAllowances: 'spread' });
	});
	expect(seconds).toBeLessThan(3);
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
