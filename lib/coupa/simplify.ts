import { isRecord, recordsAt, textAt, valueAt, type CoupaRecord, type Json } from '../core';

/** Objects that have a simplified form. */
export type SimplifiedObject = 'invoice' | 'account' | 'supplier' | 'purchaseOrder';

const DATES = ['created-at', 'updated-at'];
const SEGMENTS = Array.from({ length: 20 }, (_, index) => `segment-${String(index + 1)}`);

/** Fields shown, by path; `currency.code` becomes the flat key `currency-code`. */
const SHOWN: Record<SimplifiedObject, string[]> = {
	invoice: [
		'id',
		'invoice-number',
		'invoice-date',
		'status',
		'document-type',
		'is-credit-note',
		'supplier.name',
		'supplier.number',
		'currency.code',
		'supplier-total',
		'gross-total',
		'total-with-taxes',
		'tax-amount',
		'payment-term.code',
		'net-due-date',
		'account-type.name',
		'remit-to-address.remit-to-code',
		'image-scan',
		'tolerance-failures',
		'exported',
		'paid',
		'internal-note',
		...DATES,
	],
	account: ['id', 'code', 'name', 'active', 'account-type.name', ...SEGMENTS, ...DATES],
	supplier: [
		'id',
		'number',
		'name',
		'display-name',
		'status',
		'on-hold',
		'account-number',
		'payment-method',
		'payment-term.code',
		'po-method',
		'po-email',
		'invoice-matching-level',
		'primary-contact.email',
		'primary-address.street1',
		'primary-address.city',
		'primary-address.postal-code',
		'primary-address.country.code',
		...DATES,
	],
	purchaseOrder: [
		'id',
		'po-number',
		'status',
		'transmission-status',
		'version',
		'internal-revision',
		'supplier.name',
		'supplier.number',
		'currency.code',
		'total',
		'payment-term.code',
		'requester.login',
		'ship-to-address.name',
		'exported',
		...DATES,
	],
};

/** Lists told as a line of text: the flat key, the list, and the field of its members. */
const LISTED: Record<SimplifiedObject, Array<[key: string, list: string, field: string]>> = {
	invoice: [['po-numbers', 'invoice-lines', 'order-header-num']],
	account: [],
	supplier: [
		['remit-to-codes', 'remit-to-addresses', 'remit-to-code'],
		['account-type-names', 'account-types', 'name'],
	],
	purchaseOrder: [['order-line-numbers', 'order-lines', 'line-num']],
};

/**
 * A flat record with the fields an analyst looks at first, values unchanged. Fields that the record does not have, and
 * blank account segments, are left out. Holds no secrets and no bank data.
 */
export function simplify(record: CoupaRecord, object: SimplifiedObject): CoupaRecord {
	const shown = SHOWN[object].map((path): [string, Json | undefined] => [path.replaceAll('.', '-'), valueAt(record, ...path.split('.'))]);
	const listed = LISTED[object].map(([key, list, field]): [string, Json | undefined] => [key, membersLine(record, list, field)]);
	return Object.fromEntries([...shown, ...listed].filter((entry): entry is [string, Json] => isShown(...entry)));
}

function isShown(key: string, value: Json | undefined): boolean {
	if (value === undefined || isRecord(value) || Array.isArray(value)) return false;
	return !(key.startsWith('segment-') && (value === null || value === ''));
}

/** `70315, 70316`: each value once, in the order of the list; undefined where the record has no such list. */
function membersLine(record: CoupaRecord, list: string, field: string): string | undefined {
	if (!Array.isArray(record[list])) return undefined;
	const values = recordsAt(record, list).map((member) => textAt(member, field));
	return [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ');
}
