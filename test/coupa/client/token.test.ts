import { CoupaError } from '../../../lib/coupa/errors';
import { TransportFailure } from '../../../lib/coupa/transport';
import { DirectTransport } from '../../../tools/harness/engine/direct-transport';
import { FakeCoupa, failureOf, type Reply } from './fake-coupa';

let coupa: FakeCoupa;
beforeEach(async () => {
	coupa = await new FakeCoupa().start();
});
afterEach(async () => {
	await coupa.stop();
});

const ok: Reply = { body: { id: 1 } };
const unauthorized: Reply = { status: 401, body: '' };
const forbidden: Reply = { status: 403, body: { errors: ['Forbidden'] } };

/** A token minted so long ago that it counts as old. */
class AgedTransport extends DirectTransport {
	ageMs = 60_000;
	override async tokenMintedAt(): Promise<number | null> {
		const mintedAt = await super.tokenMintedAt();
		return mintedAt === null ? null : mintedAt - this.ageMs;
	}
	override async renewToken(): Promise<void> {
		await super.renewToken();
		// Real tokens are minted at different times.
		this.ageMs -= 1;
	}
}

function agedTransport(scopes = ['core.invoice.read']): AgedTransport {
	return new AgedTransport({ baseUrl: coupa.baseUrl, clientId: 'lock-box', clientSecret: 'hush-hush', scopes });
}

describe('warm-up', () => {
	test('parallel first calls mint one token: the first goes alone', async () => {
		const underWay: number[] = [];
		let open = 0;
		coupa.handler = async () => {
			underWay.push(++open);
			await new Promise((resolve) => setTimeout(resolve, 60));
			open -= 1;
			return ok;
		};
		const client = coupa.client();
		await Promise.all(Array.from({ length: 10 }, async () => await client.get('/api/invoices/1')));
		expect(coupa.minted).toBe(1);
		expect(underWay[0]).toBe(1);
		expect(underWay[1]).toBe(1);
		expect(Math.max(...underWay)).toBeGreaterThan(3);
	});

	test('when the first call gets no answer, the next one goes alone', async () => {
		let calls = 0;
		coupa.handler = () => (++calls === 1 ? 'cut' : ok);
		const client = coupa.client();
		const results = await Promise.allSettled([
			client.write('POST', '/api/invoices', {}),
			client.get('/api/invoices/1'),
			client.get('/api/invoices/2'),
		]);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
		expect(coupa.minted).toBe(1);
	});

	test('a token that is there already needs no warm-up', async () => {
		const transport = coupa.transport();
		await transport.renewToken();
		let open = 0;
		let most = 0;
		coupa.handler = async () => {
			most = Math.max(most, ++open);
			await new Promise((resolve) => setTimeout(resolve, 60));
			open -= 1;
			return ok;
		};
		const client = coupa.client({}, transport);
		await Promise.all([client.get('/api/invoices/1'), client.get('/api/invoices/2'), client.get('/api/invoices/3')]);
		expect(most).toBe(3);
	});
});

describe('401', () => {
	test('of a token that another client has just put in place of the one looked up: it is taken over, not replaced', async () => {
		const transport = agedTransport();
		const client = coupa.client({}, transport);
		coupa.handler = () => ok;
		await client.get('/api/invoices/1');
		await client.get('/api/invoices/1');
		await transport.renewToken();
		coupa.handler = () => (coupa.received.length < 4 ? unauthorized : ok);
		expect(await client.write('POST', '/api/invoices', { a: '1' })).toEqual({ id: 1 });
		expect(coupa.received.map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2', 'token-2']);
		expect(coupa.minted).toBe(2);
	});

	test('is not prepared for by a look-up before each call: calls in a row share one', async () => {
		const transport = agedTransport();
		const lookUp = jest.spyOn(transport, 'tokenMintedAt');
		const client = coupa.client({}, transport);
		coupa.handler = () => ok;
		await client.get('/api/invoices/1');
		const before = lookUp.mock.calls.length;
		for (let call = 0; call < 5; call++) await client.get('/api/invoices/1');
		expect(lookUp.mock.calls.length - before).toBe(1);
	});

	test('an old token is replaced once and the write sent again', async () => {
		coupa.handler = ({ token }) => (token === 'token-1' ? unauthorized : ok);
		const client = coupa.client({}, agedTransport());
		expect(await client.write('POST', '/api/invoices', { a: '1' })).toEqual({ id: 1 });
		expect(coupa.received.map(({ token, body }) => [token, body.toString()])).toEqual([
			['token-1', '{"a":"1"}'],
			['token-2', '{"a":"1"}'],
		]);
	});

	test('parallel callers with the old token share one renewal', async () => {
		const transport = agedTransport();
		await transport.renewToken();
		coupa.handler = ({ token }) => (token === 'token-1' ? unauthorized : ok);
		const client = coupa.client({}, transport);
		await Promise.all(Array.from({ length: 8 }, async (_, id) => await client.get(`/api/invoices/${String(id)}`)));
		expect(coupa.minted).toBe(2);
		expect(coupa.received.filter(({ token }) => token === 'token-2')).toHaveLength(8);
	});

	test('a token that another client replaced is taken over, not replaced again', async () => {
		const transport = agedTransport();
		await transport.renewToken();
		coupa.handler = async ({ token }) => {
			if (token !== 'token-1') return ok;
			await transport.renewToken();
			return unauthorized;
		};
		expect(await coupa.client({}, transport).get('/api/invoices/1')).toEqual({ id: 1 });
		expect(coupa.minted).toBe(2);
	});

	test('a young token is waited for and sent again, not replaced', async () => {
		let knownAt = Infinity;
		coupa.handler = ({ at }) => {
			if (knownAt === Infinity) knownAt = at + 50;
			return at >= knownAt ? ok : unauthorized;
		};
		const client = coupa.client({ youngTokenMs: 250 });
		expect(await client.get('/api/invoices/1')).toEqual({ id: 1 });
		expect(coupa.received.map(({ token }) => token)).toEqual(['token-1', 'token-1']);
		expect(coupa.minted).toBe(1);
	});

	test('refused for good: each token is waited for once, one renewal, then a plain text', async () => {
		coupa.handler = () => unauthorized;
		const sleep = jest.fn<Promise<void>, [number]>(async () => {
			await Promise.resolve();
		});
		const failure = await failureOf(coupa.client({ youngTokenMs: 5_000, sleep }).write('PUT', '/api/invoices/1/submit'), CoupaError);
		expect(coupa.received.map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2', 'token-2']);
		expect(sleep).toHaveBeenCalledTimes(2);
		for (const [ms] of sleep.mock.calls) {
			expect(ms).toBeGreaterThan(4_000);
			expect(ms).toBeLessThanOrEqual(5_000);
		}
		expect(failure).toMatchObject({ kind: 'unauthorized', details: { status: 401, mayHaveHappened: false } });
		expect(failure.message).toBe('Coupa does not accept the access token for “submit” on invoice 1 (401), not even a new one');
		expect(failure.details.hint).toContain('client secret');
	});

	test('when the renewal gets no answer, the refused write surely did not happen', async () => {
		const transport = agedTransport();
		await transport.renewToken();
		transport.renewToken = async () => {
			await Promise.reject(new TransportFailure('timeout', true));
		};
		coupa.handler = () => unauthorized;
		const failure = await failureOf(coupa.client({}, transport).write('POST', '/api/invoices', {}), CoupaError);
		expect(failure).toMatchObject({ kind: 'network', details: { mayHaveHappened: false } });
		expect(failure.message).toContain('no new token: timeout');
	});

	test('no secret and no token in the error', async () => {
		coupa.handler = ({ token }) => ({ status: 401, body: { error: `Bearer ${token}-abcdefgh is expired`, client_secret: 'hush-hush' } });
		const failure = await failureOf(coupa.client().get('/api/invoices/1'), CoupaError);
		const told = JSON.stringify([failure.message, failure.details, String(failure.cause)]);
		expect(told).toContain('is expired');
		expect(told).not.toMatch(/token-\d|hush-hush/);
	});
});

describe('403', () => {
	test('renews once, because the scopes of the credential may have changed', async () => {
		coupa.handler = ({ token }) => (token === 'token-1' ? forbidden : ok);
		expect(await coupa.client({}, agedTransport()).write('PUT', '/api/invoices/1/submit')).toEqual({ id: 1 });
		expect(coupa.minted).toBe(2);
	});

	test('parallel callers share the renewal, and later callers do not renew again', async () => {
		const transport = agedTransport();
		coupa.handler = () => forbidden;
		const client = coupa.client({}, transport);
		const results = await Promise.allSettled(Array.from({ length: 6 }, async () => await client.get('/api/invoices/1')));
		expect(results.every(({ status }) => status === 'rejected')).toBe(true);
		expect(coupa.minted).toBe(2);
		await failureOf(client.get('/api/invoices/2'), CoupaError);
		await failureOf(coupa.client({}, transport).get('/api/invoices/2'), CoupaError);
		expect(coupa.minted).toBe(2);
	});

	test('a credential whose scopes were edited renews again', async () => {
		const transport = agedTransport();
		coupa.handler = () => forbidden;
		await failureOf(coupa.client({}, transport).get('/api/invoices/1'), CoupaError);
		transport.scopes = () => ['core.invoice.read', 'core.supplier.read'];
		await failureOf(coupa.client({}, transport).get('/api/suppliers/1'), CoupaError);
		expect(coupa.minted).toBe(3);
	});

	test('names the scope and whether the credential asks for it', async () => {
		coupa.handler = () => forbidden;
		const client = coupa.client({}, agedTransport(['core.invoice.read', 'core.invoice.write']));
		const asked = await failureOf(client.write('PUT', '/api/invoices/7/submit'), CoupaError);
		expect(asked.kind).toBe('forbidden');
		expect(asked.message).toContain('core.invoice.write, which the credential asks for');
		expect(asked.details.hint).toContain('grant core.invoice.write to the OAuth client in Coupa');
		const missing = await failureOf(client.get('/api/suppliers/1'), CoupaError);
		expect(missing.message).toContain('core.supplier.read, which the credential does not ask for');
		expect(missing.details.hint).toContain('Add core.supplier.read to the scopes of the credential');
		expect(missing.details.messages).toEqual([{ field: null, text: 'Forbidden' }]);
	});
});
