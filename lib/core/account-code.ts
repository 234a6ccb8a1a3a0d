/** How many segments an account has at most (csv/account_import.json). */
export const ACCOUNT_SEGMENTS = 20;

/**
 * The code that an account's segments give, joined with `-` (rules.md §7; csv/invoices_import.json, `rules`); null for no
 * segment. `gap` is the number of the first segment that is blank although a later one is filled: then the code is not
 * complete.
 *
 * @param segmentOf text of segment 1 to 20; blank or undefined for none
 */
export function codeFromSegments(segmentOf: (number: number) => string | undefined): { code: string; gap: number | null } | null {
	const segments = Array.from({ length: ACCOUNT_SEGMENTS }, (_, index) => segmentOf(index + 1)?.trim() ?? '');
	const filled = segments.filter((segment) => segment !== '');
	if (filled.length === 0) return null;
	const gap = segments
		.slice(
			0,
			segments.findLastIndex((segment) => segment !== ''),
		)
		.indexOf('');
	return { code: filled.join('-'), gap: gap === -1 ? null : gap + 1 };
}
