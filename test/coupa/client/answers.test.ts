import { CoupaError } from '../../../lib/coupa/errors';
import { FakeCoupa, failureOf, inTurn, invoice, type Reply } from './fake-coupa';

let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
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
