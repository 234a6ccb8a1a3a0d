import { randomBytes } from 'node:crypto';
import { Refusal } from '../refusal';
import type { CoupaSettings } from '../settings';
import type { Database } from '../store/database';

/** The tokens given out; they survive a restart of the sandbox. */
export class TokenStore {
	constructor(
		private readonly database: Database,
		private readonly settings: CoupaSettings,
	) {}

	/** Mints a token for a client. */
	mint(clientId: string, scopes: string[]): string {
		const now = Date.now();
		const lifetime = this.settings.accessTokenSeconds;
		const token = this.settings.tokenFormat === 'jwt' ? jwt(clientId, scopes, now, lifetime) : randomBytes(32).toString('hex');
		this.database.run(
			'INSERT INTO tokens (token, client_id, scopes, minted_at, expires_at) VALUES (?, ?, ?, ?, ?)',
			token,
			clientId,
			scopes.join(' '),
			now,
			now + lifetime * 1000,
		);
		return token;
	}

	/** The scopes of the bearer token of a call; throws Refusal 401 when it is missing, unknown, too young or too old. */
	scopesOf(authorization: string | undefined): string[] {
		const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
		const row =
			token === undefined ? undefined : this.database.first('SELECT scopes, minted_at, expires_at FROM tokens WHERE token = ?', token);
		const now = Date.now();
		const usable = row !== undefined && Number(row.minted_at) + this.settings.tokenUsableAfterMs <= now && now < Number(row.expires_at);
		if (!usable)
			throw new Refusal(401, [
				{ field: 'base', text: token === undefined ? 'The bearer token is missing' : 'The bearer token is not valid' },
			]);
		return String(row.scopes).split(' ');
	}

	expireAll(): void {
		this.database.run('UPDATE tokens SET expires_at = 0');
	}
}

/** A token of the shape rules.md §1 describes: three parts, the scopes readable in the second, length unbounded. */
function jwt(clientId: string, scopes: string[], now: number, lifetime: number): string {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const issuedAt = Math.floor(now / 1000);
	const payload = {
		iss: 'sandbox',
		sub: clientId,
		scope: scopes.join(' '),
		iat: issuedAt,
		exp: issuedAt + lifetime,
		jti: randomBytes(8).toString('hex'),
	};
	return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(payload)}.${randomBytes(256).toString('base64url')}`;
}
