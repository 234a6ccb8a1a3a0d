import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { checkCredential, DEFAULT_SCOPES, instanceAddressExpression } from '../lib/coupa';

const ADDRESS = instanceAddressExpression('serverUrl');

/** Fields of n8n's own OAuth2 credential that have one right answer for Coupa (rules.md §1). */
function fixed(name: string, value: string | boolean): INodeProperties {
	return { displayName: name, name, type: 'hidden', default: value };
}

export class CoupaOAuth2Api implements ICredentialType {
	name = 'coupaOAuth2Api';

	displayName = 'Coupa OAuth2 API';

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-coupa-scan-one';

	extends = ['oAuth2Api'];

	icon: Icon = { light: 'file:../icons/coupa.svg', dark: 'file:../icons/coupa.dark.svg' };

	// n8n shows inherited fields first and new ones below them. Two of n8n's names that client credentials have no use for put the
	// instance and the notice above the client.
	properties: INodeProperties[] = [
		{
			displayName: 'Coupa Instance',
			name: 'serverUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. acme, acme.coupacloud.com or https://acme.coupahost.com',
			description: 'Name, host or address of your Coupa instance. The connection is always encrypted (https).',
		},
		{
			displayName:
				'In Coupa, open Setup, Integrations, OAuth2/OpenID Connect Clients, create a client with the grant type "Client credentials", and copy its identifier and secret here.',
			name: 'authUrl',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'What Coupa shows as the identifier of the client',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: 'When the test says that client authentication failed, client ID or secret is wrong',
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: DEFAULT_SCOPES.join(' '),
			required: true,
			description:
				'Separated by spaces or commas. The default covers the invoice import; voiding a superseded draft also needs core.invoice.delete. Each scope must be allowed for the client in Coupa.',
			hint: 'When the test says that the requested scope is invalid, the client in Coupa lacks one of these',
		},
		{
			displayName: 'Requests per Second',
			name: 'requestsPerSecond',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 20,
			description:
				'Coupa allows 25 a second per OAuth client, shared by everything that signs in with this client ID: set 20 where n8n is alone, 15 beside other consumers. It applies to each n8n process: divide it by the number of workers.',
		},
		fixed('grantType', 'clientCredentials'),
		fixed('authentication', 'body'),
		fixed('authQueryParameters', ''),
		fixed('sendAdditionalBodyProperties', false),
		fixed('additionalBodyProperties', ''),
		fixed('scope', '={{ $self["scopes"].trim().split(/[\\s,]+/).join(" ") }}'),
		fixed('accessTokenUrl', `={{ ${ADDRESS} + "/oauth2/token" }}`),
	];

	/**
	 * n8n runs this before every request with the credential. Our own nodes explain a refusal themselves, so it only
	 * speaks up in n8n's credential test: whether Coupa takes the token, and which scopes were asked for and not granted.
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		await checkCredential(credentials, async (request) => {
			const response = (await this.helpers.httpRequest({
				...request,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			})) as { statusCode: number; body: unknown };
			return { status: response.statusCode, body: response.body };
		});
		return {};
	}

	/** The judgement is preAuthentication's: a credential without the scope for invoices is fine, although this is refused with 403. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${ADDRESS.replace('$self["serverUrl"]', '$credentials.serverUrl')} }}`,
			url: '/api/invoices',
			qs: { limit: 1, fields: '["id"]' },
			headers: { accept: 'application/json' },
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			disableFollowRedirect: true,
		},
	};
}
