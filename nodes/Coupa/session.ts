import { keepingSecrets } from '../../lib/core';
import { CoupaClient, loginOf } from '../../lib/coupa';
import { CREDENTIAL, N8nTransport, type RequestContext } from './transport';

/** What every operation of the node works with: one client per run of the node. */
export interface CoupaSession {
	client: CoupaClient;
	/** Address of the instance, for links into Coupa. */
	address: string;
}

/**
 * Works with a client for the node's credential; all clients of one instance share its rate limit within this process. Texts that are made
 * meanwhile hold neither the client secret nor the token.
 */
export async function withCoupa<Result>(
	context: RequestContext,
	use: (session: CoupaSession) => Promise<Result>,
	signal?: AbortSignal,
): Promise<Result> {
	const credential = await context.getCredentials(CREDENTIAL);
	const { address, clientSecret } = loginOf(credential);
	const client = new CoupaClient(new N8nTransport(context, credential), {
		requestsPerSecond: Number(credential.requestsPerSecond ?? 20),
		...(signal && { signal }),
	});
	return await keepingSecrets([clientSecret], async () => await use({ client, address }));
}
