import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ItemParameters } from '../../common/parameters';
import { type Filter, OPERATORS, type OperatorName } from '../../../lib/coupa';

export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Filter',
	default: {},
	description: 'All conditions must hold',
	options: [
		{
			displayName: 'Condition',
			name: 'conditions',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'string',
					default: '',
					placeholder: 'e.g. updated-at or supplier.number',
					description: "Field name as in Coupa's API; use a dot for a field of a linked record",
				},
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					noDataExpression: true,
					options: OPERATORS.map(({ name, label }) => ({ name: label, value: name })),
					default: 'eq',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2026-04-01T00:00:00Z',
					description: 'For "Is One Of" and "Is None Of", values separated by commas. For "Is Blank", true or false.',
				},
			],
		},
	],
};

interface Condition {
	field: string;
	operator: OperatorName;
	value: string;
}

/** The filters of one item's parameters. */
export function filtersOf(context: IExecuteFunctions, itemIndex: number): Filter[] {
	return filtersIn(new ItemParameters(context, itemIndex, [filtersProperty]));
}

/** The filters of parameters whose description holds `filtersProperty`. */
export function filtersIn(parameters: ItemParameters): Filter[] {
	const { conditions = [] } = parameters.collection<{ conditions: Condition[] }>('filters');
	return conditions.map(({ field, operator, value }) => {
		const isList = OPERATORS.find(({ name }) => name === operator)?.value === 'list';
		return {
			field,
			operator,
			value: isList
				? value
						.split(',')
						.map((entry) => entry.trim())
						.filter(Boolean)
				: value,
		};
	});
}
