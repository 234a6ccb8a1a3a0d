import { setTimeout as wait } from 'node:timers/promises';

import { isOurFailure } from '../core';
import type { Login } from './login';
import { isWebPage } from './messages';
import type { NewToken } from './mint';
import { heldAs, requiredScope } from './scopes';
import { TransportFailure } from './transport';

/** What the API answers to a probe, whatever its status; `body` is null where it was too large to be read. */
interface ProbeAnswer {
	status: number;
	body: Buffer | null;
}

/** A GET with a given bearer. */
type Probe = (url: string, headers: Record<string, string>) => Promise<ProbeAnswer>;

/** Coupa asks for this pause between minting a token and using it (rules.md §1). */
const YOUNG_MS = 5_000;
const RETRY_MS = 1_000;

const CHECK_ROUTE = 'Check the instance address and the network route from n8n to Coupa, then test again.';

/** A list that any holder of a read scope may read, for tokens whose scopes cannot be read. */
const PROBES = [
	'/api/accounts',
	'/api/currencies',
	'/api/invoices',
	'/api/purchase_orders',
	'/api/suppliers',
	'/api/approvals',
	'/api/integrations',
	'/api/uoms',
];

/**
 * Checks a credential that is being tested, with a token just minted: does Coupa take it, and did it grant each scope asked for?
 * Scopes are read from the token where it is a JWT; otherwise each read scope is tried with one row (write scopes cannot be).
 *
 * @throws Error in plain words, naming the scopes that are missing
 */
export async function checkCredential({ address, scopes: asked }: Login, token: NewToken, ask: Probe): Promise<void> {
	const headers = { accept: 'application/json', authorization: `Bearer ${token.value}` };
	const probe = async (path: string) => await ask(`${address}${path}?limit=1`, headers);
	await acceptedToken(token.mintedAt, async () => await probe(PROBES.find((path) => askedFor(path, asked) !== null) ?? '/api/invoices'));
	const granted = grantedScopes(token);
	const missing = granted
		? asked.filter((scope) => heldAs(scope, granted) === null)
		: await forbiddenScopes(asked, async (path) => (await probe(path)).status);
	if (missing.length === 0) return;
	const them = missing.length === 1 ? 'it' : 'them';
	throw new Error(
		`Coupa did not grant ${missing.length === 1 ? 'the scope' : 'these scopes'}: ${missing.join(', ')}. Allow ${them} for the client in Coupa (Setup, Integrations, OAuth2/OpenID Connect Clients), or remove ${them} from the Scopes field.`,
	);
}

/** n8n's credential test shows the message of an error alone: here it holds the hint as well. */
export async function inOneText<Result>(run: () => Promise<Result>): Promise<Result> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof TransportFailure || isOurFailure(error))) throw error;
		throw new Error(`${error.message.replace(/\.?$/, '.')} ${error.hint ?? CHECK_ROUTE}`);
	}
}

/**
 * Which scopes Coupa refuses, when it refused a token that was to hold them all and named none: each is asked for alone.
 *
 * @param status asks for a token with one scope and answers with the HTTP status
 */
export async function refusedScopes(asked: string[], status: (scope: string) => Promise<number>): Promise<string[]> {
	const answers = await Promise.all(asked.map(async (scope) => await status(scope).catch(() => null)));
	return asked.filter((_, index) => answers[index] === 400);
}

/** A token may be refused while it is very young; it is given its time before it counts as refused. */
async function acceptedToken(mintedAt: number, probe: () => Promise<ProbeAnswer>): Promise<void> {
	let { status, body } = await probe();
	while (status === 401 && Date.now() < mintedAt + YOUNG_MS) {
		await wait(RETRY_MS);
		({ status, body } = await probe());
	}
	if (status < 500 && body !== null && isWebPage(body))
		throw new Error(
			`The address issued an access token, but a web page answers in the place of its API (${status}). Check "Coupa Instance", and whether a proxy, firewall or login page is between n8n and Coupa.`,
		);
	if (status === 401)
		throw new Error(
			'Coupa issued an access token and then refused it. Check that the client is active in Coupa and belongs to this instance.',
		);
	// 403 is about scopes, and an empty list may come as 404 (rules.md §2).
	if (status < 300 || status === 403 || status === 404) return;
	throw new Error(
		status < 400
			? `The address issued an access token, but redirects other requests elsewhere (${status}). Check "Coupa Instance".`
			: `Coupa issued an access token, but its API did not answer properly (${status}). This is usually temporary: test again in a few minutes.`,
	);
}

/** The scopes that a token shows to be granted; null where it shows none. */
export function grantedScopes({ value, scope }: Pick<NewToken, 'value' | 'scope'>): string[] | null {
	const claims = jwtClaims(value);
	const granted = claims?.scope ?? claims?.scp ?? scope;
	return granted === undefined ? null : words(granted);
}

function jwtClaims(token: string): Record<string, unknown> | null {
	try {
		const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
		return typeof claims === 'object' ? (claims as Record<string, unknown> | null) : null;
	} catch {
		return null;
	}
}

async function forbiddenScopes(asked: string[], probe: (path: string) => Promise<number>): Promise<string[]> {
	const refused: string[] = [];
	for (const path of PROBES) {
		const scope = askedFor(path, asked);
		if (scope !== null && (await probe(path)) === 403) refused.push(scope);
	}
	return refused;
}

/** The scope asked for that opens a list. */
function askedFor(path: string, asked: string[]): string | null {
	const scope = requiredScope('GET', path);
	return scope === null ? null : heldAs(scope, asked);
}

function words(value: unknown): string[] {
	return (Array.isArray(value) ? value : String(value ?? '').split(/\s+/)).map(String).filter(Boolean);
}
