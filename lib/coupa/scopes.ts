import { ownValue } from '../core';
import { entryAt, stepsOf } from './entries';
import type { CoupaRequest } from './transport';

/** Any verb Coupa documents; PATCH behaves like PUT. */
export type CoupaMethod = CoupaRequest['method'] | 'PATCH';

/** Read and write scope; null where no scope is documented. */
type ReadWrite = [read: string | null, write: string | null];

/** Objects that have no entry of their own (endpoints.json, its R34.3 scope map). Two steps stand for objects in a folder. */
const FURTHER: Record<string, ReadWrite> = {
	supplier_sites: ['core.supplier_sites.read', 'core.supplier_sites.write'],
	supplier_information_tax_registrations: [
		'core.supplier_information_tax_registrations.read',
		'core.supplier_information_tax_registrations.write',
	],
	purchase_order_changes: ['core.purchase_order.read', 'core.purchase_order.write'],
	purchase_order_revisions: ['core.purchase_order.read', 'core.purchase_order.write'],
	requisitions: ['core.requisition.read', 'core.requisition.write'],
	receiving_transactions: ['core.inventory.receiving.read', 'core.inventory.receiving.write'],
	inventory_transactions: ['core.inventory.transaction.read', null],
	matching_allocations: ['core.invoice.read', null],
	attachments: [null, 'core.invoice.create'],
	comments: ['core.comment.read', 'core.comment.write'],
	approvals: ['core.approval.read', 'core.approval.write'],
	commodity_translations: ['core.object_translations.read', 'core.object_translations.write'],
	'coupa_pay/payments': ['core.pay.payments.read', 'core.pay.payments.write'],
	'coupa_pay/invoices': ['core.payables.invoice.read', 'core.payables.invoice.write'],
	'payables/invoices': ['core.payables.invoice.read', 'core.payables.invoice.write'],
	'payables/allocations': ['core.payables.allocations.read', 'core.payables.allocations.write'],
	'payables/external': ['core.payables.external.read', 'core.payables.external.write'],
	'payables/orders': ['core.payables.order.read', 'core.payables.order.write'],
};

/**
 * Scopes of the year 2026 that open an object beside the one of release 34.3 (a client's list of that year; `x.read_write` is one scope
 * for both). Which of the two an instance goes by is not documented, so texts name both.
 */
const NEWER: Record<string, ReadWrite> = {
	purchase_order_changes: ['core.purchase_order_change.read', 'core.purchase_order_change.write'],
};

/**
 * The scope a request needs, e.g. `PUT /api/invoices/7/void` needs `core.invoice.delete`; null where none is documented.
 * `path` starts with `/api/`; a query string does not matter. Source: the entries, else endpoints.json, an R34.3 map.
 */
export function requiredScope(method: CoupaMethod, path: string): string | null {
	const entry = entryAt(path);
	const steps = stepsOf(path);
	if (entry === null) return furtherScope(method, steps);
	const { read, write, create, delete: remove, below = {} } = entry.scopes;
	const action = steps[stepsOf(entry.path).length + 1] ?? '';
	const special = ownValue(below, action);
	if (typeof special === 'object') return method === 'GET' ? special.read : special.write;
	if (method === 'GET') return read;
	if (special !== undefined) return special;
	if (action !== '') return write;
	return (method === 'POST' ? create : method === 'DELETE' ? remove : undefined) ?? write;
}

/**
 * Every scope that is known to open a request, the documented one first: any one of them will do. Empty where none is documented.
 */
export function openingScopes(method: CoupaMethod, path: string): string[] {
	const required = requiredScope(method, path);
	const [first = ''] = stepsOf(path);
	const also = entryAt(path)?.scopes.also?.filter((scope) => opens(scope, method)) ?? [
		ownValue(NEWER, first)?.[method === 'GET' ? 0 : 1] ?? null,
	];
	return [...new Set([required, ...also].filter((scope) => scope !== null))];
}

/** Which of the scopes held gives a right: the scope itself, or `x.read_write` for `x.read` and `x.write`; null for none. */
export function heldAs(scope: string, held: readonly string[]): string | null {
	const both = scope.replace(/\.(?:read|write)$/, '.read_write');
	return [scope, both].find((name) => held.includes(name)) ?? null;
}

/** Whether the right in a scope's name fits the request: `x.read` opens no writing, `x.write` no reading. */
function opens(scope: string, method: CoupaMethod): boolean {
	return !scope.endsWith(method === 'GET' ? '.write' : '.read');
}

function furtherScope(method: CoupaMethod, [first = '', second = '']: string[]): string | null {
	const scopes = ownValue(FURTHER, `${first}/${second}`) ?? ownValue(FURTHER, first);
	return scopes === undefined ? null : scopes[method === 'GET' ? 0 : 1];
}
