import { bankKey, isRecord, lookUpKey, maskedBankNumber, type CoupaRecord, type Json, type Problem } from '../../core';
import { valuesOf } from './bank-details';
import { withEInvoices, type BankSource } from './bank-source';
import { eInvoiceFactsOf } from './from-facts/facts';
import type { ImportInput, ImportResult } from './types';

type Captured = Pick<ImportInput, 'invoice' | 'extraColumns' | 'eInvoice'>;

/** Characters of a number from which on it is taken for one inside a longer word, too, and below which it is none within a text. */
const UNMISTAKABLE = 8;
const SHORTEST = 4;
/** What is longer is no bank number (an IBAN has 34), and looking for every spelling of it would take long. */
const LONGEST = 40;

/** The result of an invoice with no bank detail of it in clear, whatever found it: checks, the file reader, or Coupa's own words. */
export function concealed(result: ImportResult, captured: Captured | undefined, ofSettings: BankSource[]): ImportResult {
	if (captured === undefined || (ofSettings.length === 0 && captured.eInvoice === undefined)) return result;
	const sources = withEInvoices(ofSettings);
	const values = sources.flatMap((source) => valuesOf(captured, source));
	const conceal = concealer(values.map(({ value }) => value));
	// What could not be read is in no place, and still told.
	const paths = new Set(sources.flatMap(({ from }) => [from, `custom-fields.${from}`, `custom-fields.${from.replaceAll('_', '-')}`]));
	const columns = new Set(sources.map(({ from }) => lookUpKey(from)));
	const isOfBank = ({ column, path }: Problem) =>
		(column !== undefined && columns.has(lookUpKey(column))) || (path !== undefined && paths.has(path));
	return {
		...result,
		reason: conceal(result.reason),
		problems: result.problems.map((problem) => ({
			...problem,
			message: conceal(problem.message),
			...(problem.value === undefined ? {} : { value: isOfBank(problem) ? remasked(problem.value) : conceal(problem.value) }),
		})),
	};
}

/** The same of the captured item itself, for where it is handed on: every text in it. */
export function concealedItem(item: CoupaRecord & Partial<Captured>, ofSettings: BankSource[]): CoupaRecord {
	if (ofSettings.length === 0 && item.eInvoice === undefined) return item;
	const sources = withEInvoices(ofSettings);
	const eInvoice = eInvoiceFactsOf(item.eInvoice);
	const captured: Captured = { invoice: item.invoice ?? null, extraColumns: item.extraColumns ?? [], ...(eInvoice && { eInvoice }) };
	const conceal = concealer(sources.flatMap((source) => valuesOf(captured, source)).map(({ value }) => value));
	const within = (value: Json): Json => {
		if (typeof value === 'string') return conceal(value);
		// An account number from a spreadsheet.
		if (typeof value === 'number') return conceal(String(value)) === String(value) ? value : conceal(String(value));
		if (Array.isArray(value)) return value.map(within);
		return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)])) : value;
	};
	return within(item) as CoupaRecord;
}

/** What is masked already stays as it is. */
function remasked(value: string): string {
	return value.includes('…') && bankKey(value).length <= 6 ? value : maskedBankNumber(value);
}

/** Replaces each of the values in a text, however it is spaced there. */
function concealer(values: string[]): (text: string) => string {
	const masks = [...new Set(values)].map((value) => ({ raw: value.trim(), pattern: patternOf(value), mask: maskedBankNumber(value) }));
	return (text) => {
		let shown = text;
		for (const { raw, pattern, mask } of masks) {
			if (raw.length >= SHORTEST && shown.trim() === raw) return mask;
			if (raw.length >= UNMISTAKABLE) shown = shown.replaceAll(raw, mask);
			if (pattern !== null) shown = shown.replace(pattern, mask);
		}
		return shown;
	};
}

function patternOf(value: string): RegExp | null {
	const key = bankKey(value);
	if (key.length < SHORTEST || key.length > LONGEST) return null;
	const spaced = Array.from(key).join(String.raw`[\s./_\-]{0,3}`);
	return key.length >= UNMISTAKABLE ? new RegExp(spaced, 'giu') : new RegExp(String.raw`(?<![\p{L}\p{N}])${spaced}(?![\p{L}\p{N}])`, 'giu');
}
