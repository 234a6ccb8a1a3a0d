import { isDay, readIsoDate } from '../core';

/** Which spelling of dates a file may use beside ISO 8601, which is always read. */
export type DateFormat = 'ISO' | 'MM/DD/YYYY' | 'DD/MM/YYYY';

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** A date read from a cell: `day` as YYYY-MM-DD, `full` with the time of day where the cell has one. */
export type DateReading = { day: string; full: string } | { message: string };

/** Reads a date cell. A day that does not exist, or a slashed date that no setting explains, is reported instead of guessed. */
export function readDate(cell: string, format: DateFormat): DateReading {
	const iso = readIsoDate(cell);
	if (iso === 'noSuchDay') return noSuchDay;
	if (iso !== 'none') return { day: iso.day, full: cell.replace(' ', 'T') };
	const slashed = SLASHED.exec(cell);
	if (!slashed) return { message: 'This is not a date that can be read. Write it as YYYY-MM-DD, for example 2026-04-25.' };
	if (format === 'ISO') {
		return {
			message:
				'It is not clear whether the month or the day comes first. Write the date as YYYY-MM-DD, or set the date format of the file to MM/DD/YYYY or DD/MM/YYYY.',
		};
	}
	const [, first = '', second = '', year = ''] = slashed;
	const [month, day] = (format === 'MM/DD/YYYY' ? [first, second] : [second, first]).map((part) => part.padStart(2, '0'));
	if (!month || !day || !isDay(year, month, day))
		return { message: `There is no such day when it is read as ${format}. Correct the date, or set the other date format.` };
	return { day: `${year}-${month}-${day}`, full: `${year}-${month}-${day}` };
}

const noSuchDay = { message: 'There is no such day, time or time zone. Correct the date and send the file again.' };
