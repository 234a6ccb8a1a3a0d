import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type CoupaSandbox, type SandboxOptions, startCoupaSandbox } from '../../sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT, coupaSeed } from '../../sandbox/dataset';
import { DEFAULT_SCOPES, loginOf, TOKEN_FIELD, tokenText } from '../../../lib/coupa';

export const CLIENT = { clientId: 'n8n', clientSecret: 'secret-of-n8n', scopes: DEFAULT_SCOPES };

/** A sandbox Coupa with the shared data set, and one client that holds the credential's default scopes. */
export async function startCoupa(options: SandboxOptions = {}): Promise<CoupaSandbox> {
	return await startCoupaSandbox({
		seed: coupaSeed(),
		clients: [CLIENT],
		...options,
		settings: { closedPeriodAccounts: [CLOSED_PERIOD_ACCOUNT], ...options.settings },
	});
}

/** What an analyst enters to reach a sandbox Coupa. */
export function coupaCredential(
	{ url }: Pick<CoupaSandbox, 'url'>,
	more: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject {
	return { serverUrl: url, clientId: CLIENT.clientId, clientSecret: CLIENT.clientSecret, requestsPerSecond: 1000, ...more };
}

const HOUR_MS = 3_600_000;

/** The same credential with a token in it, as n8n has stored it; by default one minted hours ago, so that a refusal is not put down to its youth. */
export function withToken(
	credential: ICredentialDataDecryptedObject,
	value: string,
	{ ageMs = 3 * HOUR_MS, livesMs = 24 * HOUR_MS } = {},
): ICredentialDataDecryptedObject {
	const mintedAt = Date.now() - ageMs;
	const complete = { scopes: DEFAULT_SCOPES.join(' '), ...credential };
	return { ...credential, [TOKEN_FIELD]: tokenText(loginOf(complete), { value, mintedAt, expiresAt: mintedAt + livesMs }) };
}
