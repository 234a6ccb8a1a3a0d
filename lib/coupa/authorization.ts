import { Failure, keepSecret } from '../core';
import { loginOf } from './login';
import { ownRequest } from './own-request';
import { storedToken } from './stored-token';

/**
 * Thrown in place of sending a request without a usable token. n8n takes it for a 401: it has the credential mint a token, stores it
 * and asks for the authorization once more (n8n-core, httpRequestWithAuthentication).
 */
class TokenNeeded extends Error {
	override name = 'TokenNeeded';
	readonly response = { status: 401 };
	constructor() {
		super('The credential holds no access token for this instance and client.');
	}
}

/** Thrown in place of sending anything, where only a new token was wanted and n8n has stored it. */
class TokenRenewed extends Error {
	override name = 'TokenRenewed';
}

/**
 * The Authorization header for a request to that address with a credential as it is now.
 *
 * @throws Failure for an address that is not the instance's own: nobody else gets the token
 * @throws TokenNeeded, TokenRenewed
 */
export function authorizationFor(url: string, credential: Record<string, unknown>): string {
	const { address, instance } = loginOf(credential);
	if (!URL.canParse(url) || new URL(url).origin !== address) {
		throw new Failure(`The Coupa credential is for ${instance} and signs in nowhere else, so nothing was sent.`, 'instance', {
			hint: 'Send the request to the instance that the credential names. If the credential was changed while the workflow ran, run it again.',
		});
	}
	const { renewal } = ownRequest() ?? {};
	if (renewal?.state === 'minted') {
		renewal.state = 'stored';
		throw new TokenRenewed('The access token is renewed.');
	}
	const token = renewal === undefined ? storedToken(credential) : null;
	if (token === null) throw new TokenNeeded();
	keepSecret(token.value);
	return `Bearer ${token.value}`;
}
