import type { EInvoice } from '../e-invoice';
import { isEn16931 } from '../syntax/ubl/specification';
import type { Group } from '../terms';

/** How much of EN 16931 an invoice of its syntax and profile has to have. */
export interface Scope {
	/** Bound to EN 16931: all of its rules hold, and what breaks one is an error. */
	isBound: boolean;
	hasLines: boolean;
	/** Breakdown of VAT, sums of lines and of allowances. */
	hasBreakdown: boolean;
	/** What a sum may differ, for each amount that it is made of: rounding of formats and profiles that allow for it. */
	tolerance: '0' | '0.01';
	/** Whether VAT may differ from base times rate by less than 1 (as CEN checks UBL) or by 1, too (as it checks CII). */
	isOneTooMuch: boolean;
}

const FULL: Scope = { isBound: true, hasLines: true, hasBreakdown: true, tolerance: '0', isOneTooMuch: false };

/** Profiles of Factur-X and ZUGFeRD by the end of their identifiers. */
const PROFILES: ReadonlyArray<{ named: RegExp; scope: Scope }> = [
	{ named: /[:#]minimum$/i, scope: { ...FULL, hasLines: false, hasBreakdown: false } },
	{ named: /[:#]basicwl$/i, scope: { ...FULL, hasLines: false } },
	{ named: /[:#]extended(?:-ctc-fr)?$/i, scope: { ...FULL, tolerance: '0.01' } },
];

/** National formats, UBL of other specifications and ZUGFeRD 1.0 have rules of their own: what does not add up there is told, and the invoice goes on. */
const OTHER: Scope = { isBound: false, hasLines: true, hasBreakdown: false, tolerance: '0.01', isOneTooMuch: false };

export function scopeOf({ syntax, profile, document }: Pick<EInvoice, 'syntax' | 'profile' | 'document'>): Scope {
	if (syntax !== 'UBL' && syntax !== 'CII') return OTHER;
	if (syntax === 'UBL') return isEn16931(document) ? { ...FULL, isOneTooMuch: true } : OTHER;
	return PROFILES.find(({ named }) => named.test(profile ?? ''))?.scope ?? FULL;
}

/** Kinds of lines of the profile EXTENDED that head or explain others and are not counted in the sums. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['GROUP', 'INFORMATION']);

export const isCounted = (line: Group): boolean => !NOT_COUNTED.has(line.text('XT-line-type')?.toUpperCase() ?? '');

/** The lines whose net amounts (BT-131) add up to the sum of lines (BT-106). */
export function countedLines(document: Group): Group[] {
	return document.many('BG-25').filter(isCounted);
}
