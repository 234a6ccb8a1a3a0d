import { recordsAt, textAt, type CoupaRecord } from '../../../core';

/** Statuses in which nothing holds an invoice any more: tolerances that failed on the way are history. */
const SETTLED = new Set(['approved', 'voided', 'abandoned', 'rejected', 'payable_adjustment']);

/** Fields of an invoice that its hold reasons are worked out from. */
export const HOLD_NEEDS = [
	...['status', 'tolerance-failures', 'invoice-lines.id', 'invoice-lines.line-num'],
	...['failed-tolerances', 'invoice-lines.failed-tolerances'].flatMap((list) =>
		['id', 'code', 'resolved', 'breach-amount', 'breach-limit', 'breach-detail-1', 'failable-id'].map((name) => `${list}.${name}`),
	),
];

/**
 * Why Coupa holds an invoice, in words, one sentence part for each tolerance that fails: `Price % on line 2: 12.5, limit 10`. The words are
 * Coupa's kinds of tolerance (operations.md, finding 13); a code that says no such kind stands as it is, with Coupa's own detail. Blank for an
 * invoice that is settled, and where every tolerance is resolved.
 */
export function holdReasons(invoice: CoupaRecord): string {
	if (SETTLED.has(textAt(invoice, 'status') ?? '')) return '';
	const failed = failedTolerances(invoice);
	if (failed.length === 0) return textAt(invoice, 'tolerance-failures') ?? '';
	const reasons = failed.filter(({ tolerance }) => tolerance.resolved !== true).map(inWords);
	return [...new Set(reasons)].join('; ');
}

interface Failed {
	tolerance: CoupaRecord;
	/** Number of the line that broke it; undefined for the invoice itself. */
	line: string | undefined;
}

/** Those of the header and of the lines, each once: whether the header's list contains the lines' is not documented. */
function failedTolerances(invoice: CoupaRecord): Failed[] {
	const lines = recordsAt(invoice, 'invoice-lines');
	const numbers = new Map(lines.map((line) => [textAt(line, 'id'), textAt(line, 'line-num')]));
	const all = [
		...lines.flatMap((line) => recordsAt(line, 'failed-tolerances').map((tolerance) => ({ tolerance, line: textAt(line, 'line-num') }))),
		...recordsAt(invoice, 'failed-tolerances').map((tolerance) => ({
			tolerance,
			line: numbers.get(textAt(tolerance, 'failable-id') ?? ''),
		})),
	];
	const byId = new Map<unknown, Failed>();
	for (const failed of all) {
		const id = textAt(failed.tolerance, 'id') ?? failed;
		if (!byId.has(id)) byId.set(id, failed);
	}
	return [...byId.values()];
}

function inWords({ tolerance, line }: Failed): string {
	const code = textAt(tolerance, 'code') ?? '';
	const kind = kindOf(code);
	const [found, limit, detail] = ['breach-amount', 'breach-limit', 'breach-detail-1'].map((name) => textAt(tolerance, name));
	const figures = [found, limit === undefined ? undefined : `limit ${limit}`].filter((text) => text !== undefined).join(', ');
	return [
		kind ?? code,
		line === undefined ? '' : ` on line ${line}`,
		figures === '' ? '' : `: ${figures}`,
		kind === null && detail !== undefined ? ` (${detail})` : '',
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
