import Big from 'big.js';

/** An exact decimal. Money never becomes a JavaScript number. */
export type Decimal = Big;

const PLAIN_DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** Characters of a number: Coupa's longest have 46 digits (csv/invoices_import.json, Price), and work with more grows with their square. */
const LONGEST_DECIMAL = 200;

/** Reads a plain decimal (`-12.50`, `.5`); null for anything else: exponents, thousands separators, currency signs, hundreds of digits. */
export function parseDecimal(text: string): Decimal | null {
	const trimmed = text.trim();
	return trimmed.length <= LONGEST_DECIMAL && PLAIN_DECIMAL.test(trimmed) ? new Big(trimmed.replace(/^\+/, '').replace(/\.$/, '')) : null;
}

/** The sum of exact decimals; zero for none. */
export function sumOf(decimals: Decimal[]): Decimal {
	return decimals.reduce((sum, decimal) => sum.plus(decimal), new Big(0));
}

/** Whether two decimal texts mean the same number (`10.0` and `10.00`); false where one of them is not a decimal. */
export function sameDecimal(left: string, right: string): boolean {
	const a = parseDecimal(left);
	const b = parseDecimal(right);
	return a !== null && b !== null && a.eq(b);
}

/** Whether a decimal fits Coupa's `decimal(precision,scale)`: at most `scale` digits after the point and `precision - scale` before it. */
export function fitsDecimal(decimal: Decimal, precision: number, scale: number): boolean {
	const [whole = '', fraction = ''] = decimal.abs().toFixed().split('.');
	return fraction.length <= scale && whole.replace(/^0+/, '').length <= precision - scale;
}
