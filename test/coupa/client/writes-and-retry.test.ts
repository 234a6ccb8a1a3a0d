import { setTimeout as pause } from 'node:timers/promises';
import { CoupaError } from '../../../lib/coupa/errors';
import { FakeCoupa, failureOf, inTurn, invoice } from './fake-coupa';

let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
});

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
