import { isRecord, possibleDays, textAt, valueAt, type CoupaRecord } from '../../core';

/** First and last day of a service, as Coupa or a file writes them; null where one is not given. */
export interface ServicePeriod {
	start: string | null;
	end: string | null;
}

/** The service period of an invoice line, as connectors in production send it: its `start-date` and `end-date`; null for none. */
export function servicePeriodOf(line: CoupaRecord): ServicePeriod | null {
	return periodIn(line);
}

/**
 * The period a PO line was ordered for: `period`, documented as its budget period, which a connector in production compares service
 * periods with; null for none.
 */
export function orderedPeriodOf(orderLine: CoupaRecord): ServicePeriod | null {
	const period = valueAt(orderLine, 'period');
	return isRecord(period) ? periodIn(period) : null;
}

/** Whether a day of the one surely lies outside the other. Near a change of day both days that a date may mean count. */
export function isOutside(service: ServicePeriod, ordered: ServicePeriod): boolean {
	const days = [service.start, service.end];
	return days.some((day) => isBefore(day, ordered.start) || isBefore(ordered.end, day));
}

/** Whether a date is surely before another, by days; false where one is missing or no date. */
export function isBefore(date: string | null, other: string | null): boolean {
	const last = possibleDays(date ?? '').at(-1);
	const [first] = possibleDays(other ?? '');
	return last !== undefined && first !== undefined && last < first;
}

/** `2026-04-01 to 2026-04-30`, as people read it. */
export function periodText({ start, end }: ServicePeriod): string {
	const day = (date: string | null) => possibleDays(date ?? '')[0] ?? date ?? '…';
	return `${day(start)} to ${day(end)}`;
}

function periodIn(owner: CoupaRecord): ServicePeriod | null {
	const [start = null, end = null] = ['start-date', 'end-date'].map((key) => textAt(owner, key)?.trim() || null);
	return start === null && end === null ? null : { start, end };
}
