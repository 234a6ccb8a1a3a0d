import { checkEInvoice } from '../../lib/e-invoice';
import { changed, GOLDEN, GOLDEN_UBL } from './support/golden';
import { only, plain, plainGroup } from './support/plain';

test('reads all that an invoice says into terms', async () => {
	const invoice = await only(GOLDEN_UBL);
	expect(plain(invoice.document)).toEqual(GOLDEN);
	expect(invoice).toMatchObject({ syntax: 'UBL', profile: 'urn:cen.eu:en16931:2017', problems: [] });
	expect(invoice.unread).toEqual([{ path: '/Invoice/cac:InvoiceLine[1]/cac:DespatchLineReference/cbc:LineID', value: '1' }]);
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('keeps schemes, currencies, files and places of terms', async () => {
	const { document } = await only(GOLDEN_UBL);
	const [line] = document.many('BG-25');
	const seller = document.group('BG-4');
	expect(seller?.all('BT-29').map(({ value, scheme }) => [value, scheme])).toEqual([
		['SUP-1', undefined],
		['4000001000005', '0088'],
	]);
	expect(seller?.term('BT-32')).toMatchObject({ value: '214/5678/0123', scheme: 'FC' });
	expect(seller?.term('BT-34')).toMatchObject({ scheme: 'EM' });
	expect(document.term('BT-18')).toMatchObject({ value: 'OBJ-7', scheme: 'ABT' });
	expect(line?.group('BG-31')?.all('BT-158')[0]).toMatchObject({ value: '31161500', scheme: 'TSP', schemeVersion: '26' });
	expect(document.group('BG-22')?.term('BT-111')).toMatchObject({ value: '201.67', currency: 'PLN' });
	expect(document.group('BG-24')?.term('BT-125')).toMatchObject({ value: 'aG91cnM7Mgo=', mimeType: 'text/csv', fileName: 'hours.csv' });
	expect(document.many('BG-25')[1]?.term('BT-129')?.path).toBe('/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity');
});

test('reads a credit note, with its due date among the payment means', async () => {
	const xml = changed(
		GOLDEN_UBL,
		['<cbc:DueDate>2026-10-31</cbc:DueDate>', ''],
		['<cbc:PaymentID>', '<cbc:PaymentDueDate>2026-10-31</cbc:PaymentDueDate><cbc:PaymentID>'],
		['<cac:ProjectReference><cbc:ID>PRJ-1</cbc:ID></cac:ProjectReference>', ''],
		[
			'<cac:AccountingSupplierParty>',
			'<cac:AdditionalDocumentReference><cbc:ID>PRJ-1</cbc:ID><cbc:DocumentTypeCode>50</cbc:DocumentTypeCode></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>',
		],
		['<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>', '<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>'],
		['InvoicedQuantity', 'CreditedQuantity'],
		['cac:InvoiceLine', 'cac:CreditNoteLine'],
		['xsd:Invoice-2', 'xsd:CreditNote-2'],
		['<Invoice ', '<CreditNote '],
		['</Invoice>', '</CreditNote>'],
	);
	const invoice = await only(xml);
	expect(plain(invoice.document)).toEqual({ ...GOLDEN, 'BT-3': '381' });
	expect(checkEInvoice(invoice)).toEqual([]);
});

const DIRECT_DEBIT = changed(
	GOLDEN_UBL,
	[
		'<cac:PartyName><cbc:Name>Seller Shop',
		'<cac:PartyIdentification><cbc:ID schemeID="SEPA">DE98ZZZ09</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>Seller Shop',
	],
	[
		/<cac:PayeeFinancialAccount>.*?<\/cac:PayeeFinancialAccount>/g,
		'<cac:CardAccount><cbc:PrimaryAccountNumberID>****1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>VISA</cbc:NetworkID><cbc:HolderName>A. Muster</cbc:HolderName></cac:CardAccount><cac:PaymentMandate><cbc:ID>M-1</cbc:ID><cac:PayerFinancialAccount><cbc:ID>AT61</cbc:ID></cac:PayerFinancialAccount></cac:PaymentMandate>',
	],
	['>58<', '>59<'],
);

test('reads card and direct debit; the creditor identifier is no identifier of the seller', async () => {
	const { document, unread } = await only(DIRECT_DEBIT);
	expect(plainGroup(document, 'BG-16')).toMatchObject({
		'BG-18': [{ 'BT-87': '****1234', 'BT-88': 'A. Muster' }],
		'BG-19': [{ 'BT-89': 'M-1', 'BT-90': 'DE98ZZZ09', 'BT-91': 'AT61' }],
	});
	expect(
		document
			.group('BG-4')
			?.all('BT-29')
			.map(({ value }) => value),
	).toEqual(['SUP-1', '4000001000005']);
	expect(unread).toHaveLength(1);
});

test('tells reasons of exemption and the code of the tax point', async () => {
	const xml = changed(
		GOLDEN_UBL,
		['<cbc:TaxPointDate>2026-09-30</cbc:TaxPointDate>', ''],
		['<cbc:EndDate>2026-09-30</cbc:EndDate>', '<cbc:EndDate>2026-09-30</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode>'],
		[
			'<cbc:ID>S</cbc:ID><cbc:Percent>7</cbc:Percent>',
			'<cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>Public interest</cbc:TaxExemptionReason>',
		],
	);
	const { document } = await only(xml);
	expect(document.text('BT-8')).toBe('35');
	expect(plain(document)['BG-23']).toEqual([
		{ 'BT-116': '210.00', 'BT-117': '39.90', 'BT-118': 'S', 'BT-119': '19' },
		{ 'BT-116': '100.00', 'BT-117': '7.00', 'BT-118': 'E', 'BT-119': '0', 'BT-120': 'Public interest', 'BT-121': 'VATEX-EU-132' },
	]);
});

test('reads lines that a line is broken down into (XRechnung), and payments collected for others', async () => {
	const sub = (id: string, more = ''): string =>
		`<cac:SubInvoiceLine><cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="H87">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">55.00</cbc:LineExtensionAmount>${more}</cac:SubInvoiceLine>`;
	const xml = changed(
		GOLDEN_UBL,
		[
			'<cac:Price><cbc:PriceAmount currencyID="EUR">55.125</cbc:PriceAmount></cac:Price>',
			`<cac:Price><cbc:PriceAmount currencyID="EUR">55.125</cbc:PriceAmount></cac:Price>${sub('3.1', sub('3.1.1') + sub('3.1.2'))}${sub('3.2')}`,
		],
		[
			'<cac:LegalMonetaryTotal>',
			'<cac:PrepaidPayment><cbc:ID>Parking</cbc:ID><cbc:PaidAmount currencyID="EUR">9.00</cbc:PaidAmount><cbc:InstructionID>For the town</cbc:InstructionID></cac:PrepaidPayment><cac:LegalMonetaryTotal>',
		],
		['>301.00<', '>310.00<'],
	);
	const invoice = await only(xml);
	const [first, second] = invoice.document.many('BG-25')[2]?.many('XG-sub-line') ?? [];
	expect([first?.text('BT-126'), second?.text('BT-126')]).toEqual(['3.1', '3.2']);
	expect(first?.many('XG-sub-line').map((line) => [line.text('BT-126'), line.text('BT-131')])).toEqual([
		['3.1.1', '55.00'],
		['3.1.2', '55.00'],
	]);
	expect(plainGroup(invoice.document, 'XG-third-party-payment')).toEqual({
		'XT-third-party-type': 'Parking',
		'XT-third-party-amount': '9.00',
		'XT-third-party-description': 'For the town',
	});
	// 356.90 − 56.00 + 0.10 + 9.00
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('takes GST for VAT, a trading name where there is no other, and numbers of any tax office', async () => {
	const { document } = await only(
		changed(
			GOLDEN_UBL,
			[/<cbc:ID>VAT</g, '<cbc:ID>gst<'],
			['<cbc:ID>FC<', '<cbc:ID>TAX<'],
			['<cbc:RegistrationName>Seller GmbH</cbc:RegistrationName>', ''],
		),
	);
	const seller = document.group('BG-4');
	expect([seller?.text('BT-27'), seller?.text('BT-28'), seller?.text('BT-31')]).toEqual(['Seller Shop', undefined, 'DE123456788']);
	expect(seller?.term('BT-32')).toMatchObject({ value: '214/5678/0123', scheme: 'TAX' });
	expect(document.many('BG-23').map((rate) => rate.text('BT-118'))).toEqual(['S', 'S']);
});
