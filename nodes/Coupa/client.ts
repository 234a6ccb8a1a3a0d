import { CoupaClient, instanceAddress } from '../../lib/coupa';
import type { CoupaSession } from './resources/session';
import { CREDENTIAL, N8nTransport, type RequestContext } from './transport';

/** A client for the node's credential; all clients of one instance share its rate limit within this process. */
export async function openSession(context: RequestContext, signal?: AbortSignal): Promise<CoupaSession> {
	const credential = await context.getCredentials(CREDENTIAL);
	const client = new CoupaClient(new N8nTransport(context, credential), {
		requestsPerSecond: Number(credential.requestsPerSecond ?? 20),
		...(signal && { signal }),
	});
	return { client, address: instanceAddress(String(credential.instance)) };
}
