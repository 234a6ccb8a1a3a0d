const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):?(\d{2}))?)?$/;

/** Clocks are at most 14 hours off UTC (Kiritimati). */
const FARTHEST_ZONE_MINUTES = 14 * 60;

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
