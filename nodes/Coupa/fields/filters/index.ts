import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

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
	return filtersIn(parameters, entry, context.getTimezone(), (message) => {
		context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	});
}

/**
 * The filters of parameters whose description holds `filtersProperty`.
 *
 * @param zone of times that are given without one
 * @param warn is told of fields that nobody can check
 */
export function filtersIn(parameters: ItemParameters, entry: Entry, zone: string, warn: (message: string) => void): Filter[] {
	const given = parameters.collection<Given>('filters');
	const { conditions = [], choices = [], dates = [], flags = [], links = [], numbers = [], texts = [], unchecked = [] } = given;
	const entered = [...conditions, ...dates, ...numbers, ...texts].map((condition) => conditionOf(condition, zone));
	const chosen = choices.map(({ field, operator, values }): Filter => ({ field, operator, value: listed(values) }));
	const flagged = flags.map(({ field, value }): Filter => ({ field, value: plain(value) }));
	const linked = links.map((link): Filter => linkFilter(parameters, entry, link));
	const free = unchecked.map((condition): Filter => ({ ...conditionOf(condition, zone), unchecked: true }));
	warnOfUnknown(entry, free, warn);
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
	const { path, value } = linkedRecord(parameters, entry, { field, record }, filtersProperty);
	return { field: path, operator, value };
}

/**
 * What names a record that was picked for a field: `supplier.id` and its ID, or `supplier.number` and its number.
 *
 * @param property that holds the pick, for errors
 */
export function linkedRecord(
	parameters: ItemParameters,
	entry: Entry,
	{ field, record }: { field: string; record: unknown },
	property: INodeProperties,
): { path: string; value: string } {
	const link = linkOf(entry, field);
	if (link === null) {
		throw parameters.failure(
			`“${field.slice(0, 80)}” does not link to other records`,
			property === filtersProperty
				? `Use "Any Field" for it, or choose a field that links to other records.`
				: `Choose a field of the ${entry.one} from the list under "${property.displayName}".`,
		);
	}
	const { mode, value } = located(record, property);
	if (value === '') throw parameters.failure(`"${property.displayName}" names no record for ${field}`, 'Pick one, or remove the field.');
	const isId = mode === 'list' || mode === 'id' || (mode === '' && idIn(value) !== null);
	if (isId) return { path: `${field}.id`, value };
	if (link.key === null) throw parameters.failure(`Records of ${field} can be found by ID only`, 'Choose "By ID".');
	return { path: `${field}.${link.key}`, value };
}

/** Coupa's documents do not say what it does with a name it does not know: it may read as no filter at all. */
function warnOfUnknown(entry: Entry, filters: Filter[], warn: (message: string) => void): void {
	for (const { field } of filters.filter((filter) => isUnknown(entry, filter.field)))
		warn(
			`The filter on “${field.slice(0, 80)}” was sent without a check: Coupa's documents name no such field of the ${entry.one}. Check that the result is filtered.`,
		);
}

function isUnknown(entry: Entry, field: string): boolean {
	try {
		return namedAttribute(entry, field) === null;
	} catch {
		return true;
	}
}
