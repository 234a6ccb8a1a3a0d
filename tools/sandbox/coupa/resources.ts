import { ENTRIES, type Entry } from '../../../lib/coupa';
import { type Attribute, definitionOf } from '../../../lib/coupa/schema';

/** One kind of record: where it is found, what it is called, who may read it, and by what it is found quickly. */
export interface Resource {
	/** Coupa's name of it in the definitions. */
	definition: string;
	/** Root element in XML (rules.md §2). */
	xmlRoot: string;
	/** It has the exported flag (rules.md §5). */
	exportable?: boolean;
	/** Attribute paths kept beside the record and indexed, e.g. `supplier.id`. */
	columns: string[];
	/** A list inside this resource's records that is a resource of its own. */
	children?: { attribute: string; resource: string };
	/** Where the id of a record is, in lists and in paths, when it is not `id`. */
	idAt?: string[];
	/** False for records that only serve as targets of references, or are reached through their owner. */
	listed: boolean;
}

const common = { listed: true };

/** Objects that have no entry in lib/coupa/resources: some are only referred to, or reached through their owner. */
const FURTHER: Record<string, Resource> = {
	supplier_addresses: {
		definition: 'RemitToAddress',
		xmlRoot: 'remit-to-address',
		columns: ['updated-at', 'remit-to-code'],
		listed: false,
	},
	approvals: {
		definition: 'Approval',
		xmlRoot: 'approval',
		columns: ['updated-at', 'status', 'approvable-id', 'approvable-type'],
		listed: true,
	},
	tags: { ...common, definition: 'Tag', xmlRoot: 'tag', columns: ['name'], listed: false },
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
	user: ['email'],
};

const CHILDREN: Record<string, Resource['children']> = {
	purchaseOrder: { attribute: 'order-lines', resource: 'purchase_order_lines' },
	supplier: { attribute: 'remit-to-addresses', resource: 'supplier_addresses' },
};

function fromEntry(entry: Entry): Resource {
	const { name, definition, key } = entry;
	const attributes = definitionOf(definition);
	const columns = [
		...USUAL_COLUMNS.filter((column) => isValue(attributes[column])),
		...(key ? [key.attribute] : []),
		...(MORE_COLUMNS[name] ?? []),
		...(FURTHER[resourceOf(entry)]?.columns ?? []),
	];
	const children = CHILDREN[name];
	return {
		definition,
		// `OrderHeader` is <order-header> (rules.md §2).
		xmlRoot: definition.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
		exportable: Object.hasOwn(attributes, 'exported') || entry.exported !== undefined,
		...(entry.idAt !== undefined && { idAt: entry.idAt.split('.') }),
		columns: [...new Set(columns)],
		...(children && { children }),
		listed: entry.unlisted !== true,
	};
}

/**
 * Name of an entry's records among the resources: its path. Records below others go by the name of the list that holds all of
 * their kind, where there is one, else by the last step of their path.
 */
export function resourceOf(entry: Entry): string {
	if (entry.below === undefined) return entry.path.replace('/api/', '');
	const sameKind = ENTRIES.find(({ below, definition }) => below === undefined && definition === entry.definition);
	if (sameKind !== undefined) return resourceOf(sameKind);
	const further = Object.entries(FURTHER).find(([, { definition }]) => definition === entry.definition);
	return further?.[0] ?? entry.below.list;
}

const OWN = ENTRIES.filter(({ below }) => below === undefined);

/** The resources of the sandbox by their name: one for each entry, and those above. */
export const RESOURCES: Record<string, Resource> = {
	...FURTHER,
	...Object.fromEntries(
		ENTRIES.filter((entry) => entry.below !== undefined && !Object.hasOwn(FURTHER, resourceOf(entry))).map((entry) => [
			resourceOf(entry),
			{ ...fromEntry(entry), listed: false },
		]),
	),
	...Object.fromEntries(OWN.map((entry) => [resourceOf(entry), fromEntry(entry)])),
};

/** Lists below records that no entry speaks of. */
const FURTHER_BELOW = [
	{ path: 'invoices/:id/attachments', resource: 'attachments', ownedBy: 'invoices' },
	{ path: 'suppliers/:id/addresses', resource: 'supplier_addresses', ownedBy: 'suppliers' },
];

interface BelowPath {
	/** With `:id` in place of ids: `invoices/:id/attachments`. */
	path: string;
	resource: string;
	/** Null where the sandbox does not know the records that own it. */
	ownedBy: string | null;
	entry: Entry | null;
}

/** Every list that lies below records of another kind. */
export function belowPaths(): BelowPath[] {
	const ofEntries = ENTRIES.flatMap((entry): BelowPath[] => {
		const resource = resourceOf(entry);
		const { of = [], list = '' } = entry.below ?? {};
		if (entry.below === undefined) return [];
		const owners = OWN.filter(({ name }) => of.includes(name));
		const below = owners.map((owner) => ({ path: `${resourceOf(owner)}/:id/${list}`, resource, ownedBy: resourceOf(owner), entry }));
		// Attachments and comments are at a path of their own too (page 0109).
		return entry.path.includes('/:id/') ? below : [...below, { path: entry.path.replace('/api/', ''), resource, ownedBy: null, entry }];
	});
	return [...FURTHER_BELOW.map((below) => ({ ...below, entry: null })), ...ofEntries];
}

/** The resource of a path name; throws for a name the sandbox does not know, which is a mistake in its caller. */
export function resourceNamed(name: string): Resource {
	const resource = Object.hasOwn(RESOURCES, name) ? RESOURCES[name] : undefined;
	if (resource === undefined) throw new Error(`The sandbox has no resource "${name}"; it has ${Object.keys(RESOURCES).join(', ')}`);
	return resource;
}

/** The attribute of an owner in which its answer shows the records below it; null where it shows none. */
export function shownIn(owner: string, resource: string): string | null {
	const { children, definition } = resourceNamed(owner);
	if (children?.resource === resource) return children.attribute;
	const shown = Object.entries(definitionOf(definition)).find(
		([name, { type, of }]) => type === 'list' && of === resourceNamed(resource).definition && name === resource.replaceAll('_', '-'),
	);
	return shown?.[0] ?? null;
}
