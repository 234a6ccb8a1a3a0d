import {
	bankKey,
	isValidIban,
	lettersOf,
	lookUpKey,
	maskedBankNumber,
	ownValue,
	recordsAt,
	textAt,
	type CoupaRecord,
	type EInvoiceFacts,
} from '../../core';
import type { BankDetailKind, BankSource } from './bank-source';
import { matchRemitTo, remitToName, type RemitToMatch } from './remit-to';
import type { ImportInput } from './types';

/** A bank detail that the captured invoice gives. */
export interface GivenDetail {
	source: BankSource;
	/** As compared (`bankKey`); never shown. */
	key: string;
	/** What may be shown of it. */
	shown: string;
	/** Name of the column, or path of the field. */
	column?: string;
	path?: string;
	row?: number;
}

/** The account of a supplier, as far as Coupa shows it; keys as compared. */
export interface KnownAccount {
	/** How people call it, e.g. the code of its remit-to address. */
	name: string;
	iban: string[];
	account: string[];
	bic: string[];
}

/** Attributes of an address in a supplier information record that hold each detail (R39, SupplierInformationAddress). */
export const INFORMATION_FIELDS: Record<BankDetailKind, string[]> = {
	iban: ['iban-number', 'international-bank-account-number'],
	account: ['bank-account-number'],
	bic: ['swift-code', 'bic', 'bic-routing-code'],
};

/** What an invoice gives of the bank details that the settings name, each value once. */
export function givenDetails(input: ImportInput, sources: BankSource[]): GivenDetail[] {
	const given = sources.flatMap((source) => valuesOf(input, source).map((place) => ({ source, ...place })));
	const details = given.flatMap(({ source, value, ...place }): GivenDetail[] => {
		const key = bankKey(value);
		return key === '' ? [] : [{ source, key, shown: maskedBankNumber(value), ...place }];
	});
	return details.filter(
		({ source, key }, index) => details.findIndex((other) => other.source.kind === source.kind && other.key === key) === index,
	);
}

/** What to tell where no invoice of a run has anything in a column that the settings name: most likely that is spelt otherwise. */
export function unusedSources(inputs: ImportInput[], sources: BankSource[]): string[] {
	return sources
		.filter((source) => source.eInvoice !== true && !inputs.some((input) => valuesOf(input, source).length > 0))
		.map(
			({ from }) =>
				`No invoice of this run has anything in “${from}”, which the option Bank Details names: check how the column or custom field is spelt.`,
		);
}

/** Where a bank detail stands. */
interface BankPlace {
	value: string;
	column?: string;
	path?: string;
	row?: number;
}

/**
 * Where a source stands in an invoice, with its text as given: a path of the record, a custom field, a column that has no place in it, or the
 * accounts of an e-invoice.
 */
export function valuesOf(
	{ invoice, extraColumns = [], eInvoice }: Pick<ImportInput, 'invoice' | 'extraColumns' | 'eInvoice'>,
	{ kind, from, eInvoice: isOfEInvoice }: BankSource,
): BankPlace[] {
	if (isOfEInvoice === true) return accountsOfEInvoice(eInvoice?.accounts ?? [], kind);
	const places: BankPlace[] = [];
	for (const path of [from.split('.'), ['custom-fields', from], ['custom-fields', from.replaceAll('_', '-')]]) {
		const value = (textAt(invoice ?? undefined, ...path) ?? '').trim();
		if (value !== '' && places.length === 0) places.push({ value, path: path.join('.') });
	}
	for (const { row, column, value } of extraColumns)
		if (lookUpKey(column) === lookUpKey(from) && value.trim() !== '') places.push({ value, column, row });
	return places;
}

/** What looks like an IBAN is one, wrong check digits and all. */
function accountsOfEInvoice(accounts: EInvoiceFacts['accounts'], kind: BankDetailKind): BankPlace[] {
	return accounts.flatMap(({ account, bic, path }) => {
		const own: BankDetailKind = /^[A-Z]{2}\d{2}[A-Z\d]{8,}$/.test(bankKey(account)) ? 'iban' : 'account';
		const value = (kind === 'bic' ? (bic ?? '') : own === kind ? account : '').trim();
		return value === '' ? [] : [{ value, column: TERMS[kind], path }];
	});
}

/** Terms of EN 16931 that hold each detail. */
const TERMS: Record<BankDetailKind, string> = { iban: 'BT-84', account: 'BT-84', bic: 'BT-86' };

/** The accounts that custom fields of the remit-to address hold, or of the supplier where the address has none. */
export function accountsInFields(supplier: CoupaRecord, match: RemitToMatch, sources: BankSource[]): KnownAccount[] {
	const valueIn = (owner: CoupaRecord, { coupaField }: BankSource) =>
		textAt(owner, 'custom-fields', coupaField) ?? textAt(owner, 'custom-fields', coupaField.replace(/^custom-fields\./, '')) ?? '';
	const accountOf = (owner: CoupaRecord, name: string): KnownAccount => {
		const of = (kind: BankDetailKind) => keysOf(sources.filter((source) => source.kind === kind).map((source) => valueIn(owner, source)));
		return { name, iban: of('iban'), account: of('account'), bic: of('bic') };
	};
	const own = addressesOf(supplier, match).map((address) => accountOf(address, remitToName(address)));
	const shown = own.filter(({ iban, account, bic }) => iban.length + account.length + bic.length > 0);
	return shown.length > 0 ? shown : [accountOf(supplier, '')];
}

/** The accounts that supplier information records show at the remit-to address, or else at the supplier. */
export function accountsInInformation(records: CoupaRecord[], match: RemitToMatch): KnownAccount[] {
	const approved = records.filter((record) => textAt(record, 'status') === 'approved');
	const addresses = (approved.length > 0 ? approved : records)
		.flatMap((record) => recordsAt(record, 'supplier-information-addresses'))
		.filter((address) => textAt(address, 'active') !== 'false');
	const named = match.kind === 'found' ? addresses.filter((address) => isSamePlace(match.address, address)) : [];
	return (named.length > 0 ? named : addresses).map((address) => {
		const of = (kind: BankDetailKind) => keysOf(INFORMATION_FIELDS[kind].map((field) => textAt(address, field) ?? ''));
		const name = ['location-code', 'address-name', 'id'].map((key) => textAt(address, key) ?? '').find((text) => text !== '') ?? '';
		return { name, iban: of('iban'), account: of('account'), bic: of('bic') };
	});
}

/** The remit-to address of an invoice, or all active ones of its supplier where it names none that counts. */
function addressesOf(supplier: CoupaRecord, match: RemitToMatch): CoupaRecord[] {
	if (match.kind === 'found') return [match.address];
	return recordsAt(supplier, 'remit-to-addresses').filter((address) => textAt(address, 'active') !== 'false');
}

/** By code, else by street and postal code: nothing that both records share is documented. */
function isSamePlace(remitTo: CoupaRecord, address: CoupaRecord): boolean {
	const code = lookUpKey(textAt(remitTo, 'remit-to-code') ?? '');
	const location = lookUpKey(textAt(address, 'location-code') ?? '');
	if (code !== '' && location !== '') return code === location;
	const place = (record: CoupaRecord, street: string) => [street, 'postal-code'].map((key) => lettersOf(textAt(record, key) ?? ''));
	const [street = '', postal = ''] = place(remitTo, 'street1');
	const [otherStreet, otherPostal] = place(address, 'street-address');
	return street !== '' && street === otherStreet && postal === otherPostal;
}

function keysOf(values: string[]): string[] {
	return [...new Set(values.map(bankKey).filter((key) => key !== ''))];
}

/** How a detail stands to the accounts that Coupa shows. */
export type BankVerdict = { kind: 'agrees' } | { kind: 'notShown' } | { kind: 'differs'; shown: string[] };

/** A detail against all accounts that may be meant. */
export function verdictOn({ source, key }: Pick<GivenDetail, 'source' | 'key'>, accounts: KnownAccount[]): BankVerdict {
	const kind = source.kind === 'account' && isValidIban(key) ? 'iban' : source.kind;
	const verdicts = accounts.map((account) => agreement(kind, key, account));
	if (verdicts.includes(true)) return { kind: 'agrees' };
	if (!verdicts.includes(false)) return { kind: 'notShown' };
	const other = accounts.flatMap((account) => (kind === 'bic' ? account.bic : [...account.iban, ...account.account]));
	return { kind: 'differs', shown: [...new Set(other.map(maskedBankNumber))] };
}

/** Whether all details together are those of one account: each may agree with another one. */
export function areOfOneAccount(details: GivenDetail[], accounts: KnownAccount[]): boolean {
	return accounts.some((account) => details.every(({ source, key }) => agreement(source.kind, key, account) !== false));
}

/** Null where the account shows nothing to compare with. */
function agreement(kind: BankDetailKind, key: string, { iban, account, bic }: KnownAccount): boolean | null {
	if (kind === 'bic') return bic.length === 0 ? null : bic.some((other) => isSameBank(key, other));
	if (iban.length + account.length === 0) return null;
	const isIban = kind === 'iban' || isValidIban(key);
	if (isIban) return iban.length > 0 ? iban.includes(key) : account.some((other) => holdsAccount(key, other));
	return account.length > 0 ? account.some((other) => isSameAccount(key, other)) : iban.some((other) => holdsAccount(other, key));
}

function isSameAccount(one: string, other: string): boolean {
	return withoutZeros(one) === withoutZeros(other);
}

/** The national account is a part of an IBAN, behind country and check digits; a short one would be in many. */
function holdsAccount(iban: string, account: string): boolean {
	const digits = withoutZeros(account);
	return digits.length >= 5 && iban.slice(4).includes(digits);
}

/** Eight characters name a bank, whichever of its branches the other one names; XXX is its head office. */
function isSameBank(one: string, other: string): boolean {
	const [short, long] = [one, other].map((bic) => bic.replace(/^(.{8})XXX$/, '$1')).sort((left, right) => left.length - right.length);
	return short === long || (short?.length === 8 && long?.startsWith(short) === true);
}

function withoutZeros(account: string): string {
	return account.replace(/^0+/, '');
}

/** The remit-to address that an invoice means, for its bank details. */
export function remitToOf(supplier: CoupaRecord, invoice: CoupaRecord): RemitToMatch {
	return matchRemitTo(supplier, invoice, ownValue(invoice, 'remit-to-address') === undefined ? 'supplier-remit-to' : 'remit-to-address');
}
