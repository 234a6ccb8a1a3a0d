import { createHash } from 'node:crypto';

import { isRecord, type Json } from '../core';
import { type Login, loginOf } from './login';

/** Field of the credential in which n8n keeps the token, encrypted with the rest of it. */
export const TOKEN_FIELD = 'accessToken';

/** An access token; times in ms since the epoch by our own clock. */
export interface Token {
	value: string;
	mintedAt: number;
	expiresAt: number;
}

/**
 * The token that a decrypted credential holds; null where it holds none, one that has run out, or one that was minted for another
 * instance, client, secret or set of scopes: after an edit the old token goes nowhere.
 */
export function storedToken(credential: Record<string, unknown>): Token | null {
	const stored = parsed(String(credential[TOKEN_FIELD] ?? ''));
	if (!isRecord(stored) || stored.mintedFor !== loginKey(loginOf(credential))) return null;
	const { value, mintedAt, expiresAt } = stored;
	if (typeof value !== 'string' || typeof mintedAt !== 'number' || typeof expiresAt !== 'number') return null;
	return Date.now() < expiresAt ? { value, mintedAt, expiresAt } : null;
}

/** What is stored: the token with what it was minted for. It begins with a brace, so that n8n takes it for no expression, whatever the server sent. */
export function tokenText(login: Login, { value, mintedAt, expiresAt }: Token): string {
	return JSON.stringify({ mintedFor: loginKey(login), value, mintedAt, expiresAt });
}

/** One text for each instance, client, secret and set of scopes; tells none of them. */
export function loginKey({ address, clientId, clientSecret, scopes }: Login): string {
	const parts = [address, clientId, clientSecret, scopes.toSorted()];
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

function parsed(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return null;
	}
}
