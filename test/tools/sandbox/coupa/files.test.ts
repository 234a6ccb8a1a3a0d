import { randomBytes } from 'node:crypto';
import { draft, field, ids, openCompany, type Company } from './company';

let company: Company;
let invoiceId: number;
beforeEach(async () => {
	company = await openCompany();
	invoiceId = await draft(company);
});
afterEach(() => company.sandbox.stop());

function form(parts: Array<[name: string, content: string | Buffer, fileName?: string, type?: string]>): FormData {
	const body = new FormData();
	for (const [name, content, fileName, type] of parts) {
		if (fileName === undefined) body.append(name, String(content));
		else body.append(name, new Blob([new Uint8Array(Buffer.from(content))], { type: type ?? 'application/octet-stream' }), fileName);
	}
	return body;
}

const scan = (body: FormData, id = invoiceId): ReturnType<Company['call']> => company.call('PUT', `/api/invoices/${id}/image_scan`, body);

describe('image scan', () => {
	it('is kept byte for byte, with its name and type', async () => {
		const bytes = randomBytes(200_000);
		const { status, json } = await scan(form([['file', bytes, 'Größe 请求.pdf', 'application/pdf']]));
		expect(status).toBe(200);
		expect(json).toMatchObject({
			id: invoiceId,
			'image-scan': 'Größe 请求.pdf',
			'image-scan-file-name': 'Größe 请求.pdf',
			'image-scan-content-type': 'application/pdf',
			'image-scan-file-size': '200000',
		});
		expect(company.sandbox.imageScan(invoiceId)).toEqual({ fileName: 'Größe 请求.pdf', mimeType: 'application/pdf', bytes });
	});

	it('comes back as bytes with its type', async () => {
		const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 0]);
		await scan(form([['file', bytes, 'a.tiff', 'image/tiff']]));
		const { access_token: token } = (await company.token()).json as { access_token: string };
		const answer = await fetch(`${company.sandbox.url}/api/invoices/${invoiceId}/retrieve_image_scan`, {
			headers: { authorization: `Bearer ${token}` },
		});
		expect(answer.headers.get('content-type')).toBe('image/tiff');
		expect(answer.headers.get('content-disposition')).toContain('a.tiff');
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
	});

	it('is taken at 9 MB, and replaced by a later one', async () => {
		expect((await scan(form([['file', Buffer.alloc(9 * 1024 * 1024, 1), 'big.png', 'image/png']]))).status).toBe(200);
		await scan(form([['file', 'small', 'small.png', 'image/png']]));
		expect(company.sandbox.imageScan(invoiceId)?.bytes.toString()).toBe('small');
	});

	it('answers 404 while there is none', async () => {
		expect((await company.call('GET', `/api/invoices/${invoiceId}/retrieve_image_scan`)).status).toBe(404);
		expect((await scan(form([['file', 'x', 'x.pdf']]), 1)).status).toBe(404);
	});

	it.each([
		['another part name', form([['image', 'x', 'x.pdf']])],
		[
			'a second file',
			form([
				['file', 'x', 'x.pdf'],
				['other', 'y', 'y.pdf'],
			]),
		],
		['no file', form([['file', 'x']])],
		['an empty file', form([['file', '', 'x.pdf']])],
		['an over-long name', form([['file', 'x', `${'x'.repeat(256)}.pdf`]])],
	])('refuses %s', async (_case, body) => {
		expect((await scan(body)).status).toBe(400);
		expect(company.sandbox.imageScan(invoiceId)).toBeNull();
	});

	it('refuses JSON and an underscore-less path', async () => {
		expect((await company.call('PUT', `/api/invoices/${invoiceId}/image_scan`, { file: 'x' })).status).toBe(400);
		expect((await company.call('PUT', `/api/invoices/${invoiceId}/image-scan`, form([['file', 'x', 'x.pdf']]))).status).toBe(404);
	});

	it('refuses a form that breaks off', async () => {
		const { access_token: token } = (await company.token()).json as { access_token: string };
		const answer = await fetch(`${company.sandbox.url}/api/invoices/${invoiceId}/image_scan`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'multipart/form-data; boundary=b' },
			body: '--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\nhalf',
		});
		expect(answer.status).toBe(400);
		expect(company.sandbox.imageScan(invoiceId)).toBeNull();
	});
});

describe('attachments', () => {
	const attach = (body: Parameters<Company['call']>[2]): ReturnType<Company['call']> =>
		company.call('POST', `/api/invoices/${invoiceId}/attachments`, body);

	it('take files, texts and links', async () => {
		const file = await attach(
			form([
				['attachment[type]', 'file'],
				['attachment[intent]', 'Internal'],
				['attachment[file]', 'delivery', 'Lieferschein ä.pdf', 'application/pdf'],
			]),
		);
		expect([file.status, file.json]).toEqual([
			201,
			expect.objectContaining({
				type: 'AttachmentFile',
				intent: 'Internal',
				'file-file-name': 'Lieferschein ä.pdf',
				'file-file-size': '8',
			}),
		]);
		expect((await attach({ type: 'text', text: 'Call first', intent: 'Supplier' })).status).toBe(201);
		const link = await attach({ type: 'url', url: 'https://example.test/a' });
		expect(link.json).not.toHaveProperty('url');
		expect(company.sandbox.attachments(invoiceId)).toMatchObject([
			{ kind: 'file', intent: 'Internal', file: { fileName: 'Lieferschein ä.pdf', bytes: Buffer.from('delivery') }, text: null, url: null },
			{ kind: 'text', intent: 'Supplier', file: null, text: 'Call first' },
			{ kind: 'url', intent: null, url: 'https://example.test/a' },
		]);
	});

	it('are listed, one by one and with the invoice', async () => {
		const id = field((await attach({ type: 'text', text: 'a' })).json, 'id');
		expect(ids(await company.call('GET', `/api/invoices/${invoiceId}/attachments`))).toEqual([id]);
		expect(field((await company.call('GET', `/api/invoices/${invoiceId}/attachments/${String(id)}`)).json, 'id')).toBe(id);
		expect(field((await company.call('GET', `/api/invoices/${invoiceId}`)).json, 'attachments', 0, 'id')).toBe(id);
		const other = await draft(company, { 'invoice-number': 'other' });
		expect(ids(await company.call('GET', `/api/invoices/${other}/attachments`))).toEqual([]);
		expect((await company.call('GET', `/api/invoices/${other}/attachments/${String(id)}`)).status).toBe(404);
	});

	it.each([
		['a file without its type', form([['attachment[file]', 'x', 'x.pdf']]), 'attachment[type]'],
		[
			'a file under another name',
			form([
				['file', 'x', 'x.pdf'],
				['attachment[type]', 'file'],
			]),
			'file',
		],
		[
			'an unknown field',
			form([
				['attachment[file]', 'x', 'x.pdf'],
				['attachment[type]', 'file'],
				['note', 'x'],
			]),
			'note',
		],
		[
			'an unknown intent',
			form([
				['attachment[file]', 'x', 'x.pdf'],
				['attachment[type]', 'file'],
				['attachment[intent]', 'Mine'],
			]),
			'intent',
		],
		['a text without words', { type: 'text' }, 'text'],
		['an unknown kind', { type: 'file' }, 'type'],
		['an unknown attribute', { type: 'text', text: 'a', colour: 'red' }, 'colour'],
		['a link that is too long', { type: 'url', url: `https://example.test/${'x'.repeat(255)}` }, 'url'],
	])('refuse %s', async (_case, body, named) => {
		const answer = await attach(body);
		expect(answer.status).toBe(400);
		expect(field(answer.json, 'errors')).toHaveProperty([named]);
		expect(company.sandbox.attachments(invoiceId)).toEqual([]);
	});

	it('go with their invoice', async () => {
		await attach({ type: 'text', text: 'a' });
		company.sandbox.put('invoices', { ...company.sandbox.rows('invoices')[0], status: 'new' });
		await company.call('DELETE', `/api/invoices/${invoiceId}`);
		expect(company.sandbox.rows('attachments')).toEqual([]);
	});
});
