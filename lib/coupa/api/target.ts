import { Failure } from '../../core';
import type { QueryPair } from '../query';

/** Where a request goes: below the instance, without its query. */
export interface ApiTarget {
	path: string;
	/** What the address written had behind its question mark. */
	query: QueryPair[];
}

const HOW = 'Write what follows the host, such as /api/invoices/123450.';

/**
 * The path for what a person wrote: `invoices/12`, `/api/invoices/12?fields=…`, or the whole address of this very instance.
 *
 * @param address of the instance, `https://acme.coupahost.com`
 * @throws Failure for another host and for a page of Coupa's user interface; whether the path itself is sound is checked before it is sent
 */
export function apiTarget(written: string, address: string): ApiTarget {
	const text = written.trim();
	const isAddress = /^[a-z][a-z\d+.-]*:|^\/\//i.test(text);
	const [path = '', ...search] = (isAddress ? belowInstance(text, address) : text).split('#', 1).join('').split('?');
	const query: QueryPair[] = [...new URLSearchParams(search.join('?'))];
	if (path === '' || path === '/') throw new Failure('There is no path to send the request to', 'path', { hint: HOW });
	if (isAddress || path.startsWith('/')) return { path: fullPath(path), query };
	return { path: path.startsWith('api/') ? `/${path}` : `/api/${path}`, query };
}

function belowInstance(text: string, address: string): string {
	const own = new URL(address);
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url === null || !/^https?:$/.test(url.protocol) || url.host !== own.host || url.username !== '' || url.password !== '') {
		throw new Failure(`The request was not sent: its address is not below ${own.origin}`, 'path', {
			hint: `The credential's token is for that instance only. ${HOW}`,
		});
	}
	// As it was written: URL would resolve dots in it.
	return text.slice(text.indexOf('//') + 2).replace(/^[^/?#]*/, '');
}

function fullPath(path: string): string {
	if (path.startsWith('/api/')) return path;
	throw new Failure(`The path ${path.slice(0, 80)} is not below /api`, 'path', {
		hint: `Pages of Coupa's user interface have no /api in their address, and cannot be requested. ${HOW}`,
	});
}
