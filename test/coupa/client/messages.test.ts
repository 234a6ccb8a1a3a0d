import { refusal } from '../../../lib/coupa/failure';
import { isWebPage, readMessages, withoutCredentials } from '../../../lib/coupa/messages';
import type { CoupaRequest } from '../../../lib/coupa/transport';
import { cpuSeconds } from '../../../tools/harness/cpu';

const read = (body: unknown) => readMessages(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('bodies', () => {
	test('shape A, several texts of a field', () => {
		expect(read({ errors: { account: ['Segment 1 must be filled', 'Segment 2 is unknown'] } })).toEqual([
			{ field: 'account', text: 'Segment 1 must be filled' },
			{ field: 'account', text: 'Segment 2 is unknown' },
		]);
	});

	test('shape B of invoices', () => {
		const request = [
			{
				'invoice-header': ['Invoice # has already been used for this supplier'],
				'invoice-header.invoice_lines.tax_lines': ['Straße ist ungültig'],
			},
		];
		expect(read({ errors: { request } })).toEqual([
			{ field: 'invoice-header', text: 'Invoice # has already been used for this supplier' },
			{ field: 'invoice-header.invoice_lines.tax_lines', text: 'Straße ist ungültig' },
		]);
	});

	test.each([
		['a string', 'Supplier is inactive', [{ field: null, text: 'Supplier is inactive' }]],
		['a JSON string', '"Supplier is inactive"', [{ field: null, text: 'Supplier is inactive' }]],
		[
			'an array',
			['One', 'Two', 'One'],
			[
				{ field: null, text: 'One' },
				{ field: null, text: 'Two' },
			],
		],
		['errors as a string', { errors: 'No' }, [{ field: null, text: 'No' }]],
		['errors as an array', { errors: ['No'] }, [{ field: null, text: 'No' }]],
		[
			'error',
			{ error: 'invalid_token', error_description: 'expired', status: 401 },
			[
				{ field: null, text: 'invalid_token' },
				{ field: null, text: 'expired' },
			],
		],
		[
			'fields that are called code and status',
			{ errors: { code: ['is taken'], status: ['is closed'] } },
			[
				{ field: 'code', text: 'is taken' },
				{ field: 'status', text: 'is closed' },
			],
		],
		['nested fields', { errors: { 'invoice-lines': [{ price: ['is missing'] }] } }, [{ field: 'invoice-lines.price', text: 'is missing' }]],
		['base', { errors: { base: ['Total is off'] } }, [{ field: null, text: 'Total is off' }]],
		['nothing', '', []],
		['empty errors', { errors: {} }, []],
		['null', 'null', []],
		['broken JSON', '{"errors": {"a": ["b"', [{ field: null, text: '{"errors": {"a": ["b"' }]],
	])('%s', (_name, body, expected) => {
		expect(read(body)).toEqual(expected);
	});

	test('XML with several errors and CDATA', () => {
		const xml =
			'<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>Total &lt; 0</error>\n  <error><![CDATA[PO “4711” is <closed>]]></error>\n</errors>';
		expect(read(xml)).toEqual([
			{ field: null, text: 'Total < 0' },
			{ field: null, text: 'PO “4711” is <closed>' },
		]);
	});

	test('XML that is cut off still tells its text', () => {
		expect(read('<errors><error>Total is off</err')[0]?.text).toContain('Total is off');
	});

	test('of a web page, the title only', () => {
		const page = '<!DOCTYPE html>\n<html><head><title>\n We are\n sorry </title></head><body>stack trace</body></html>';
		expect(read(page)).toEqual([{ field: null, text: 'a web page titled “We are sorry”' }]);
		expect(isWebPage(Buffer.from('<errors><error>html</error></errors>'))).toBe(false);
		expect(isWebPage(Buffer.from('<!-- x --><html>'))).toBe(true);
	});

	test('long texts are cut', () => {
		expect(read('x'.repeat(2_000))[0]?.text).toHaveLength(501);
	});

	test('tokens and secrets are blanked out', () => {
		expect(withoutCredentials('Authorization: Bearer abc.def-123456 and eyJhbGciOi.eyJzdWIi.sig')).toBe('Authorization: Bearer … and …');
		expect(withoutCredentials('client_id=a&client_secret=s3cr3t&scope=x "password": "p4ss"')).toBe(
			'client_id=a&client_secret=…&scope=x "password": "…"',
		);
	});
});

describe('texts', () => {
	const told = (method: CoupaRequest['method'], path: string, status: number, body: unknown, query?: CoupaRequest['query']) =>
		refusal(
			{ method, path, query },
			{ status, headers: {}, body: Buffer.from(JSON.stringify(body)) },
			{ scopesAskedFor: [], mayHaveHappened: false },
		);

	test('Coupa’s words with the field', () => {
		const request = [
			{
				'invoice-header': ['Invoice # has already been used for this supplier'],
				'invoice-header.invoice_lines': ['Order line must be the same type as invoice line'],
			},
		];
		const failure = told('POST', '/api/invoices', 400, { errors: { request } });
		expect(failure.message).toBe(
			'Coupa refused the invoice: Invoice # has already been used for this supplier; invoice_lines — Order line must be the same type as invoice line',
		);
		expect(failure.details.messages[1]?.field).toBe('invoice-header.invoice_lines');
	});

	test.each([
		['PUT', '/api/invoices/12/submit', 'Coupa refused “submit” on invoice 12: no'],
		['PUT', '/api/invoices/12/image_scan', 'Coupa refused “image scan” on invoice 12: no'],
		['PUT', '/api/invoices/12', 'Coupa refused the change to invoice 12: no'],
		['DELETE', '/api/invoices/12', 'Coupa refused the removal of invoice 12: no'],
		['POST', '/api/invoices/12/attachments', 'Coupa refused the attachment of invoice 12: no'],
		['GET', '/api/purchase_orders', 'Coupa refused the query for purchase orders: no'],
		['PUT', '/api/suppliers/3/addresses/9', 'Coupa refused the change to remit-to address 9 of supplier 3: no'],
	] as const)('%s %s', (method, path, text) => {
		expect(told(method, path, 400, { errors: ['no'] }).message).toBe(text);
	});

	test('the exported flag', () => {
		expect(told('PUT', '/api/purchase_orders/7', 422, ['no'], [['exported', 'true']]).message).toBe(
			'Coupa refused the exported flag of purchase order 7: no',
		);
	});

	test('no reason given: the status by name, never just 400', () => {
		expect(told('POST', '/api/invoices', 400, { errors: {} }).message).toBe(
			'Coupa refused the invoice (400 Bad Request) and gave no reason',
		);
	});

	test('what is not there', () => {
		const failure = told('GET', '/api/invoices/99', 404, { errors: {} });
		expect(failure).toMatchObject({ kind: 'notFound', message: 'Coupa found nothing for the request for invoice 99 (404)' });
		expect(failure.details.hint).toContain('Check the ID');
	});

	test('many messages are counted, not listed', () => {
		const failure = told('POST', '/api/invoices', 400, {
			errors: Array.from({ length: 13 }, (_, index) => `Line ${String(index)} is off`),
		});
		expect(failure.message).toContain('Line 9 is off; and 3 more');
		expect(failure.details.messages).toHaveLength(13);
	});
});

describe('bodies that mean harm', () => {
	const long = 80_000;

	test.each([
		['unclosed tags', '<'.repeat(long)],
		['unclosed titles', `<html>${'<title'.repeat(long / 6)}`],
		['titles without an end', `<html>${'<title>'.repeat(long / 7)}`],
		['beginnings of tokens', 'eyJ-'.repeat(long / 4)],
		['deep lists', '['.repeat(long)],
		['deep lists with a text', `${'['.repeat(9_000)}"x"${']'.repeat(9_000)}`],
		['deep elements', `${'<a>'.repeat(9_000)}x${'</a>'.repeat(9_000)}`],
	])('%s take no time worth telling', (_, body) => {
		let messages: unknown;
		const reading = (): void => {
			messages = read(body);
		};
		expect(cpuSeconds(reading)).toBeLessThan(1);
		expect(JSON.stringify(messages).length).toBeLessThan(1_000);
	});

	test('as many messages as anybody reads, each of a length that can be shown', () => {
		const fields = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`${index}-${'f'.repeat(1_000)}`, ['x'.repeat(5_000)]]));
		const messages = read({ errors: fields });
		expect(messages).toHaveLength(100);
		expect(messages[0]?.field).toMatch(/^0-f+…f+$/);
		expect(Math.max(...messages.map(({ field }) => field?.length ?? 0))).toBe(200);
		expect(Math.max(...messages.map(({ text }) => text.length))).toBe(501);
	});

	test('characters that cannot be seen are, and none turns the text round', () => {
		expect(read({ errors: { 'na\u202eme': ['a\u0000b\u2066c\ud800d'] } })).toEqual([
			{ field: 'na\ufffdme', text: 'a\ufffdb\ufffdc\ufffdd' },
		]);
	});

	test('a token at the edge of what is shown is not shown in part', () => {
		const [message] = read(`${'x '.repeat(240)}eyJhbGciOiJSUzI1NiJ9.${'A'.repeat(300)}.sig`);
		expect(message?.text).not.toContain('eyJ');
	});
});
