/** A moment as Coupa writes it: ISO 8601 to the second, in the company's offset (rules.md §2). */
export function timestamp(utcOffset: string, instant: number = Date.now()): string {
	return new Date(instant + offsetMs(utcOffset)).toISOString().slice(0, 19) + utcOffset;
}

/** A date or time as it comes back: a bare date is midnight of the company's time zone, as in its UI (rules.md §2). */
export function storedDateTime(sent: string, utcOffset: string): string {
	return sent.length === 10 ? `${sent}T00:00:00${utcOffset}` : timestamp(utcOffset, Date.parse(sent));
}

function offsetMs(utcOffset: string): number {
	const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):(\d{2})$/.exec(utcOffset) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
