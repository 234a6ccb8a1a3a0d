/**
 * Every scope the sandbox knows (endpoints.json; the map is of release 34.3). More exist in Coupa; one that is asked for
 * and not listed here is an unknown scope.
 */
export const ALL_SCOPES: string[] = [
	'core.accounting.read',
	'core.accounting.write',
	'core.approval.read',
	'core.approval.write',
	'core.common.read',
	'core.common.write',
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

/** Rights on invoices; any one of the listed scopes will do (endpoints.json, resource invoices and invoice_attachments). */
export const INVOICE_SCOPES = {
	create: ['core.invoice.create', 'core.invoice.write'],
	write: ['core.invoice.write'],
	attach: ['core.invoice.create', 'core.invoice.write'],
	delete: ['core.invoice.delete'],
};
