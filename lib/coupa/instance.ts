import { Failure } from '../core';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** A name whose last part is no number (that would be an IPv4 address in one of its many spellings), an IPv4 address, or this machine by IPv6. */
const HOST = `(?:(?=[^:]{1,253}(?::|$))(?:${LABEL}\\.)*(?!\\d+(?![^:])|0x[0-9a-f]*(?![^:]))${LABEL}|${BYTE}(?:\\.${BYTE}){3}|\\[::1\\])`;
const PORT = '(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})';

/**
 * How a Coupa instance may be written: its name (`acme`), a host (`acme.coupacloud.com`) or an address, whose path is dropped. Each step
 * rewrites the text; kept as data because the same steps also make an expression that n8n evaluates. Plain http is only for a
 * machine's own loopback; everywhere else it becomes https. What is none of the three becomes empty: user names, escapes, backslashes,
 * other alphabets and all else by which one host is written and another one reached. One instance comes out in one spelling.
 */
const STEPS: Array<[pattern: RegExp, replacement: string]> = [
	[/^[!-~]*[^!-~][^]*$/, ''],
	[/^([a-z0-9-]+)$/i, 'https://$1.coupahost.com'],
	[/^(?!https?:\/\/|[^./:]*\/)/i, 'https://'],
	[/^(https?:\/\/[^/]*)\/.*$/i, '$1'],
	[/\.(:\d+)?$/, '$1'],
	[/^(http:\/\/.*):80$/i, '$1'],
	[/^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?::|$))/i, 'https://'],
	[/^(https:\/\/.*):443$/i, '$1'],
	[new RegExp(`^(?!https?://${HOST}(?::${PORT})?$)[^]*$`, 'i'), ''],
];

/**
 * `https://acme.coupahost.com` for what a user wrote; the hosts are those of rules.md §1.
 *
 * @throws Failure for what is no instance
 */
export function instanceAddress(written: string): string {
	const address = STEPS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), written.trim()).toLowerCase();
	if (address !== '') return address;
	// What was written is not repeated: it may hold a password.
	throw new Failure(
		written.trim() === ''
			? 'The credential names no Coupa instance.'
			: 'What the credential has as "Coupa Instance" is not the name, host or address of a Coupa instance.',
		'instance',
		{
			hint: 'Enter a name such as acme, a host such as acme.coupacloud.com, or an address such as https://acme.coupahost.com: the letters a to z, digits, hyphens and dots, without user name, "@", "#", "%" or backslash.',
		},
	);
}

/** Host and port of an instance, e.g. `acme.coupahost.com`: what limiter, tokens and lock-box binding go by. Throws as `instanceAddress` does. */
export function instanceHost(written: string): string {
	return instanceAddress(written).replace(/^https?:\/\//, '');
}

/** Address of an invoice for people; https, but for a sandbox on this machine http as it is spoken to. */
export function invoiceAddress(instance: string, id: number): string {
	const scheme = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(instance) ? 'http' : 'https';
	return `${scheme}://${instance}/invoices/${id}`;
}

/** An n8n expression that gives `instanceAddress` of the credential field of that name, and nothing for what is no instance. */
export function instanceAddressExpression(field: string): string {
	const steps = STEPS.map(([pattern, replacement]) => `.replace(${String(pattern)}, ${JSON.stringify(replacement)})`);
	return `$self["${field}"].trim()${steps.join('')}.toLowerCase()`;
}

/** Scopes an invoice import needs (rules.md §1, the baseline of a commercial invoice-import connector). */
export const DEFAULT_SCOPES = [
	'core.accounting.read',
	'core.common.read',
	'core.invoice.create',
	'core.invoice.read',
	'core.invoice.write',
	'core.purchase_order.read',
	'core.supplier.read',
];
