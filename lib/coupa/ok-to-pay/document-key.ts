import { createHash } from 'node:crypto';
import { isRecord, parseDecimal, textAt, valueAt, type CoupaRecord, type Json } from '../../core';

/** What goes to the ERP about an invoice: that it may be paid, or that it is void. */
export type DocumentKind = 'approved' | 'void';

/** What a document key says. */
export interface KeyParts {
	/** Coupa's id of the invoice. */
	id: number;
	kind: DocumentKind;
}

const ALLOCATIONS = ['account.code', 'amount', 'pct'].map((name) => `account-allocations.${name}`);
const TAXES = ['amount', 'rate', 'code', 'tax-code.code'].map((name) => `tax-lines.${name}`);

/** What an ERP posts of an invoice. Custom fields are not among it: Confirm OK to Pay writes one itself. */
const POSTED = [
	...['invoice-number', 'invoice-date', 'document-type', 'currency.code', 'supplier.id', 'remit-to-address.id'],
	...['payment-term.code', 'net-due-date', 'gross-total', 'total-with-taxes', 'tax-amount', 'discount-amount'],
	...['shipping-amount', 'handling-amount', 'misc-amount'],
	...TAXES,
	...['id', 'line-num', 'total', 'price', 'quantity', 'account.code', ...ALLOCATIONS, ...TAXES].map((name) => `invoice-lines.${name}`),
	...['id', 'total', 'account.code', ...ALLOCATIONS, ...TAXES].map((name) => `invoice-charges.${name}`),
];

/** Fields that a document and its key are made from: asked for by name, so that no response filter makes another key of the same invoice. */
export const KEY_FIELDS: readonly string[] = ['id', 'status', 'exported', 'last-exported-at', ...POSTED];

/**
 * The name of one document, at most 30 characters: `5001-ok-9f86d081` for an approved invoice, `5001-void` for a void, which happens once in the life
 * of an invoice. The same however often the document is read and sent. An approved invoice gets another one as soon as what the ERP posts of it is
 * different (number, dates, amounts, accounts, taxes …), and with each export: a re-approved invoice is a new document.
 *
 * @param invoice read with KEY_FIELDS
 */
export function documentKey(invoice: CoupaRecord, kind: DocumentKind): string {
	const id = textAt(invoice, 'id') ?? '';
	if (kind === 'void') return `${id}-void`;
	const posted = POSTED.map((path) => normal(gathered(invoice, path.split('.'))));
	const content = JSON.stringify([textAt(invoice, 'last-exported-at') ?? null, posted]);
	return `${id}-ok-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

/** What a key names; null for a text that is no document key of ours. */
export function keyParts(key: string): KeyParts | null {
	const found = /^([1-9]\d{0,14})-(?:(void)|ok-[0-9a-f]{8})$/.exec(key.trim());
	return found === null ? null : { id: Number(found[1]), kind: found[2] === undefined ? 'approved' : 'void' };
}

/** What an invoice is to the ERP now; null for one that is none of its business. */
export function kindOf(invoice: CoupaRecord): DocumentKind | null {
	const status = textAt(invoice, 'status');
	return status === 'approved' ? 'approved' : status === 'voided' ? 'void' : null;
}

/** The value at a path, through every member of the lists on the way. */
function gathered(value: Json | undefined, [name, ...rest]: string[]): Json {
	if (Array.isArray(value)) return value.map((member) => gathered(member, name === undefined ? [] : [name, ...rest]));
	if (name === undefined) return value ?? null;
	return isRecord(value) ? gathered(valueAt(value, name), rest) : null;
}

/** Absent, null, empty (a list, too) and zero are one: Coupa fills in a zero when the invoice is written to. So are 50.0 and 50.00. */
function normal(value: Json): Json {
	if (Array.isArray(value)) return value.length === 0 ? null : value.map(normal);
	if (typeof value !== 'number' && typeof value !== 'string') return value;
	const decimal = parseDecimal(String(value));
	if (decimal !== null) return decimal.eq(0) ? null : decimal.toFixed();
	return value === '' ? null : value;
}
