import { CoupaClient, instanceAddress } from '../../lib/coupa';
import { CREDENTIAL, N8nTransport, type RequestContext } from './transport';

/** What every operation of the node works with: one client per run of the node. */
export interface CoupaSession {
	client: CoupaClient;
	/** Address of the instance, for links into Coupa. */
	address: string;
}

/** A client for the node's credential; all clients of one instance share its rate limit within this process. */
export async function openSession(context: RequestContext, signal?: AbortSignal): Promise<CoupaSession> {
	const credential = await context.getCredentials(CREDENTIAL);
	const client = new CoupaClient(new N8nTransport(context, credential), {
		requestsPerSecond: Number(credential.requestsPerSecond ?? 20),
		...(signal && { signal }),
	});
	return { client, address: instanceAddress(String(credential.serverUrl)) };
}
