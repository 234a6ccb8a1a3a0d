import { setTimeout as wait } from 'node:timers/promises';

import { instanceAddress } from './instance';
import { isOwnRequest } from './own-request';
import { requiredScope } from './scopes';

/** A GET with a given bearer; answers with the HTTP status, whatever it is. */
export type ProbeStatus = (request: { method: 'GET'; url: string; headers: Record<string, string> }) => Promise<number>;

/** A test mints its token a moment before the check; any other token belongs to a request that explains itself. */
const FRESH_MS = 10_000;
/** Coupa asks for this pause between minting a token and using it (rules.md §1). */
const YOUNG_MS = 5_000;

/** A list that any holder of a read scope may read, for tokens whose scopes cannot be read. */
const PROBES = ['/api/accounts', '/api/currencies', '/api/invoices', '/api/purchase_orders', '/api/suppliers', '/api/approvals', '/api/integrations', '/api/uoms'];

/**
 * Checks a credential that is being tested: does Coupa take its token, and did it grant each scope asked for? Scopes are
 * read from the token where it is a JWT; otherwise each read scope is tried with one row (write scopes cannot be).
 *
 * @param credentials n8n's decrypted OAuth2 credential with `instance`, `scope` and `oauthTokenData`
 * @throws Error in plain words, naming the scopes that are missing
 */
export async function checkCredential(credentials: Record<string, unknown>, status: ProbeStatus): Promise<void> {
	const token = freshToken(credentials);
	if (isOwnRequest() || token === null) return;
	const asked = words(credentials.scope);
	if (asked.some((scope) => scope.includes(','))) throw new Error('Scopes are separated by spaces, not by commas.');
	const probe = async (path: string) =>
		await status({ method: 'GET', url: `${instanceAddress(String(credentials.instance))}${path}?limit=1`, headers: { accept: 'application/json', authorization: `Bearer ${token.value}` } });
	await acceptedToken(token.mintedAt, async () => await probe('/api/invoices'));
	const granted = grantedScopes(token.value, credentials.oauthTokenData);
	const missing = granted ? asked.filter((scope) => !granted.includes(scope)) : await refusedScopes(asked, probe);
	if (missing.length === 0) return;
	throw new Error(
		`Coupa did not grant ${missing.length === 1 ? 'the scope' : 'these scopes'}: ${missing.join(', ')}. Allow ${missing.length === 1 ? 'it' : 'them'} for the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients), or take ${missing.length === 1 ? 'it' : 'them'} out of the Scopes field.`,
	);
}

function freshToken({ oauthTokenData }: Record<string, unknown>): { value: string; mintedAt: number } | null {
	if (typeof oauthTokenData !== 'object' || oauthTokenData === null) return null;
	const { access_token: value, n8n_expires_at: expiresAt, expires_in: lifetime } = oauthTokenData as Record<string, unknown>;
	const mintedAt = Number(expiresAt) - Number(lifetime) * 1000;
	return typeof value === 'string' && Date.now() - mintedAt < FRESH_MS ? { value, mintedAt } : null;
}

/** A token may be refused while it is very young; it is given its time before it counts as refused. */
async function acceptedToken(mintedAt: number, probe: () => Promise<number>): Promise<void> {
	if ((await probe()) !== 401) return;
	await wait(Math.max(0, mintedAt + YOUNG_MS + 500 - Date.now()));
	if ((await probe()) === 401) throw new Error('Coupa issued an access token and then refused it. Check that the client is active in Coupa and belongs to this instance.');
}

function grantedScopes(token: string, tokenData: unknown): string[] | null {
	const claims = jwtClaims(token);
	const scope = claims?.scope ?? claims?.scp ?? (tokenData as Record<string, unknown>).scope;
	return scope === undefined ? null : words(scope);
}

function jwtClaims(token: string): Record<string, unknown> | null {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		return typeof claims === 'object' ? (claims as Record<string, unknown> | null) : null;
	} catch {
		return null;
	}
}

async function refusedScopes(asked: string[], probe: (path: string) => Promise<number>): Promise<string[]> {
	const refused: string[] = [];
	for (const path of PROBES) {
		const scope = requiredScope('GET', path);
		if (scope !== null && asked.includes(scope) && (await probe(path)) === 403) refused.push(scope);
	}
	return refused;
}

function words(value: unknown): string[] {
	return (Array.isArray(value) ? value : String(value ?? '').split(/\s+/)).map(String).filter(Boolean);
}
