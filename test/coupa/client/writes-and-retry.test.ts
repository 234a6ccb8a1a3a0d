import { setTimeout as pause } from 'node:timers/promises';
import { CoupaError } from '../../../lib/coupa/errors';
import { FakeCoupa, failureOf, inTurn, type Reply } from './fake-coupa';

let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
});

const invoice = { id: 12, 'invoice-number': 'Rechnung-Ä/1' };

describe('reads', () => {
	test.each([429, 500, 502, 503, 504])('%i is repeated until Coupa answers', async (status) => {
		coupa.handler = inTurn({ status }, { status }, { body: invoice });
		expect(await coupa.client().get('/api/invoices/12')).toEqual(invoice);
		expect(coupa.received).toHaveLength(3);
	});

	test('a cut connection is repeated', async () => {
		coupa.handler = inTurn('cut', { body: invoice });
		expect(await coupa.client().get('/api/invoices/12')).toEqual(invoice);
		expect(coupa.received).toHaveLength(2);
	});

	test.each([
		[400, 'validation'],
		[403, 'forbidden'],
		[404, 'notFound'],
		[409, 'gateway'],
		[422, 'validation'],
	] as const)('%i is not repeated after a delay', async (status, kind) => {
		coupa.handler = () => ({ status, body: { errors: ['no'] } });
		const sleep = jest.fn(async () => {
			await Promise.resolve();
		});
		const failure = await failureOf(coupa.client({ sleep }).get('/api/invoices/12'), CoupaError);
		expect(failure.kind).toBe(kind);
		expect(failure.details.status).toBe(status);
		expect(sleep).not.toHaveBeenCalled();
	});

	test('begins no repetition when the time for one request is over', async () => {
		coupa.handler = async () => {
			await pause(60);
			return { status: 504 };
		};
		const failure = await failureOf(coupa.client({ maxAttempts: 5, totalMs: 100 }).get('/api/invoices/12'), CoupaError);
		expect(failure.details.status).toBe(504);
		expect(coupa.received).toHaveLength(2);
	});

	test('gives up after the attempts set', async () => {
		coupa.handler = () => ({ status: 503, body: '<html><title>Maintenance</title></html>' });
		const failure = await failureOf(coupa.client({ maxAttempts: 3 }).get('/api/invoices/12'), CoupaError);
		expect(coupa.received).toHaveLength(3);
		expect(failure).toMatchObject({ kind: 'server', details: { status: 503, mayHaveHappened: false } });
		expect(failure.message).toContain('503 Service Unavailable');
		expect(failure.message).toContain('Maintenance');
	});

	test('the waits grow, are random below their bound, and obey Retry-After on a 503', async () => {
		coupa.handler = inTurn({ status: 500 }, { status: 500 }, { status: 503, headers: { 'retry-after': '7' } }, { body: invoice });
		const sleep = jest.fn<Promise<void>, [number]>(async () => {
			await Promise.resolve();
		});
		await coupa.client({ sleep, baseDelayMs: 100, maxDelayMs: 30_000 }).get('/api/invoices/12');
		const [first = -1, second = -1, third = -1] = sleep.mock.calls.map(([ms]) => ms);
		expect(first).toBeGreaterThanOrEqual(0);
		expect(first).toBeLessThanOrEqual(100);
		expect(second).toBeLessThanOrEqual(200);
		expect(third).toBe(7_000);
	});

	test('nobody listens: the error names the instance and is sure that nothing happened', async () => {
		const client = coupa.client({ maxAttempts: 2 });
		await coupa.stop();
		const failure = await failureOf(client.write('POST', '/api/invoices', {}), CoupaError);
		expect(failure).toMatchObject({ kind: 'network', details: { status: null, mayHaveHappened: false } });
		expect(failure.message).toContain(client.instance);
	});
});

describe('writes', () => {
	test.each([
		['429', { status: 429 }, 'rateLimited', false],
		['500', { status: 500 }, 'server', true],
		['503', { status: 503 }, 'server', true],
		['a cut connection', 'cut', 'network', true],
		['400 in Coupa’s error format', { status: 400, body: { errors: ['no'] } }, 'validation', false],
		['an empty 400', { status: 400 }, 'gateway', true],
	] as const)('%s: sent once', async (_name, reply, kind, mayHaveHappened) => {
		coupa.handler = () => reply;
		const failure = await failureOf(coupa.client().write('POST', '/api/invoices', { 'invoice-number': 'A' }), CoupaError);
		expect(coupa.received).toHaveLength(1);
		expect(failure.kind).toBe(kind);
		expect(failure.details).toMatchObject({ mayHaveHappened, request: 'POST /api/invoices' });
		expect(failure.details.hint?.includes('check in Coupa before sending it again')).toBe(mayHaveHappened);
	});

	test('the body goes as JSON, the query encoded, and the answer comes back', async () => {
		coupa.handler = () => ({ status: 201, body: invoice });
		const body = { 'invoice-number': 'Rechnung-Ä/1', 'gross-total': '12345678901234567.89' };
		const query: Array<[string, string]> = [['fields', '["id"]']];
		expect(await coupa.client().write('POST', '/api/invoices', body, query)).toEqual(invoice);
		const [request] = coupa.received;
		expect(request?.headers['content-type']).toBe('application/json');
		expect(JSON.parse(request?.body.toString() ?? '')).toEqual(body);
		expect(request?.query.get('fields')).toBe('["id"]');
	});

	test('an attachment is posted once', async () => {
		coupa.handler = () => 'cut';
		const parts = [
			{ name: 'attachment[type]', content: 'file' },
			{ name: 'attachment[file]', content: Buffer.from('x'), fileName: 'a.pdf' },
		];
		const failure = await failureOf(coupa.client().postForm('/api/invoices/12/attachments', parts), CoupaError);
		expect(coupa.received).toHaveLength(1);
		expect(failure.details.mayHaveHappened).toBe(true);
	});

	test('the exported flag is set again after a retry, without a body', async () => {
		coupa.handler = inTurn('cut', { status: 502 }, { body: { id: 12, exported: true } });
		expect(await coupa.client().markExported('/api/invoices/12')).toEqual({ id: 12, exported: true });
		expect(coupa.received.map(({ method, query, body }) => [method, query.toString(), body.length])).toEqual(
			Array.from({ length: 3 }, () => ['PUT', 'exported=true', 0]),
		);
	});

	test('the exported flag can be reset', async () => {
		coupa.handler = () => ({ status: 200 });
		expect(await coupa.client().markExported('/api/invoices/12', false)).toEqual({});
		expect(coupa.received[0]?.query.get('exported')).toBe('false');
	});

	test('an image scan is repeated with the same bytes', async () => {
		coupa.handler = inTurn('cut', { body: invoice });
		const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0x0d, 0x0a]);
		await coupa
			.client()
			.putFile('/api/invoices/12/image_scan', { name: 'file', content, fileName: 'Größe.pdf', mimeType: 'application/pdf' });
		expect(coupa.received).toHaveLength(2);
		for (const { method, body, headers } of coupa.received) {
			expect(method).toBe('PUT');
			expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
			expect(body.includes(content)).toBe(true);
			expect(body.toString()).toContain('name="file"; filename="Größe.pdf"');
		}
	});

	test('an image scan refused after a lost answer may be in Coupa all the same', async () => {
		coupa.handler = inTurn('cut', { status: 422, body: { errors: { base: ['Invoice is approved'] } } });
		const call = coupa.client().putFile('/api/invoices/12/image_scan', { name: 'file', content: 'x', fileName: 'a.pdf' });
		const failure = await failureOf(call, CoupaError);
		expect(failure).toMatchObject({ kind: 'validation', details: { mayHaveHappened: true } });
		expect(failure.message).toBe('Coupa refused “image scan” on invoice 12: Invoice is approved');
	});
});

describe('an answer that is cut off or unreadable is asked for again like a lost one', () => {
	const page = { headers: { 'content-type': 'text/html' }, body: '<html><title>Maintenance</title></html>' };
	test.each<[string, Reply]>([
		['half the JSON', { body: '{"id": 12, "invoice-nu' }],
		['no body', { body: '' }],
		['a web page', page],
		['plain text', { body: 'upstream connect error' }],
		['a list', { body: [invoice] }],
		['JSON of somebody else', { body: { message: 'Please wait' } }],
		['half the bytes that were promised', { headers: { 'content-length': '900' }, body: '{"id": 12, "invoice-nu' }],
	])('%s for one record', async (_name, reply) => {
		coupa.handler = inTurn(reply, reply, { body: invoice });
		expect(await coupa.client().get('/api/invoices/12', [['fields', '["id","invoice_number"]']])).toEqual(invoice);
		expect(coupa.received).toHaveLength(3);
	});

	test.each<[string, Reply]>([
		['half the JSON', { body: '[{"id": 12}, {"id"' }],
		['no body', { body: '' }],
		['a web page', page],
		['JSON of somebody else', { body: { message: 'Please wait' } }],
	])('%s for a page of a list', async (_name, reply) => {
		coupa.handler = inTurn(reply, { body: [invoice] });
		expect(await coupa.client().listAll('/api/invoices')).toEqual([invoice]);
	});

	test('a web page for a file', async () => {
		coupa.handler = inTurn(page, { headers: { 'content-type': 'application/pdf' }, body: 'x' });
		expect((await coupa.client().bytes('/api/invoices/12/retrieve_image_scan')).content.toString()).toBe('x');
	});

	test('half an answer to the exported flag', async () => {
		coupa.handler = inTurn({ body: '{"id"' }, { body: { id: 12, exported: true } });
		expect(await coupa.client().markExported('/api/invoices/12')).toEqual({ id: 12, exported: true });
	});

	test('as often as any other, and then the reason is named', async () => {
		coupa.handler = () => ({ body: '{"id": 12, "invoice-nu' });
		const failure = await failureOf(coupa.client({ maxAttempts: 3 }).get('/api/invoices/12'), CoupaError);
		expect(coupa.received).toHaveLength(3);
		expect(failure).toMatchObject({ kind: 'server', details: { mayHaveHappened: false } });
		expect(failure.message).toBe('Coupa answered the request for invoice 12 with 200, but the body is text or cut off instead of JSON.');
		expect(failure.details.hint).toMatch(/^Run it again/);
	});
});

describe('who refuses', () => {
	const page = '<html><head><title>Access denied</title></head></html>';
	test.each([401, 403, 404, 409] as const)('%s with a web page or foreign JSON is no verdict of Coupa', async (status) => {
		for (const body of [page, { message: 'no' }, { error: 'Forbidden', path: '/api' }, 'Forbidden']) {
			coupa.handler = () => ({ status, body });
			const failure = await failureOf(coupa.client().write('POST', '/api/invoices', {}), CoupaError);
			expect(failure).toMatchObject({ kind: 'gateway', details: { status, mayHaveHappened: true } });
			expect(failure.message).toMatch(/^Coupa gave no verdict on the invoice: the response was \d+ /);
		}
		// A write that somebody on the way refused is not sent again, whatever becomes of the token.
		expect(coupa.received).toHaveLength(4);
	});

	test.each([
		[401, { errors: { base: ['no'] } }, {}, 'unauthorized'],
		[401, '', { 'www-authenticate': 'Bearer error="invalid_token"' }, 'unauthorized'],
		[401, 'Token is expired', { 'www-authenticate': 'Bearer error="invalid_token"' }, 'unauthorized'],
		[401, { error: 'invalid_token', error_description: 'expired' }, {}, 'unauthorized'],
		[403, '', {}, 'forbidden'],
		[403, { error: 'insufficient_scope' }, {}, 'forbidden'],
		[404, { errors: {} }, {}, 'notFound'],
		[404, '<errors><error>None</error></errors>', {}, 'notFound'],
	] as const)('%s with %j is Coupa’s own', async (status, body, headers, kind) => {
		coupa.handler = () => ({ status, body, headers });
		const failure = await failureOf(coupa.client().write('POST', '/api/invoices', {}), CoupaError);
		expect(failure).toMatchObject({ kind, details: { status, mayHaveHappened: false } });
	});

	test('a page of a login in place of the token’s refusal renews the token of a read', async () => {
		coupa.handler = ({ token }) => (token === 'token-1' ? { status: 401, body: page } : { body: invoice });
		expect(await coupa.client().get('/api/invoices/12')).toEqual(invoice);
		expect(coupa.minted).toBe(2);
	});

	test('an address that is too long says what to shorten', async () => {
		coupa.handler = () => ({ status: 414, body: page });
		const failure = await failureOf(coupa.client().listAll('/api/invoices'), CoupaError);
		expect(failure.details.hint).toContain('fewer or shorter values in the filters');
	});
});

describe('answers that are none', () => {
	test('a login page with 200', async () => {
		coupa.handler = () => ({ body: '<!DOCTYPE html><html><head><title>Sign in</title></head><body>secret</body></html>' });
		const failure = await failureOf(coupa.client().get('/api/invoices/12'), CoupaError);
		expect(failure.message).toBe(
			'Coupa answered the request for invoice 12 with 200, but the body is a web page titled “Sign in” instead of JSON.',
		);
		expect(failure.details.mayHaveHappened).toBe(false);
	});

	test('JSON that is cut off: a write may have happened', async () => {
		coupa.handler = () => ({ status: 201, body: '{"id": 12, "invoice-nu' });
		const failure = await failureOf(coupa.client().write('POST', '/api/invoices', {}), CoupaError);
		expect(failure).toMatchObject({ kind: 'server', details: { mayHaveHappened: true } });
		expect(coupa.received).toHaveLength(1);
	});

	test('a list where one record has to be, and the other way round', async () => {
		coupa.handler = () => ({ body: [invoice] });
		expect((await failureOf(coupa.client().get('/api/invoices/12'), CoupaError)).message).toContain('is not one record');
		coupa.handler = () => ({ body: invoice });
		expect((await failureOf(coupa.client().listAll('/api/invoices'), CoupaError)).message).toContain('is not a list');
	});

	test('a redirect is not followed and told', async () => {
		coupa.handler = () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } });
		const failure = await failureOf(coupa.client().get('/api/invoices/12'), CoupaError);
		expect(failure).toMatchObject({ kind: 'gateway', details: { status: 302 } });
		expect(failure.details.hint).toContain('another address');
	});
});

describe('files', () => {
	test('bytes, type and name come back unchanged', async () => {
		const content = Buffer.from([0, 255, 10, 13, 128]);
		const headers = {
			'content-type': 'image/tiff',
			'content-disposition': 'attachment; filename="a.tif"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe.tif',
		};
		coupa.handler = () => ({ headers, body: content });
		expect(await coupa.client().bytes('/api/invoices/12/retrieve_image_scan')).toEqual({
			content,
			mimeType: 'image/tiff',
			fileName: 'Größe.tif',
		});
	});

	test('a name with a path is cut to the name; without a name there is none', async () => {
		coupa.handler = inTurn({ headers: { 'content-disposition': 'inline; filename="../../etc/a.pdf"' }, body: 'x' }, { body: 'x' });
		const client = coupa.client();
		expect((await client.bytes('/api/invoices/12/retrieve_image_scan')).fileName).toBe('a.pdf');
		expect(await client.bytes('/api/invoices/12/retrieve_image_scan')).not.toHaveProperty('fileName');
	});

	test('a web page in place of an image is an error, and no image is notFound', async () => {
		coupa.handler = () => ({ headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' });
		const client = coupa.client();
		expect((await failureOf(client.bytes('/api/invoices/12/retrieve_image_scan'), CoupaError)).kind).toBe('gateway');
		coupa.handler = () => ({ status: 404, body: { errors: {} } });
		expect((await failureOf(client.bytes('/api/invoices/12/retrieve_image_scan'), CoupaError)).kind).toBe('notFound');
	});
});
