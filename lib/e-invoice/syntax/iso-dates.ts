import type { XmlElement } from '../markup/tree';

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:$|T|[+-]\d{2}:\d{2}$|Z$)/;

/** The day of an ISO 8601 date or date-time as written, without its zone: an invoice has the date that stands on it. */
export function isoDay(text: string): string | null {
	const [, year = '', month = '', day = ''] = DAY.exec(text.trim()) ?? [];
	const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`) ? `${year}-${month}-${day}` : null;
}

/** `dateOf` of syntaxes whose dates are ISO 8601 text. */
export const isoDayOf = ({ text }: XmlElement): string | null => isoDay(text);
