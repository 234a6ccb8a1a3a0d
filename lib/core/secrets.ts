import { ownValue } from './record';
import { isRecord, type CoupaRecord, type Json } from './record';

/** Shared secrets and passwords of suppliers and their sites (fields/supplier.json, supplier_site.json) and of users. */
const SECRET = /(^|-)(secret|password)$/;

/** Bank accounts of remit-to addresses and payees (R39 schema: SupplierInformationAddress, FinancialCounterparty, LegalEntity). */
const BANK_DATA = new RegExp(
	'^(intermediary-)?bank-|^name-on-bank-account$|bank-account-number$|^iban(-number)?$|^bic(-routing-code)?$|^sort-code$|(^|-)swift(-code)?$|routing-number$',
);

/** Field names seen so far: a table of 200,000 records has the same hundred names in each of them. */
const verdicts = new Map<string, boolean>();
const MOST_VERDICTS = 10_000;

/**
 * The record without secrets and bank data, at any depth: cXML and Coupa Connect secrets, passwords, bank accounts of
 * remit-to addresses. Buyer's account numbers at the supplier and everything else stay as they are. A record that holds none
 * is given back itself, any other one as a copy.
 */
export function withoutSecrets(record: CoupaRecord): CoupaRecord {
	return holdsSecret(record) ? copied(record) : record;
}

function copied(record: CoupaRecord): CoupaRecord {
	return Object.fromEntries(
		Object.entries(record)
			.filter(([key]) => !isSecretName(key))
			.map(([key, value]) => [key, cleaned(value)]),
	);
}

function cleaned(value: Json): Json {
	if (Array.isArray(value)) return value.map(cleaned);
	return isRecord(value) ? withoutSecrets(value) : value;
}

function holdsSecret(value: Json | undefined): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return value.some(holdsSecret);
	for (const key in value) {
		if (isSecretName(key) || holdsSecret(ownValue(value, key))) return true;
	}
	return false;
}

/** Whether a field of that name holds a secret or bank data. */
export function isSecretName(key: string): boolean {
	const known = verdicts.get(key);
	if (known !== undefined) return known;
	const name = key.replaceAll('_', '-').toLowerCase();
	const verdict = SECRET.test(name) || BANK_DATA.test(name);
	if (verdicts.size < MOST_VERDICTS) verdicts.set(key, verdict);
	return verdict;
}
