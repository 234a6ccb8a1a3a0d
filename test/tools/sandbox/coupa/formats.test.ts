import { field, invoiceBody, openCompany, type Company } from './company';

let company: Company;
beforeEach(async () => {
	company = await openCompany();
});
afterEach(() => company.sandbox.stop());

const get = (path: string, headers?: Record<string, string>): ReturnType<Company['call']> => company.call('GET', path, undefined, headers);

describe('XML', () => {
	const xml = { accept: '*/*' };

	it('is what comes when JSON is not asked for', async () => {
		const { headers, text } = await get('/api/suppliers/5503', xml);
		expect(headers.get('content-type')).toContain('application/xml');
		expect(text).toContain('<id type="integer">5503</id>');
		expect(text).toContain('<name>Größe &amp; Söhne</name>');
		expect(text).toContain('<updated-at type="dateTime">2026-04-01T10:00:00+02:00</updated-at>');
		expect(text).toMatch(/<remit-to-addresses type="array">\s*<remit-to-address>/);
	});

	it('wraps lists in the plural root', async () => {
		const { text } = await get('/api/purchase_orders', xml);
		expect(text).toMatch(/<order-headers type="array">\s*<order-header>/);
		expect(text).toContain('<quantity type="decimal">25.0</quantity>');
		expect(text).toContain('<exported type="boolean">false</exported>');
		expect(text).toContain('<uom nil="true"/>');
		expect((await get('/api/currencies', xml)).text).toContain('<currencies type="array">');
		expect((await get('/api/addresses', xml)).text).toContain('<addresses type="array">');
	});

	it('answers an empty list with 404 and errors', async () => {
		const { status, text } = await get('/api/suppliers?number=none', xml);
		expect(status).toBe(404);
		expect(text).toMatch(/<errors>\s*<error>/);
	});

	it('carries errors too', async () => {
		const { status, text } = await company.call(
			'POST',
			'/api/invoices',
			invoiceBody({ 'invoice-number': null, 'invoice-date': null }),
			xml,
		);
		expect(status).toBe(400);
		expect(text.match(/<error>/g)).toHaveLength(2);
	});
});

describe('request bodies', () => {
	it.each([
		['JSON under another content type', 'text/plain', '{}'],
		['broken JSON', 'application/json', '{"a":'],
		['a list', 'application/json', '[]'],
		['a form for JSON', 'application/x-www-form-urlencoded', 'a=1'],
	])('are refused: %s', async (_case, type, body) => {
		const { access_token: token } = (await company.token()).json as { access_token: string };
		const answer = await fetch(`${company.sandbox.url}/api/invoices`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': type },
			body,
		});
		expect(answer.status).toBe(400);
		expect(company.sandbox.rows('invoices')).toEqual([]);
	});
});

describe('fields', () => {
	it('picks attributes, nested ones and custom fields', async () => {
		company.sandbox.put('suppliers', {
			id: 1,
			name: 'One',
			number: 'N1',
			'custom-fields': { 'cf-region': 'West' },
			'payment-term': { id: 4, code: 'NET30' },
			'remit-to-addresses': [{ id: 2, 'remit-to-code': 'R', city: 'Salem' }],
		});
		const fields = JSON.stringify([
			'id',
			'tax_id',
			{ custom_fields: {} },
			{ payment_term: ['code'] },
			{ remit_to_addresses: ['id', 'remit_to_code'] },
		]);
		const { json } = await get(`/api/suppliers/1?fields=${encodeURIComponent(fields)}`);
		expect(json).toEqual({
			id: 1,
			'tax-id': null,
			'custom-fields': { 'cf-region': 'West' },
			'payment-term': { code: 'NET30' },
			'remit-to-addresses': [{ id: 2, 'remit-to-code': 'R' }],
		});
	});

	it.each([['["id","shoe_size"]'], ['[{"payment_term":["shoe_size"]}]'], ['{"id":1}'], ['id'], ['[5]']])('refuses %s', async (fields) => {
		const answer = await get(`/api/suppliers?fields=${encodeURIComponent(fields)}`);
		expect(answer.status).toBe(400);
		expect(field(answer.json, 'errors')).toHaveProperty('fields');
	});

	it('does not offer what is input only', async () => {
		expect((await get('/api/invoices?fields=["is_credit_note"]')).status).toBe(400);
		expect((await get('/api/invoices?is_credit_note=true')).status).toBe(400);
	});

	it('works on writes', async () => {
		const { json } = await company.call('POST', '/api/invoices?fields=["status","invoice_number"]', invoiceBody());
		expect(json).toEqual({ status: 'draft', 'invoice-number': 'NB-77121' });
	});
});

describe('filters of the admin', () => {
	it('hide keys by default, until fields names them', async () => {
		company.sandbox.settings.hiddenKeys = { suppliers: ['number'] };
		expect((await get('/api/suppliers/5502')).json).not.toHaveProperty('number');
		expect((await get('/api/suppliers/5502?fields=["number"]')).json).toEqual({ number: 'V-20011' });
	});

	it('are picked by name, for their own resource', async () => {
		company.sandbox.settings.responseFilters = { slim: { resource: 'suppliers', fields: ['id', 'name'] } };
		expect((await get('/api/suppliers/5502?filter=slim')).json).toEqual({ id: 5502, name: 'Northbrook Fasteners' });
		expect((await get('/api/accounts?filter=slim')).status).toBe(400);
	});
});

describe('return_object', () => {
	it('none answers writes without a body', async () => {
		const { status, text } = await company.call('POST', '/api/invoices?return_object=none', invoiceBody());
		expect([status, text]).toEqual([201, '']);
		expect(company.sandbox.rows('invoices')).toHaveLength(1);
	});

	it('limited and shallow cut the nested objects', async () => {
		const limited = (await get('/api/purchase_orders/70315?return_object=limited')).json;
		expect(limited).toMatchObject({ id: 70315, 'po-number': '70315' });
		expect(limited).not.toHaveProperty('supplier');
		expect(field((await get('/api/purchase_orders/70315?return_object=shallow')).json, 'supplier')).toEqual({ id: 5502 });
		expect((await get('/api/purchase_orders?return_object=deep')).status).toBe(400);
	});
});

describe('the exported flag', () => {
	it('is a request of its own, that ignores the body', async () => {
		const before = field((await get('/api/purchase_orders/70315')).json, 'updated-at');
		const { status, json } = await company.call('PUT', '/api/purchase_orders/70315?exported=true&fields=["id","exported"]', {
			'po-number': 'changed',
		});
		expect([status, json]).toEqual([200, { id: 70315, exported: true }]);
		const after = (await get('/api/purchase_orders?exported=true')).json;
		expect(field(after, 0, 'po-number')).toBe('70315');
		expect(field(after, 0, 'last-exported-at')).toEqual(expect.stringMatching(/^\d{4}-.*-07:00$/));
		expect(field(after, 0, 'updated-at')).not.toBe(before);
	});

	it('is reset with false, and leaves updated-at by setting', async () => {
		company.sandbox.settings.exportedMovesUpdatedAt = false;
		await company.call('PUT', '/api/purchase_orders/70315?exported=true');
		await company.call('PUT', '/api/purchase_orders/70315?exported=false');
		expect(company.sandbox.rows('purchase_orders')[0]).toMatchObject({ exported: false, 'updated-at': '2026-04-06T15:45:00-07:00' });
	});

	it('refuses other values, parameters and unknown ids', async () => {
		expect((await company.call('PUT', '/api/purchase_orders/70315?exported=yes')).status).toBe(400);
		expect((await company.call('PUT', '/api/purchase_orders/70315?exported=true&status=issued')).status).toBe(400);
		expect((await company.call('PUT', '/api/purchase_orders/1?exported=true')).status).toBe(404);
	});
});
