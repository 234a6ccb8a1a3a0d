/** `26 Nov 2026, 07:00`, as the clocks of a zone show it; a text that is no time stays as it is. */
export function shownTime(time: string | number, zone: string): string {
	return inZone(time, zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `26 Nov 2026` */
export function shownDay(time: string | number, zone: string): string {
	return inZone(time, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

function inZone(time: string | number, zone: string, parts: Intl.DateTimeFormatOptions): string {
	const instant = new Date(time);
	if (Number.isNaN(instant.getTime())) return String(time);
	return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts }).format(instant);
}
