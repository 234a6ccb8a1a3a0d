import { escaped, sumsOfSample, type EInvoiceSample } from './sample';

/** The invoice as XRechnung 3.0 in UBL 2.1. */
export function xRechnung(sample: EInvoiceSample): Buffer {
	const { number, date, currency, type = '380', buyer, order, lines } = sample;
	const sums = sumsOfSample(sample);
	const amount = (name: string, value: string) => `<cbc:${name} currencyID="${currency}">${value}</cbc:${name}>`;
	const category = `<cbc:ID>S</cbc:ID><cbc:Percent>${sample.taxRate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`;
	return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
<cbc:ID>${escaped(number)}</cbc:ID>
<cbc:IssueDate>${date}</cbc:IssueDate>
<cbc:DueDate>${date}</cbc:DueDate>
<cbc:InvoiceTypeCode>${type}</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
<cbc:BuyerReference>${escaped(buyer.reference)}</cbc:BuyerReference>
${order === undefined ? '' : `<cac:OrderReference><cbc:ID>${escaped(order)}</cbc:ID></cac:OrderReference>`}
${documents(sample)}
<cac:AccountingSupplierParty>${sellerParty(sample)}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>
<cbc:EndpointID schemeID="EM">ap@acme.example</cbc:EndpointID>
<cac:PostalAddress><cbc:CityName>Berlin</cbc:CityName><cbc:PostalZone>10115</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${buyer.country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>${buyer.vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>${escaped(buyer.name)}</cbc:RegistrationName></cac:PartyLegalEntity>
</cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>${sample.seller.iban}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal>${amount('TaxAmount', sums.tax)}<cac:TaxSubtotal>${amount('TaxableAmount', sums.net)}${amount('TaxAmount', sums.tax)}<cac:TaxCategory>${category}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>${amount('LineExtensionAmount', sums.net)}${amount('TaxExclusiveAmount', sums.net)}${amount('TaxInclusiveAmount', sums.total)}${amount('PayableAmount', sums.total)}</cac:LegalMonetaryTotal>
${lines
	.map(
		(
			line,
			index,
		) => `<cac:InvoiceLine><cbc:ID>${index + 1}</cbc:ID><cbc:InvoicedQuantity unitCode="${line.unit ?? 'C62'}">${line.quantity}</cbc:InvoicedQuantity>${amount('LineExtensionAmount', sums.lines[index] ?? '')}${line.orderLine === undefined ? '' : `<cac:OrderLineReference><cbc:LineID>${line.orderLine}</cbc:LineID></cac:OrderLineReference>`}
<cac:Item><cbc:Name>${escaped(line.description)}</cbc:Name><cac:ClassifiedTaxCategory>${category}</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price>${amount('PriceAmount', line.price)}</cac:Price></cac:InvoiceLine>`,
	)
	.join('\n')}
</ubl:Invoice>
`);
}

function sellerParty({ seller }: EInvoiceSample): string {
	return `<cac:Party>
<cbc:EndpointID schemeID="EM">${seller.email}</cbc:EndpointID>
<cac:PostalAddress><cbc:StreetName>${escaped(seller.street)}</cbc:StreetName><cbc:CityName>${escaped(seller.city)}</cbc:CityName><cbc:PostalZone>${seller.postCode}</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${seller.country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>${seller.vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>${escaped(seller.name)}</cbc:RegistrationName></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>Buchhaltung</cbc:Name><cbc:Telephone>+49 221 1</cbc:Telephone><cbc:ElectronicMail>${seller.email}</cbc:ElectronicMail></cac:Contact>
</cac:Party>`;
}

function documents({ documents: all = [] }: EInvoiceSample): string {
	return all
		.map(({ id, fileName = '', content, location }) => {
			const embedded =
				content &&
				`<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="${escaped(fileName)}">${content.toString('base64')}</cbc:EmbeddedDocumentBinaryObject>`;
			const external = location !== undefined && `<cac:ExternalReference><cbc:URI>${escaped(location)}</cbc:URI></cac:ExternalReference>`;
			const attachment = embedded ?? (external || null);
			return `<cac:AdditionalDocumentReference><cbc:ID>${escaped(id)}</cbc:ID>${attachment === null ? '' : `<cac:Attachment>${attachment}</cac:Attachment>`}</cac:AdditionalDocumentReference>`;
		})
		.join('\n');
}
