import { checkEInvoice } from '../../lib/e-invoice';
import { changed, GOLDEN_CII, GOLDEN_UBL, GOLDEN_ZUGFERD_1 } from './support/golden';
import { invoiceOf } from './support/many-lines';
import { only } from './support/plain';

type Change = readonly [from: string | RegExp, to: string];

const findings = async (xml: string) => checkEInvoice(await only(xml));
const codes = async (xml: string) => (await findings(xml)).map(({ code, column }) => `${code} ${column ?? ''}`);

test('a finding says which rule, which term, where, and what was expected', async () => {
	expect(
		await findings(
			changed(GOLDEN_UBL, ['>306.75<', '>306.80<'], ['>310.00<', '>310.05<'], ['>356.90<', '>356.95<'], ['>301.00<', '>301.05<']),
		),
	).toEqual([
		{
			severity: 'error',
			code: 'BR-CO-10',
			column: 'BT-106',
			path: '/Invoice/cac:LegalMonetaryTotal/cbc:LineExtensionAmount',
			value: '306.80',
			message:
				'Sum of invoice line net amount (BT-106) is 306.80, but the net amounts of the lines (BT-131) make 306.75. Correct it and send the invoice again.',
		},
	]);
});

test.each<[string, ...Change[]]>([
	['BR-CO-11 BT-107', ['<cbc:AllowanceTotalAmount currencyID="EUR">6.75', '<cbc:AllowanceTotalAmount currencyID="EUR">6.74']],
	['BR-CO-11 BT-107', ['<cbc:AllowanceTotalAmount currencyID="EUR">6.75</cbc:AllowanceTotalAmount>', '']],
	['BR-CO-12 BT-108', ['<cbc:ChargeTotalAmount currencyID="EUR">10.00', '<cbc:ChargeTotalAmount currencyID="EUR">11.00']],
	['BR-CO-13 BT-109', ['>310.00<', '>310.01<']],
	['BR-CO-14 BT-110', ['>46.90<', '>46.91<']],
	['BR-CO-15 BT-112', ['>356.90<', '>356.80<']],
	['BR-CO-16 BT-115', ['>301.00<', '>301.01<']],
	['BR-CO-17 BT-117', ['>39.90<', '>41.00<']],
	['BR-S-08 BT-116', ['<cbc:TaxableAmount currencyID="EUR">100.00', '<cbc:TaxableAmount currencyID="EUR">101.00']],
	['BR-S-01 BT-118', [/<cac:TaxSubtotal>.*?<\/cac:TaxSubtotal>/gs, '']],
	['BR-CO-18 BT-118', [/<cac:TaxSubtotal>.*?<\/cac:TaxSubtotal>/gs, '']],
	['BR-S-05 BT-152', ['<cbc:Percent>7</cbc:Percent>', '<cbc:Percent>0</cbc:Percent>']],
	['BR-S-10 BT-120', ['<cbc:Percent>7</cbc:Percent>', '<cbc:Percent>7</cbc:Percent><cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>']],
	['BR-AE-10 BT-120', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>AE</cbc:ID><cbc:Percent>0']],
	['BR-AE-09 BT-117', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>AE</cbc:ID><cbc:Percent>0']],
	['BR-IC-02 BT-31', ['<cbc:ID>S</cbc:ID><cbc:Percent>19', '<cbc:ID>K</cbc:ID><cbc:Percent>0'], ['DE123456788', ''], ['FR12345678901', '']],
	['BR-IC-12 BT-80', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>K</cbc:ID><cbc:Percent>0'], [/<cac:Delivery>.*?<\/cac:Delivery>/gs, '']],
	['BR-O-11 BT-118', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>O</cbc:ID><cbc:Percent>0']],
	['BR-O-02 BT-31', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>O</cbc:ID><cbc:Percent>0']],
	['BR-02 BT-1', ['<cbc:ID>RE-2026-0815</cbc:ID>', '']],
	['BR-06 BT-27', ['Seller GmbH', ''], ['Seller Shop', '']],
	['BR-11 BT-55', ['<cbc:IdentificationCode>AT</cbc:IdentificationCode>', '']],
	['BR-16 BT-126', [/<cac:InvoiceLine>.*<\/cac:InvoiceLine>/gs, '']],
	['BR-22 BT-129', ['<cbc:InvoicedQuantity unitCode="MTR">250</cbc:InvoicedQuantity>', '']],
	['BR-26 BT-146', ['<cbc:PriceAmount currencyID="EUR">40.00</cbc:PriceAmount>', '']],
	['BR-27 BT-146', ['>55.125<', '>-55.125<']],
	['BR-29 BT-74', ['<cbc:EndDate>2026-09-30', '<cbc:EndDate>2026-08-30']],
	[
		'BR-33 BT-97',
		[
			'<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason>',
			'',
		],
	],
	['BR-61 BT-84', [/<cac:PayeeFinancialAccount>.*?<\/cac:PayeeFinancialAccount>/gs, '']],
	['BR-62 BT-34', [' schemeID="EM"', '']],
	[
		'BR-CO-03 BT-7',
		['<cbc:StartDate>2026-09-01</cbc:StartDate><cbc:EndDate>2026-09-30</cbc:EndDate>', '<cbc:DescriptionCode>35</cbc:DescriptionCode>'],
	],
	['BR-CO-09 BT-31', ['DE123456788', '123456788']],
	['BR-CO-15 BT-110', ['<cbc:TaxAmount currencyID="PLN">', '<cbc:TaxAmount currencyID="EUR">']],
	['BR-53 BT-111', [/<cac:TaxTotal><cbc:TaxAmount currencyID="PLN">.*?<\/cac:TaxTotal>/g, '']],
	['BR-CL-01 BT-3', ['>380<', '>999<']],
	['BR-CL-04 BT-5', ['<cbc:DocumentCurrencyCode>EUR', '<cbc:DocumentCurrencyCode>EUX']],
	['BR-CL-14 BT-40', ['<cbc:IdentificationCode>DE', '<cbc:IdentificationCode>XX']],
	['BR-CL-17 BT-118', ['<cbc:ID>S</cbc:ID><cbc:Percent>7', '<cbc:ID>Q</cbc:ID><cbc:Percent>7']],
	['BR-DEC BT-115', ['>301.00<', '>301.001<']],
	['PEPPOL-EN16931-R051 BT-146', ['<cbc:PriceAmount currencyID="EUR">40.00', '<cbc:PriceAmount currencyID="USD">40.00']],
	['BR-52 BT-122', ['<cac:AccountingSupplierParty>', '<cac:AdditionalDocumentReference/><cac:AccountingSupplierParty>']],
])('%s is an error', async (expected, ...changes) => {
	const found = (await findings(changed(GOLDEN_UBL, ...changes))).filter(({ severity }) => severity === 'error');
	expect(found.map(({ code, column }) => `${code} ${column ?? ''}`)).toContain(expected);
});

test.each<[string, ...Change[]]>([
	['PEPPOL-EN16931-R120 BT-131', ['>55.125<', '>54.00<']],
	['BR-CO-25 BT-9', ['<cbc:DueDate>2026-10-31</cbc:DueDate>', ''], ['<cbc:Note>30 days net</cbc:Note>', '']],
	['BR-CL-23 BT-130', ['unitCode="HUR"', 'unitCode="QQQ"']],
	['BR-CL-16 BT-81', ['>58<', '>999<']],
	['BR-CL-25 BT-34', ['schemeID="EM"', 'schemeID="9999"']],
	['BR-CL-24 BT-125', ['mimeCode="text/csv"', 'mimeCode="text/html"']],
])('%s is a warning: the invoice goes on', async (expected, ...changes) => {
	const found = await findings(changed(GOLDEN_UBL, ...changes));
	expect(found.map(({ severity, code, column }) => `${severity} ${code} ${column ?? ''}`)).toEqual([`warning ${expected}`]);
});

test('a period of UBL may hold nothing but the code of the tax point, and not nothing at all', async () => {
	const PERIOD = '<cbc:StartDate>2026-09-01</cbc:StartDate><cbc:EndDate>2026-09-30</cbc:EndDate>';
	const code: Change[] = [
		['<cbc:TaxPointDate>2026-09-30</cbc:TaxPointDate>', ''],
		[PERIOD, '<cbc:DescriptionCode>35</cbc:DescriptionCode>'],
	];
	expect(await codes(changed(GOLDEN_UBL, ...code))).toEqual([]);
	expect(await codes(changed(GOLDEN_UBL, [PERIOD, '']))).toEqual(['BR-CO-19 BT-73']);
});

const HEADING =
	'<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>9</ram:LineID><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:Name>Water</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:BuyerOrderReferencedDocument><ram:LineID>1</ram:LineID></ram:BuyerOrderReferencedDocument></ram:SpecifiedLineTradeAgreement></ram:IncludedSupplyChainTradeLineItem>';

test('a line that only heads others needs neither quantity nor price nor VAT', async () => {
	const xml = changed(
		GOLDEN_CII,
		['<ram:ID>urn:cen.eu:en16931:2017<', '<ram:ID>urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended<'],
		['<rsm:SupplyChainTradeTransaction>', `<rsm:SupplyChainTradeTransaction>${HEADING}`],
	);
	expect(await codes(xml)).toEqual([]);
	expect(await codes(changed(xml, ['GROUP', 'DETAIL']))).toEqual(expect.arrayContaining(['BR-22 BT-129', 'BR-26 BT-146']));
});

test('VAT may differ by less than 1, amounts are rounded at half a cent', async () => {
	const total: Change[] = [
		['>39.90<', '>40.89<'],
		['>46.90<', '>47.89<'],
		['>356.90<', '>357.89<'],
		['>301.00<', '>301.99<'],
	];
	expect(await codes(changed(GOLDEN_UBL, ...total))).toEqual([]);
	expect(await codes(changed(GOLDEN_CII, ...total))).toEqual([]);
});

test('a value that cannot be read is told once, not as missing', async () => {
	const invoice = await only(changed(GOLDEN_UBL, ['<cbc:IssueDate>2026-10-01', '<cbc:IssueDate>1.10.2026']));
	expect(invoice.problems.map(({ column }) => column)).toEqual(['BT-2']);
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('formats that are not bound to EN 16931 are warned of sums, but have to have number and date', async () => {
	const found = await findings(changed(GOLDEN_ZUGFERD_1, ['>356.90<', '>400.00<'], ['<ram:ID>RE-2026-0815</ram:ID>', '']));
	expect(found.map(({ severity, code, column }) => `${severity} ${code} ${column ?? ''}`)).toEqual([
		'error BR-02 BT-1',
		'warning BR-CO-15 BT-112',
	]);
});

test('many lines have no finding', async () => {
	expect(await codes(invoiceOf(200))).toEqual([]);
});
