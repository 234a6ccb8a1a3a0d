import { isRecord, recordsAt, type CoupaRecord, type Json } from '../../../lib/core';
import type { SandboxPageOptions } from './types';

/** All that a visitor does needs these. */
export const PAGE_SCOPES = [
	...['core.approval.write', 'core.comment.write', 'core.purchase_order.write', 'core.supplier.write'],
	...['core.invoice.write', 'core.invoice.delete', 'core.invoice.approval.bypass'],
];

/** What Coupa said to something that it did not do, in its own words. */
export class CoupaSaysNo extends Error {}

/**
 * Writes to the sandbox Coupa over its own API, as any other client does: what Coupa refuses there is refused here. Reads need no API:
 * the page stands beside Coupa's records.
 */
export class CoupaWrites {
	private token: { value: string; url: string } | null = null;

	constructor(private readonly options: Pick<SandboxPageOptions, 'world' | 'client'>) {}

	/**
	 * @param path below `/api/`, e.g. `invoices/7/void`
	 * @throws CoupaSaysNo with Coupa's reasons
	 */
	async send(method: 'POST' | 'PUT', path: string, body?: CoupaRecord): Promise<void> {
		let answer = await this.sent(method, path, body);
		// A Coupa that was started anew knows no token of the one before.
		if (answer.status === 401) {
			this.token = null;
			answer = await this.sent(method, path, body);
		}
		if (answer.ok) return;
		throw new CoupaSaysNo(reasons((await answer.json().catch(() => null)) as Json, answer.status));
	}

	private async sent(method: 'POST' | 'PUT', path: string, body?: CoupaRecord): Promise<Response> {
		const { url } = this.options.world().coupa;
		if (this.token?.url !== url) this.token = { url, value: await this.newToken(url) };
		const headers = { accept: 'application/json', authorization: `Bearer ${this.token.value}` };
		return await fetch(`${url}/api/${path}`, {
			method,
			headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	}

	private async newToken(url: string): Promise<string> {
		const { clientId, clientSecret } = this.options.client;
		const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: PAGE_SCOPES.join(' ') };
		const answer = await fetch(`${url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
		const { access_token: token } = (await answer.json()) as { access_token?: string };
		if (token === undefined) throw new CoupaSaysNo(`The sandbox Coupa gave no token (${answer.status}).`);
		return token;
	}
}

/** The texts of an error answer, with the field that each one names. */
function reasons(answer: Json, status: number): string {
	const errors = isRecord(answer) ? answer.errors : null;
	const byField = isRecord(errors ?? undefined) ? (errors as CoupaRecord) : {};
	const parts = [byField, ...recordsAt(byField, 'request')].flatMap((part) =>
		Object.entries(part).flatMap(([field, texts]) =>
			(Array.isArray(texts) ? texts : []).filter((text) => typeof text === 'string').map((text) => worded(field, text)),
		),
	);
	return parts.length > 0 ? parts.join(' ') : `Coupa answered ${status} and gave no reason.`;
}

function worded(field: string, text: string): string {
	const named = field === 'base' || field.startsWith('invoice-header') ? text : `${field} ${text}`;
	return /[.!?]$/.test(named) ? named : `${named}.`;
}
