import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CLIENT, coupaCredential, withToken } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { HostileCoupa, json } from './support/hostile-coupa';

const LIST = { resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} };

let coupa: HostileCoupa;
let elsewhere: HostileCoupa;
let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	[coupa, elsewhere] = await Promise.all([HostileCoupa.start(), HostileCoupa.start()]);
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa);
});

afterEach(async () => {
	await Promise.all([coupa.stop(), elsewhere.stop()]);
});

const stored = (): ICredentialDataDecryptedObject => engine.credentials.byType.coupaOAuth2Api ?? {};

describe.each([301, 302, 303, 307, 308])('a token request answered with %d to another host', (status) => {
	beforeEach(() => {
		coupa.onToken = (_request, response) => {
			response.writeHead(status, { location: `${elsewhere.url}/oauth2/token` }).end();
		};
	});

	test('takes client ID and secret nowhere, in a run', async () => {
		const { error } = await engine.execute('coupa', LIST);
		expect(error?.message).toMatch(new RegExp(`issued no access token: the response was ${status}, and not Coupa's`));
		expect(error?.description).toMatch(/Client ID and secret were not sent on/);
		expect(elsewhere.heard).toEqual([]);
	});

	test("takes them nowhere, in n8n's test, which fails", async () => {
		expect(await engine.testCredentialRequest('coupaOAuth2Api')).toEqual({
			status: 'Error',
			message: expect.stringMatching(new RegExp(`issued no access token: the response was ${status}`)),
		});
		expect(elsewhere.heard).toEqual([]);
	});
});

test.each([301, 302, 307, 308])('a request answered with %d to another host does not take the token there', async (status) => {
	coupa.onApi = (_request, response) => {
		response.writeHead(status, { location: `${elsewhere.url}/api/suppliers` }).end();
	};
	const { error } = await engine.execute('coupa', LIST);
	expect(error?.message).toMatch(new RegExp(`the response was ${status}`));
	expect(coupa.heard.map(({ authorization }) => authorization)).toEqual([undefined, `Bearer ${coupa.token(1)}`]);
	expect(elsewhere.heard).toEqual([]);
	expect(await engine.testCredentialRequest('coupaOAuth2Api')).toMatchObject({ status: 'Error' });
	expect(elsewhere.heard).toEqual([]);
});

test('what Coupa sees by default is the documented form, in the body', async () => {
	await engine.execute('coupa', LIST);
	const [token] = coupa.heard;
	expect(token).toMatchObject({ method: 'POST', authorization: undefined });
	expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
		grant_type: 'client_credentials',
		client_id: CLIENT.clientId,
		client_secret: CLIENT.clientSecret,
		scope: CLIENT.scopes.join(' '),
	});
});

describe('an answer with a token', () => {
	const good = { access_token: 'T', token_type: 'bearer', expires_in: 60 };

	test.each([
		['Bearer', true],
		['BEARER', true],
		...['mac', 'DPoP', 'bearer ', 'bearer\r\nx', '', null, 7, ['bearer'], undefined].map((type) => [type, false]),
	])('of type %j', async (type, isTaken) => {
		coupa.onToken = (_request, response) => {
			json(response, { ...good, token_type: type });
		};
		const { error } = await engine.execute('coupa', LIST);
		expect(error?.message).toEqual(isTaken ? undefined : expect.stringMatching(/issued an access token that is not a bearer token/));
		expect(coupa.heard.some(({ authorization }) => authorization !== undefined)).toBe(isTaken);
	});

	test.each(['a\r\nx-evil: 1', 'a b', '', 'tökén', 7, null, { a: 1 }, 'a\u0000'])(
		'%j, which no header may hold, is not used',
		async (value) => {
			coupa.onToken = (_request, response) => {
				json(response, { ...good, access_token: value });
			};
			const { error } = await engine.execute('coupa', LIST);
			expect(error?.message).toMatch(/not a bearer token/);
			expect(coupa.heard.every(({ path }) => path === '/oauth2/token')).toBe(true);
		},
	);

	test('that n8n could take for an expression is sent as it is, in every run', async () => {
		coupa.onToken = (_request, response) => {
			json(response, { ...good, access_token: '={{$env}}', expires_in: 3600 });
		};
		await engine.execute('coupa', LIST);
		await engine.execute('coupa', LIST);
		expect(coupa.heard.map(({ authorization }) => authorization)).toEqual([undefined, 'Bearer ={{$env}}', 'Bearer ={{$env}}']);
	});
});

describe('a stored token', () => {
	beforeEach(async () => {
		await engine.execute('coupa', LIST);
		coupa.heard.length = 0;
	});

	test('serves the next runs, however the instance and the scopes are written', async () => {
		Object.assign(stored(), { serverUrl: ` ${coupa.url.toUpperCase()}/x?y `, scopes: CLIENT.scopes.toReversed().join(',\n') });
		await engine.execute('coupa', LIST);
		expect(coupa.heard.map(({ path, authorization }) => [path.split('?')[0], authorization])).toEqual([
			['/api/suppliers', `Bearer ${coupa.token(1)}`],
		]);
	});

	test.each<[string, () => ICredentialDataDecryptedObject]>([
		['instance', () => ({ serverUrl: elsewhere.url })],
		['client', () => ({ clientId: 'another' })],
		['secret', () => ({ clientSecret: 'another' })],
		['scopes', () => ({ scopes: 'core.supplier.read' })],
	])('goes nowhere once another %s is entered: the next request has a token of its own', async (_what, edit) => {
		Object.assign(stored(), edit());
		const { error } = await engine.execute('coupa', LIST);
		expect(error).toBeUndefined();
		const heard = [...coupa.heard, ...elsewhere.heard];
		expect(heard[0]?.path).toBe('/oauth2/token');
		expect(heard.map(({ authorization }) => authorization)).toEqual([undefined, expect.any(String)]);
		expect(elsewhere.heard.map(({ authorization }) => authorization)).not.toContain(`Bearer ${coupa.token(1)}`);
	});

	test('does not go to the new host even when it was put there by hand, damaged or without what it is for', async () => {
		for (const token of ['old', '"old"', '{"value":"old"}', '{', '[]', 'null', JSON.stringify({ mintedFor: '', value: 'old' })]) {
			Object.assign(stored(), { serverUrl: elsewhere.url, accessToken: token });
			await engine.execute('coupa', LIST);
		}
		expect(elsewhere.heard.filter(({ authorization }) => authorization !== undefined)).toHaveLength(7);
		expect(JSON.stringify(elsewhere.heard)).not.toMatch(/\bold\b/);
	});

	test('that has run out is replaced before anything is sent with it', async () => {
		engine.credentials.byType.coupaOAuth2Api = withToken(coupaCredential(coupa), 'run-out', { livesMs: 1000 });
		await engine.execute('coupa', LIST);
		expect(coupa.heard.map(({ path, authorization }) => [path.split('?')[0], authorization])).toEqual([
			['/oauth2/token', undefined],
			['/api/suppliers', `Bearer ${coupa.token(1)}`],
		]);
	});
});

test('an instance entered while a run is under way gets neither token nor request of that run', async () => {
	let calls = 0;
	coupa.onApi = (_request, response) => {
		calls += 1;
		Object.assign(stored(), { serverUrl: elsewhere.url });
		json(
			response,
			Array.from({ length: 50 }, (_, id) => ({ id: id + 1 })),
		);
	};
	const { error } = await engine.execute('coupa', { ...LIST, returnAll: true });
	expect(calls).toBe(1);
	expect(error?.message).toMatch(/credential is for 127\.0\.0\.1:\d+ and signs in nowhere else, so nothing was sent/);
	expect(elsewhere.heard).toEqual([]);
});

test('parallel runs, and runs one after the other, share one token', async () => {
	await Promise.all(Array.from({ length: 8 }, async () => await engine.execute('coupa', LIST)));
	await engine.execute('coupa', LIST);
	await engine.listSearch('coupa', 'search_supplier');
	expect(coupa.heard.filter(({ path }) => path === '/oauth2/token')).toHaveLength(1);
	expect(coupa.heard).toHaveLength(11);
});
