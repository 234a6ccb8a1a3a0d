import { ownValue, withoutEnd } from '../../core';
import type { EInvoiceSettings } from './settings';
import { UNIT_CODES } from './unit-codes';
import { UNIT_TEXTS } from './unit-texts';

/** Characters of a unit code in Coupa (fields/invoice_line.json). */
const LONGEST_CODE = 6;

/**
 * Coupa's code of a unit by its UN/ECE code (Recommendation 20, 21), or by the word that national formats have for it, whatever its letter
 * case; null where neither settings nor tables know it: which of Coupa's units is meant is never guessed. An empty code is for lines without
 * a unit, and only the settings know it.
 */
export function unitCode(code: string, { units, unitCodes }: Pick<EInvoiceSettings, 'units' | 'unitCodes'>): string | null {
	const own = ownValue(units, code) ?? ownValue(units, code.toUpperCase());
	if (own !== undefined && own !== '') return own;
	if (code === '') return null;
	const unece = UNIT_TEXTS.get(withoutEnd(code.toLowerCase(), '.')) ?? code;
	if (unitCodes === 'unece') return unece.length <= LONGEST_CODE ? unece : null;
	return UNIT_CODES.get(unece.toUpperCase()) ?? null;
}
