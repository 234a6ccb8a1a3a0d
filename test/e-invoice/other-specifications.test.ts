import { checkEInvoice, toCoupa } from '../../lib/e-invoice';
import { changed, GOLDEN_UBL } from './support/golden';
import { only } from './support/plain';

type Change = readonly [from: string | RegExp, to: string];

/** The golden invoice as one of another specification (BT-24) and process (BT-23), with other numbers. */
const of = (specification: string, ...changes: Change[]): string =>
	changed(GOLDEN_UBL, ['<cbc:CustomizationID>urn:cen.eu:en16931:2017<', `<cbc:CustomizationID>${specification}<`], ...changes);

const GST: Change[] = [
	['<cbc:CompanyID>DE123456788<', '<cbc:CompanyID>47555222000<'],
	['<cbc:ID>S</cbc:ID>', '<cbc:ID>SR</cbc:ID>'],
];
const errorsOf = async (xml: string): Promise<string[]> =>
	checkEInvoice(await only(xml)).flatMap(({ severity, code, column }) => (severity === 'error' ? `${code} ${column ?? ''}` : []));

describe('UBL that goes by other rules than those of EN 16931 is not held to them', () => {
	test.each([
		'urn:peppol:pint:billing-1@aunz-1',
		'urn:cen.eu:en16931:2017#conformant#urn:fdc:peppol.eu:2017:poacc:billing:international:sg:3.0',
		'urn:cen.eu:en16931:2017#conformant#urn:fdc:peppol.eu:2017:poacc:selfbilling:international:aunz:3.0',
		'urn:www.cenbii.eu:transaction:biitrns010:ver2.0:extended:urn:www.peppol.eu:bis:peppol4a:ver2.0',
		'OIOUBL-2.1',
		'TR1.2',
	])('%s', async (specification) => {
		expect(await errorsOf(of(specification, ...GST))).toEqual([]);
	});

	test.each([
		['urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0'],
		['urn:peppol:pint:billing-1@eu-1'],
		['urn:cen.eu:en16931:2017#conformant#urn:example:extension'],
	])('but %s is', async (specification) => {
		expect(await errorsOf(of(specification, ...GST))).toEqual(expect.arrayContaining(['BR-CO-09 BT-31', 'BR-CL-17 BT-118']));
	});

	test('the Gulf states name a process', async () => {
		const gulf = changed(GOLDEN_UBL, ['urn:example:billing', 'reporting:1.0'], [/ *<cbc:CustomizationID>.*\n/g, ''], ...GST);
		expect(await errorsOf(gulf)).toEqual([]);
	});

	test('what names no specification is told that it should, as before', async () => {
		expect(await errorsOf(changed(GOLDEN_UBL, [/ *<cbc:CustomizationID>.*\n/g, '']))).toEqual(['BR-01 BT-24']);
	});

	test('lines it has to have all the same', async () => {
		expect(await errorsOf(of('OIOUBL-2.1', [/<cac:InvoiceLine>.*<\/cac:InvoiceLine>/gs, '']))).toEqual(['BR-16 BT-126']);
	});

	test('sums that do not add up are warnings there, and a missing number is an error everywhere', async () => {
		const xml = of('OIOUBL-2.1', ['>306.75<', '>307.75<'], ['<cbc:ID>RE-2026-0815</cbc:ID>', '']);
		expect(checkEInvoice(await only(xml)).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
			'error BR-02',
			'warning BR-CO-10',
			'warning BR-CO-13',
		]);
	});
});

test('a breakdown without rates, as UBL 2.0 has it, is not multiplied by none', async () => {
	const [from, to] = ['<cbc:ID>S</cbc:ID><cbc:Percent>7</cbc:Percent>', '<cbc:ID>S</cbc:ID>'];
	const invoice = await only(of('OIOUBL-2.1', [`<cac:TaxCategory>${from}`, `<cac:TaxCategory>${to}`]));
	expect(checkEInvoice(invoice)).toEqual([]);
	expect(toCoupa(invoice).problems.map(({ code }) => code)).toEqual(['amountDue']);
});

describe('totals of other specifications in the terms of EN 16931', () => {
	const OTHER = 'urn:www.cenbii.eu:transaction:biitrns010:ver2.0';

	test('the rounding is taken out of the total with VAT', async () => {
		const invoice = await only(of(OTHER, ['>356.90<', '>357.00<']));
		expect(invoice.document.group('BG-22')?.text('BT-112')).toBe('356.9');
		expect(checkEInvoice(invoice)).toEqual([]);
		expect(toCoupa(invoice).record['supplier-total']).toBe('356.9');
		const bound = await only(changed(GOLDEN_UBL, ['>356.90<', '>357.00<']));
		expect(bound.document.group('BG-22')?.text('BT-112')).toBe('357.00');
	});

	test('the VAT that stands where the total without VAT should is not taken for that', async () => {
		const invoice = await only(of('OIOUBL-2.1', ['>310.00</cbc:TaxExclusive', '>46.90</cbc:TaxExclusive']));
		expect(invoice.document.group('BG-22')?.text('BT-109')).toBe('310');
		expect(checkEInvoice(invoice)).toEqual([]);
	});

	test('a total and a currency that are left out are those of the amount due', async () => {
		const invoice = await only(
			of(
				OTHER,
				[/<cbc:TaxInclusiveAmount.*?<\/cbc:TaxInclusiveAmount>/g, ''],
				[/<cbc:DocumentCurrencyCode>.*?<\/cbc:DocumentCurrencyCode>/g, ''],
			),
		);
		expect(invoice.document.text('BT-5')).toBe('EUR');
		expect(invoice.document.group('BG-22')?.text('BT-112')).toBe('356.9');
		expect(await errorsOf(changed(GOLDEN_UBL, [/<cbc:TaxInclusiveAmount.*?<\/cbc:TaxInclusiveAmount>/g, '']))).toContain('BR-14 BT-112');
	});
});

const LINE_TAX = (category: string, percent: string) =>
	`<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">7.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">7.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>${category}</cbc:ID><cbc:Percent>${percent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`;
const OF_ITEM =
	'<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>7</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>';

test('the VAT of a line may stand with the line, and is that of the item where both have it', async () => {
	const cable = '<cac:Item><cbc:Name>Cable</cbc:Name>';
	const { document, unread } = await only(of('OIOUBL-2.1', [`${cable}${OF_ITEM}`, `${LINE_TAX('StandardRated', '7')}${cable}`]));
	expect(document.many('BG-25')[1]?.group('BG-30')?.text('BT-151')).toBe('StandardRated');
	expect(document.many('BG-25')[1]?.group('BG-30')?.text('BT-152')).toBe('7');
	expect(unread).toHaveLength(1);
	const both = await only(changed(GOLDEN_UBL, [cable, `${LINE_TAX('X', '7')}${cable}`]));
	expect(both.document.many('BG-25')[1]?.many('BG-30')).toHaveLength(1);
	expect(both.document.many('BG-25')[1]?.group('BG-30')?.text('BT-151')).toBe('S');
	expect(both.unread).toHaveLength(1);
});

test('several taxes of one line are not passed over', async () => {
	const cable = '<cac:Item><cbc:Name>Cable</cbc:Name>';
	const two = LINE_TAX('S', '7').replace(/(<cac:TaxSubtotal>.*<\/cac:TaxSubtotal>)/, '$1$1');
	const { unread } = await only(changed(GOLDEN_UBL, [cable, `${two}${cable}`]));
	expect(unread.map(({ path }) => path)).toContain('/Invoice/cac:InvoiceLine[2]/cac:TaxTotal/cac:TaxSubtotal[2]/cbc:TaxAmount');
});

test('numbers of houses take the next free line of the address', async () => {
	const { document, unread } = await only(
		changed(
			GOLDEN_UBL,
			[
				'<cbc:StreetName>Lagerweg 5</cbc:StreetName>',
				'<cbc:StreetName>Lagerweg</cbc:StreetName><cbc:BuildingNumber>5</cbc:BuildingNumber>',
			],
			[
				'<cbc:StreetName>Rue 1</cbc:StreetName>',
				'<cbc:StreetName>Rue</cbc:StreetName><cbc:AdditionalStreetName>Cour</cbc:AdditionalStreetName><cbc:BuildingNumber>1</cbc:BuildingNumber>',
			],
		),
	);
	const delivery = document.group('BG-13')?.group('BG-15');
	expect([delivery?.text('BT-75'), delivery?.text('BT-76'), delivery?.text('BT-165')]).toEqual(['Lagerweg', '5', undefined]);
	const representative = document.group('BG-11')?.group('BG-12');
	expect([representative?.text('BT-64'), representative?.text('BT-65'), representative?.text('BT-164')]).toEqual(['Rue', 'Cour', '1']);
	expect(unread).toHaveLength(1);
});

test('the numbers that buyer and supplier have given each other are identifiers of theirs', async () => {
	const { document } = await only(
		changed(
			GOLDEN_UBL,
			['<cac:AccountingSupplierParty>', '<cac:AccountingSupplierParty><cbc:CustomerAssignedAccountID>V-70</cbc:CustomerAssignedAccountID>'],
			['<cac:AccountingCustomerParty>', '<cac:AccountingCustomerParty><cbc:SupplierAssignedAccountID>K-80</cbc:SupplierAssignedAccountID>'],
		),
	);
	expect(
		document
			.group('BG-4')
			?.all('BT-29')
			.map(({ value }) => value),
	).toEqual(['SUP-1', '4000001000005', 'V-70']);
	expect(
		document
			.group('BG-7')
			?.all('BT-46')
			.map(({ value }) => value),
	).toEqual(['CUST-9', 'K-80']);
});

test('what is said twice is listed once, the number of a platform has its place', async () => {
	const invoice = await only(
		changed(
			GOLDEN_UBL,
			[
				'<cbc:PaymentID>',
				'<cbc:PaymentDueDate>2026-10-31</cbc:PaymentDueDate><cbc:PaymentChannelCode>IBAN</cbc:PaymentChannelCode><cbc:PaymentID>',
			],
			['<cbc:IssueDate>2026-10-01<', '<cbc:UUID>3f2b9a54-0000-4000-8000-000000000001</cbc:UUID><cbc:IssueDate>2026-10-01<'],
			['<cbc:DocumentDescription>Time sheet</cbc:DocumentDescription>', '<cbc:DocumentType>Time sheet</cbc:DocumentType>'],
		),
	);
	expect(invoice.unread).toHaveLength(1);
	expect(invoice.document.many('BG-24')[0]?.text('BT-123')).toBe('Time sheet');
	expect(toCoupa(invoice).record['transaction-uuid']).toBe('3f2b9a54-0000-4000-8000-000000000001');
	const other = await only(changed(GOLDEN_UBL, ['<cbc:PaymentID>', '<cbc:PaymentDueDate>2026-11-30</cbc:PaymentDueDate><cbc:PaymentID>']));
	expect(other.unread).toHaveLength(2);
});

const inEnvelope = (content: string): string =>
	`<?xml version="1.0"?><sh:StandardBusinessDocument xmlns:sh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><sh:StandardBusinessDocumentHeader><sh:HeaderVersion>1.0</sh:HeaderVersion></sh:StandardBusinessDocumentHeader>${content}</sh:StandardBusinessDocument>`;
const BARE = GOLDEN_UBL.replace(/^<\?xml.*?\?>\s*/, '');

test('the envelope of an access point is taken off', async () => {
	const [inside, bare] = [await only(inEnvelope(BARE)), await only(GOLDEN_UBL)];
	expect(inside).toEqual(bare);
});

test('an envelope with anything else is refused by what it is', async () => {
	await expect(only(inEnvelope('<Order xmlns="urn:example:order"/>'))).rejects.toThrow(
		'its root element is <Order> in the namespace “urn:example:order”',
	);
	await expect(only(inEnvelope(`${BARE}${BARE}`))).rejects.toThrow('its root element is <StandardBusinessDocument>');
});
