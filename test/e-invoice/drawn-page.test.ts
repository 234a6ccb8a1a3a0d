import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';

import { type EInvoice, Group, type GroupId, type Term, type TermId } from '../../lib/e-invoice';
import { drawInvoicePage } from '../../lib/e-invoice/pdf/draw/draw-invoice-page';
import { Fonts, FONT_PARTS } from '../../lib/e-invoice/pdf/draw/fonts';
import { linesOf, shownTexts } from './pdf-words';

type Terms = Partial<Record<TermId, string | Partial<Term>>>;

function group(id: GroupId | 'document', terms: Terms, groups: Group[] = []): Group {
	const made = new Group(id, '/Invoice');
	for (const [term, given] of Object.entries(terms)) {
		const more: Partial<Term> = typeof given === 'string' ? { value: given } : (given ?? {});
		made.add(term as TermId, { value: '', path: `/Invoice/${term}`, ...more });
	}
	for (const below of groups) made.addGroup(below);
	return made;
}

const line = (id: string, name: string, more: Terms = {}): Group =>
	group('BG-25', { 'BT-126': id, 'BT-129': '3', 'BT-130': 'C62', 'BT-131': '30.00', ...more }, [
		group('BG-29', { 'BT-146': '10.00', 'BT-149': '1', 'BT-150': 'C62' }),
		group('BG-30', { 'BT-151': 'S', 'BT-152': '19' }),
		group('BG-31', { 'BT-153': name, 'BT-155': 'ART-7' }),
	]);

function invoice(groups: Group[] = [], terms: Terms = {}, more: Partial<EInvoice> = {}): EInvoice {
	const document = group('document', { 'BT-1': 'R-1', 'BT-2': '2026-03-31', 'BT-3': '380', 'BT-5': 'EUR', ...terms }, [
		group('BG-2', { 'BT-24': 'urn:cen.eu:en16931:2017' }),
		group('BG-4', { 'BT-27': 'Lieferant GmbH', 'BT-34': { value: '9930:DE1', scheme: '0088' } }, [
			group('BG-5', { 'BT-37': 'Köln', 'BT-40': 'DE' }),
		]),
		group('BG-7', { 'BT-44': 'Käufer AG' }),
		...groups,
		group('BG-22', { 'BT-109': '30.00', 'BT-110': { value: '5.70', currency: 'EUR' }, 'BT-112': '35.70', 'BT-115': '35.70' }),
	]);
	return { syntax: 'CII', profile: 'urn:cen.eu:en16931:2017', position: 1, document, unread: [], problems: [], ...more };
}

async function linesShown(one: EInvoice): Promise<string[]> {
	return linesOf(await shownTexts(await drawInvoicePage(one)));
}

test('what the page is, its headline and its foot', async () => {
	const shown = await shownTexts(await drawInvoicePage(invoice([], { 'BT-9': '2026-04-30' })));
	expect(shown.slice(0, 3).map(({ text }) => text)).toEqual([
		'Drawn from the data of the e-invoice. This page is not the supplier’s document: what counts is the file that the supplier sent.',
		'Format: CII, urn:cen.eu:en16931:2017',
		'Invoice R-1',
	]);
	expect(shown[0]).toMatchObject({ page: 1, x: 40, size: 8.5 });
	expect(linesOf(shown)).toEqual(
		expect.arrayContaining([
			'Issued|Due|Total with VAT|Amount due',
			'2026-03-31|2026-04-30|35.70 EUR|35.70 EUR',
			'E-invoice R-1|Page 1 of 1',
		]),
	);
	expect(linesOf(await shownTexts(await drawInvoicePage(invoice([], { 'BT-3': '381' }))))).toContain('Credit note R-1');
});

test('parties, lines, VAT, totals and every other term with its number, each once', async () => {
	const shown = await linesShown(
		invoice([
			line('1', 'Schrauben M4', { 'BT-127': 'eilt' }),
			group('BG-23', { 'BT-116': '30.00', 'BT-117': '5.70', 'BT-118': 'S', 'BT-119': '19' }),
			group('BG-16', { 'BT-81': '58' }, [group('BG-17', { 'BT-84': 'DE02120300000000202051' })]),
			group('BG-1', { 'BT-22': 'Danke für\nIhren Auftrag' }),
			group('BG-24', { 'BT-122': 'Anlage', 'BT-125': { value: 'QUJD'.repeat(1024), mimeType: 'image/png', fileName: 'plan.png' } }),
		]),
	);
	for (const expected of [
		'Seller name (BT-27)|Lieferant GmbH|Buyer name (BT-44)|Käufer AG',
		'Seller electronic address (BT-34)|9930:DE1 (scheme 0088)',
		'Seller city (BT-37)|Köln',
		'Invoice line (BG-25): 1',
		'1|Schrauben M4|3 C62|10.00 per 1 C62|S 19 %|30.00',
		'Invoice line note (BT-127): eilt  ·  Item Seller’s identifier (BT-155): ART-7',
		'S|19 %|30.00|5.70',
		'Invoice total VAT amount (BT-110)|5.70 EUR',
		'Amount due for payment (BT-115)|35.70',
		'Payment means type code (BT-|58|Payment account identifier (BT-|DE02120300000000202051',
		'Invoice note (BT-22)|Danke für',
		'Ihren Auftrag',
		'Additional supporting documents (BG-24)',
		'Supporting document reference|Anlage|Attached document (BT-125)|plan.png, image/png, 3 kB',
	])
		expect(shown).toContain(expected);
	expect(shown.filter((text) => text.includes('ART-7'))).toHaveLength(1);
});

test('right-aligned amounts end at the margin', async () => {
	const shown = await shownTexts(await drawInvoicePage(invoice([line('1', 'A'), line('2', 'B', { 'BT-131': '1234567.89' })])));
	const fonts = shown.filter(({ text }) => text === '30.00' || text === '1234567.89');
	// A digit of Noto Sans is 0.572 wide, a point 0.268.
	const widthOf = (text: string): number =>
		Array.from(text).reduce((sum: number, character) => sum + (character === '.' ? 0.268 : 0.572), 0) * 8.5;
	for (const { x, text } of fonts) expect(x + widthOf(text)).toBeCloseTo(555.28, 0);
	expect(fonts.length).toBeGreaterThanOrEqual(3);
});

test.each([
	['Polish', 'Zażółć gęślą jaźń – faktura VAT'],
	['Czech', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
	['Greek', 'Τιμολόγιο Πώλησης ΆΈΉΊΌΎΏ ϊϋ'],
	['Cyrillic', 'Счёт-фактура № 7 ЇЄҐ ћђ'],
	['Turkish', 'İĞÜŞÖÇ ığüşöç fatura'],
	['Vietnamese', 'Hóa đơn giá trị gia tăng'],
	['signs', '1 234,50 € £ ¥ § “x” „y“ … ™ ½ ² µ × ÷ ±'],
])('%s is shown right', async (_, text) => {
	const shown = await linesShown(invoice([group('BG-1', { 'BT-22': text })]));
	const unspaced = (one: string): string => one.replaceAll(/[| ]/g, '');
	expect(shown.map(unspaced)).toContain(unspaced(`Invoice note (BT-22)${text}`));
	expect(shown.join('\n')).not.toContain('\ufffd');
});

test('characters that the font lacks are replaced where they stand, and named at the head', async () => {
	const shown = await linesShown(invoice([group('BG-1', { 'BT-22': 'Ware 漢字 سعر 😀.' })]));
	expect(shown).toContain('Invoice note (BT-22)|Ware \ufffd\ufffd \ufffd\ufffd\ufffd \ufffd.');
	expect(shown[2]).toBe(
		'Characters that cannot be shown here stand as \ufffd: U+0631, U+0633, U+0639, U+1F600, U+5B57, U+6F22. They are in the data.',
	);
});

test('what could not be read, and what no term was found for, is on the page', async () => {
	const problem = { severity: 'error', code: 'notADate', path: '/Invoice/Due', message: 'Payment due date (BT-9) is “soon”.' } as const;
	const shown = await linesShown(invoice([], {}, { problems: [problem], unread: [{ path: '/Invoice/Colour', value: 'rouge' }] }));
	expect(shown).toEqual(
		expect.arrayContaining([
			'Values that could not be read',
			'/Invoice/Due|Payment due date (BT-9) is “soon”.',
			'More that the file says',
			'/Invoice/Colour|rouge',
		]),
	);
});

test('long texts wrap within the page and go on over pages', async () => {
	const words = Array.from({ length: 1500 }, (_, index) => `Wort${index}`);
	const shown = await shownTexts(await drawInvoicePage(invoice([group('BG-1', { 'BT-22': `${words.join(' ')} ${'x'.repeat(500)}` })])));
	const text = shown.map((one) => one.text).join(' ');
	for (const word of words) expect(text).toContain(word);
	expect((text.match(/x{10,}/g) ?? []).join('')).toHaveLength(500);
	expect(Math.max(...shown.map(({ x, size, text: one }) => x + one.length * size * 0.35))).toBeLessThan(575);
	expect(Math.max(...shown.map(({ page }) => page))).toBeGreaterThan(1);
	expect(Math.max(...shown.map(({ y }) => y))).toBeLessThan(835);
	const cut = await linesShown(invoice([group('BG-1', { 'BT-22': 'y'.repeat(1_000_000) })]));
	expect(cut.join(' ').replaceAll('|', ' ')).toContain('… (980,000 more characters)');
});

test('the same invoice gives the same bytes', async () => {
	const digest = async (): Promise<string> =>
		createHash('sha256')
			.update(await drawInvoicePage(invoice([line('1', 'Zażółć')])))
			.digest('hex');
	expect(await digest()).toBe(await digest());
	const document = await PDFDocument.load(await drawInvoicePage(invoice()), { updateMetadata: false });
	expect(document.getCreationDate()).toEqual(new Date('2026-03-31'));
	expect(document.getTitle()).toBe('E-invoice R-1');
});

test('10,000 lines: drawn in slices, all lines there, the table headed on each page', async () => {
	const lines = Array.from({ length: 10_000 }, (_, index) => line(String(index + 1), `Artikel ${index + 1}`));
	let longest = 0;
	let last = performance.now();
	const timer = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 1);
	const cpu = process.cpuUsage();
	const pdf = await drawInvoicePage(invoice(lines));
	clearInterval(timer);
	const { user } = process.cpuUsage(cpu);
	expect(user / 1e6).toBeLessThan(30);
	expect(longest).toBeLessThan(1000);
	expect(pdf.length).toBeLessThan(8 * 1024 * 1024);
	const document = await PDFDocument.load(pdf);
	expect(document.getPageCount()).toBeGreaterThan(300);
	const shown = await shownTexts(pdf);
	const texts = new Set(shown.map(({ text }) => text));
	for (const index of [1, 2, 777, 5000, 9999, 10_000]) expect(texts).toContain(`Artikel ${index}`);
	expect(shown.filter(({ text }) => text === 'No. (BT-126)').length).toBeGreaterThan(300);
	expect(texts).toContain(`Page ${document.getPageCount()} of ${document.getPageCount()}`);
});

test('a drawing is given up when its run is cancelled', async () => {
	const lines = Array.from({ length: 3000 }, (_, index) => line(String(index), 'A'));
	const cancelled = AbortSignal.timeout(30);
	await expect(drawInvoicePage(invoice(lines), cancelled)).rejects.toThrow();
});

test('wrapping takes time in proportion to the text', () => {
	const fonts = new Fonts(() => ({ has: () => true, advance: () => 0.5 }));
	expect(fonts.lines('aaa bbb ccc', 10, 40)).toEqual(['aaa bbb', 'ccc']);
	expect(fonts.lines('aaaaaaaaaaaa', 10, 25)).toEqual(['aaaaa', 'aaaaa', 'aa']);
	expect(fonts.lines('a\r\nb\n\nc', 10, 25)).toEqual(['a', 'b', '', 'c']);
	expect(fonts.lines('wide', 10, 1)).toEqual(['w', 'i', 'd', 'e']);
	expect(FONT_PARTS).toContain('latin-ext');
});
