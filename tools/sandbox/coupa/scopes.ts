import { ENTRIES, type Entry } from '../../../lib/coupa';

/**
 * Every scope the sandbox knows (endpoints.json; the map is of release 34.3). More exist in Coupa; one that is asked for
 * and not listed here is an unknown scope.
 */
const LISTED = [
	'core.accounting.read',
	'core.accounting.write',
	'core.approval.read',
	'core.approval.write',
	'core.common.read',
	'core.common.write',
	'core.contract.read',
	'core.contract.write',
	'core.integration.read',
	'core.integration.write',
	'core.invoice.approval.bypass',
	'core.invoice.approval.write',
	'core.invoice.create',
	'core.invoice.delete',
	'core.invoice.read',
	'core.invoice.write',
	'core.pay.payments.read',
	'core.pay.payments.write',
	'core.purchase_order.read',
	'core.purchase_order.write',
	'core.supplier.read',
	'core.supplier.write',
	'core.uom.read',
	'core.uom.write',
	'core.user.read',
	'core.user.write',
];

function scopesOf({ scopes: { read, write, create, delete: remove, also = [], below = {} } }: Entry): string[] {
	const nested = Object.values(below).flatMap((scope) => (typeof scope === 'string' ? scope : [scope.read, scope.write]));
	return [read, write, create, remove, ...also, ...nested].filter((scope) => typeof scope === 'string');
}

export const ALL_SCOPES: string[] = [...new Set([...LISTED, ...ENTRIES.flatMap(scopesOf)])].sort();
