/** `26 Nov 2026, 07:00`, as the clocks of a zone show it; any other text stays as it is. */
export function shownTime(time: string | number, zone: string): string {
	return inZone(time, zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `26 Nov 2026` */
export function shownDay(time: string | number, zone: string): string {
	return inZone(time, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `2026-11-26`: the day as files are named by it; `undated` for any other text. */
export function dayIn(time: string, zone: string): string {
	// Swedish writes dates as ISO 8601 does.
	const instant = new Date(time);
	return Number.isNaN(instant.getTime()) ? 'undated' : new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}

function inZone(time: string | number, zone: string, parts: Intl.DateTimeFormatOptions): string {
	const instant = new Date(time);
	if (Number.isNaN(instant.getTime())) return String(time);
	return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts }).format(instant);
}
