import type { ServerResponse } from 'node:http';

import { coupaCredential } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { type Heard, HostileCoupa, json } from './support/hostile-coupa';

const LIST = { resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} };
const SECRETS = ['0123456789abcdef-of-the-client', `q"u/o+t e'd&<s>\\`, 'kurz'];

let coupa: HostileCoupa;
let engine: Engine;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	coupa = await HostileCoupa.start();
});

afterEach(async () => {
	await coupa.stop();
});

/** Every way in which an answer may repeat something. */
function repeated(secret: string): string[] {
	const header = Buffer.from(`n8n:${secret}`).toString('base64');
	const json = JSON.stringify(secret).slice(1, -1);
	return [
		secret,
		encodeURIComponent(secret),
		new URLSearchParams({ a: secret }).toString().slice(2),
		json,
		`Basic ${header}`,
		btoa(secret),
	];
}

/** Errors in every shape that is read: Coupa's own, a page of a gateway, XML, plain text, an unknown JSON. */
const SHAPES: Record<string, (text: string) => [status: number, body: string]> = {
	"Coupa's errors": (text) => [422, JSON.stringify({ errors: { base: [text], [text]: ['is wrong'] } })],
	'a refusal of rights': (text) => [403, JSON.stringify({ errors: [text] })],
	XML: (text) => [400, `<errors><error><![CDATA[${text}]]></error></errors>`],
	'a web page': (text) => [404, `<html><title>${text}</title></html>`],
	'plain text': (text) => [404, text],
	'unknown JSON': (text) => [409, JSON.stringify({ message: text, request: { headers: { authorization: text } } })],
	'a text that is cut': (text) => [422, JSON.stringify({ errors: ['x'.repeat(490) + text] })],
};

/** A check of texts: no form of the secret, nor of the token that this request carried. */
function mayNotHold(clientSecret: string): (text: string, request: Heard | undefined) => void {
	return (text, request) => {
		const token = request?.authorization?.replace('Bearer ', '') ?? 'no token was sent';
		for (const form of [...repeated(clientSecret), token]) expect(text).not.toContain(form);
		// Nor the first half of it, as where a text is cut.
		expect(text).not.toContain(clientSecret.slice(0, Math.max(4, clientSecret.length / 2)));
	};
}

// All at the same time: an answer that is not Coupa's is asked for again for some seconds.
test.concurrent.each(SECRETS)('a client secret like %j and the token are blanked in answers of every shape', async (clientSecret) => {
	const own = await HostileCoupa.start();
	const shapes = Object.values(SHAPES);
	own.onApi = ({ path, authorization = '' }, response) => {
		const [status, body] = shapes[Number(/\d+/.exec(path)?.[0]) - 1]?.(
			[...repeated(clientSecret), authorization, authorization.slice(7)].join(' | '),
		) ?? [500, ''];
		response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
	};
	try {
		const ownEngine = await Engine.load({ coupaOAuth2Api: coupaCredential(own, { clientSecret, requestsPerSecond: 1000 }) });
		const refusals = await Promise.all(
			shapes.map(async (_, id) => {
				const invoice = { __rl: true, mode: 'id', value: String(id + 1) };
				return await ownEngine.execute('coupa', { resource: 'invoice', operation: 'submit', invoice, output: 'raw' });
			}),
		);
		const [sent] = own.heard.filter(({ authorization }) => authorization !== undefined);
		for (const { error, run } of refusals) {
			expect(error).toBeDefined();
			mayNotHold(clientSecret)(`${error?.message} ${error?.description} ${JSON.stringify(error)} ${error?.stack}`, sent);
			mayNotHold(clientSecret)(JSON.stringify(run.data.resultData), sent);
		}
	} finally {
		await own.stop();
	}
});

describe.each(SECRETS)('a client secret like %j', (clientSecret) => {
	const check = mayNotHold(clientSecret);

	beforeEach(() => {
		engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, { clientSecret, requestsPerSecond: 1000 });
	});

	test('and the token are blanked in the item of a node that continues on fail', async () => {
		coupa.onApi = ({ authorization = '' }, response) => {
			json(response, { errors: { base: [clientSecret, authorization] } }, 422);
		};
		const invoice = { __rl: true, mode: 'id', value: '12' };
		const parameters = { resource: 'invoice', operation: 'submit', invoice, output: 'raw' };
		const { items } = await engine.execute('coupa', parameters, undefined, { continueOnFail: true });
		expect(items).toHaveLength(1);
		check(JSON.stringify(items), coupa.heard[1]);
	});

	test.each([400, 401, 403, 500])('is blanked where the token request is refused with %d', async (status) => {
		coupa.onToken = ({ body }, response: ServerResponse) => {
			const error = status === 403 ? 'access_denied' : 'invalid_request';
			json(response, { error, error_description: `You sent ${body} (${clientSecret})`, [clientSecret]: body }, status);
		};
		if (status < 500) {
			const { error } = await engine.execute('coupa', LIST);
			expect(error?.message).toMatch(/did not issue an access token: .*…/);
			check(`${error?.message} ${error?.description} ${JSON.stringify(error)}`, undefined);
		}
		const { message } = await engine.testCredentialRequest('coupaOAuth2Api');
		check(message, undefined);
	});
});

test('a long secret and the token are blanked in records as well, and amounts are left alone', async () => {
	const clientSecret = SECRETS[0] ?? '';
	engine.credentials.byType.coupaOAuth2Api = coupaCredential(coupa, { clientSecret });
	coupa.onApi = ({ authorization }, response) => {
		json(response, [
			{ id: 1, name: `sent ${authorization}`, note: encodeURIComponent(clientSecret), 'custom-fields': { amount: '100.10' } },
		]);
	};
	const { items } = await engine.execute('coupa', LIST);
	expect(items[0]?.json).toEqual({ id: 1, name: 'sent Bearer …', note: '…', 'custom-fields': { amount: '100.10' } });
});
