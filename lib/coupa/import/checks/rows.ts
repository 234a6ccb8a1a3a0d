import { ownValue } from '../../../core';
import type { ImportInput } from '../types';

/**
 * The CSV row of a path of the record: the row of the nearest part that holds it (`invoice-lines[0].price` is in the row
 * of `invoice-lines[0]`). Undefined where the invoice did not come from a file.
 */
export function rowOf({ rowOf: rows, delivery }: ImportInput, path: string): number | undefined {
	for (let part = path; part !== ''; part = parentOf(part)) {
		const row = ownValue(rows, part);
		if (row !== undefined) return row;
	}
	return rows?.[''] ?? delivery.rows[0];
}

function parentOf(path: string): string {
	return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
}
