import { ALL_SCOPES } from '../../../../tools/sandbox/coupa';
import { field, openCompany, type Company } from './company';

const clients = [{ clientId: 'client-a', clientSecret: 'secret-a', scopes: ['core.invoice.read', 'core.supplier.read'] }];

describe('tokens', () => {
	let company: Company;

	beforeEach(async () => {
		company = await openCompany({ clients });
	});
	afterEach(() => company.sandbox.stop());

	it('answers client credentials with a JWT that names its scopes', async () => {
		const { status, json } = await company.token({ scope: 'core.invoice.read' });
		expect(status).toBe(200);
		expect(Object.keys(json as object)).toEqual(['access_token', 'token_type', 'expires_in']);
		expect(json).toMatchObject({ token_type: 'bearer', expires_in: 86_399 });
		const [, payload = ''] = String(field(json, 'access_token')).split('.');
		expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ scope: 'core.invoice.read' });
	});

	it('gives an opaque token by setting', async () => {
		company.sandbox.settings.tokenFormat = 'opaque';
		expect(String(field((await company.token()).json, 'access_token'))).toMatch(/^[0-9a-f]{64}$/);
	});

	it.each([
		['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
		['a wrong secret', { client_secret: 'no' }, 401, 'invalid_client'],
		['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
		['a scope not held', { scope: 'core.invoice.read core.invoice.create' }, 400, 'invalid_scope'],
		['commas between scopes', { scope: 'core.invoice.read,core.supplier.read' }, 400, 'invalid_scope'],
		['no scope', { scope: '' }, 400, 'invalid_scope'],
	])('refuses %s', async (_case, form, status, error) => {
		const answer = await company.token(form);
		expect(answer.status).toBe(status);
		expect(answer.json).toEqual({ error });
	});

	it('grants less in silence by setting', async () => {
		company.sandbox.settings.unheldScopes = 'grantHeld';
		const { status, json } = await company.token({ scope: 'core.invoice.read core.invoice.create' });
		expect(status).toBe(200);
		const [, payload = ''] = String(field(json, 'access_token')).split('.');
		expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ scope: 'core.invoice.read' });
	});

	it('takes the client from a Basic header by setting only', async () => {
		const header = { authorization: `Basic ${Buffer.from('client-a:secret-a').toString('base64')}` };
		const form = { client_id: '', client_secret: '' };
		expect((await company.token(form, header)).status).toBe(401);
		company.sandbox.settings.acceptsBasicClientAuth = true;
		expect((await company.token(form, header)).status).toBe(200);
	});

	it('refuses a token body that is no form', async () => {
		const answer = await fetch(`${company.sandbox.url}/oauth2/token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}',
		});
		expect(answer.status).toBe(400);
	});

	it('wants a known bearer token', async () => {
		expect((await company.call('GET', '/api/invoices', undefined, { authorization: '' })).status).toBe(401);
		expect((await company.call('GET', '/api/invoices', undefined, { authorization: 'Bearer nonsense' })).status).toBe(401);
		expect((await company.call('GET', '/api/invoices')).status).toBe(200);
	});

	it('refuses expired tokens, all of them on demand', async () => {
		company.sandbox.expireTokens();
		expect((await company.call('GET', '/api/invoices')).status).toBe(401);
		company.sandbox.settings.accessTokenSeconds = 0;
		const short = field((await company.token()).json, 'access_token');
		expect((await company.call('GET', '/api/invoices', undefined, { authorization: `Bearer ${String(short)}` })).status).toBe(401);
	});

	it('refuses young tokens by setting and takes them when they are older', async () => {
		company.sandbox.settings.tokenUsableAfterMs = 60_000;
		const authorization = `Bearer ${String(field((await company.token()).json, 'access_token'))}`;
		expect((await company.call('GET', '/api/invoices', undefined, { authorization })).status).toBe(401);
		company.sandbox.settings.tokenUsableAfterMs = 20;
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect((await company.call('GET', '/api/invoices', undefined, { authorization })).status).toBe(200);
	});

	it('answers 403 with errors where the scope is missing', async () => {
		const read = await company.call('GET', '/api/purchase_orders');
		expect(read.status).toBe(403);
		expect(read.json).toHaveProperty('errors');
		expect((await company.call('POST', '/api/invoices', {})).status).toBe(403);
		expect((await company.call('PUT', '/api/invoices/1/submit')).status).toBe(403);
	});
});

it.each([
	['core.invoice.create', 'POST', '/api/invoices'],
	['core.invoice.write', 'PUT', '/api/invoices/1'],
	['core.invoice.write', 'PUT', '/api/invoices/1/image_scan'],
	['core.invoice.write', 'PUT', '/api/invoices/1/submit'],
	['core.invoice.create', 'POST', '/api/invoices/1/attachments'],
	['core.invoice.delete', 'PUT', '/api/invoices/1/void'],
	['core.invoice.delete', 'PUT', '/api/invoices/1/abandon'],
	['core.invoice.delete', 'DELETE', '/api/invoices/1'],
	['core.purchase_order.write', 'PUT', '/api/purchase_orders/70315?exported=true'],
	['core.accounting.read', 'GET', '/api/accounts'],
	['core.common.read', 'GET', '/api/currencies'],
	['core.uom.read', 'GET', '/api/uoms'],
	['core.user.read', 'GET', '/api/users'],
	['core.approval.read', 'GET', '/api/approvals'],
	['core.integration.read', 'GET', '/api/data_file_sources'],
])('%s opens %s %s, and without it 403', async (scope, method, path) => {
	// Attachments and drafts are also covered by core.invoice.write, units by core.common.read (endpoints.json).
	const substitutes = ['core.invoice.create', 'core.uom.read'].includes(scope) ? ['core.invoice.write', 'core.common.read'] : [];
	const without = await openCompany({
		clients: [
			{
				clientId: 'c',
				clientSecret: 's',
				scopes: ALL_SCOPES.filter((candidate) => candidate !== scope && !substitutes.includes(candidate)),
			},
		],
	});
	const withIt = await openCompany({ clients: [{ clientId: 'c', clientSecret: 's', scopes: [scope] }] });
	expect((await without.call(method, path)).status).toBe(403);
	expect((await withIt.call(method, path)).status).not.toBe(403);
	await Promise.all([without.sandbox.stop(), withIt.sandbox.stop()]);
});
