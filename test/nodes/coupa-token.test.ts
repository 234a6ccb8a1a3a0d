import { DEFAULT_SCOPES } from '../../lib/coupa';
import { coupaCredential, withToken } from '../../tools/harness/engine/coupa';
import { flow, flowPerFile } from './support/current-flow';
import { itemsOf } from './support/flow';

flowPerFile();

describe('token', () => {
	const list = { resource: 'supplier', operation: 'getAll', returnAll: false, limit: 1, output: 'raw', filters: {}, options: {} };

	test('scopes that Coupa refuses together with the token are named', async () => {
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa, {
			scopes: [...DEFAULT_SCOPES, 'core.invoice.delete', 'core.no.such'].join(', '),
		});
		const { error } = await flow.engine.execute('coupa', list);
		expect(error).toMatchObject({
			httpCode: '401',
			message: `${flow.coupa.host} did not issue an access token: the client in Coupa lacks these scopes core.invoice.delete, core.no.such`,
			description: expect.stringMatching(/^Allow them for the client in Coupa/),
		});
		expect(JSON.stringify(error)).not.toMatch(/secret-of-n8n/);
	});

	test('an expired one is renewed in passing', async () => {
		itemsOf(await flow.engine.execute('coupa', list));
		flow.coupa.expireTokens();
		expect(itemsOf(await flow.engine.execute('coupa', list))).toHaveLength(1);
	}, 15_000);

	test.each([
		[
			'a secret that was replaced meanwhile',
			() => Object.assign(flow.engine.credentials.byType.coupaOAuth2Api ?? {}, { clientSecret: 'replaced' }),
			/did not issue an access token: client ID or client secret of the Coupa credential is wrong/,
		],
		[
			'a token endpoint that is down',
			() =>
				flow.coupa.settings.failNext.push(
					...[1, 2, 3, 4, 5].map(() => ({ status: 503, match: ({ operation }: { operation: string }) => operation === 'token' })),
				),
			/No answer from Coupa.*no new token/,
		],
	])(
		'%s is told, not taken for Coupa itself',
		async (_what, breakIt, message) => {
			itemsOf(await flow.engine.execute('coupa', list));
			flow.engine.credentials.byType.coupaOAuth2Api = withToken(coupaCredential(flow.coupa), 'minted-long-ago');
			flow.coupa.expireTokens();
			breakIt();
			const { error } = await flow.engine.execute('coupa', list);
			flow.coupa.settings.failNext = [];
			expect(error?.message).toMatch(message);
		},
		15_000,
	);
});
