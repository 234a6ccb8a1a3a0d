import { isRecord, type CoupaRecord, type Json } from './record';

/** Shared secrets and passwords of suppliers and their sites (fields/supplier.json, supplier_site.json) and of users. */
const SECRET = /(^|-)(secret|password)$/;

/** Bank accounts of remit-to addresses and payees (R39 schema: SupplierInformationAddress, FinancialCounterparty, LegalEntity). */
const BANK_DATA = new RegExp(
	'^(intermediary-)?bank-|^name-on-bank-account$|bank-account-number$|^iban(-number)?$|^bic(-routing-code)?$|^sort-code$|(^|-)swift(-code)?$|routing-number$',
);

/**
 * A copy of the record without secrets and bank data, at any depth: cXML and Coupa Connect secrets, passwords, bank
 * accounts of remit-to addresses. Buyer's account numbers at the supplier and everything else stay as they are.
 */
export function withoutSecrets(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => !isSecret(key))
			.map(([key, value]) => [key, cleaned(value)]),
	);
}

function cleaned(value: Json): Json {
	if (Array.isArray(value)) return value.map(cleaned);
	return isRecord(value) ? withoutSecrets(value) : value;
}

function isSecret(key: string): boolean {
	const name = key.replaceAll('_', '-').toLowerCase();
	return SECRET.test(name) || BANK_DATA.test(name);
}
