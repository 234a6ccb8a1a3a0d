/**
 * What Coupa documents of an invoice's fields (csv/invoices_import.json, fields/*.json) and more than one room goes by: the
 * column tables of the flat file and the checks of the import read the same entry.
 */
export interface InvoiceFact {
	/** Place in the record of its part, dotted. */
	path: string;
	/** Column name as the documents spell it, without `*`. */
	column: string;
	/** `max` counts characters; `precision`/`scale` are those of Coupa's `decimal(p,s)`. */
	type:
		| { kind: 'text'; max?: number }
		| { kind: 'decimal'; precision: number; scale: number }
		| { kind: 'date' }
		| { kind: 'dateTime' }
		| { kind: 'boolean' };
	required?: true;
	/** Name of the column that makes this one required as soon as it is filled. */
	requiredWith?: string;
}

/** Parts of an invoice that have fields of their own. */
export type InvoicePart = 'header' | 'line' | 'charge' | 'taxLine' | 'allocation';

const fact = (path: string, column: string, type: InvoiceFact['type'], more: Partial<InvoiceFact> = {}): InvoiceFact => ({
	path,
	column,
	type,
	...more,
});
const decimal = (path: string, column: string, precision: number, scale: number, more: Partial<InvoiceFact> = {}): InvoiceFact =>
	fact(path, column, { kind: 'decimal', precision, scale }, more);
const text = (max?: number): InvoiceFact['type'] => (max === undefined ? { kind: 'text' } : { kind: 'text', max });
const required = { required: true } as const;

export const INVOICE_FACTS: Readonly<Record<InvoicePart, readonly InvoiceFact[]>> = {
	header: [
		fact('invoice-number', 'Invoice Number', text(40), required),
		fact('invoice-date', 'Invoice Date', { kind: 'date' }, required),
		fact('account-type.name', 'Chart of Accounts', text(), required),
		fact('line-level-taxation', 'Line Level Taxation', { kind: 'boolean' }, required),
		fact('original-invoice-date', 'Original invoice date', { kind: 'date' }),
		fact('delivery-date', 'Delivery Date', { kind: 'dateTime' }),
		fact('pre-payment-date', 'Pre-Payment Date', { kind: 'dateTime' }),
		fact('customs-declaration-date', 'Customs Declaration Date', { kind: 'dateTime' }),
		fact('transaction-notification-date', 'Transaction Notification Date', { kind: 'dateTime' }),
		decimal('supplier-total', 'Invoice Control Total', 32, 4),
		decimal('tax-amount', 'Tax Amount', 32, 4),
		decimal('tax-rate', 'Tax Rate', 16, 10),
		decimal('shipping-amount', 'Shipping Amount', 32, 4),
		decimal('handling-amount', 'Handling Amount', 32, 4),
		decimal('misc-amount', 'Misc Amount', 32, 4),
		decimal('discount-amount', 'Discount Amount', 32, 4),
		decimal('exchange-rate', 'Exchange Rate', 30, 9),
	],
	line: [
		fact('description', 'Description', text(1550), required),
		decimal('price', 'Price', 46, 20, required),
		decimal('quantity', 'Quantity', 30, 6),
		fact('uom.code', 'Unit of Measure', text(6), { requiredWith: 'Quantity' }),
		decimal('tax-amount', 'Line Tax Amount', 32, 4),
		decimal('net-weight', 'Net Weight', 30, 6),
		decimal('price-per-uom', 'Price per Weight', 30, 6),
	],
	charge: [decimal('total', 'Total', 30, 4, required), decimal('pct', 'Percent', 16, 10)],
	taxLine: [
		decimal('amount', 'Tax Amount', 32, 4, required),
		decimal('rate', 'Tax Rate', 16, 10),
		decimal('taxable-amount', 'Taxable Amount', 32, 4),
	],
	allocation: [decimal('amount', 'Amount', 32, 4), decimal('pct', 'Percent', 16, 10)],
};

/** The entry of one field. @throws RangeError for one that is not listed */
export function invoiceFact(part: InvoicePart, path: string): InvoiceFact {
	const found = INVOICE_FACTS[part].find((entry) => entry.path === path);
	if (found === undefined) throw new RangeError(`Nothing is known of “${path}” of an invoice ${part}.`);
	return found;
}

/** Charges that are in the header, where an invoice has no charge rows. */
export const HEADER_CHARGES: readonly string[] = ['shipping-amount', 'handling-amount', 'misc-amount'];

/** Amounts of the header that come from no line. */
export const HEADER_AMOUNTS: readonly string[] = [...HEADER_CHARGES, 'tax-amount', 'discount-amount'];
