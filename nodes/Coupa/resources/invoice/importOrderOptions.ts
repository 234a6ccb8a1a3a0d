import type { INodeProperties } from 'n8n-workflow';

import { type CheckLevel, type CheckName, DEFAULT_IMPORT_SETTINGS, ORDER_USE_CHECKS, type OrderBands } from '../../../../lib/coupa';
import { parseDecimal, setOwn } from '../../../../lib/core';
import type { ItemParameters } from '../../../common/parameters';

type Option = NonNullable<INodeProperties['options']>[number] & INodeProperties;

/** The level that all checks of PO lines have at once. */
export type AgainstOrders = 'off' | 'warning' | 'draft' | 'error';

export const checkAgainstOrders: Option = {
	displayName: 'Check Against Orders and Receipts',
	name: 'againstOrders',
	type: 'options',
	options: [
		{ name: 'Keep Draft', value: 'draft', description: 'Import the invoice, but keep it a draft' },
		{ name: 'Off', value: 'off', description: 'Leave it to Coupa, which compares when the invoice is submitted' },
		{ name: 'Refuse', value: 'error', description: 'Refuse the invoice' },
		{ name: 'Warn', value: 'warning', description: 'Report it and go on' },
	],
	default: 'off',
	description:
		'What to do when a PO-backed line bills more than was ordered or received and not yet invoiced, or at a higher price. Figures that Coupa does not show are a warning. "Checks" can set each outcome by itself.',
};

export const orderBands: Option = {
	displayName: 'PO Line Tolerances',
	name: 'orderBands',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Tolerance',
	default: {},
	description:
		'How far a line may go over its PO line. Where several are set, the line has to be inside each of them; without any, nothing may be over.',
	options: [
		{
			displayName: 'Tolerance',
			name: 'band',
			values: [
				{
					displayName: 'Of',
					name: 'of',
					type: 'options',
					options: [
						{ name: 'Amount of the Line', value: 'amount', description: 'What the line may cost more, by currency' },
						{ name: 'Price (%)', value: 'pricePercent' },
						{ name: 'Quantity (%)', value: 'quantityPercent', description: 'On amount lines the amount' },
					],
					default: 'quantityPercent',
				},
				{
					displayName: 'Currency',
					name: 'currency',
					type: 'string',
					default: '',
					placeholder: 'e.g. EUR',
					displayOptions: { show: { of: ['amount'] } },
				},
				{ displayName: 'Limit', name: 'limit', type: 'string', default: '0', placeholder: 'e.g. 5.00' },
			],
		},
	],
};

export interface OrderBandRows {
	band?: Array<{ of: 'amount' | 'pricePercent' | 'quantityPercent'; currency?: string; limit: string }>;
}

/** The level of each outcome; what Coupa does not show is a warning unless “Checks” says otherwise. */
export function levelsAgainstOrders(level: AgainstOrders | undefined): Partial<Record<CheckName, CheckLevel>> {
	if (level === undefined || level === 'off') return {};
	return Object.fromEntries(ORDER_USE_CHECKS.map((check) => [check, level]));
}

/** An unreadable limit would count as none and tell of everything. */
export function orderBandsOf(parameters: ItemParameters, rows: OrderBandRows | undefined): OrderBands {
	const bands: OrderBands = { ...DEFAULT_IMPORT_SETTINGS.orderBands, amounts: {} };
	for (const { of, currency = '', limit } of rows?.band ?? []) {
		const text = limit.trim();
		if (parseDecimal(text)?.gte(0) !== true)
			throw parameters.failure(
				`A limit of "PO Line Tolerances" is not a decimal of zero or more: ${limit}`,
				'Write it with a point and without percent or currency sign, e.g. 5.00.',
			);
		const code = currency.trim().toUpperCase();
		if (of !== 'amount') bands[of] = text;
		else if (code !== '') setOwn(bands.amounts, code, text);
		else throw parameters.failure('An amount of "PO Line Tolerances" has no currency', 'Enter the code of its currency, e.g. EUR.');
	}
	return bands;
}
