import type { CoupaRequest } from './transport';

/** Any verb Coupa documents; PATCH behaves like PUT. */
export type CoupaMethod = CoupaRequest['method'] | 'PATCH';

/** Read and write scope of a resource; null where no scope is documented. */
type ResourceScopes = [read: string | null, write: string | null];

const ACCOUNTING: ResourceScopes = ['core.accounting.read', 'core.accounting.write'];
const COMMON: ResourceScopes = ['core.common.read', 'core.common.write'];
const INTEGRATION: ResourceScopes = ['core.integration.read', 'core.integration.write'];
const INVOICE: ResourceScopes = ['core.invoice.read', 'core.invoice.write'];
const PURCHASE_ORDER: ResourceScopes = ['core.purchase_order.read', 'core.purchase_order.write'];
const SUPPLIER: ResourceScopes = ['core.supplier.read', 'core.supplier.write'];

/** Scopes by resource (endpoints.json, its R34.3 scope map). Paths of two steps stand for resources in a folder. */
const SCOPES: Record<string, ResourceScopes> = {
	accounts: ACCOUNTING,
	account_types: ACCOUNTING,
	account_groups: ACCOUNTING,
	account_validation_rules: ACCOUNTING,
	suppliers: SUPPLIER,
	supplier_sites: ['core.supplier_sites.read', 'core.supplier_sites.write'],
	supplier_information: SUPPLIER,
	supplier_information_sites: ['core.supplier_information_sites.read', 'core.supplier_information_sites.write'],
	supplier_information_tax_registrations: [
		'core.supplier_information_tax_registrations.read',
		'core.supplier_information_tax_registrations.write',
	],
	supplier_items: ['core.catalog.read', 'core.catalog.write'],
	purchase_orders: PURCHASE_ORDER,
	purchase_order_lines: PURCHASE_ORDER,
	purchase_order_changes: PURCHASE_ORDER,
	purchase_order_revisions: PURCHASE_ORDER,
	requisitions: ['core.requisition.read', 'core.requisition.write'],
	receiving_transactions: ['core.inventory.receiving.read', 'core.inventory.receiving.write'],
	inventory_transactions: ['core.inventory.transaction.read', null],
	matching_allocations: ['core.invoice.read', null],
	invoices: INVOICE,
	tax_registrations: INVOICE,
	attachments: [null, 'core.invoice.create'],
	comments: ['core.comment.read', 'core.comment.write'],
	approvals: ['core.approval.read', 'core.approval.write'],
	contracts: ['core.contract.read', 'core.contract.write'],
	departments: COMMON,
	addresses: COMMON,
	business_groups: COMMON,
	lookups: COMMON,
	lookup_values: COMMON,
	payment_terms: COMMON,
	shipping_terms: COMMON,
	currencies: ['core.common.read', null],
	exchange_rates: COMMON,
	tax_codes: COMMON,
	commodities: COMMON,
	commodity_translations: ['core.object_translations.read', 'core.object_translations.write'],
	uoms: ['core.uom.read', 'core.uom.write'],
	items: ['core.item.read', 'core.item.write'],
	users: ['core.user.read', 'core.user.write'],
	user_groups: ['core.user_group.read', 'core.user_group.write'],
	expense_reports: ['core.expense.read', 'core.expense.write'],
	budget_lines: ['core.budget.read', 'core.budget.write'],
	projects: ['core.project.read', 'core.project.write'],
	legal_entities: ['core.legal_entity.read', 'core.legal_entity.write'],
	data_file_sources: INTEGRATION,
	integrations: INTEGRATION,
	integration_contacts: INTEGRATION,
	integration_runs: INTEGRATION,
	integration_errors: INTEGRATION,
	integration_history_records: INTEGRATION,
	'coupa_pay/payments': ['core.pay.payments.read', 'core.pay.payments.write'],
	'coupa_pay/invoices': ['core.payables.invoice.read', 'core.payables.invoice.write'],
	'payables/invoices': ['core.payables.invoice.read', 'core.payables.invoice.write'],
	'payables/allocations': ['core.payables.allocations.read', 'core.payables.allocations.write'],
	'payables/external': ['core.payables.external.read', 'core.payables.external.write'],
	'payables/orders': ['core.payables.order.read', 'core.payables.order.write'],
};

/** Lists below a record that have scopes of their own; other nested lists go with their parent. */
const NESTED_SCOPES: Record<string, ResourceScopes> = {
	'invoices/attachments': ['core.invoice.read', 'core.invoice.create'],
	'invoices/comments': ['core.comment.read', 'core.comment.write'],
	'invoices/remit_to_addresses': SUPPLIER,
	'suppliers/supplier_sites': ['core.supplier_sites.read', 'core.supplier_sites.write'],
	'supplier_information/supplier_information_sites': ['core.supplier_information_sites.read', 'core.supplier_information_sites.write'],
	'items/supplier_items': ['core.catalog.read', 'core.catalog.write'],
	'uoms/translations': ['core.object_translations.read', 'core.object_translations.write'],
};

/** Actions on one invoice that plain `core.invoice.write` does not cover (endpoints.json, invoices). */
const INVOICE_ACTIONS: Record<string, string> = {
	abandon: 'core.invoice.delete',
	void: 'core.invoice.delete',
	add_approver: 'core.invoice.approval.write',
	remove_approval: 'core.invoice.approval.write',
	restart_approvals: 'core.invoice.approval.write',
	bypass_approvals: 'core.invoice.approval.bypass',
	bypass_current_approval: 'core.invoice.approval.bypass',
};

/**
 * The scope a request needs, e.g. `PUT /api/invoices/7/void` needs `core.invoice.delete`; null where none is documented.
 * `path` starts with `/api/`; a query string does not matter. Source: endpoints.json, an R34.3 map, so newer releases may differ.
 */
export function requiredScope(method: CoupaMethod, path: string): string | null {
	const steps = path
		.replace(/[?#].*$/s, '')
		.split('/')
		.filter((step) => step !== '' && step !== 'api');
	const [first = '', second = '', third = ''] = steps;
	const scopes = NESTED_SCOPES[`${first}/${third}`] ?? SCOPES[`${first}/${second}`] ?? SCOPES[first];
	if (scopes === undefined) return null;
	const [read, write] = scopes;
	if (method === 'GET') return read;
	return (first === 'invoices' ? invoiceScope(method, third) : undefined) ?? write;
}

function invoiceScope(method: CoupaMethod, action: string): string | undefined {
	if (action !== '') return INVOICE_ACTIONS[action];
	if (method === 'POST') return 'core.invoice.create';
	return method === 'DELETE' ? 'core.invoice.delete' : undefined;
}
