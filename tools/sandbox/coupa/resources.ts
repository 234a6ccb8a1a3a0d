/** One kind of record: where it is found, what it is called, who may read it, and by what it is found quickly. */
export interface Resource {
	/** Coupa's name of it in the definitions. */
	definition: string;
	/** Root element in XML (rules.md §2). */
	xmlRoot: string;
	/** Any one of these scopes may read it (endpoints.json). */
	readScopes: string[];
	/** Scopes for setting the exported marker; absent where there is none (rules.md §5). */
	exportScopes?: string[];
	/** Attribute paths kept beside the record and indexed, e.g. `supplier.id`. */
	columns: string[];
	/** A list inside this resource's records that is a resource of its own. */
	children?: { attribute: string; resource: string };
	/** False for records that only serve as targets of references, or are reached through their owner. */
	listed: boolean;
}

const common = { readScopes: ['core.common.read'], listed: true };

/**
 * The resources of the sandbox by their path name. Remit-to addresses have no endpoint of their own (rules.md §8) and are
 * reached as `/api/suppliers/:id/addresses`; contracts and the like exist only to be referred to.
 */
export const RESOURCES: Record<string, Resource> = {
	accounts: {
		definition: 'Account',
		xmlRoot: 'account',
		readScopes: ['core.accounting.read'],
		columns: ['updated-at', 'code', 'name', 'active', 'account-type.id'],
		listed: true,
	},
	account_types: {
		definition: 'AccountType',
		xmlRoot: 'account-type',
		readScopes: ['core.accounting.read'],
		columns: ['updated-at', 'name'],
		listed: true,
	},
	suppliers: {
		definition: 'Supplier',
		xmlRoot: 'supplier',
		readScopes: ['core.supplier.read'],
		columns: ['updated-at', 'number', 'name', 'status'],
		children: { attribute: 'remit-to-addresses', resource: 'supplier_addresses' },
		listed: true,
	},
	supplier_addresses: {
		definition: 'RemitToAddress',
		xmlRoot: 'remit-to-address',
		readScopes: ['core.supplier.read'],
		columns: ['updated-at', 'remit-to-code'],
		listed: false,
	},
	purchase_orders: {
		definition: 'OrderHeader',
		xmlRoot: 'order-header',
		readScopes: ['core.purchase_order.read'],
		exportScopes: ['core.purchase_order.write'],
		columns: ['updated-at', 'po-number', 'status', 'exported', 'supplier.id'],
		children: { attribute: 'order-lines', resource: 'purchase_order_lines' },
		listed: true,
	},
	purchase_order_lines: {
		definition: 'OrderLine',
		xmlRoot: 'order-line',
		readScopes: ['core.purchase_order.read'],
		columns: ['updated-at', 'line-num', 'status'],
		listed: true,
	},
	invoices: {
		definition: 'InvoiceHeader',
		xmlRoot: 'invoice-header',
		readScopes: ['core.invoice.read'],
		exportScopes: ['core.invoice.write'],
		columns: ['updated-at', 'invoice-number', 'status', 'exported', 'supplier.id', 'supplier.number'],
		listed: true,
	},
	currencies: { ...common, definition: 'Currency', xmlRoot: 'currency', columns: ['code'] },
	payment_terms: { ...common, definition: 'PaymentTerm', xmlRoot: 'payment-term', columns: ['updated-at', 'code'] },
	shipping_terms: { ...common, definition: 'ShippingTerm', xmlRoot: 'shipping-term', columns: ['code'] },
	tax_codes: { ...common, definition: 'TaxCode', xmlRoot: 'tax-code', columns: ['updated-at', 'code'] },
	addresses: { ...common, definition: 'Address', xmlRoot: 'address', columns: ['updated-at', 'name', 'location-code'] },
	lookups: { ...common, definition: 'Lookup', xmlRoot: 'lookup', columns: ['updated-at', 'name'] },
	lookup_values: { ...common, definition: 'LookupValue', xmlRoot: 'lookup-value', columns: ['updated-at', 'name', 'lookup.id'] },
	uoms: { ...common, definition: 'Uom', xmlRoot: 'uom', readScopes: ['core.uom.read', 'core.common.read'], columns: ['code'] },
	users: { ...common, definition: 'User', xmlRoot: 'user', readScopes: ['core.user.read'], columns: ['login', 'email'] },
	approvals: {
		definition: 'Approval',
		xmlRoot: 'approval',
		readScopes: ['core.approval.read'],
		columns: ['updated-at', 'status', 'approvable-id', 'approvable-type'],
		listed: true,
	},
	data_file_sources: {
		definition: 'DataFileSource',
		xmlRoot: 'data-file-source',
		readScopes: ['core.integration.read'],
		columns: ['created-at', 'status', 'file-file-name'],
		listed: true,
	},
	attachments: { definition: 'Attachment', xmlRoot: 'attachment', readScopes: ['core.invoice.read'], columns: [], listed: false },
	contracts: { ...common, definition: 'Contract', xmlRoot: 'contract', columns: ['name', 'number'], listed: false },
	commodities: { ...common, definition: 'Commodity', xmlRoot: 'commodity', columns: ['name'], listed: false },
	items: { ...common, definition: 'Item', xmlRoot: 'item', columns: ['name'], listed: false },
	tax_registrations: { ...common, definition: 'TaxRegistration', xmlRoot: 'tax-registration', columns: ['number'], listed: false },
};

/** The resource of a path name; throws for a name the sandbox does not know, which is a mistake in its caller. */
export function resourceNamed(name: string): Resource {
	const resource = Object.hasOwn(RESOURCES, name) ? RESOURCES[name] : undefined;
	if (resource === undefined) throw new Error(`The sandbox has no resource "${name}"; it has ${Object.keys(RESOURCES).join(', ')}`);
	return resource;
}
