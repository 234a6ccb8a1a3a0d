import type { CoupaRecord } from '../../../lib/core';
import { CHART, SECOND_CHART, SET_UP, chart } from './reference';

/** Exists and is active, but its budget period is closed: Coupa takes a draft on it and refuses to submit that draft. */
export const CLOSED_PERIOD_ACCOUNT = '10-6900-HQ';

const SITES: Record<string, string> = { HS: 'Hill Site', LS: 'Lake Site', HQ: 'Head Office' };
const EXPENSES: Record<string, string> = {
	'6200': 'Ops Supplies',
	'6100': 'Raw Materials',
	'6150': 'Tooling',
	'6300': 'Freight',
	'6400': 'Catering',
	'6500': 'Legal Fees',
	'6600': 'IT Services',
	'6700': 'Energy',
	'6900': 'Projects',
};
const INACTIVE = '10-6150-LS';
const EUROPE = ['20-6200-BE', '20-6300-BE', '20-6600-BE'];

/** Thirty accounts: 27 of the main chart, of which one is inactive, and three of the second. Codes do not repeat. */
export function accounts(): CoupaRecord[] {
	const main = Object.keys(EXPENSES)
		.sort((a, b) => (a === '6200' ? -1 : b === '6200' ? 1 : a.localeCompare(b)))
		.flatMap((expense) => Object.keys(SITES).map((site) => `10-${expense}-${site}`));
	return [
		...main.map((code, index) => account(4101 + index, code, CHART)),
		...EUROPE.map((code, index) => account(4201 + index, code, SECOND_CHART)),
	];
}

/** Reference to an account of the main chart, as purchase orders carry it; throws for a code the chart does not have. */
export function accountReference(code: string): CoupaRecord {
	const found = accounts().find((record) => record.code === code);
	if (!found) throw new Error(`The data set has no account ${code}`);
	return { id: Number(found.id), code, 'account-type': { id: 3, name: CHART } };
}

function account(id: number, code: string, chartName: string): CoupaRecord {
	const [entity = '', expense = '', site = ''] = code.split('-');
	const type = chart(chartName);
	return {
		id,
		'created-at': SET_UP,
		'updated-at': code === INACTIVE ? '2026-03-15T08:00:00-07:00' : SET_UP,
		name: `${EXPENSES[expense] ?? expense} ${SITES[site] ?? 'Brussels'}`,
		code,
		active: code !== INACTIVE,
		'account-type-id': Number(type.id),
		'segment-1': entity,
		'segment-2': expense,
		'segment-3': site,
		'segment-4': null,
		'account-type': type,
	};
}
