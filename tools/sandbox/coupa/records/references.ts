import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord, type Json } from '../../../../lib/core';
import { ENTRIES } from '../../../../lib/coupa';
import { RESOURCES, resourceOf } from '../resources';
import type { RecordStore } from '../store/records';

/** Records that narrow down what a reference can mean: remit-tos belong to a supplier, account codes to a chart. */
export interface ReferenceScope {
	supplier: CoupaRecord | null;
	accountType: CoupaRecord | null;
}

interface Target {
	resource: string;
	/** What may name the record, the strongest first; `id` always may. */
	keys: string[];
	/** What the referring record shows of it. */
	shown: string[];
}

/** What is shown of a record that has no line of its own below. */
const USUALLY_SHOWN = ['id', 'name', 'code', 'number'];
const ADDRESS_SHOWN = ['id', 'name', 'location-code', 'street1', 'street2', 'city', 'state', 'postal-code', 'country'];
const REMIT_TO_SHOWN = ['id', 'remit-to-code', 'name', 'street1', 'street2', 'city', 'state', 'postal-code', 'country', 'active'];

/** Natural keys of rules.md §9, and what other records show of such a one. */
const TARGETS: Record<string, Target> = {
	Supplier: { resource: 'suppliers', keys: ['number', 'name'], shown: ['id', 'name', 'display-name', 'number', 'status'] },
	AccountType: { resource: 'account_types', keys: ['name'], shown: ['id', 'name', 'active', 'dynamic-flag', 'currency'] },
	Account: { resource: 'accounts', keys: ['code'], shown: ['id', 'code', 'name', 'active', 'account-type-id', 'account-type'] },
	Currency: { resource: 'currencies', keys: ['code'], shown: ['id', 'code', 'decimals'] },
	PaymentTerm: { resource: 'payment_terms', keys: ['code'], shown: ['id', 'code', 'days-for-net-payment'] },
	ShippingTerm: { resource: 'shipping_terms', keys: ['code'], shown: ['id', 'code'] },
	Address: { resource: 'addresses', keys: ['location-code', 'name'], shown: ADDRESS_SHOWN },
	RemitToAddress: { resource: 'supplier_addresses', keys: ['remit-to-code'], shown: REMIT_TO_SHOWN },
	SupplierRemitTo: { resource: 'supplier_addresses', keys: ['remit-to-code'], shown: REMIT_TO_SHOWN },
	TaxCode: { resource: 'tax_codes', keys: ['code'], shown: ['id', 'code', 'description', 'percentage', 'country'] },
	Uom: { resource: 'uoms', keys: ['code'], shown: ['id', 'code', 'name'] },
	UserSimple: { resource: 'users', keys: ['login', 'email'], shown: ['id', 'login', 'email', 'employee-number', 'fullname'] },
	Contract: { resource: 'contracts', keys: ['number', 'name'], shown: ['id', 'number', 'name'] },
	Commodity: { resource: 'commodities', keys: ['name'], shown: ['id', 'name'] },
	Item: { resource: 'items', keys: ['name'], shown: ['id', 'name'] },
	Tag: { resource: 'tags', keys: ['name'], shown: ['id', 'name'] },
	TaxRegistration: { resource: 'tax_registrations', keys: ['number'], shown: ['id', 'number', 'country'] },
};

const targets = new Map<string, Target | null>(Object.entries(TARGETS));

/** Where the records of a definition are and what names them: as above, else by the key of its table entry. Null where there are none. */
function targetOf(definition: string): Target | null {
	const known = targets.get(definition);
	if (known !== undefined) return known;
	const entry = ENTRIES.find((candidate) => candidate.definition === definition);
	const resource = entry === undefined ? resourceOfDefinition(definition) : resourceOf(entry);
	const keys = entry?.key === undefined ? [] : [entry.key.attribute];
	const target = resource === null ? null : { resource, keys, shown: [...new Set([...USUALLY_SHOWN, ...keys])] };
	targets.set(definition, target);
	return target;
}

function resourceOfDefinition(definition: string): string | null {
	return Object.entries(RESOURCES).find(([, resource]) => resource.definition === definition)?.[0] ?? null;
}

/** Whether other records name records of a definition, rather than hold them: by id or by what `reference` has of their keys. */
export function isNaming(definition: string, reference: CoupaRecord): boolean {
	const keys = targetOf(definition)?.keys ?? [];
	return definition === 'Country' || reference.id !== undefined || keys.some((key) => reference[key] !== undefined);
}

/** Whether the sandbox has records of a definition that others can refer to. */
export function isReferable(definition: string): boolean {
	return definition === 'Country' || targetOf(definition) !== null;
}

/**
 * The stored record a reference names, whole.
 * @returns null when nothing fits: Coupa then drops the reference without a word (rules.md §2)
 */
function findReferenced(records: RecordStore, definition: string, reference: CoupaRecord, scope: ReferenceScope): CoupaRecord | null {
	const target = targetOf(definition);
	if (target === null) return null;
	const fits = (record: CoupaRecord): boolean => isInScope(records, definition, record, reference, scope);
	if (typeof reference.id === 'number') {
		const record = records.get(target.resource, reference.id);
		return record !== null && fits(record) ? record : null;
	}
	const key = target.keys.find((candidate) => typeof reference[candidate] === 'string');
	if (key === undefined) return null;
	return records.findBy(target.resource, key, String(reference[key])).find(fits) ?? null;
}

/** References inside a record are read with its supplier and chart: those sent now, else those it has. */
export function scopeOf(records: RecordStore, current: CoupaRecord | null, sent: CoupaRecord): ReferenceScope {
	const found = (definition: string, name: string): CoupaRecord | null => {
		const reference = sent[name] === undefined ? current?.[name] : sent[name];
		return isRecord(reference) ? findReferenced(records, definition, reference, { supplier: null, accountType: null }) : null;
	};
	return { supplier: found('Supplier', 'supplier'), accountType: found('AccountType', 'account-type') };
}

/** All that is stored of a record that another one shows shortened; the shortened one where nothing is stored. */
export function wholeRecord(records: RecordStore, definition: string, shown: CoupaRecord): CoupaRecord {
	const target = targetOf(definition);
	return (target === null || typeof shown.id !== 'number' ? null : records.get(target.resource, shown.id)) ?? shown;
}

/** The same, cut to what the referring record shows. Countries are always known: the sandbox keeps no table of them. */
export function resolveReference(records: RecordStore, definition: string, reference: Json, scope: ReferenceScope): CoupaRecord | null {
	if (!isRecord(reference)) return null;
	if (definition === 'Country') return reference;
	const record = findReferenced(records, definition, reference, scope);
	return record === null ? null : shownOf(definition, record);
}

function shownOf(definition: string, record: CoupaRecord): CoupaRecord {
	const shown = targetOf(definition)?.shown ?? [];
	return Object.fromEntries(shown.filter((key) => key in record).map((key) => [key, record[key] ?? null]));
}

function isInScope(records: RecordStore, definition: string, record: CoupaRecord, reference: CoupaRecord, scope: ReferenceScope): boolean {
	if (definition === 'RemitToAddress' || definition === 'SupplierRemitTo')
		return recordsAt(scope.supplier ?? {}, 'remit-to-addresses').some(({ id }) => id === record.id);
	if (definition === 'Account' && reference.id === undefined) return isOfChart(record, chartOf(records, reference, scope));
	const country = textAt(reference, 'country', 'code');
	return definition !== 'TaxCode' || country === undefined || textAt(record, 'country', 'code') === country;
}

function chartOf(records: RecordStore, reference: CoupaRecord, scope: ReferenceScope): CoupaRecord | null {
	const named = reference['account-type'];
	return isRecord(named) ? findReferenced(records, 'AccountType', named, scope) : scope.accountType;
}

function isOfChart(account: CoupaRecord, chart: CoupaRecord | null): boolean {
	return chart !== null && (valueAt(account, 'account-type', 'id') ?? account['account-type-id']) === chart.id;
}
