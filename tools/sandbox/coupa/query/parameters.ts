import { Refusal } from '../refusal';
import { resourceNamed } from '../resources';
import type { CoupaSettings } from '../settings';
import { isDateTime, type Attribute } from '../../../../lib/coupa/schema';
import { followPath, type Step } from './attribute-path';

const OPERATORS = ['contains', 'starts_with', 'ends_with', 'gt', 'lt', 'gt_or_eq', 'lt_or_eq', 'not_eq', 'in', 'not_in', 'blank'] as const;
export type Operator = (typeof OPERATORS)[number] | 'eq';

/** One condition of a list; all of them hold together (rules.md §3). */
export interface Condition {
	steps: Step[];
	operator: Operator;
	/** Ready to compare: times as ms, flags as 0/1. Several for `in` and `not_in`. */
	values: Array<string | number>;
}

export interface ListQuery {
	conditions: Condition[];
	/** 1 to 50. */
	limit: number;
	offset: number;
	orderBy: Step[];
	dir: 'asc' | 'desc';
}

/** Parameters that steer the answer and are no conditions. */
export const ANSWER_PARAMETERS = ['fields', 'filter', 'return_object'];
const LIST_PARAMETERS = ['limit', 'offset', 'order_by', 'dir', ...ANSWER_PARAMETERS];
const LARGEST_PAGE = 50;
/** What of the company's settings a list goes by. */
type ListSettings = Pick<CoupaSettings, 'largestPage' | 'unknownParameters'>;
const AS_DOCUMENTED: ListSettings = { largestPage: LARGEST_PAGE, unknownParameters: 'refuse' };
/** rules.md §3: associations two levels deep work; more is not documented. */
const DEEPEST_ASSOCIATION = 2;
const NOT_FOR_TIMES: Operator[] = ['contains', 'starts_with', 'ends_with', 'blank'];

/**
 * Reads the query of a list call (rules.md §3).
 * @throws Refusal 400 that names each unknown or malformed parameter
 */
export function readListQuery(
	resource: string,
	query: Array<[string, string]>,
	alsoKnown: string[] = [],
	{ largestPage, unknownParameters }: ListSettings = AS_DOCUMENTED,
): ListQuery {
	const { definition } = resourceNamed(resource);
	const reserved = [...LIST_PARAMETERS, ...alsoKnown];
	const conditions = query
		.filter(([name]) => !reserved.includes(name))
		.filter(([name]) => unknownParameters === 'refuse' || followPath(definition, [name.split('[')[0] ?? '']) !== null)
		.map(([name, value]) => readCondition(resource, definition, name, value));
	const parameter = (name: string): string | undefined => query.find(([candidate]) => candidate === name)?.[1];
	const orderBy = parameter('order_by') ?? 'id';
	const dir = parameter('dir') ?? 'asc';
	if (dir !== 'asc' && dir !== 'desc') throw badParameter('dir', 'is neither asc nor desc');
	const steps = followPath(definition, [orderBy]);
	if (steps === null) throw badParameter('order_by', `"${orderBy}" is not an attribute of ${resource}`);
	return {
		conditions,
		limit: Math.min(largestPage, wholeNumber('limit', parameter('limit'), LARGEST_PAGE, 1)),
		offset: wholeNumber('offset', parameter('offset'), 0, 0),
		orderBy: steps,
		dir,
	};
}

/** Refuses any parameter that is not in the list: a misspelt one must not pass for no filter at all. */
export function refuseOtherParameters(query: Array<[string, string]>, known: string[]): void {
	const unknown = query.find(([name]) => !known.includes(name));
	if (unknown !== undefined) throw badParameter(unknown[0], 'is not a parameter of this call');
}

export function badParameter(name: string, text: string): Refusal {
	return new Refusal(400, [{ field: name, text }]);
}

function readCondition(resource: string, definition: string, name: string, value: string): Condition {
	const parts = /^([\w-]+)((?:\[[\w-]+\])*)$/.exec(name);
	if (parts === null) throw badParameter(name, `is not a parameter of ${resource}`);
	const names = [parts[1] ?? '', ...[...(parts[2] ?? '').matchAll(/\[([\w-]+)\]/g)].map((match) => match[1] ?? '')];
	const operator = OPERATORS.find((candidate) => names.length > 1 && candidate === names.at(-1));
	const path = operator === undefined ? names : names.slice(0, -1);
	const steps = followPath(definition, path);
	if (steps === null || steps.length - 1 > DEEPEST_ASSOCIATION) throw badParameter(name, `is not a parameter of ${resource}`);
	return { steps, ...comparison(name, steps.at(-1)?.attribute, operator ?? 'eq', value) };
}

function comparison(
	name: string,
	attribute: Attribute | undefined,
	operator: Operator,
	value: string,
): Pick<Condition, 'operator' | 'values'> {
	if (attribute?.type === 'datetime' && NOT_FOR_TIMES.includes(operator)) throw badParameter(name, `"${operator}" does not work on times`);
	if (operator === 'blank') return { operator, values: [comparable(name, { type: 'boolean' }, value)] };
	const texts = operator === 'in' || operator === 'not_in' ? value.split(',') : [value];
	return { operator, values: texts.map((text) => comparable(name, attribute, text)) };
}

function comparable(name: string, attribute: Attribute | undefined, text: string): string | number {
	switch (attribute?.type) {
		case 'boolean':
			if (text !== 'true' && text !== 'false') throw badParameter(name, `"${text}" is neither true nor false`);
			return text === 'true' ? 1 : 0;
		case 'integer':
			if (!/^-?\d+$/.test(text)) throw badParameter(name, `"${text}" is not a whole number`);
			return Number(text);
		case 'decimal':
			if (!/^-?\d+(\.\d+)?$/.test(text)) throw badParameter(name, `"${text}" is not a number`);
			return Number(text);
		case 'datetime':
			if (!isDateTime(text)) throw badParameter(name, `"${text}" is not an ISO 8601 date or time with offset (encode + as %2B)`);
			return Date.parse(text);
		default:
			return text;
	}
}

function wholeNumber(name: string, text: string | undefined, fallback: number, smallest: number): number {
	if (text === undefined) return fallback;
	if (!/^\d+$/.test(text) || Number(text) < smallest) throw badParameter(name, `"${text}" is not a whole number from ${smallest}`);
	return Number(text);
}
