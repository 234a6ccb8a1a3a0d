import { recordsAt, textAt, type CoupaRecord } from './record';

/** Statuses in which nothing holds an invoice any more: tolerances that failed on the way are history. */
const SETTLED = new Set(['approved', 'voided', 'abandoned', 'rejected', 'payable_adjustment']);

/** Fields of an invoice that its hold reasons are worked out from. */
export const HOLD_NEEDS = [
	...['status', 'tolerance-failures', 'invoice-lines.id', 'invoice-lines.line-num'],
	...['failed-tolerances', 'invoice-lines.failed-tolerances'].flatMap((list) =>
		['id', 'code', 'resolved', 'breach-amount', 'breach-limit', 'breach-detail-1', 'failable-id'].map((name) => `${list}.${name}`),
	),
];

/** One tolerance that an invoice breaks and that nobody has resolved. Figures are texts, as Coupa gives them. */
export interface ToleranceFailure {
	/** Coupa's kind in words: `Price %`; null for a code that says none. */
	kind: string | null;
	code: string;
	/** As a part of a sentence: `Price % on line 2: 12.5, limit 10`. */
	words: string;
	breach: string | null;
	limit: string | null;
	/** Number of the invoice's line; null for the invoice as a whole. */
	line: string | null;
	poNumber: string | null;
	poLine: string | null;
	/** What Coupa says beside the code: `breach-detail-1` to `-4`. */
	details: string[];
	/** When Coupa found it, as Coupa writes times. */
	since: string | null;
}

/**
 * Why Coupa holds an invoice, in words, one sentence part for each tolerance that fails. Blank for an invoice that is settled, and where every
 * tolerance is resolved.
 */
export function holdReasons(invoice: CoupaRecord): string {
	if (SETTLED.has(textAt(invoice, 'status') ?? '')) return '';
	if (failedTolerances(invoice).length === 0) return textAt(invoice, 'tolerance-failures') ?? '';
	return [...new Set(toleranceFailures(invoice).map(({ words }) => words))].join('; ');
}

/**
 * The tolerances that fail, whatever the status of the invoice. The words are Coupa's kinds of tolerance (operations.md, finding 13); a code
 * that says no such kind stands as it is, with Coupa's own detail.
 */
export function toleranceFailures(invoice: CoupaRecord): ToleranceFailure[] {
	return failedTolerances(invoice)
		.filter(({ tolerance }) => textAt(tolerance, 'resolved') !== 'true')
		.map(({ tolerance, line }) => {
			const at = (name: string) => textAt(tolerance, name)?.trim() || null;
			const code = at('code') ?? '';
			const kind = kindOf(code);
			const details = [1, 2, 3, 4].flatMap((place) => at(`breach-detail-${place}`) ?? []);
			const failure = {
				...{ kind, code, details, breach: at('breach-amount'), limit: at('breach-limit'), since: at('created-at') },
				line: textAt(line, 'line-num') ?? null,
				poNumber: textAt(line, 'order-header-num') ?? textAt(line, 'po-number') ?? null,
				poLine: textAt(line, 'order-line-num') ?? null,
			};
			return { ...failure, words: inWords(failure, at('breach-detail-1')) };
		});
}

interface Failed {
	tolerance: CoupaRecord;
	/** The line that broke it; undefined for the invoice itself. */
	line: CoupaRecord | undefined;
}

/** Those of the header and of the lines, each once: whether the header's list contains the lines' is not documented. */
function failedTolerances(invoice: CoupaRecord): Failed[] {
	const lines = recordsAt(invoice, 'invoice-lines');
	const byLineId = new Map(lines.map((line) => [textAt(line, 'id'), line]));
	const all = [
		...lines.flatMap((line) => recordsAt(line, 'failed-tolerances').map((tolerance) => ({ tolerance, line }))),
		...recordsAt(invoice, 'failed-tolerances').map((tolerance) => ({
			tolerance,
			line: byLineId.get(textAt(tolerance, 'failable-id') ?? ''),
		})),
	];
	const byId = new Map<unknown, Failed>();
	for (const failed of all) {
		const id = textAt(failed.tolerance, 'id') ?? failed;
		if (!byId.has(id)) byId.set(id, failed);
	}
	return [...byId.values()];
}

function inWords({ kind, code, line, breach, limit }: Omit<ToleranceFailure, 'words'>, detail: string | null): string {
	const figures = [breach, limit === null ? null : `limit ${limit}`].filter((text) => text !== null).join(', ');
	return [
		kind ?? code,
		line === null ? '' : ` on line ${line}`,
		figures === '' ? '' : `: ${figures}`,
		kind === null && detail !== null ? ` (${detail})` : '',
	].join('');
}

/** How codes may spell the words of the kinds. */
const SPELLINGS = new Map([
	['qty', 'quantity'],
	['extra', 'extras'],
	['charge', 'extras'],
	['charges', 'extras'],
	['pct', '%'],
	['percent', '%'],
	['percentage', '%'],
	['amt', 'amount'],
	['receipt', 'receiving'],
	['received', 'receiving'],
	['unbacked', 'line'],
]);
/** Words of a code that do not change its kind. */
const SILENT = new Set(['tolerance', 'tolerances', 'failed', 'failure', 'exceeded', 'over', 'invoice', 'supplier', 'created', 'unit']);

/** The kinds by the words that say them, those with more to them first. */
const KINDS: Array<[words: string[], kind: string]> = [
	[['receiving', 'quantity', '%'], 'Receiving quantity %'],
	[['receiving', 'amount', '%'], 'Receiving amount %'],
	[['receiving', 'amount', 'price'], 'Receiving amount price'],
	[['receiving', '%'], 'Receiving %'],
	[['extras', 'amount'], 'Extras amount'],
	[['extras', '%'], 'Extras %'],
	[['price', 'amount'], 'Price amount'],
	[['price', '%'], 'Price %'],
	[['quantity', '%'], 'Quantity %'],
	[['line', 'amount'], 'Line amount'],
	[['line', 'total'], 'Line amount'],
	[['total', 'amount'], 'Total amount'],
	[['total'], 'Total amount'],
];

/** The kind of tolerance that a code says; null for one with other words: no document lists Coupa's codes, and a guess would mislead. */
function kindOf(code: string): string | null {
	const words = code
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z%]+/)
		.flatMap((word) => (word.endsWith('%') && word !== '%' ? [word.slice(0, -1), '%'] : [word]))
		.filter((word) => word !== '' && !SILENT.has(word))
		.map((word) => SPELLINGS.get(word) ?? word);
	const said = new Set(words);
	// On a line, price and quantity are the line's anyway.
	if (said.has('price') || said.has('quantity')) said.delete('line');
	return KINDS.find(([needed]) => needed.length === said.size && needed.every((word) => said.has(word)))?.[1] ?? null;
}
