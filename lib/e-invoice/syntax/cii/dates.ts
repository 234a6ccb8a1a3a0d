import { isoDay } from '../iso-dates';
import type { XmlElement } from '../../markup/tree';

/**
 * Formats of UNTDID 2379 by their code, each with its digits: those with a day, and of what says less the first day (610: a month, 616: a week, of which that is Monday).
 * 2: DDMMYY, 3: MMDDYY, 4: DDMMCCYY, 101: YYMMDD, 102: CCYYMMDD, 203 and 204 with the time, 205 with a zone, 610: CCYYMM, 616: CCYYWW.
 */
const FORMATS: ReadonlyMap<string, RegExp> = new Map([
	['2', /^(?<day>\d{2})(?<month>\d{2})(?<short>\d{2})$/],
	['3', /^(?<month>\d{2})(?<day>\d{2})(?<short>\d{2})$/],
	['4', /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/],
	['101', /^(?<short>\d{2})(?<month>\d{2})(?<day>\d{2})$/],
	['102', /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/],
	['203', /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})\d{4}$/],
	['204', /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})\d{6}$/],
	['205', /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})\d{4}[A-Z0-9+-:]*$/],
	['610', /^(?<year>\d{4})(?<month>\d{2})$/],
	['616', /^(?<year>\d{4})(?<week>\d{2})$/],
]);

/** The day of a `DateTimeString` in the format that it names, of one without a name or of a `DateTime` in ISO 8601 or CCYYMMDD. */
export function ciiDate({ attributes, text }: XmlElement): string | null {
	const written = text.trim();
	const format = attributes.get('format')?.trim();
	const groups = FORMATS.get(format ?? '102')?.exec(written)?.groups;
	if (!groups) return isoDay(written);
	const { year = `20${groups.short}`, month = '', day = '01', week } = groups;
	return week === undefined ? isoDay(`${year}-${month}-${day}`) : mondayOf(Number(year), Number(week));
}

/** Monday of a week of ISO 8601: the first is that of 4 January. Null where the year has no such week. */
function mondayOf(year: number, week: number): string | null {
	const fourth = new Date(Date.UTC(year, 0, 4));
	const daysSinceMonday = (fourth.getUTCDay() + 6) % 7;
	const monday = new Date(Date.UTC(year, 0, 4 - daysSinceMonday + (week - 1) * 7));
	const thursday = new Date(monday.getTime() + 3 * 24 * 60 * 60 * 1000);
	return week > 0 && thursday.getUTCFullYear() === year ? monday.toISOString().slice(0, 10) : null;
}
