import { parseDecimal } from '../core';
import { termFact } from './term-table';
import type { TermId } from './terms';

export type ReadValue = { value: string } | { code: string; message: string };

const DECIMALS: ReadonlySet<string> = new Set(['amount', 'unitPrice', 'quantity', 'percent']);

/** The text of a term in the one form of its kind (Term.value), or what is wrong with it in the supplier's words. */
export function readValue(id: TermId, text: string, date: () => string | null): ReadValue {
	const { kind, name } = termFact(id);
	if (DECIMALS.has(kind)) {
		const decimal = parseDecimal(text);
		if (decimal) return { value: plain(text) };
		return {
			code: 'notADecimal',
			message: `${name} (${id}) is “${text.slice(0, 60)}”, which is not a decimal number like 1234.50. Correct it and send the invoice again.`,
		};
	}
	if (kind === 'date' || kind === 'dateTime') {
		const value = date();
		if (value !== null) return { value };
		return {
			code: 'notADate',
			message: `${name} (${id}) is “${text.slice(0, 60)}”, which is not a date of this format. Correct it and send the invoice again.`,
		};
	}
	if (kind === 'indicator') return { value: /^(?:true|1|si|s|y|yes|t)$/i.test(text) ? 'true' : 'false' };
	return { value: text };
}

/** Without a plus, leading zeros and a bare point, with all its digits: `+007.50` is `7.50`, `.5` is `0.5`. Of a plain decimal only. */
function plain(text: string): string {
	const isNegative = text.startsWith('-');
	const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
	const digits = whole.replace(/^0+(?=\d)/, '') || '0';
	return `${isNegative ? '-' : ''}${digits}${fraction === '' ? '' : `.${fraction}`}`;
}
