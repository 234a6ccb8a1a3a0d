/** A date with a time of day and no zone, as date pickers give it. */
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;

/**
 * A time without zone as the clocks of a zone show it, with that zone's offset on that day: `2026-07-01T00:00:00` in `Europe/Berlin` gives
 * `2026-07-01T00:00:00+02:00`. Anything else stays as it is.
 *
 * @param zone IANA name
 */
export function inZone(text: string, zone: string): string {
	const [, day = '', time = ''] = LOCAL.exec(text.trim()) ?? [];
	const wall = Date.parse(`${day}T${time}Z`);
	if (Number.isNaN(wall)) return text;
	// The offset at the wall's own moment in UTC may be that of before or after a clock change: it is taken again at the moment it gives.
	const guess = wall - minutesOf(offsetAt(wall, zone)) * 60_000;
	return `${day}T${time}${offsetAt(guess, zone)}`;
}

/** `+02:00` */
function offsetAt(instant: number, zone: string): string {
	const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(instant);
	const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
	return /[+-]\d{2}:\d{2}/.exec(name)?.[0] ?? 'Z';
}

function minutesOf(offset: string): number {
	const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):(\d{2})$/.exec(offset) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
