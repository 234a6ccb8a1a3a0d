import { ownValue } from '../../core';
import type { EInvoiceSettings } from './settings';
import { UNIT_CODES } from './unit-codes';

/** Characters of a unit code in Coupa (fields/invoice_line.json). */
const LONGEST_CODE = 6;

/**
 * Coupa's code of a unit by its UN/ECE code (Recommendation 20, 21), whatever its letter case; null where neither settings nor table know it:
 * which of Coupa's units is meant is never guessed.
 */
export function unitCode(code: string, { units, unitCodes }: Pick<EInvoiceSettings, 'units' | 'unitCodes'>): string | null {
	const own = ownValue(units, code) ?? ownValue(units, code.toUpperCase());
	if (own !== undefined && own !== '') return own;
	if (unitCodes === 'unece') return code.length <= LONGEST_CODE ? code : null;
	return UNIT_CODES.get(code.toUpperCase()) ?? null;
}
