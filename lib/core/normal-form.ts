/** Longer than any number, code, name or description that is compared. */
const LONGEST_NORMALISED = 2_000;

/**
 * A text in one of Unicode's normal forms, for comparing. Normalising takes time quadratic in the accents heaped on one letter, so that
 * 100,000 of them would stop the process for seconds: a text of more than 2,000 characters stays as it is.
 */
export function normalForm(text: string, form: 'NFC' | 'NFKC' | 'NFKD'): string {
	return text.length > LONGEST_NORMALISED ? text : text.normalize(form);
}
