import type { SyncKind } from '../../../lib/coupa';

/** What the Coupa node knows of one kind of Coupa object. */
export interface ResourceDefinition {
	/** Value of the Resource parameter. */
	value: 'account' | 'invoice' | 'purchaseOrder' | 'supplier';
	/** Coupa's own word for it. */
	label: string;
	plural: string;
	path: string;
	/** The key people know it by, beside Coupa's id. */
	naturalKey: { attribute: string; label: string; placeholder: string };
	/** Attributes that name a record in a pick list. */
	listFields: string[];
	/** Page of the record in Coupa's own user interface. */
	webPath: string;
	/** How a sync reads it, where it is reference data for Scan One. */
	sync?: SyncKind;
}

export const ACCOUNT: ResourceDefinition = {
	value: 'account',
	label: 'GL Account',
	plural: 'GL accounts',
	path: '/api/accounts',
	naturalKey: { attribute: 'code', label: 'Code', placeholder: 'e.g. 10-6200-HS' },
	listFields: ['id', 'code', 'name'],
	webPath: '/accounts',
	sync: 'account',
};

export const INVOICE: ResourceDefinition = {
	value: 'invoice',
	label: 'Invoice',
	plural: 'invoices',
	path: '/api/invoices',
	naturalKey: { attribute: 'invoice-number', label: 'Number', placeholder: 'e.g. NB-77120' },
	listFields: ['id', 'invoice-number', 'status', 'supplier.name'],
	webPath: '/invoices',
};

export const PURCHASE_ORDER: ResourceDefinition = {
	value: 'purchaseOrder',
	label: 'Purchase Order',
	plural: 'purchase orders',
	path: '/api/purchase_orders',
	naturalKey: { attribute: 'po-number', label: 'Number', placeholder: 'e.g. 70315' },
	listFields: ['id', 'po-number', 'status', 'supplier.name'],
	webPath: '/order_headers',
	sync: 'purchaseOrder',
};

export const SUPPLIER: ResourceDefinition = {
	value: 'supplier',
	label: 'Supplier',
	plural: 'suppliers',
	path: '/api/suppliers',
	naturalKey: { attribute: 'number', label: 'Number', placeholder: 'e.g. V-20011' },
	listFields: ['id', 'number', 'name'],
	webPath: '/suppliers/show',
	sync: 'supplier',
};
