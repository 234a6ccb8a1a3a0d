import type { INodeProperties } from 'n8n-workflow';

import { inZone, isDay } from '../../../../../lib/core';
import type { ItemParameters } from '../../../../common/parameters';

/** A span of time, ms since the epoch; `to` is not included. */
export interface Period {
	from: number;
	to: number;
	timeZone: string;
}

const DAY_MS = 24 * 3_600_000;

export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Since Yesterday', value: 'sinceYesterday', description: 'From the beginning of yesterday until now' },
			{ name: 'Last Days', value: 'lastDays', description: 'So many whole days before today, and today until now' },
			{ name: 'Between', value: 'between', description: 'From one date to another' },
		],
		default: 'sinceYesterday',
		description: 'Packages that arrived in the lock-box within it are accounted for',
	},
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 400 },
		default: 7,
		description: 'Whole days before today',
		displayOptions: { show: { period: ['lastDays'] } },
	},
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		description: 'Packages that arrived then or later',
		displayOptions: { show: { period: ['between'] } },
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		description: 'Packages that arrived before then; leave empty for now',
		displayOptions: { show: { period: ['between'] } },
	},
];

/** The period that the parameters choose. Days begin and end in that time zone, and times without a zone are its. */
export function periodOf(parameters: ItemParameters, zone: string, now: number): Period {
	const timeZone = zone.trim();
	if (!isZone(timeZone))
		throw parameters.failure(
			`"${zone}" is not a time zone`,
			'Enter a name such as Europe/Berlin or America/New_York, or leave the field empty.',
		);
	const kind = parameters.choice('period');
	if (kind !== 'between') {
		const days = kind === 'sinceYesterday' ? 1 : parameters.number('days');
		return { from: dayBefore(now, days, timeZone), to: now, timeZone };
	}
	const from = momentOf(parameters, 'from', timeZone);
	const to = parameters.text('to') === '' ? now : momentOf(parameters, 'to', timeZone);
	if (to <= from) throw parameters.refusal('to', parameters.text('to'), 'It has to be later than "From".');
	return { from, to, timeZone };
}

function isZone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}

/** The beginning of the day so many days before today, as the clocks of the zone show it. */
function dayBefore(now: number, days: number, timeZone: string): number {
	// Swedish writes dates as ISO 8601 does.
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
	const day = new Date(Date.parse(`${today}T00:00:00Z`) - Math.floor(days) * DAY_MS).toISOString().slice(0, 10);
	return Date.parse(inZone(`${day}T00:00:00`, timeZone));
}

function momentOf(parameters: ItemParameters, name: string, timeZone: string): number {
	const text = parameters.text(name);
	const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
	const moment = isDay(year, month, day) ? Date.parse(inZone(text.length === 10 ? `${text}T00:00:00` : text, timeZone)) : NaN;
	if (!Number.isNaN(moment)) return moment;
	throw parameters.refusal(name, text, 'Enter a date, such as 2026-06-01, or a date with a time.');
}
