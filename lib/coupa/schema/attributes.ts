import { ownValue } from '../../core';
import further from './further.json';
import invoicing from './invoicing.json';
import masterData from './master-data.json';
import purchasing from './purchasing.json';

/** One attribute of a Coupa object, as release 39's definitions and the current element tables describe it. */
export interface Attribute {
	type: 'string' | 'integer' | 'boolean' | 'datetime' | 'decimal' | 'object' | 'reference' | 'list';
	/** Longest text Coupa takes, in characters. */
	max?: number;
	/** Of decimals: digits in all, and digits after the point. */
	precision?: number;
	scale?: number;
	enum?: string[];
	/** The definition that a reference names or a list holds. */
	of?: string;
	/** Coupa returns it and refuses it as an input. */
	readOnly?: boolean;
	/** Coupa takes it and never answers with it. */
	writeOnly?: boolean;
}

export type Definition = Record<string, Attribute>;

/**
 * The first that knows a definition counts: the objects of the invoice import, where release 39's definitions are merged with the input
 * flags of the current element tables; then release 39 as published. In the bundle each table is a file that is read when it is first asked
 * for (tools/scripts/lazy.ts). JSON imports widen `type` to string; the files are in exactly the shape of Definition.
 */
const TABLES = [() => invoicing, () => masterData, () => purchasing, () => further] as unknown as ReadonlyArray<
	() => Record<string, Definition>
>;

const asked = new Map<string, Definition | null>();

/** What may name a record of a definition no attribute list is known for. */
const OPAQUE: Definition = {
	id: { type: 'integer', readOnly: true },
	name: { type: 'string' },
	code: { type: 'string' },
	number: { type: 'string' },
};

/**
 * Objects that belong to their owner and are written with it. All other nested objects are references to records that
 * must already exist (rules.md §2).
 */
const OWNED = new Set([
	'InvoiceLine',
	'InvoiceLineAllocation',
	'InvoiceCharge',
	'InvoiceChargeAllocation',
	'TaxLine',
	'WithholdingTaxLine',
	'Tagging',
	'Payment',
	'Invoice-FailedTolerance',
	...['Contact', 'PhoneNumber', 'SupplierAddress', 'SupplierInformationAddress', 'SupplierInformationContact'],
	...['SupplierClassificationDetail', 'SupplierEnterpriseDetail', 'SupplierInsuranceDetail', 'SupplierRiskDetail', 'SupplierTaxDetail'],
	...['BusinessEntityAddress', 'CounterpartyAddress', 'LegalEntityAddress', 'ItemTaxDetail', 'SustainabilityDetail'],
	...['ExpenseLine', 'ItemizedExpenseLine', 'ExpenseLineAllocation', 'InventoryTxnAllocation'],
	...['IntegrationRecordResponse', 'ReasonInsightEvent'],
]);

/** The attributes of a definition such as `InvoiceHeader`, by dashed name; null where there is no list of them. */
export function attributesOf(definition: string): Definition | null {
	const known = asked.get(definition);
	if (known !== undefined) return known;
	const table = TABLES.find((one) => ownValue(one(), definition) !== undefined);
	const found = (table && ownValue(table(), definition)) ?? null;
	asked.set(definition, found);
	return found;
}

/** The attributes of a definition such as `InvoiceHeader`; the few naming ones where there is no list. */
export function definitionOf(name: string): Definition {
	return attributesOf(name) ?? OPAQUE;
}

/** Whether the attribute list of a definition is known. */
export function isKnownDefinition(name: string): boolean {
	return attributesOf(name) !== null;
}

/** Whether records of a definition are written inside their owner, like the lines of an invoice. */
export function isOwned(definition: string): boolean {
	return OWNED.has(definition);
}
