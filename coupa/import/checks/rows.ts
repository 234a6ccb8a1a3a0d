import { recordsAt } from '../../../record';
import type { ImportInput } from '../types';

/**
 * The CSV row of a path of the record: as the reader remembers it, else by the order of the invoice's rows, where header and
 * lines are all it has. Undefined where that does not tell.
 */
export function rowOf(input: ImportInput, path: string): number | undefined {
	const { invoice, delivery } = input;
	const located = input.locate?.(path)?.row;
	if (located !== undefined) return located;
	const [, list, index] = /^(invoice-lines|invoice-charges|tax-lines)\[(\d+)\]/.exec(path) ?? [];
	if (list === undefined) return delivery.rows[0];
	const onlyLines = delivery.rows.length === 1 + recordsAt(invoice ?? undefined, 'invoice-lines').length;
	return list === 'invoice-lines' && onlyLines ? delivery.rows[1 + Number(index)] : undefined;
}
