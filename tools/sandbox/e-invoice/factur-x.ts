import { AFRelationship, PDFDocument, StandardFonts } from 'pdf-lib';
import { escaped, sumsOfSample, type EInvoiceSample } from './sample';

/** Everything here is made at the same moment, so that the same invoice has the same bytes every time. */
const MADE_AT = new Date(Date.UTC(2026, 4, 5, 6, 0, 0));

/** The invoice as Factur-X 1.0 (EN 16931): a PDF that shows it, with its XML in it. */
export async function facturX(sample: EInvoiceSample, xmlName = 'factur-x.xml'): Promise<Buffer> {
	const document = await PDFDocument.create({ updateMetadata: false });
	document.setCreationDate(MADE_AT);
	document.setModificationDate(MADE_AT);
	const font = await document.embedFont(StandardFonts.Helvetica);
	const page = document.addPage([595, 842]);
	const { total } = sumsOfSample(sample);
	const texts = [
		`Invoice ${sample.number}`,
		sample.date,
		...sample.lines.map(({ description }) => description),
		`${total} ${sample.currency}`,
	];
	// The standard fonts have Latin 1 only.
	texts.forEach((text, index) => page.drawText(text.replace(/[^\x20-\xff]/g, '?'), { x: 72, y: 760 - index * 18, size: 12, font }));
	await document.attach(crossIndustryInvoice(sample), xmlName, {
		mimeType: 'text/xml',
		afRelationship: AFRelationship.Alternative,
		creationDate: MADE_AT,
		modificationDate: MADE_AT,
	});
	return Buffer.from(await document.save());
}

/** The invoice in UN/CEFACT CII D16B. */
export function crossIndustryInvoice(sample: EInvoiceSample): Buffer {
	const { number, date, currency, type = '380', seller, buyer, order, taxRate, lines } = sample;
	const sums = sumsOfSample(sample);
	const day = `<udt:DateTimeString format="102">${date.replaceAll('-', '')}</udt:DateTimeString>`;
	const tax = `<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>${taxRate}</ram:RateApplicablePercent>`;
	return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${escaped(number)}</ram:ID><ram:TypeCode>${type}</ram:TypeCode><ram:IssueDateTime>${day}</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
${lines
	.map(
		(
			line,
			index,
		) => `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${index + 1}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>${escaped(line.description)}</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement>${line.orderLine === undefined ? '' : `<ram:BuyerOrderReferencedDocument><ram:LineID>${line.orderLine}</ram:LineID></ram:BuyerOrderReferencedDocument>`}<ram:NetPriceProductTradePrice><ram:ChargeAmount>${line.price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="${line.unit ?? 'C62'}">${line.quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>${tax}</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${sums.lines[index] ?? ''}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`,
	)
	.join('\n')}
<ram:ApplicableHeaderTradeAgreement><ram:BuyerReference>${escaped(buyer.reference)}</ram:BuyerReference>
<ram:SellerTradeParty><ram:Name>${escaped(seller.name)}</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>${seller.postCode}</ram:PostcodeCode><ram:LineOne>${escaped(seller.street)}</ram:LineOne><ram:CityName>${escaped(seller.city)}</ram:CityName><ram:CountryID>${seller.country}</ram:CountryID></ram:PostalTradeAddress><ram:URIUniversalCommunication><ram:URIID schemeID="EM">${seller.email}</ram:URIID></ram:URIUniversalCommunication><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${seller.vat}</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>${escaped(buyer.name)}</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>10115</ram:PostcodeCode><ram:CityName>Berlin</ram:CityName><ram:CountryID>${buyer.country}</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${buyer.vat}</ram:ID></ram:SpecifiedTaxRegistration></ram:BuyerTradeParty>
${order === undefined ? '' : `<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>${escaped(order)}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>`}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${currency}</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${seller.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>${sums.tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>${sums.net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>${taxRate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>${day}</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>${sums.net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>${sums.net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${currency}">${sums.tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>${sums.total}</ram:GrandTotalAmount><ram:DuePayableAmount>${sums.total}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
`);
}
