import { AsyncLocalStorage } from 'node:async_hooks';

const ownRequest = new AsyncLocalStorage<true>();

/**
 * Runs a request of our own nodes. n8n calls a credential's pre-authentication hook before every request and does not
 * say what for; this mark tells the hook apart from n8n's credential test, where it has something to check.
 */
export function withinOwnRequest<Result>(send: () => Promise<Result>): Promise<Result> {
	return ownRequest.run(true, send);
}

export function isOwnRequest(): boolean {
	return ownRequest.getStore() === true;
}
