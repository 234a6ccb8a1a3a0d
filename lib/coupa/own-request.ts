import { AsyncLocalStorage } from 'node:async_hooks';

/** A request of our own nodes, as the credential's hooks see it: n8n calls them and does not say what for. */
export interface OwnRequest {
	/** Ends the request, and the token request that it may wait for. */
	signal: AbortSignal;
	/** Only a new token is wanted, and nothing is sent with it: how far that has come. */
	renewal?: { state: 'asked' | 'minted' | 'stored' };
}

const current = new AsyncLocalStorage<OwnRequest>();

/** Runs a request of our own nodes. */
export function withinOwnRequest<Result>(request: OwnRequest, send: () => Promise<Result>): Promise<Result> {
	return current.run(request, send);
}

/** The request of our own nodes that is being prepared; undefined in n8n's credential test and for requests of other nodes. */
export function ownRequest(): OwnRequest | undefined {
	return current.getStore();
}
