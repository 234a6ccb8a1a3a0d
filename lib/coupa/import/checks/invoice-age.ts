import { possibleDays, textAt } from '../../../core';
import { FILE_LEVELS, type Check } from './check';

/** How far an invoice date may lie from today, in days: what a connector in production tells its users. */
const MOST_DAYS_BACK = 356;
const MOST_DAYS_AHEAD = 180;
const DAY_MS = 24 * 60 * 60_000;

export const invoiceAge: Check = {
	name: 'invoiceAge',
	label: 'Age of the invoice',
	description: `The invoice date is at most ${MOST_DAYS_BACK} days back and ${MOST_DAYS_AHEAD} days ahead: anything else is likely a misread year.`,
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice, settings }) => {
		const value = textAt(invoice, 'invoice-date') ?? '';
		const [day] = possibleDays(value);
		if (day === undefined) return [];
		const today = Math.floor(settings.now() / DAY_MS);
		const ahead = Date.parse(day) / DAY_MS - today;
		const place = { column: 'Invoice Date', path: 'invoice-date', value };
		if (ahead > MOST_DAYS_AHEAD)
			return [{ ...place, message: `The invoice date ${day} is ${ahead} days ahead: check the year on the page image.` }];
		if (-ahead > MOST_DAYS_BACK)
			return [{ ...place, message: `The invoice date ${day} is ${-ahead} days back: check the year on the page image.` }];
		return [];
	},
};
