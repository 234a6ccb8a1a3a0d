/**
 * How a Coupa instance may be written: its name (`acme`), a host (`acme.coupacloud.com`) or an address. Each step rewrites
 * the text; kept as data because the same steps also make the credential's token address, which n8n evaluates as an
 * expression. Plain http is only for a machine's own loopback; everywhere else it becomes https.
 */
const STEPS: Array<[pattern: RegExp, replacement: string]> = [
	[/^([^./:]+)$/, 'https://$1.coupahost.com'],
	[/^(?!https?:\/\/)/i, 'https://'],
	[/^http:\/\/(?!(localhost|127\.0\.0\.1|\[::1\])([:/]|$))/i, 'https://'],
	[/^(https?:\/\/[^/?#]+)(?:[/?#].*)?$/is, '$1'],
];

/** `https://acme.coupahost.com` for what a user wrote; the hosts are those of rules.md §1. */
export function instanceAddress(written: string): string {
	return STEPS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), written.trim()).toLowerCase();
}

/** Host and port of an instance, e.g. `acme.coupahost.com`: what limiter and lock-box binding go by. */
export function instanceHost(written: string): string {
	return instanceAddress(written).replace(/^https?:\/\//, '');
}

/** Address of an invoice for people; https, but for a sandbox on this machine http as it is spoken to. */
export function invoiceAddress(instance: string, id: number): string {
	const scheme = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(instance) ? 'http' : 'https';
	return `${scheme}://${instance}/invoices/${id}`;
}

/** An n8n expression that gives `instanceAddress` of the credential field of that name. */
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
