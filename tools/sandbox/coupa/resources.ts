import { ENTRIES, type Entry } from '../../../lib/coupa';
import { type Attribute, definitionOf } from '../../../lib/coupa/schema';

/** One kind of record: where it is found, what it is called, who may read it, and by what it is found quickly. */
export interface Resource {
	/** Coupa's name of it in the definitions. */
	definition: string;
	/** Root element in XML (rules.md §2). */
	xmlRoot: string;
	/** Any one of these scopes may read it (endpoints.json). */
	readScopes: string[];
	/** Scopes for setting the exported flag; absent where there is none (rules.md §5). */
	exportScopes?: string[];
	/** Attribute paths kept beside the record and indexed, e.g. `supplier.id`. */
	columns: string[];
	/** A list inside this resource's records that is a resource of its own. */
	children?: { attribute: string; resource: string };
	/** False for records that only serve as targets of references, or are reached through their owner. */
	listed: boolean;
}

const common = { readScopes: ['core.common.read'], listed: true };

/** Objects that have no entry in lib/coupa/resources: some are only referred to, or reached through their owner. */
const FURTHER: Record<string, Resource> = {
	supplier_addresses: {
		definition: 'RemitToAddress',
		xmlRoot: 'remit-to-address',
		readScopes: ['core.supplier.read'],
		columns: ['updated-at', 'remit-to-code'],
		listed: false,
	},
	currencies: { ...common, definition: 'Currency', xmlRoot: 'currency', columns: ['code'] },
	payment_terms: { ...common, definition: 'PaymentTerm', xmlRoot: 'payment-term', columns: ['updated-at', 'code'] },
	shipping_terms: { ...common, definition: 'ShippingTerm', xmlRoot: 'shipping-term', columns: ['code'] },
	tax_codes: { ...common, definition: 'TaxCode', xmlRoot: 'tax-code', columns: ['updated-at', 'code'] },
	addresses: { ...common, definition: 'Address', xmlRoot: 'address', columns: ['updated-at', 'name', 'location-code'] },
	lookups: { ...common, definition: 'Lookup', xmlRoot: 'lookup', columns: ['updated-at', 'name'] },
	uoms: { ...common, definition: 'Uom', xmlRoot: 'uom', readScopes: ['core.uom.read', 'core.common.read'], columns: ['code'] },
	users: { ...common, definition: 'User', xmlRoot: 'user', readScopes: ['core.user.read'], columns: ['login', 'email'] },
	approvals: {
		definition: 'Approval',
		xmlRoot: 'approval',
		readScopes: ['core.approval.read'],
		columns: ['updated-at', 'status', 'approvable-id', 'approvable-type'],
		listed: true,
	},
	attachments: { definition: 'Attachment', xmlRoot: 'attachment', readScopes: ['core.invoice.read'], columns: [], listed: false },
	contracts: {
		...common,
		definition: 'Contract',
		xmlRoot: 'contract',
		readScopes: ['core.contract.read'],
		columns: ['name', 'number', 'status'],
	},
	commodities: { ...common, definition: 'Commodity', xmlRoot: 'commodity', columns: ['name'], listed: false },
	items: { ...common, definition: 'Item', xmlRoot: 'item', columns: ['name'], listed: false },
	tags: { ...common, definition: 'Tag', xmlRoot: 'tag', columns: ['name'], listed: false },
	tax_registrations: { ...common, definition: 'TaxRegistration', xmlRoot: 'tax-registration', columns: ['number'], listed: false },
};

/** Whether an attribute is there and holds a value itself, not other records. */
const isValue = (attribute: Attribute | undefined) => attribute !== undefined && attribute.of === undefined;

/** Kept beside the record of any object whose definition has them. */
const USUAL_COLUMNS = ['updated-at', 'created-at', 'status', 'active', 'exported', 'name'];

/** Further paths that tests and the data set's size need found quickly, by entry. */
const MORE_COLUMNS: Record<string, string[]> = {
	account: ['account-type.id'],
	invoice: ['supplier.id', 'supplier.number'],
	lookupValue: ['lookup.id'],
	purchaseOrder: ['supplier.id'],
	purchaseOrderLine: ['line-num'],
};

const CHILDREN: Record<string, Resource['children']> = {
	purchaseOrder: { attribute: 'order-lines', resource: 'purchase_order_lines' },
	supplier: { attribute: 'remit-to-addresses', resource: 'supplier_addresses' },
};

function fromEntry({ name, definition, key, scopes }: Entry): Resource {
	const attributes = definitionOf(definition);
	const columns = [
		...USUAL_COLUMNS.filter((column) => isValue(attributes[column])),
		...(key ? [key.attribute] : []),
		...(MORE_COLUMNS[name] ?? []),
	];
	const children = CHILDREN[name];
	return {
		definition,
		// `OrderHeader` is <order-header> (rules.md §2).
		xmlRoot: definition.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
		readScopes: [scopes.read, ...(scopes.also ?? [])].filter((scope) => scope !== null),
		...(Object.hasOwn(attributes, 'exported') && scopes.write !== null && { exportScopes: [scopes.write] }),
		columns: [...new Set(columns)],
		...(children && { children }),
		listed: true,
	};
}

/** The resources of the sandbox by their path name: one for each entry, and those above. */
export const RESOURCES: Record<string, Resource> = {
	...FURTHER,
	...Object.fromEntries(ENTRIES.map((entry) => [entry.path.replace('/api/', ''), fromEntry(entry)])),
};

/** The resource of a path name; throws for a name the sandbox does not know, which is a mistake in its caller. */
export function resourceNamed(name: string): Resource {
	const resource = Object.hasOwn(RESOURCES, name) ? RESOURCES[name] : undefined;
	if (resource === undefined) throw new Error(`The sandbox has no resource "${name}"; it has ${Object.keys(RESOURCES).join(', ')}`);
	return resource;
}
