import type { Operation, RecordedRequest } from '../types';

const INVOICE_OPERATIONS: Array<[method: string, rest: RegExp, operation: Operation]> = [
	['PUT', /^\/image_scan$/, 'image'],
	['GET', /^\/retrieve_image_scan$/, 'retrieveImage'],
	['PUT', /^\/submit$/, 'submit'],
	['PUT', /^\/void$/, 'void'],
	['PUT', /^\/abandon$/, 'abandon'],
	['POST', /^\/attachments$/, 'attachment'],
	['GET', /^\/attachments(\/\d+)?$/, 'attachments'],
];

/** What a request is for, by its method and path alone. */
export function operationOf(method: string, path: string, query: Array<[string, string]>): Operation {
	if (path === '/oauth2/token') return 'token';
	const [, resource, id, rest = ''] = /^\/api\/([\w-]+)(?:\/(\d+))?(\/.*)?$/.exec(path) ?? [];
	if (resource === undefined) return 'other';
	const action = INVOICE_OPERATIONS.find(([verb, pattern]) => verb === method && pattern.test(rest));
	if (action !== undefined) return action[2];
	if (rest !== '') return method === 'GET' && rest === '/addresses' ? 'list' : 'other';
	if (method === 'GET') return id === undefined ? 'list' : 'get';
	if (method === 'PUT') return query.some(([name]) => name === 'exported') ? 'exported' : 'put';
	if (method === 'DELETE') return 'delete';
	return method === 'POST' ? 'post' : 'other';
}

/** Id of the invoice a path is about. */
export function invoiceIdOf(path: string): number | undefined {
	const id = /^\/api\/invoices\/(\d+)/.exec(path)?.[1];
	return id === undefined ? undefined : Number(id);
}

/** Every request since the start or the last clearing, in order of arrival. */
export class RequestLog {
	private entries: RecordedRequest[] = [];

	add(request: Omit<RecordedRequest, 'n'>): RecordedRequest {
		const entry = { n: this.entries.length + 1, ...request };
		this.entries.push(entry);
		return entry;
	}

	all(): RecordedRequest[] {
		return [...this.entries];
	}

	clear(): void {
		this.entries = [];
	}
}
