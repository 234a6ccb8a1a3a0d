import type { IExecuteFunctions } from 'n8n-workflow';

import { inZone } from '../../../../lib/core';
import {
	type Entry,
	type Filter,
	type FilterValue,
	idIn,
	linkOf,
	namedAttribute,
	OPERATORS,
	type OperatorName,
} from '../../../../lib/coupa';
import { ItemParameters } from '../../../common/parameters';
import { located, textOf } from '../../../common/parameterValues';
import { filtersProperty } from './properties';

export { filtersProperty } from './properties';

interface Condition {
	field: string;
	operator: OperatorName;
	value: unknown;
}

interface Given {
	conditions: Condition[];
	choices: Array<{ field: string; operator: OperatorName; values: unknown }>;
	dates: Condition[];
	flags: Array<{ field: string; value: unknown }>;
	links: Array<{ field: string; operator: OperatorName; record: unknown }>;
	numbers: Condition[];
	texts: Condition[];
	unchecked: Condition[];
}

/** The filters of one item's parameters on records of an entry; they are checked where they become a query (`recordConditions`). */
export function filtersOf(context: IExecuteFunctions, itemIndex: number, entry: Entry): Filter[] {
	const parameters = new ItemParameters(context, itemIndex, [filtersProperty]);
	const given = parameters.collection<Given>('filters');
	const zone = context.getTimezone();
	const { conditions = [], choices = [], dates = [], flags = [], links = [], numbers = [], texts = [], unchecked = [] } = given;
	const entered = [...conditions, ...dates, ...numbers, ...texts].map((condition) => conditionOf(condition, zone));
	const chosen = choices.map(({ field, operator, values }): Filter => ({ field, operator, value: listed(values) }));
	const flagged = flags.map(({ field, value }): Filter => ({ field, value: plain(value) }));
	const linked = links.map((link): Filter => linkFilter(parameters, entry, link));
	const free = unchecked.map((condition): Filter => ({ ...conditionOf(condition, zone), unchecked: true }));
	hintAtUnknown(context, entry, free);
	const filters = [...entered, ...chosen, ...flagged, ...linked, ...free];
	const nameless = filters.find(({ field }) => field.trim() === '');
	if (nameless !== undefined)
		throw parameters.failure('A filter has no field', 'Choose the field that the filter is about, or remove the filter.');
	return filters;
}

function conditionOf({ field, operator, value }: Condition, zone: string): Filter {
	const isList = OPERATORS.find(({ name }) => name === operator)?.value === 'list';
	return { field, operator, value: isList ? listed(value) : inZone(plain(value), zone) };
}

function plain(value: unknown): string {
	return value === null || value === undefined ? '' : textOf(value, filtersProperty);
}

/** `draft, approved`, or what an expression gives as a list. */
function listed(value: unknown): FilterValue[] {
	return (Array.isArray(value) ? value.map(plain) : plain(value).split(',')).map((entry) => entry.trim()).filter(Boolean);
}

function linkFilter(parameters: ItemParameters, entry: Entry, { field, operator, record }: Given['links'][number]): Filter {
	const link = linkOf(entry, field);
	if (link === null) {
		throw parameters.failure(
			`“${field.slice(0, 80)}” does not link to other records`,
			`Choose a field of the ${entry.one} from the list, or use the filter “Any Field”.`,
		);
	}
	const { mode, value } = located(record, filtersProperty);
	if (value === '') throw parameters.failure(`The filter on ${field} names no record`, 'Pick one, or remove the filter.');
	const isId = mode === 'list' || mode === 'id' || (mode === '' && idIn(value) !== null);
	if (isId) return { field: `${field}.id`, operator, value };
	if (link.key === null) throw parameters.failure(`Records of ${field} can be found by ID only`, 'Choose "By ID".');
	return { field: `${field}.${link.key}`, operator, value };
}

/** Coupa's documents do not say what it does with a name it does not know: it may read as no filter at all. */
function hintAtUnknown(context: IExecuteFunctions, entry: Entry, filters: Filter[]): void {
	for (const { field } of filters.filter((filter) => isUnknown(entry, filter.field))) {
		context.addExecutionHints({
			message: `The filter on “${field.slice(0, 80)}” was sent without a check: Coupa's documents name no such field of the ${entry.one}. Check that the result is filtered.`,
			location: 'outputPane',
			type: 'warning',
		});
	}
}

function isUnknown(entry: Entry, field: string): boolean {
	try {
		return namedAttribute(entry, field) === null;
	} catch {
		return true;
	}
}
