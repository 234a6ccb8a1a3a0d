import { checkEInvoice, readEInvoiceXml, toCoupa } from '../../lib/e-invoice';
import { changed, GOLDEN, GOLDEN_CII, GOLDEN_UBL } from './support/golden';
import { invoiceOf } from './support/many-lines';
import { only, plain } from './support/plain';

const read = async (bytes: Buffer | string) => await readEInvoiceXml(Buffer.from(bytes as string));
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

test.each([
	['no prefix but one for the root', [/<(\/?)(Invoice)\b/g, '<$1x:$2'], ['xmlns=', 'xmlns:x=']],
	['other prefixes', [/\bcac:/g, 'a-1.b:'], [/\bcbc:/g, '_ö:'], ['xmlns:cac', 'xmlns:a-1.b'], ['xmlns:cbc', 'xmlns:_ö']],
	['comments', [/></g, '><!-- <cbc:ID>9</cbc:ID> --><'], ['RE-2026-0815', 'RE-2026<!-- no -->-0815']],
	['processing instructions and white space', [/></g, '>\r\n\t <?x y?>\n<']],
	['CDATA', ['A fine widget &amp; more', '<![CDATA[A fine ]]>widget <![CDATA[& more]]>'], ['>RE-2026-0815<', '><![CDATA[RE-2026-0815]]><']],
	['character references', ['>RE-2026-0815<', '>RE&#45;2026&#x2D;0815<']],
	['empty elements', ['<cac:Delivery>', '<cbc:PricingCurrencyCode/><cac:Delivery><cbc:ActualDeliveryTime></cbc:ActualDeliveryTime>']],
	[
		'xsi:nil',
		['<Invoice ', '<Invoice xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '],
		['<cbc:DueDate>', '<cbc:DueDate i:nil="true">0000-00-00</cbc:DueDate><cbc:DueDate>'],
	],
	[
		'a schema location',
		['<Invoice ', '<Invoice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://127.0.0.1:9/b.xsd" '],
	],
] as Array<[string, ...Array<[string | RegExp, string]>]>)('reads the same with %s', async (_what, ...changes) => {
	const { document, problems } = await only(changed(GOLDEN_UBL, ...changes));
	expect([plain(document), problems]).toEqual([GOLDEN, []]);
});

test('does not mind the order of elements and lines', async () => {
	const parts = /^(.*?<Invoice [^>]*>)(.*)(<\/Invoice>\s*)$/s.exec(GOLDEN_UBL) ?? [];
	const lines = (parts[2] ?? '').match(/ {2}<cac:InvoiceLine>.*?<\/cac:InvoiceLine>\n/gs) ?? [];
	const rest = lines.reduce((text, line) => text.replace(line, ''), parts[2] ?? '');
	const { document } = await only(`${parts[1] ?? ''}${lines.toReversed().join('')}${rest}${parts[3] ?? ''}`);
	expect(plain(document)).toEqual({ ...GOLDEN, 'BG-25': (GOLDEN['BG-25'] as unknown[]).toReversed() });
});

test.each([
	['UTF-8 with a mark', Buffer.from(`\ufeff${GOLDEN_UBL}`)],
	['UTF-16, little endian', Buffer.from(`\ufeff${changed(GOLDEN_UBL, ['UTF-8', 'UTF-16'])}`, 'utf16le')],
	['UTF-16, big endian', Buffer.from(`\ufeff${changed(GOLDEN_UBL, ['UTF-8', 'UTF-16'])}`, 'utf16le').swap16()],
	['ISO 8859-1', Buffer.from(changed(GOLDEN_UBL, ['UTF-8', 'ISO-8859-1']), 'latin1')],
	['Windows 1252', Buffer.from(changed(GOLDEN_UBL, ['"UTF-8"', "'windows-1252'"]), 'latin1')],
	['UTF-16, little endian, without a mark', Buffer.from(changed(GOLDEN_UBL, ['UTF-8', 'UTF-16']), 'utf16le')],
	['UTF-16, big endian, without a mark', Buffer.from(changed(GOLDEN_UBL, ['UTF-8', 'UTF-16']), 'utf16le').swap16()],
	['a mark that says another encoding than the declaration', Buffer.from(`\ufeff${changed(GOLDEN_UBL, ['UTF-8', 'ISO-8859-1'])}`)],
	['none declared', Buffer.from(changed(GOLDEN_UBL, [DECLARATION, '']).trim())],
])('reads %s', async (_encoding, bytes) => {
	const { invoices } = await read(bytes);
	expect(invoices.map(({ document }) => plain(document))).toEqual([GOLDEN]);
});

test('keeps all of 30 digits, and tells what is no number', async () => {
	const long = '123456789012345678901234567890.1234';
	const xml = changed(
		GOLDEN_UBL,
		['>55.125<', `>${long}<`],
		['>110.25<', '> +0110.250 <'],
		['>2.00<', '>1,50<'],
		['>12.00<', '>1e3<'],
		['>250<', `>${'9'.repeat(400)}<`],
	);
	const { document, problems } = await only(xml);
	const [first, second, third] = document.many('BG-25');
	expect([third?.group('BG-29')?.text('BT-146'), third?.text('BT-131')]).toEqual([long, '110.250']);
	expect([first?.group('BG-29')?.text('BT-147'), second?.text('BT-129')]).toEqual([undefined, undefined]);
	expect(problems.map(({ column, code, severity }) => [column, code, severity])).toEqual([
		['BT-147', 'notADecimal', 'error'],
		['BT-148', 'notADecimal', 'error'],
		['BT-129', 'notADecimal', 'error'],
	]);
});

test('what is unknown is left over with its place', async () => {
	const { document, unread } = await only(
		changed(GOLDEN_UBL, ['<cac:Delivery>', '<x:Extra xmlns:x="urn:x"><x:A>1</x:A><x:A>2</x:A></x:Extra><cac:Delivery>']),
	);
	expect(plain(document)).toEqual(GOLDEN);
	expect(unread.slice(0, 2)).toEqual([
		{ path: '/Invoice/Extra/A[1]', value: '1' },
		{ path: '/Invoice/Extra/A[2]', value: '2' },
	]);
});

test.each([
	[
		'xmlDoctype',
		changed(GOLDEN_UBL, [DECLARATION, '<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>'], ['RE-2026-0815', '&a;']),
	],
	['xmlDoctype', changed(GOLDEN_UBL, [DECLARATION, '<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/x.dtd">'])],
	['xmlDoctype', `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${'<!ENTITY b "&a;&a;&a;&a;">'.repeat(1000)}]><x>&b;</x>`],
	['xmlSyntax', changed(GOLDEN_UBL, ['RE-2026-0815', '&a;'])],
	['xmlSyntax', GOLDEN_UBL.slice(0, 4000)],
	['xmlSyntax', ''],
	['xmlSyntax', 'Dear all, please find attached'],
	['xmlTooDeep', '<a>'.repeat(100_000)],
	['xmlSyntax', `<Invoice><!--${'a -'.repeat(1_000_000)}`],
	['xmlSyntax', `<Invoice><${'a'.repeat(1_000_000)}`],
	['xmlSyntax', `<Invoice>&${'a'.repeat(1_000_000)};</Invoice>`],
	['xmlSyntax', `${GOLDEN_UBL}<Invoice/>`],
	['xmlSyntax', changed(GOLDEN_UBL, [/xmlns:cbc="[^"]*"/g, ''])],
	['xmlSyntax', changed(GOLDEN_UBL, ['RE-2026-0815', 'RE-2026\0-0815'])],
	['xmlSyntax', changed(GOLDEN_UBL, ['RE-2026-0815', 'RE&#0;-2026'])],
	['xmlTooLarge', `<Invoice ${Array.from({ length: 1_000_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`],
	['xmlTooLarge', `<Invoice ${Array.from({ length: 100_000 }, (_, index) => `xmlns:a${index}="u${index}"`).join(' ')}/>`],
	['xmlEncoding', changed(GOLDEN_UBL, ['UTF-8', 'x-klingon'])],
	['xmlEncoding', changed(GOLDEN_UBL, ['UTF-8', 'UTF-7'])],
	['unknownSyntax', '<Invoice xmlns="urn:example:my-own"/>'],
	['unknownSyntax', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
] as Array<[string, string]>)('refuses %s (#%#)', async (code, xml) => {
	await expect(read(xml)).rejects.toMatchObject({ name: 'EInvoiceError', code });
});

test('names root and namespace of what it does not know', async () => {
	await expect(read('<q:Bill xmlns:q="urn:example:my-own"/>')).rejects.toThrow(/<Bill> in the namespace “urn:example:my-own”/);
});

test('names the line of a character that XML does not allow', async () => {
	await expect(read('<a>\n<b>\n\u0001</b></a>')).rejects.toThrow(/U\+0001, which XML does not allow, in line 3/);
});

test('follows neither XInclude nor style sheets, and keeps what they stand in for empty', async () => {
	const include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>';
	const { document } = await only(
		changed(GOLDEN_UBL, ['>RE-2026-0815<', `>${include}<`], ['<Invoice ', '<?xml-stylesheet href="http://127.0.0.1:9/a.xsl"?><Invoice ']),
	);
	expect(document.text('BT-1')).toBeUndefined();
});

test('a prefix means what it was last bound to', async () => {
	const uri = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2';
	const ids = `<cbc:ID xmlns:cbc="urn:other">X</cbc:ID><q:ID xmlns:q="${uri}">RE-1</q:ID><ID xmlns="">Y</ID>`;
	const { document, unread } = await only(changed(GOLDEN_UBL, ['<cbc:ID>RE-2026-0815</cbc:ID>', ids]));
	expect([document.text('BT-1'), unread.map(({ value }) => value)]).toEqual(['RE-1', expect.arrayContaining(['X', 'Y'])]);
});

/** What a value of the invoice date, or of the total with VAT, is read as; null where it is refused by its term. */
async function valueOf(syntax: 'UBL' | 'CII', id: 'BT-2' | 'BT-112', written: string): Promise<string | null> {
	const [from, to] = {
		UBL: {
			'BT-2': [/<cbc:IssueDate>[^<]*/, `<cbc:IssueDate>${written}`],
			'BT-112': [/(<cbc:TaxInclusiveAmount[^>]*>)[^<]*/, `$1${written}`],
		},
		CII: {
			'BT-2': [/(<ram:IssueDateTime>)<udt:DateTimeString[^>]*>[^<]*/, `$1<udt:DateTimeString format="${written.replace(' ', '">')}`],
			'BT-112': [/(<ram:GrandTotalAmount[^>]*>)[^<]*/, `$1${written}`],
		},
	}[syntax][id] as [RegExp, string];
	const text = syntax === 'UBL' ? GOLDEN_UBL : GOLDEN_CII;
	const { document, problems } = await only(text.replace(from, to));
	const value = (id === 'BT-2' ? document : document.group('BG-22'))?.text(id) ?? null;
	expect(problems.map(({ column }) => column)).toEqual(value === null ? [id] : []);
	return value;
}

test.each([
	['2026-02-28', '2026-02-28'],
	['2026-02-28Z', '2026-02-28'],
	['2026-02-28+01:00', '2026-02-28'],
	['2026-02-30', null],
	['20260228', null],
	['28.02.2026', null],
	['2026-02', null],
] as const)('the date %s in UBL', async (written, value) => {
	expect(await valueOf('UBL', 'BT-2', written)).toBe(value);
});

test.each([
	['102 20260228', '2026-02-28'],
	['102 20260230', null],
	['102 2026-02-28', '2026-02-28'],
	['203 202602281530', '2026-02-28'],
	['610 202602', '2026-02-01'],
	['610 202613', null],
] as const)('the date %s in CII', async (written, value) => {
	expect(await valueOf('CII', 'BT-2', written)).toBe(value);
});

test.each([
	['+5', '5'],
	['-5.00', '-5.00'],
	['1.234,56', null],
	['1,234.56', null],
	['1e5', null],
	['NaN', null],
	['INF', null],
	['0x10', null],
	['5 EUR', null],
	['٥', null],
	['--5', null],
] as const)('the amount %s', async (written, value) => {
	expect([await valueOf('UBL', 'BT-112', written), await valueOf('CII', 'BT-112', written)]).toEqual([value, value]);
});

test('negative quantities, no lines and line numbers that are there twice are read as they are', async () => {
	const twice = await only(
		changed(GOLDEN_UBL, [/(<cac:InvoiceLine>\s*<cbc:ID>)[^<]*/g, '$17'], [/(<cbc:InvoicedQuantity[^>]*>)10</g, '$1-10<']),
	);
	expect(twice.document.many('BG-25').map((line) => line.text('BT-126'))).toEqual(['7', '7', '7']);
	expect(twice.document.many('BG-25').map((line) => line.text('BT-129'))).toContain('-10');
	const none = await only(changed(GOLDEN_UBL, [/<cac:InvoiceLine>.*<\/cac:InvoiceLine>/gs, '']));
	expect(checkEInvoice(none).map(({ code }) => code)).toContain('BR-16');
	for (const invoice of [twice, none]) expect(toCoupa(invoice).record['invoice-number']).toBe('RE-2026-0815');
});

test('bytes that are not in the declared encoding are told', async () => {
	await expect(read(Buffer.from(GOLDEN_UBL, 'latin1'))).rejects.toMatchObject({ code: 'xmlEncoding' });
});

test.each([
	[
		'UBL',
		changed(GOLDEN_UBL, [/<cac:LegalMonetaryTotal>.*?<\/cac:LegalMonetaryTotal>/gs, ''], [/<cac:TaxTotal>.*?<\/cac:TaxTotal>/gs, '']),
	],
	[
		'CII',
		changed(
			GOLDEN_CII,
			[/<ram:SpecifiedTradeSettlementHeaderMonetarySummation>.*?<\/ram:SpecifiedTradeSettlementHeaderMonetarySummation>/gs, ''],
			[/<ram:ApplicableTradeTax><ram:CalculatedAmount>.*?<\/ram:ApplicableTradeTax>/gs, ''],
		),
	],
])('missing totals are told, and the lines are there (%s)', async (_syntax, xml) => {
	const invoice = await only(xml);
	expect(invoice.document.many('BG-25')).toHaveLength(3);
	expect(checkEInvoice(invoice).map(({ code, column }) => `${code} ${column ?? ''}`)).toEqual(
		expect.arrayContaining(['BR-12 BT-106', 'BR-13 BT-109', 'BR-14 BT-112', 'BR-15 BT-115', 'BR-CO-18 BT-118']),
	);
});

/** Processor time and its longest stretch between two turns of the event loop, in milliseconds: others on the machine do not count. */
async function measured(work: () => Promise<unknown>): Promise<{ total: number; longest: number }> {
	const now = (): number => process.cpuUsage().user / 1000;
	const begin = now();
	let last = begin;
	let longest = 0;
	let isOver = false;
	const beat = (): void => {
		longest = Math.max(longest, now() - last);
		last = now();
		if (!isOver) setImmediate(beat);
	};
	setImmediate(beat);
	await work();
	isOver = true;
	longest = Math.max(longest, now() - last);
	return { total: now() - begin, longest };
}

test('reads and checks 10,000 lines in linear time, and lets others have their turn', async () => {
	const few = Buffer.from(invoiceOf(1000));
	const many = Buffer.from(invoiceOf(10_000));
	await read(few);
	const small = await measured(async () => await read(few));
	const large = await measured(async () => {
		const [invoice] = (await read(many)).invoices;
		expect(invoice?.document.many('BG-25')).toHaveLength(10_000);
		expect(invoice?.unread).toEqual([]);
	});
	expect(large.total).toBeLessThan(small.total * 30);
	expect(large.longest).toBeLessThan(200);
}, 60_000);
