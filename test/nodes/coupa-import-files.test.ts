import { randomBytes } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';

import { openPackage } from '../../lib/package';
import type { InvoiceFacts } from '../../tools/sandbox/dataset';
import { packageOf, PLAIN_LAYOUT, plainInvoice, rawZip } from '../../tools/sandbox/scan-one';
import { imported, level } from './support/coupa-import';
import { csv } from './support/csv';
import { flow, flowPerFile } from './support/current-flow';
import { inCoupa, itemsOf, problems } from './support/flow';

flowPerFile();

describe('page image', () => {
	const leftOut = (number: string) => plainInvoice(number, { image: { fileName: `${number}.pdf`, kind: 'pdf', leftOut: true } });

	/** A package whose page image has this content. */
	async function withImage(number: string, content: Buffer): Promise<INodeExecutionData[]> {
		const invoice = plainInvoice(number);
		const { content: zip } = await packageOf('a.zip', [leftOut(number)], PLAIN_LAYOUT);
		const { csv: file } = await openPackage(zip, 'a.zip');
		return await flow.capturedFrom(
			rawZip([
				{ name: 'a.csv', content: file?.bytes ?? Buffer.alloc(0) },
				{ name: invoice.image.fileName, content },
			]),
			'a.zip',
		);
	}

	test.each([
		['a missing one', 'imagePresent', async (number: string) => await flow.captured([leftOut(number)])],
		['a text', 'imageType', async (number: string) => await withImage(number, Buffer.from('no image'))],
		['an empty one', 'imageSize', async (number: string) => await withImage(number, Buffer.alloc(0))],
	])('%s is one finding, whatever its level', async (_what, code, capture) => {
		for (const [set, outcome, severity] of [
			['error', 'refused', 'error'],
			['draft', 'heldAsDraft', 'warning'],
			['warning', 'imported', 'warning'],
		] as const) {
			const number = `IMG-${code}-${set}`;
			const [item] = itemsOf(await flow.import(await capture(number), level(code, set)));
			const found = item ? problems(item) : [];
			expect(found.filter((problem) => problem.includes('image'))).toEqual([
				...new Set(found.filter((problem) => problem.includes('image'))),
			]);
			expect(found[0]).toBe(`${severity} ${code}`);
			// Coupa itself takes no empty file: then it stays a draft.
			expect([outcome, 'heldAsDraft']).toContain(item?.json.outcome);
		}
		const [ignored] = itemsOf(await flow.import(await capture(`IMG-${code}-off`), level(code, 'off')));
		expect(ignored ? problems(ignored) : []).not.toContainEqual(expect.stringContaining(code));
	});

	test('a missing one is named together with what else is wrong', async () => {
		const [item] = itemsOf(
			await flow.import(
				await flow.capturedFrom(csv({ number: 'IMG-BOTH', date: '04/05/2026', own: { 'Image Scan Filename': 'lost.pdf' } }), 'a.csv'),
			),
		);
		expect(item && problems(item)).toEqual(expect.arrayContaining([expect.stringMatching(/^error /), 'warning imageMissing']));
	});

	test('none named is refused, unless images are not required', async () => {
		const capture = async (number: string) => await flow.capturedFrom(csv({ number }), 'a.csv');
		expect(itemsOf(await flow.import(await capture('IMG-NONE')))[0]).toMatchObject({
			json: { outcome: 'refused', details: { problems: [{ code: 'imagePresent' }] } },
		});
		expect(itemsOf(await flow.import(await capture('IMG-NONE'), { imageRequired: false }))[0]).toMatchObject({
			json: { outcome: 'imported', image: 'none', details: { problems: [] } },
		});
	});

	test('the size limit is the one that is set, also above 50 MB', async () => {
		const pdf = (megabytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(megabytes * 1024 * 1024)]);
		expect(itemsOf(await flow.import(await withImage('IMG-2MB', pdf(2)), { imageMaxMegabytes: 1 }))[0]).toMatchObject({
			json: {
				outcome: 'refused',
				details: { problems: [{ code: 'imageSize', message: expect.stringMatching(/2 MB; the limit is 1 MB/) }] },
			},
		});
		expect(itemsOf(await flow.import(await withImage('IMG-51MB', pdf(51)), { imageMaxMegabytes: 60 }))[0]).toMatchObject({
			json: { outcome: 'imported', image: 'uploaded', details: { problems: [] } },
		});
	});
});

describe('attachments', () => {
	const attachments: InvoiceFacts['attachments'] = [
		{ kind: 'file', path: 'Anlagen/Lieferschein Ä.txt', content: Buffer.from('Lieferschein') },
		{ kind: 'link', url: 'https://vendor.example/doc?id=1' },
		{ kind: 'text', text: 'see also: PO' },
	];

	test.each([
		['Internal', {}],
		['Supplier', { attachmentIntent: 'Supplier' }],
		['Email', { attachmentIntent: 'Email' }],
		['Invoice', { attachmentIntent: 'Invoice' }],
	])('are added, visible to %s', async (intent, options) => {
		await imported(plainInvoice(`ATT-${intent}`, { attachments }), options);
		const stored = flow.coupa.attachments(Number(inCoupa(flow, `ATT-${intent}`)?.id));
		expect(stored.map(({ kind, file, url, text }) => [kind, file?.fileName ?? url ?? text])).toEqual([
			['file', 'Lieferschein Ä.txt'],
			['url', 'https://vendor.example/doc?id=1'],
			['text', 'see also: PO'],
		]);
		expect(stored[0]).toMatchObject({ intent, file: { bytes: Buffer.from('Lieferschein') } });
	});

	test('have the intent of their file type by setting', async () => {
		const message = Buffer.from('From: ap@vendor.example\r\nSubject: Invoice\r\n\r\nSee the PDF.\r\n');
		const named: InvoiceFacts['attachments'] = [
			{ kind: 'file', path: 'mail.EML', content: message },
			{ kind: 'file', path: 'factur-x.xml', content: Buffer.from('<?xml version="1.0"?><Invoice/>') },
		];
		await imported(plainInvoice('ATT-types', { attachments: [...named, ...attachments] }), { attachmentIntent: 'byFileType' });
		const stored = flow.coupa.attachments(Number(inCoupa(flow, 'ATT-types')?.id));
		expect(stored.map(({ intent, file, url, text }) => [intent, file?.mimeType ?? url ?? text])).toEqual([
			['Email', 'message/rfc822'],
			['Invoice', 'application/xml'],
			['Internal', 'text/plain'],
			['Internal', 'https://vendor.example/doc?id=1'],
			['Internal', 'see also: PO'],
		]);
	});

	test('are left out by setting', async () => {
		await imported(plainInvoice('ATT-none', { attachments }), { attachFiles: false });
		expect(flow.coupa.attachments(Number(inCoupa(flow, 'ATT-none')?.id))).toEqual([]);
	});
});
