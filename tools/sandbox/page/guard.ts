import type { IncomingHttpHeaders } from 'node:http';

/** Headers of every answer: nothing from elsewhere is loaded, and no other page frames, reads or feeds this one. */
export const HEADERS: Record<string, string> = {
	'content-security-policy': [
		"default-src 'none'",
		"style-src 'self'",
		"script-src 'self'",
		"connect-src 'self'",
		"img-src 'self' data:",
		"frame-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'self'",
	].join('; '),
	'x-content-type-options': 'nosniff',
	// Not no-referrer: browsers would then send forms with "Origin: null".
	'referrer-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
};

/** Pages of visitors may hold scripts: none of them runs, and nothing in them counts as ours. */
export const FILE_HEADERS: Record<string, string> = {
	...HEADERS,
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'",
};

/**
 * Why a request is not answered, as a sentence; null for a sound one. The name that it asks for has to be this machine's (a name of
 * others could be made to lead here), and a form has to come from one of these pages.
 */
export function strangeness(headers: IncomingHttpHeaders, isForm: boolean, port: number): string | null {
	const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
	const host = headers.host?.toLowerCase() ?? '';
	if (!hosts.includes(host)) return `This page answers under http://${hosts[0] ?? ''} only.`;
	if (!isForm) return null;
	return headers.origin === `http://${host}` ? null : 'A form is taken from these pages only. Open the page, and send it from there.';
}
