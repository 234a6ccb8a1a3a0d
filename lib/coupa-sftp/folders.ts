/** Kinds of object that Coupa loads from `Incoming/<Object>` of its SFTP account (csv/_conventions.json, sftp). */
export const INCOMING_OBJECTS: readonly string[] = [
	'Accounts',
	'AccountValidationRules',
	'Addresses',
	'ApprovalChains',
	'BudgetLines',
	'BusinessGroups',
	'Commodities',
	'Contracts',
	'Departments',
	'ExchangeRates',
	'ExpensePayments',
	'InvoicePayments',
	'Invoices',
	'Items',
	'LookupValues',
	'PurchaseOrders',
	'Receipts',
	'RemitToAddresses',
	'Requisitions',
	'Suppliers',
	'SupplierSites',
	'Users',
];

/**
 * Kinds of object that Coupa exports to `Outgoing/<Object>` (csv/_conventions.json, sftp). InvoiceUpdates is the changes of invoice status that
 * Coupa writes for capture partners (operations.md, finding 4).
 */
export const OUTGOING_OBJECTS: readonly string[] = [
	'ExpenseReports',
	'Invoices',
	'InvoiceUpdates',
	'PurchaseOrders',
	'Receipts',
	'Requisitions',
	'SupplierInformations',
	'Suppliers',
];

/** The object that a folder is for: its last part. */
export function objectOf(folder: string): string {
	return folder.split('/').findLast((segment) => segment !== '') ?? '';
}
