import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { DEFAULT_SCOPES, instanceAddressExpression, TOKEN_FIELD } from '../lib/coupa';
import { authorizedRequest, newTokenText } from '../nodes/Coupa/credential';
import { helpLink } from './help';

export class CoupaOAuth2Api implements ICredentialType {
	name = 'coupaOAuth2Api';

	displayName = 'Coupa OAuth2 API';

	icon: Icon = { light: 'file:../icons/coupa.svg', dark: 'file:../icons/coupa.dark.svg' };

	// The credential signs in at its own instance only: there are no domains to choose.
	hideDomainRestrictionFields = true;

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
			displayName: `In Coupa, open Setup, Integrations, OAuth2/OpenID Connect Clients, create a client with the grant type "Client credentials", and copy its identifier and secret here. ${helpLink('connect-coupa')} says which scopes each template needs.`,
			name: 'notice',
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
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: DEFAULT_SCOPES.join(' '),
			required: true,
			description:
				'Separated by spaces or commas. The default covers the invoice import; voiding a superseded draft also needs core.invoice.delete. Each scope must be allowed for the client in Coupa.',
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
		{
			displayName: 'Access Token',
			name: TOKEN_FIELD,
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/**
	 * n8n runs this where it holds no token, where the one it holds is of no use any more, and in its credential test; what comes back is
	 * stored with the credential. n8n's own OAuth2 client is not used because it follows redirects with the client secret.
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return { [TOKEN_FIELD]: await newTokenText(this.helpers, credentials) };
	}

	/** n8n runs this for every request with the credential. */
	async authenticate(credentials: ICredentialDataDecryptedObject, options: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		return authorizedRequest(credentials, options);
	}

	/** The judgement is preAuthentication's. This request only makes n8n run it, so its own answer does not matter and has no body. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${instanceAddressExpression('serverUrl').replace('$self["serverUrl"]', '$credentials.serverUrl')} }}`,
			url: '/api/invoices',
			method: 'HEAD',
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
	};
}
