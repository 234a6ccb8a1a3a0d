import { pdf } from '../package/packages';
import { PROCESSING, TestLockBox } from './lock-box';

const MINUTE = 60_000;
const text = '<?xml version="1.0"?>\n<!-- from our ERP -->\n<ubl:Invoice xmlns:ubl="urn:x"><ID>1</ID></ubl:Invoice>';

let box: TestLockBox;
beforeEach(async () => {
	box = await TestLockBox.start();
});
afterEach(() => box.stop());

async function namesAnnounced(): Promise<string[]> {
	const { announcements } = await box.working((lockBox) => lockBox.look());
	return announcements.map(({ name }) => name).sort();
}

/** A CMS head with this length, and so much content. */
function der(length: number, content: number): Buffer {
	return Buffer.concat([Buffer.from([0x30, 0x82, length >> 8, length & 0xff]), Buffer.alloc(content, 1)]);
}

test('XML is complete with the closing tag of its root, in any encoding and whatever follows', async () => {
	await box.deliver('a.xml', Buffer.from(text));
	await box.deliver('b.XML', Buffer.from(`\ufeff${text}\r\n\n<!-- ${'x'.repeat(500)} -->\n`));
	await box.deliver('c.xml', Buffer.from(`\ufeff${text}\n`, 'utf16le'));
	await box.deliver('d.xml', Buffer.from(text, 'utf16le').swap16());
	await box.deliver('e.xml', Buffer.from('<Invoice/>'));
	await box.deliver('f.xml', Buffer.from(`<?xml version="1.0"?><!--${'x'.repeat(9_000)}--><I></I>`));
	await box.deliver('g.xml', Buffer.from('<Rechnung_Ä><x/></Rechnung_Ä >'));
	expect(await namesAnnounced()).toEqual(['a.xml', 'b.XML', 'c.xml', 'd.xml', 'e.xml', 'f.xml', 'g.xml']);
});

test('XML that is cut, at the end of another element too, waits; after five minutes it is handed on to be refused', async () => {
	for (const cut of [5, 22, 60, text.length - 1, text.length - 14]) await box.deliver(`${cut}.xml`, Buffer.from(text.slice(0, cut)));
	await box.deliver('inner.xml', Buffer.from('<Invoice><InvoiceLine></InvoiceLine>'));
	await box.deliver('old.xml', Buffer.from('<Invoice>'), { ageMs: 6 * MINUTE });
	const look = await box.working((lockBox) => lockBox.look());
	expect(look.announcements.map(({ name }) => name)).toEqual(['old.xml']);
	expect(look.notYet).toHaveLength(6);
	expect(new Set(look.notYet.map(({ why }) => why))).toEqual(
		new Set(['It is not complete yet: it does not end with the closing tag of its root element.']),
	);
	expect(await box.allNames(PROCESSING)).toEqual([]);
});

test('what is no XML or PDF at all is handed on at once', async () => {
	await box.deliver('a.xml', Buffer.from('Invoice;1'));
	await box.deliver('a.pdf', Buffer.alloc(2_000, 65));
	await box.deliver('a.p7m', Buffer.from('Invoice;1'));
	expect(await namesAnnounced()).toEqual(['a.p7m', 'a.pdf', 'a.xml']);
});

test('a PDF ends with %%EOF', async () => {
	const whole = await pdf('A-1');
	await box.deliver('a.pdf', whole);
	await box.deliver('b.PDF', Buffer.concat([whole, Buffer.from('\r\n\0\0')]));
	await box.deliver('cut.pdf', whole.subarray(0, whole.length - 200));
	expect(await namesAnnounced()).toEqual(['a.pdf', 'b.PDF']);
});

test('signed XML has the length that its head says, or the end mark of BER', async () => {
	await box.deliver('a.xml.p7m', der(1_000, 1_000));
	await box.deliver('b.xml.p7m', Buffer.from(der(1_000, 1_000).toString('base64').replace(/.{76}/g, '$&\r\n')));
	await box.deliver('c.xml.p7m', Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.alloc(500, 1), Buffer.alloc(8)]));
	await box.deliver('d.xml.p7m', Buffer.from(`-----BEGIN PKCS7-----\nMIID\n-----END PKCS7-----\n`));
	await box.deliver('cut-a.xml.p7m', der(1_000, 900));
	await box.deliver('cut-b.xml.p7m', Buffer.from(der(1_000, 500).toString('base64')));
	await box.deliver('cut-c.xml.p7m', Buffer.concat([Buffer.from([0x30, 0x80]), Buffer.alloc(500, 1)]));
	await box.deliver('cut-d.xml.p7m', Buffer.from(`-----BEGIN PKCS7-----\nMIID`));
	expect(await namesAnnounced()).toEqual(['a.xml.p7m', 'b.xml.p7m', 'c.xml.p7m', 'd.xml.p7m']);
});
