import { PNG } from 'pngjs';
import MailComposer from 'nodemailer/lib/mail-composer';

import { eInvoiceSample, facturX, xRechnung } from '../../../tools/sandbox/e-invoice';
import { zipOf } from '../../../tools/sandbox/scan-one';
import { twoItalianInvoices } from './fattura-pa';

type Mail = NonNullable<ConstructorParameters<typeof MailComposer>[0]>;

/** Each has a date of its own, else they would look like one paper. */
const NUMBERS = ['UBL-1', 'FX-1', 'PAIR-1', 'LOGO-1', 'LOGO-2', 'LOGO-3', 'ODD-1', 'ODD-2', 'ODD-3', 'ZIP-1', 'PROG-1', 'RETRY-1'];

/** A sample with one line on a purchase order of the sandbox, so that nothing of it needs AP. */
const onOrder = (number: string, changes: Parameters<typeof eInvoiceSample>[1] = {}) =>
	eInvoiceSample(number, {
		date: `2026-04-${String(NUMBERS.indexOf(number) + 2).padStart(2, '0')}`,
		order: '70320',
		lines: [{ description: 'Präzisionswelle Ø 12 h6', quantity: '0.5', price: '145.00', orderLine: '1' }],
		...changes,
	});
const good = (number: string) => xRechnung(onOrder(number));
const wrong = (number: string) => xRechnung(onOrder(number, { wrongTotal: '170.00' }));
const xml = (filename: string, content: Buffer) => ({ filename, content, contentType: 'application/xml' });

/** The bytes of a message as they lie in a mailbox. */
async function message(mail: Mail): Promise<Buffer> {
	return await new MailComposer({ to: 'invoices@acme.example', text: 'Please find our invoice attached.', ...mail }).compile().build();
}

/** A message with one invoice whose total is wrong. */
export async function refusedMessage(number: string, from: string): Promise<Buffer> {
	return await message({ from, subject: `Rechnung ${number}`, attachments: [xml(`${number}.xml`, wrong(number))] });
}

/** A message with an invoice that gets into Coupa. */
export async function goodMessage(number: string): Promise<Buffer> {
	return await message({ from: 'ubl@supplier.example', subject: 'Good', attachments: [xml(`${number}.xml`, good(number))] });
}

/** The first invoice of a supplier that Coupa does not know. */
export async function newSupplierMessage(): Promise<Buffer> {
	const seller = { ...eInvoiceSample('').seller, name: 'Neue Werke AG', vat: 'DE136695976', email: 'new@neue-werke.example' };
	const attachments = [xml('NEW-1.xml', xRechnung(eInvoiceSample('NEW-1', { seller })))];
	return await message({ from: 'new@supplier.example', subject: 'Our first invoice', attachments });
}

/** Names as old mail programs write them: none at all, RFC 2231 in pieces, and the type of nothing. */
function oddNames(): Buffer {
	const part = (headers: string, content: Buffer) =>
		`--b\r\n${headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;
	return Buffer.from(
		[
			'From: odd@supplier.example\r\nTo: invoices@acme.example\r\nSubject: =?utf-8?Q?Rechnungen_f=C3=BCr_M=C3=A4rz?=\r\n',
			'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n',
			part('Content-Type: application/octet-stream\r\nContent-Disposition: attachment', good('ODD-1')),
			part(
				"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*0*=UTF-8''Rechnung%20f%C3%BCr%20; filename*1*=M%C3%BCller.xml",
				good('ODD-2'),
			),
			part('Content-Type: application/octet-stream; name="=?iso-8859-1?Q?Geb=FChren.xml?="', good('ODD-3')),
			'--b--\r\n',
		].join(''),
		'latin1',
	);
}

/** Everything that arrives in a mailbox for invoices, from a sender of its own each. */
export async function delivery(): Promise<Buffer[]> {
	const logo = PNG.sync.write(new PNG({ width: 8, height: 8 }));
	const signature = { filename: 'image001.png', content: logo, cid: 'logo' };
	const html = '<p>Best regards</p><img src="cid:logo">';
	const noXml = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n');
	const attached = async (from: string, subject: string, attachments: Mail['attachments'], more: Mail = {}) =>
		await message({ from, subject, attachments, ...more });
	return [
		await goodMessage('UBL-1'),
		await attached('pdf@supplier.example', 'Factur-X', [
			{ filename: 'Rechnung FX-1.pdf', content: await facturX(onOrder('FX-1')), contentType: 'application/pdf' },
		]),
		await attached('"Supplier, sales" <sales@supplier.example>', 'Invoice WRONG-1', [xml('WRONG-1.xml', wrong('WRONG-1'))], {
			replyTo: 'accounts@supplier.example',
		}),
		await attached('two@supplier.example', 'Two invoices', [xml('a.xml', good('PAIR-1')), xml('b.xml', wrong('PAIR-2'))]),
		await attached('italy@supplier.example', 'Fatture', [xml('IT01234567890_00001.xml', twoItalianInvoices())]),
		await attached('away@supplier.example', 'Automatic reply: your order', [signature], { headers: { 'Auto-Submitted': 'auto-replied' } }),
		await message({ from: 'question@supplier.example', subject: 'When do you pay?', html, attachments: [signature] }),
		await message({ from: 'empty@supplier.example', subject: 'Nothing' }),
		await attached('logo@supplier.example', 'With a logo', [xml('LOGO-1.xml', good('LOGO-1')), signature], { html }),
		await attached('logos@supplier.example', 'Two, and a logo', [xml('c.xml', good('LOGO-2')), xml('d.xml', good('LOGO-3')), signature], {
			html,
		}),
		oddNames(),
		await attached('zip@supplier.example', 'Packed', [
			{
				filename: 'invoices.zip',
				content: await zipOf([
					{ fileName: 'ZIP-1.xml', content: good('ZIP-1') },
					{ fileName: 'ZIP-1.pdf', content: noXml },
					{ fileName: 'ZIP-2.xml', content: wrong('ZIP-2') },
				]),
			},
		]),
		await attached('no-reply@supplier.example', 'Invoices of today', [xml('e.xml', good('PROG-1')), xml('f.xml', wrong('PROG-2'))]),
		await attached('scan@supplier.example', 'A scan', [{ filename: 'invoice.pdf', content: noXml, contentType: 'application/pdf' }]),
		await newSupplierMessage(),
		await attached('MAILER-DAEMON@acme.example', 'Undelivered', [xml('back.xml', wrong('BOUNCED'))]),
	];
}
