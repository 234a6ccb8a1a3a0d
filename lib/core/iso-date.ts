const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):?(\d{2}))?)?$/;

/** Clocks are at most 14 hours off UTC (Kiritimati). */
const FARTHEST_ZONE_MINUTES = 14 * 60;
/** West of UTC they are at most 12 hours behind (Baker Island). */
const WESTERNMOST_ZONE_MINUTES = 12 * 60;

/** Day and, where it has one, time of an ISO 8601 text: `none` when it is not one, `noSuchDay` when the calendar has no such day or time, or the earth no such time zone. */
export function readIsoDate(text: string): { day: string } | 'none' | 'noSuchDay' {
	const match = ISO.exec(text);
	if (match === null) return 'none';
	const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', zoneHour = '0', zoneMinute = '0'] = match;
	const inClock = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
	const isZone = Number(zoneMinute) <= 59 && Number(zoneHour) * 60 + Number(zoneMinute) <= FARTHEST_ZONE_MINUTES;
	return inClock && isZone && isDay(year, month, day) ? { day: `${year}-${month}-${day}` } : 'noSuchDay';
}

/** Whether the calendar has such a day: it has no 2026-02-29. */
export function isDay(year: string, month: string, day: string): boolean {
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return Number(year) >= 1000 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * The calendar days that an ISO 8601 text of a day may mean. A system that keeps a day as midnight of its own time zone shows it in
 * any zone: `2026-04-25T00:00:00-07:00`, `2026-04-25T07:00:00Z` and `2026-04-25T00:00:00Z` all mean the 25th, and so does
 * `2026-04-24T22:00:00Z`, midnight in Berlin. Near the date line two days are possible. Empty for a text that is no date.
 */
export function possibleDays(text: string): string[] {
	const read = readIsoDate(text.trim());
	if (typeof read === 'string') return [];
	const instant = text.trim().length > read.day.length ? Date.parse(text.trim()) : NaN;
	if (Number.isNaN(instant)) return [read.day];
	const time = /[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)/.exec(text)?.[1] ?? '';
	const isMidnightAsShown = /^[0:.]+$/.test(time);
	const sinceMidnight = ((instant % DAY_MS) + DAY_MS) % DAY_MS;
	// Zones differ by quarters of an hour: another time of day is no midnight anywhere, and means the day it shows.
	if (isMidnightAsShown || sinceMidnight % QUARTER_MS !== 0) return [read.day];
	const farthest = FARTHEST_ZONE_MINUTES * 60_000;
	const midnights = [instant - sinceMidnight, ...(sinceMidnight > 0 ? [instant - sinceMidnight + DAY_MS] : [])];
	return midnights
		.filter((midnight) => midnight - instant <= farthest && instant - midnight <= WESTERNMOST_ZONE_MINUTES * 60_000)
		.map((midnight) => new Date(midnight).toISOString().slice(0, 10));
}
