import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type CoupaSandbox, type SandboxOptions, startCoupaSandbox } from '../../sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT, coupaSeed } from '../../sandbox/dataset';
import { DEFAULT_SCOPES } from '../../../lib/coupa';

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
