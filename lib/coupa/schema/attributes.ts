import { ownValue } from '../../core';
import { currentDefinitions, type Definition } from './current';
import further from './further.json';

// `further` is release 39 as published: large, and not in the nodes' bundle. The current definitions win.
const definitions = { ...(further as Record<string, object>), ...currentDefinitions } as Record<string, Definition>;

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

/** The attributes of a definition such as `InvoiceHeader`; the few naming ones where there is no list. */
export function definitionOf(name: string): Definition {
	return ownValue(definitions, name) ?? OPAQUE;
}

/** Whether the attribute list of a definition is known. */
export function isKnownDefinition(name: string): boolean {
	return Object.hasOwn(definitions, name);
}

/** Whether records of a definition are written inside their owner, like the lines of an invoice. */
export function isOwned(definition: string): boolean {
	return OWNED.has(definition);
}
