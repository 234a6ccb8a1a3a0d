import { checkEInvoice } from '../../lib/e-invoice';
import { changed, GOLDEN, GOLDEN_CII } from './support/golden';
import { only, plain, plainGroup } from './support/plain';

test('reads the same terms as from UBL', async () => {
	const invoice = await only(GOLDEN_CII);
	expect(plain(invoice.document)).toEqual(GOLDEN);
	expect(invoice).toMatchObject({ syntax: 'CII', profile: 'urn:cen.eu:en16931:2017', problems: [], unread: [] });
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('keeps schemes that stand in elements of their own', async () => {
	const { document } = await only(GOLDEN_CII);
	expect(document.term('BT-18')).toMatchObject({ value: 'OBJ-7', scheme: 'ABT' });
	expect(document.many('BG-25')[0]?.term('BT-128')).toMatchObject({ value: 'METER-1', scheme: 'AAA' });
	expect(
		document
			.group('BG-4')
			?.all('BT-29')
			.map(({ scheme }) => scheme),
	).toEqual([undefined, '0088']);
});

test.each([
	['203', '202610011345', '2026-10-01'],
	['204', '20261001134501', '2026-10-01'],
	['101', '261001', '2026-10-01'],
	['4', '01102026', '2026-10-01'],
	['610', '202610', '2026-10-01'],
	['616', '202640', '2026-09-28'],
	['616', '202653', '2026-12-28'],
	['616', '202701', '2027-01-04'],
	['102', '2026-10-01', '2026-10-01'],
])('reads dates of format %s: %s', async (format, written, day) => {
	const { document, problems } = await only(
		changed(GOLDEN_CII, ['<udt:DateTimeString format="102">20261001<', `<udt:DateTimeString format="${format}">${written}<`]),
	);
	expect([document.text('BT-2'), problems]).toEqual([day, []]);
});

test.each([
	['102', '20261301'],
	['102', '202610'],
	['616', '202553'],
	['616', '202600'],
	['999', '1.10.2026'],
])('tells a date of format %s that is none: %s', async (format, written) => {
	const { document, problems } = await only(
		changed(GOLDEN_CII, ['<udt:DateTimeString format="102">20261001<', `<udt:DateTimeString format="${format}">${written}<`]),
	);
	expect(document.text('BT-2')).toBeUndefined();
	expect(problems).toEqual([
		expect.objectContaining({
			severity: 'error',
			code: 'notADate',
			column: 'BT-2',
			value: written,
			path: '/CrossIndustryInvoice/rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString',
		}),
	]);
});

test('reads direct debit, and remittance information without payment means', async () => {
	const debit = changed(
		GOLDEN_CII,
		['<ram:PaymentReference>', '<ram:CreditorReferenceID>DE98ZZZ09</ram:CreditorReferenceID><ram:PaymentReference>'],
		[
			/<ram:PayeePartyCreditorFinancialAccount>.*?<\/ram:PayeePartyCreditorFinancialAccount>/g,
			'<ram:PayerPartyDebtorFinancialAccount><ram:IBANID>AT61</ram:IBANID></ram:PayerPartyDebtorFinancialAccount>',
		],
		['</ram:DueDateDateTime>', '</ram:DueDateDateTime><ram:DirectDebitMandateID>M-1</ram:DirectDebitMandateID>'],
	);
	expect(plainGroup((await only(debit)).document, 'BG-16')['BG-19']).toEqual([{ 'BT-89': 'M-1', 'BT-90': 'DE98ZZZ09', 'BT-91': 'AT61' }]);
	const none = changed(GOLDEN_CII, [/<ram:SpecifiedTradeSettlementPaymentMeans>.*?<\/ram:SpecifiedTradeSettlementPaymentMeans>/g, '']);
	const invoice = await only(none);
	expect(plainGroup(invoice.document, 'BG-16')).toEqual({ 'BT-83': 'RF18539007547034' });
	expect(checkEInvoice(invoice)).toEqual([]);
});

const PROFILE = 'urn:cen.eu:en16931:2017';

test('EXTENDED: freight is a charge, lines that head others do not count, cent differences pass', async () => {
	const head = GOLDEN_CII.match(/ {4}<ram:IncludedSupplyChainTradeLineItem>.*?<\/ram:IncludedSupplyChainTradeLineItem>\n/s)?.[0] ?? '';
	const group = changed(head, [
		'<ram:LineID>1</ram:LineID>',
		'<ram:LineID>0</ram:LineID><ram:LineStatusReasonCode>GROUP</ram:LineStatusReasonCode>',
	]);
	const xml = changed(
		GOLDEN_CII,
		[`>${PROFILE}<`, `>${PROFILE}#conformant#urn:factur-x.eu:1p0:extended<`],
		[head, group + head.replace('<ram:LineID>1</ram:LineID>', '<ram:LineID>1</ram:LineID><ram:ParentLineID>0</ram:ParentLineID>')],
		[
			/<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>true<\/udt:Indicator><\/ram:ChargeIndicator><ram:CalculationPercent>10<.*?<\/ram:SpecifiedTradeAllowanceCharge>/g,
			'<ram:SpecifiedLogisticsServiceCharge><ram:Description>Freight</ram:Description><ram:AppliedAmount>10.00</ram:AppliedAmount><ram:AppliedTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:AppliedTradeTax></ram:SpecifiedLogisticsServiceCharge>',
		],
		['<ram:LineTotalAmount>306.75', '<ram:LineTotalAmount>306.76'],
	);
	const invoice = await only(xml);
	expect(plainGroup(invoice.document, 'BG-21')).toEqual({ 'BT-99': '10.00', 'BT-102': 'S', 'BT-103': '19', 'BT-104': 'Freight' });
	expect(invoice.document.many('BG-25').map((line) => [line.text('XT-line-type'), line.text('XT-line-parent')])).toEqual([
		['GROUP', undefined],
		[undefined, '0'],
		[undefined, undefined],
		[undefined, undefined],
	]);
	expect(checkEInvoice(invoice)).toEqual([]);
});

test('MINIMUM and BASIC WL have no lines', async () => {
	const noLines = changed(GOLDEN_CII, [/ {4}<ram:IncludedSupplyChainTradeLineItem>.*<\/ram:IncludedSupplyChainTradeLineItem>\n/gs, '']);
	const basic = changed(noLines, [`>${PROFILE}<`, '>urn:factur-x.eu:1p0:basicwl<']);
	expect(checkEInvoice(await only(basic))).toEqual([]);
	const minimum = changed(
		basic,
		['basicwl', 'minimum'],
		[/<ram:ApplicableTradeTax>.*?<\/ram:ApplicableTradeTax>/g, ''],
		[/<ram:SpecifiedTradeAllowanceCharge>.*?<\/ram:SpecifiedTradeAllowanceCharge>/g, ''],
		[/<ram:LineTotalAmount>.*?<\/ram:AllowanceTotalAmount>/g, ''],
	);
	expect(checkEInvoice(await only(minimum))).toEqual([]);
	expect(checkEInvoice(await only(noLines)).map(({ code }) => code)).toContain('BR-16');
});
