import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { DEFAULT_SCOPES, TOKEN_FIELD } from '../../../lib/coupa';
import { ALL_SCOPES, type CoupaSandbox, defaultSettings } from '../../../tools/sandbox/coupa';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine } from '../../../tools/harness/engine/engine';

let coupa: CoupaSandbox;
let engine: Engine;

beforeAll(async () => {
	coupa = await startCoupa({ clients: [CLIENT, { clientId: 'buyer', clientSecret: 'buyer-secret', scopes: ALL_SCOPES }] });
	engine = await Engine.load();
});

afterAll(async () => {
	await coupa.stop();
});

beforeEach(() => {
	Object.assign(coupa.settings, defaultSettings(), { requestsPerSecond: Infinity });
	coupa.clearRequests();
});

/** n8n's test of a credential as an analyst has just entered it. */
async function tested(more: ICredentialDataDecryptedObject = {}) {
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, more);
	return await engine.testCredentialRequest('coupaOAuth2Api');
}

const OK = { status: 'OK', message: 'Connection successful!' };

/** What the token endpoint was asked for, as the sandbox saw it. */
function calls(): string[] {
	return coupa.requests().map(({ operation, method, path, status }) => `${operation} ${method} ${path} ${status}`);
}

test('a right credential passes, with one token', async () => {
	expect(await tested()).toEqual(OK);
	expect(calls().filter((call) => call.startsWith('token'))).toEqual(['token POST /oauth2/token 200']);
});

test('the form asks for the instance first, then says where client ID and secret come from', () => {
	const shown = engine.credentials.getCredentialsProperties('coupaOAuth2Api').filter(({ type }) => type !== 'hidden');
	expect(shown.map(({ displayName, type }) => (type === 'notice' ? 'notice' : displayName))).toEqual([
		...['Coupa Instance', 'notice', 'Client ID', 'Client Secret', 'Scopes', 'Requests per Second'],
	]);
	expect(engine.loader.credentialTypes.coupaOAuth2Api?.type).toMatchObject({ hideDomainRestrictionFields: true });
	expect(engine.credentials.getParentTypes('coupaOAuth2Api')).toEqual([]);
});

test('the token is stored where n8n neither shows it nor takes it for an expression', async () => {
	await tested();
	const field = engine.credentials.getCredentialsProperties('coupaOAuth2Api').find(({ name }) => name === TOKEN_FIELD);
	expect(field).toMatchObject({ type: 'hidden', typeOptions: { expirable: true, password: true } });
	expect(engine.credentials.byType.coupaOAuth2Api?.[TOKEN_FIELD]).toMatch(/^\{/);
});

test('a wrong secret is named as what it is', async () => {
	const { status, message } = await tested({ clientSecret: 'typo' });
	expect(status).toBe('Error');
	expect(message).toMatch(
		/did not issue an access token: client ID or client secret of the Coupa credential is wrong\. Copy both again from the client in Coupa/,
	);
	expect(message).not.toMatch(/typo/);
});

describe('how the instance is written', () => {
	test.each([
		['the address', () => coupa.url],
		['an address with a path', () => `${coupa.url}/invoices?x=1`],
		['an address in capitals with blanks', () => ` ${coupa.url.toUpperCase()} `],
		['localhost', () => coupa.url.replace('127.0.0.1', 'localhost')],
	])('%s works', async (_how, instance) => {
		expect(await tested({ serverUrl: instance() })).toEqual(OK);
	});

	test.each(['no-such-host.invalid', 'https://no-such-host.invalid/'])('an unknown host: %s', async (instance) => {
		expect(await tested({ serverUrl: instance })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/no-such-host.invalid did not answer: no host has that name\. Check the instance address/),
		});
	});

	test('a port that nothing listens on', async () => {
		expect(await tested({ serverUrl: 'http://127.0.0.1:1' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/did not answer: the connection was refused\. Check/),
		});
	});

	test.each([...['http://localhost:80@host', 'acme@host', 'evil#', 'evil%2ecom#', 'acme\\evil', 'аcme', ' ', ''].map((text) => [text])])(
		'%j is refused in words, and nobody is called',
		async (serverUrl) => {
			expect(await tested({ serverUrl })).toEqual({
				status: 'Error',
				message: expect.stringMatching(
					/(names no Coupa instance|is not the name, host or address of a Coupa instance)\. Enter a name such as acme/,
				),
			});
			const { error } = await engine.execute('coupa', { resource: 'supplier', operation: 'get', supplier: '1', output: 'raw' });
			expect(error?.message).toMatch(/names no Coupa instance|is not the name, host or address of a Coupa instance/);
			expect(error?.description).toMatch(/^Enter a name such as acme/);
			expect(calls()).toEqual([]);
		},
	);

	test('plain http to another machine becomes https: the secret never travels in the open', async () => {
		const { status } = await tested({ serverUrl: coupa.url.replace('127.0.0.1', '127.0.0.2') });
		expect(status).toBe('Error');
		expect(calls()).toEqual([]);
	});
});

describe('scopes', () => {
	const withDelete = { scopes: [...DEFAULT_SCOPES, 'core.invoice.delete', 'core.approval.read'].join(' ') };

	test.each([
		['commas', DEFAULT_SCOPES.join(',')],
		['commas and blanks', DEFAULT_SCOPES.join(', ')],
		['line breaks', `\n${DEFAULT_SCOPES.join('\n')}\n`],
	])('may be separated by %s', async (_separator, scopes) => {
		expect(await tested({ scopes })).toEqual(OK);
	});

	test('that Coupa refuses together with the token', async () => {
		expect(await tested(withDelete)).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/the client in Coupa lacks these scopes core\.invoice\.delete, core\.approval\.read\. Allow them for the client in Coupa/,
			),
		});
	});

	test('that Coupa leaves out in silence are named, as the token tells', async () => {
		coupa.settings.unheldScopes = 'grantHeld';
		expect(await tested(withDelete)).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/did not grant these scopes: core\.invoice\.delete, core\.approval\.read\. Allow them for the client in Coupa/,
			),
		});
	});

	test('that Coupa leaves out in silence are named as far as reading shows, when the token tells nothing', async () => {
		coupa.settings.unheldScopes = 'grantHeld';
		coupa.settings.tokenFormat = 'opaque';
		expect(await tested(withDelete)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/did not grant the scope: core\.approval\.read\. Allow it/),
		});
		expect(await tested()).toEqual(OK);
	});

	test.each(['jwt', 'opaque'] as const)('without the one for invoices are fine (%s token)', async (tokenFormat) => {
		coupa.settings.tokenFormat = tokenFormat;
		expect(await tested({ scopes: 'core.supplier.read' })).toEqual(OK);
	});
});

test('a token that Coupa refuses while it is young is waited for', async () => {
	coupa.settings.tokenUsableAfterMs = 800;
	expect(await tested()).toEqual(OK);
});

test('a token that Coupa goes on refusing is told apart from a wrong secret', async () => {
	coupa.settings.tokenUsableAfterMs = 60_000;
	expect(await tested()).toEqual({ status: 'Error', message: expect.stringMatching(/issued an access token and then refused it/) });
}, 15_000);

test.each([
	[503, /API did not answer properly \(503\)/],
	[429, /API did not answer properly \(429\)/],
	[302, /redirects other requests elsewhere .*\(302\)/],
])('an API that answers %d is no working credential', async (status, message) => {
	coupa.settings.failNext.push({
		status,
		headers: { location: 'https://elsewhere.invalid/' },
		match: ({ operation }) => operation === 'list',
	});
	expect(await tested()).toEqual({ status: 'Error', message: expect.stringMatching(message) });
});

test.each([200, 401, 403, 404])('a web page with %d in the place of the API is no working credential', async (status) => {
	const page = { status, headers: { 'content-type': 'text/html' }, body: '<html><title>Sign in</title></html>' };
	coupa.settings.failNext.push(
		...Array.from({ length: 20 }, () => ({ ...page, match: ({ operation }: { operation: string }) => operation === 'list' })),
	);
	expect(await tested()).toEqual({ status: 'Error', message: expect.stringMatching(/a web page answers in the place of its API \(\d+\)/) });
});

test('the check leaves alone what other nodes do with the credential later on', async () => {
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa);
	const parameters = { resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} };
	const { items } = await engine.execute('coupa', parameters);
	expect(items).toHaveLength(1);
	expect(calls()).toEqual(['token POST /oauth2/token 200', 'list GET /api/suppliers 200']);
});
