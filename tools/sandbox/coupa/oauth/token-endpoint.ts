import type { RequestBody } from '../http/body';
import type { Answer } from '../http/answer';
import { ALL_SCOPES } from '../scopes';
import type { CoupaSettings } from '../settings';
import type { OAuthClient } from '../types';
import type { TokenStore } from './tokens';

export interface TokenDesk {
	clients: OAuthClient[];
	tokens: TokenStore;
	settings: CoupaSettings;
}

/**
 * `POST /oauth2/token` with grant type client credentials (rules.md §1). Error bodies are not documented; these follow
 * RFC 6749 §5.2.
 */
export function answerTokenRequest(desk: TokenDesk, body: RequestBody, authorization: string | undefined): Answer {
	if (body.kind !== 'urlencoded') return refused(400, 'invalid_request');
	const form = body.form;
	const client = clientOf(desk, form, authorization);
	if (client === undefined) return refused(401, 'invalid_client');
	if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type');
	const asked = [...new Set((form.get('scope') ?? '').split(' ').filter((scope) => scope !== ''))];
	const granted = asked.filter((scope) => ALL_SCOPES.includes(scope) && client.scopes.includes(scope));
	const short = asked.length === 0 || granted.length < asked.length;
	if (short && desk.settings.unheldScopes === 'invalid_scope') return refused(400, 'invalid_scope');
	const token = desk.tokens.mint(client.clientId, granted);
	return { kind: 'plain', status: 200, value: { access_token: token, token_type: 'bearer', expires_in: desk.settings.accessTokenSeconds } };
}

function clientOf({ clients, settings }: TokenDesk, form: URLSearchParams, authorization: string | undefined): OAuthClient | undefined {
	const [id, secret] = basicCredentials(settings, authorization) ?? [form.get('client_id'), form.get('client_secret')];
	return clients.find(({ clientId, clientSecret }) => clientId === id && clientSecret === secret);
}

function basicCredentials(settings: CoupaSettings, authorization: string | undefined): [string, string] | null {
	const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
	if (encoded === undefined || !settings.acceptsBasicClientAuth) return null;
	const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
	return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))];
}

function refused(status: number, error: string): Answer {
	return { kind: 'plain', status, value: { error } };
}
