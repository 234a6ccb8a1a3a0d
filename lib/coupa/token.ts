import type { ClientSettings } from './settings';
import { TransportFailure, type CoupaTransport } from './transport';

/** Within this time a token we renewed is taken to hold the scopes the credential has now. */
const SCOPES_SETTLED_MS = 10 * 60_000;

/** How long a token that was looked up is taken to be the one in use: a look-up decrypts the credential, and pages come by the dozen. */
const LOOKED_UP_MS = 1_000;

/** Tokens this process renewed, and when: a 403 with one of them is about rights, not about an old token. */
const renewedTokens = new Map<string, number>();

/** Which token a request went out with. */
export interface TokenInUse {
	mintedAt: number | null;
	/** Counts the renewals of this client. */
	generation: number;
}

/** Looks after the token of one client: one call first, one renewal for all, patience with young tokens (design §6). */
export class TokenKeeper {
	private generation = 0;
	private warm = false;
	private warming: Promise<void> | null = null;
	private renewing: Promise<void> | null = null;
	private lookedUp: { mintedAt: number; at: number } | null = null;

	constructor(
		private readonly transport: CoupaTransport,
		private readonly settings: Pick<ClientSettings, 'youngTokenMs' | 'signal' | 'sleep'>,
	) {}

	/**
	 * The token before a request, now or a moment ago: where another client has renewed it since, its refusal
	 * finds the new one (`replace` looks again) and mints none.
	 */
	async inUse(): Promise<TokenInUse> {
		const { generation, lookedUp } = this;
		if (lookedUp !== null && performance.now() - lookedUp.at < LOOKED_UP_MS) return { mintedAt: lookedUp.mintedAt, generation };
		const mintedAt = await this.transport.tokenMintedAt();
		if (mintedAt !== null && generation === this.generation) this.lookedUp = { mintedAt, at: performance.now() };
		return { mintedAt, generation };
	}

	/** The token a request went out with: the one there was before, or the one that the request itself had minted. */
	async usedFrom(before: TokenInUse): Promise<TokenInUse> {
		return before.mintedAt === null ? { ...before, mintedAt: await this.transport.tokenMintedAt() } : before;
	}

	/**
	 * Runs a call. As long as no token is known to exist, calls go one by one, so that the first one mints the token
	 * for all: parallel first calls would mint a token each.
	 */
	async warmedUp<T>(call: () => Promise<T>): Promise<T> {
		if (!this.warm && (await this.transport.tokenMintedAt()) !== null) this.warm = true;
		while (!this.warm && this.warming !== null) await this.warming;
		if (this.warm) return await call();
		const alone = call();
		this.warming = this.endOfWarmUp(alone);
		return await alone;
	}

	/** A cure for one request: ask it after every answer. */
	cure(): TokenCure {
		return new TokenCure(this, this.settings);
	}

	/** Replaces the refused token, once for all callers that were refused with it. */
	async replace(refused: TokenInUse): Promise<void> {
		if (refused.generation !== this.generation) return;
		this.renewing ??= this.renew(refused).finally(() => {
			this.renewing = null;
		});
		await this.renewing;
	}

	/** Replaces a token that may predate a change of the credential's scopes; false where it cannot, so that 403 is final. */
	async replaceForScopes(refused: TokenInUse): Promise<boolean> {
		const renewedAt = renewedTokens.get(this.keyOf(refused.mintedAt));
		const settled = renewedAt !== undefined && Date.now() - renewedAt < SCOPES_SETTLED_MS;
		if (refused.generation === this.generation && settled) return false;
		await this.replace(refused);
		return true;
	}

	private async endOfWarmUp(call: Promise<unknown>): Promise<void> {
		try {
			await call;
			this.warm = true;
		} catch {
			// The caller of this call gets its error; the next call warms up.
		} finally {
			this.warming = null;
		}
	}

	private async renew(refused: TokenInUse): Promise<void> {
		// Another client of the same credential may have renewed it in the meantime.
		const replaced = (await this.transport.tokenMintedAt()) !== refused.mintedAt;
		if (!replaced) await this.mint();
		this.generation += 1;
		this.lookedUp = null;
		this.rememberRenewal(await this.transport.tokenMintedAt());
	}

	/** Whatever became of the token request, the request that waits for the token was refused and not carried out. */
	private async mint(): Promise<void> {
		try {
			await this.transport.renewToken();
		} catch (error) {
			if (!(error instanceof TransportFailure)) throw error;
			throw new TransportFailure(`no new token: ${error.message}`, false, { cause: error, hint: error.hint });
		}
	}

	private rememberRenewal(mintedAt: number | null): void {
		const now = Date.now();
		for (const [key, renewedAt] of renewedTokens) {
			if (now - renewedAt >= SCOPES_SETTLED_MS) renewedTokens.delete(key);
		}
		renewedTokens.set(this.keyOf(mintedAt), now);
	}

	private keyOf(mintedAt: number | null): string {
		return [this.transport.instance.toLowerCase(), this.transport.scopes().toSorted().join(' '), mintedAt].join('|');
	}
}

/** Decides for one request, answer by answer, whether sending it again with a better token can help. */
export class TokenCure {
	private renewed = false;
	private readonly waitedFor = new Set<number>();

	constructor(
		private readonly keeper: TokenKeeper,
		private readonly settings: Pick<ClientSettings, 'youngTokenMs' | 'signal' | 'sleep'>,
	) {}

	/**
	 * True when the request may go out again: each token is waited for once, while it is young, and replaced once.
	 * Right for writes too, because a request refused with 401 or 403 was surely not carried out.
	 */
	async shouldResend(status: number, used: TokenInUse): Promise<boolean> {
		if (status === 401) return await this.cureUnauthorized(used);
		return status === 403 && !this.renewed && (await this.cureForbidden(used));
	}

	private async cureUnauthorized(used: TokenInUse): Promise<boolean> {
		const untilOld = this.untilOld(used.mintedAt);
		if (untilOld > 0 && !this.waitedFor.has(used.generation)) {
			this.waitedFor.add(used.generation);
			await this.settings.sleep(untilOld, this.settings.signal);
			return true;
		}
		if (this.renewed) return false;
		this.renewed = true;
		await this.keeper.replace(used);
		return true;
	}

	private async cureForbidden(used: TokenInUse): Promise<boolean> {
		this.renewed = true;
		return await this.keeper.replaceForScopes(used);
	}

	private untilOld(mintedAt: number | null): number {
		if (mintedAt === null) return 0;
		const age = Math.max(0, Date.now() - mintedAt);
		return Math.max(0, this.settings.youngTokenMs - age);
	}
}
