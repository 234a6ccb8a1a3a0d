import type { PreflightLine, PreflightVerdict } from '../core';

/** From what stops the import to what was not asked. */
export const VERDICTS = ['blocks', 'limits', 'notAsked', 'ok'] as const;

export type Counts = Record<PreflightVerdict, number>;

/** What a value from outside holds of a preflight line; null where it is none. Unknown parts are left out. */
export function preflightLine(value: Readonly<Record<string, unknown>>): PreflightLine | null {
	const { system, verdict } = value;
	const isKnown = (system === 'Coupa' || system === 'Scan One') && VERDICTS.some((one) => one === verdict);
	if (!isKnown || typeof value.id !== 'string' || typeof value.asked !== 'string') return null;
	const text = (part: unknown) => (typeof part === 'string' && part !== '' ? part : null);
	return {
		system,
		id: value.id,
		area: text(value.area) ?? '',
		asked: value.asked,
		seen: text(value.seen) ?? '',
		verdict: verdict as PreflightVerdict,
		advice: text(value.advice),
		setting: text(value.setting),
		choose: text(value.choose),
		templates: Array.isArray(value.templates) ? value.templates.filter((one): one is string => typeof one === 'string') : [],
	};
}

export function countsOf(lines: PreflightLine[]): Counts {
	const count = (verdict: PreflightVerdict) => lines.filter((line) => line.verdict === verdict).length;
	return { ok: count('ok'), limits: count('limits'), blocks: count('blocks'), notAsked: count('notAsked') };
}

/** The gravest of all: `blocks`, `limits`, `notAsked`, `ok`. */
export function verdictOf(counts: Counts): PreflightVerdict {
	return VERDICTS.find((verdict) => counts[verdict] > 0) ?? 'notAsked';
}

/** What a preflight comes to in one sentence without its end: the subject of a mail, and the bar on top. */
export function headline(counts: Counts): string {
	const { blocks, limits, notAsked, ok } = counts;
	const parts = [
		blocks > 0 ? `${blocks} ${blocks === 1 ? 'point blocks' : 'points block'} the import` : 'nothing blocks the import',
		...(limits > 0 ? [`${limits} ${limits === 1 ? 'limits' : 'limit'} it`] : []),
		...(notAsked > 0 ? [`${notAsked} not asked`] : []),
		`${ok} ok`,
	];
	return parts.join(', ');
}
