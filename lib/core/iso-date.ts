const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Day and, where it has one, time of an ISO 8601 text: `none` when it is not one, `noSuchDay` when the calendar has no such day or time. */
export function readIsoDate(text: string): { day: string } | 'none' | 'noSuchDay' {
	const match = ISO.exec(text);
	if (match === null) return 'none';
	const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0'] = match;
	const inClock = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
	return inClock && isDay(year, month, day) ? { day: `${year}-${month}-${day}` } : 'noSuchDay';
}

/** Whether the calendar has such a day: it has no 2026-02-29. */
export function isDay(year: string, month: string, day: string): boolean {
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return Number(year) >= 1000 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
