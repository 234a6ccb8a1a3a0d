import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { type FilterGroup, type Operator, OPERATORS } from '../../../../lib/coupa';

/** Names of the methods that fill the lists of fields, by what the fields hold. */
export const FIELD_LISTS: Record<FilterGroup, string> = {
	text: 'textFields',
	number: 'numberFields',
	date: 'dateFields',
	choice: 'choiceFields',
	flag: 'flagFields',
	link: 'linkFields',
};
export const CHOICE_LIST = 'choicesOfField';
export const LINK_SEARCH = 'search_linked';

/** A field of one kind, picked from the attributes of the object. */
function fieldOf(group: FilterGroup): INodeProperties {
	return {
		displayName: 'Field Name or ID',
		name: 'field',
		type: 'options',
		typeOptions: { loadOptionsMethod: FIELD_LISTS[group], loadOptionsDependsOn: ['resource'] },
		default: '',
		description: 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	};
}

function operators(isFit: (operator: Operator) => boolean, labels: Partial<Record<Operator['name'], string>> = {}): INodeProperties {
	const offered = OPERATORS.filter(isFit);
	const property: INodeProperties = {
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		noDataExpression: true,
		options: offered.map(({ name, label }): INodePropertyOptions => ({ name: labels[name] ?? label, value: name })),
		default: 'eq',
	};
	return { ...property, default: offered[0]?.name ?? 'eq' };
}

/** The record that the field beside it links to: its list is of the object that the field names. */
export const linkedRecordProperty: INodeProperties = {
	displayName: 'Record',
	name: 'record',
	type: 'resourceLocator',
	typeOptions: { loadOptionsDependsOn: ['resource', '&field'] },
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a record...',
			typeOptions: { searchListMethod: LINK_SEARCH, searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 123450' },
		{ displayName: 'By Number, Code or Name', name: 'key', type: 'string', placeholder: 'e.g. V-20011' },
	],
};

const valueList = 'For "Is One Of" and "Is None Of", values separated by commas. For "Is Blank", true or false.';

/** A field by its name, for expressions and for what no list has. */
function byName(displayName: string, name: string, description: string): INodePropertyCollection {
	return {
		displayName,
		name,
		values: [
			{ displayName: 'Field', name: 'field', type: 'string', default: '', placeholder: 'e.g. updated-at or supplier.number', description },
			operators(() => true),
			{
				displayName: 'Value',
				name: 'value',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026-04-01T00:00:00Z',
				description: valueList,
			},
		],
	};
}

const AS_DATES = { gt: 'Is After', gt_or_eq: 'Is On or After', lt: 'Is Before', lt_or_eq: 'Is On or Before' };
const AS_NUMBERS = {
	gt: 'Is Greater Than',
	gt_or_eq: 'Is Greater Than or Equal',
	lt: 'Is Less Than',
	lt_or_eq: 'Is Less Than or Equal',
};

const groups: INodePropertyCollection[] = [
	byName('Any Field', 'conditions', "Field name as in Coupa's API or in this node's output; use a dot for a field of a linked record"),
	{
		displayName: 'Choice',
		name: 'choices',
		values: [
			fieldOf('choice'),
			operators(({ value }) => value === 'list'),
			{
				displayName: 'Value Names or IDs',
				name: 'values',
				type: 'multiOptions',
				typeOptions: { loadOptionsMethod: CHOICE_LIST, loadOptionsDependsOn: ['resource', '&field'] },
				default: [],
				description: 'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			},
		],
	},
	{
		displayName: 'Date',
		name: 'dates',
		values: [
			fieldOf('date'),
			operators(({ kinds, value }) => kinds.includes('dateTime') && value === 'one', AS_DATES),
			{
				displayName: 'Value',
				name: 'value',
				type: 'dateTime',
				default: '',
				description: "A time without a zone is meant in the workflow's time zone",
			},
		],
	},
	{
		displayName: 'Linked Record',
		name: 'links',
		values: [fieldOf('link'), operators(({ name }) => name === 'eq' || name === 'not_eq'), linkedRecordProperty],
	},
	{
		displayName: 'Number',
		name: 'numbers',
		values: [
			fieldOf('number'),
			operators(({ kinds }) => kinds.includes('number'), AS_NUMBERS),
			{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 1250.00', description: valueList },
		],
	},
	{
		displayName: 'Text',
		name: 'texts',
		values: [
			fieldOf('text'),
			operators(({ kinds }) => kinds.includes('text'), {
				...AS_NUMBERS,
				gt: 'Sorts After',
				gt_or_eq: 'Is or Sorts After',
				lt: 'Sorts Before',
				lt_or_eq: 'Is or Sorts Before',
			}),
			{ displayName: 'Value', name: 'value', type: 'string', default: '', description: valueList },
		],
	},
	byName(
		'Unchecked Field',
		'unchecked',
		"Name as in Coupa's API, sent as it is: for a field or value that this node does not know. If Coupa does not know it either, it may return every record.",
	),
	{
		displayName: 'Yes or No',
		name: 'flags',
		values: [
			fieldOf('flag'),
			{
				displayName: 'Value',
				name: 'value',
				type: 'options',
				options: [
					{ name: 'No', value: 'false' },
					{ name: 'Yes', value: 'true' },
				],
				default: 'true',
			},
		],
	},
];

export const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Filter',
	default: {},
	description: 'All conditions must hold',
	options: groups,
};
