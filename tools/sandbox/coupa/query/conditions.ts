import type { SQLInputValue } from 'node:sqlite';
import { resourceNamed } from '../resources';
import type { Attribute } from '../../../../lib/coupa/schema';
import type { Step } from './attribute-path';
import type { Condition, Operator } from './parameters';

export interface Sql {
	text: string;
	values: SQLInputValue[];
}

/** `"supplier.id"`, when the path is a column of the resource's index table (or its id); null when it is only in the JSON. */
export function columnOf(resource: string, steps: Step[]): string | null {
	const path = steps.map(({ name }) => name).join('.');
	if (path === 'id') return 'id';
	return resourceNamed(resource).columns.includes(path) ? `"${path}"` : null;
}

/**
 * One condition as SQL over the index table aliased `i`.
 * @param indexed whether SQLite may search the condition's own index; otherwise it filters what another index yields
 */
export function conditionSql(resource: string, condition: Condition, indexed: boolean): Sql {
	const text = located(resource, 'i', condition.steps, indexed, (value) => comparisonSql(value, condition));
	return { text, values: comparedValues(condition) };
}

/** What a list is sorted by, as SQL over the index table aliased `i`. */
export function orderSql(resource: string, steps: Step[]): string {
	return located(resource, 'i', steps, true, (value) => value);
}

/** Finds the value a path names and hands its SQL to `test`; inside a list the test holds when one entry passes it. */
function located(resource: string, alias: string, steps: Step[], indexed: boolean, test: (value: string) => string): string {
	const column = columnOf(resource, steps);
	// A unary plus keeps SQLite from using the column's index.
	if (column !== null) return test(`${indexed ? '' : '+'}${alias}.${column}`);
	const { children } = resourceNamed(resource);
	if (children !== undefined && steps[0]?.name === children.attribute) {
		const inner = located(children.resource, `${alias}c`, steps.slice(1), true, test);
		return `${alias}.id IN (SELECT ${alias}c.parent_id FROM "${children.resource}_index" ${alias}c WHERE ${alias}c.parent_of = '${resource}' AND ${inner})`;
	}
	return inJson(`(SELECT json FROM "${resource}" WHERE id = ${alias}.id)`, steps, `${alias}e`, test);
}

function inJson(json: string, steps: Step[], alias: string, test: (value: string) => string): string {
	const list = steps.findIndex(({ attribute }) => attribute.type === 'list');
	if (list < 0) return test(typedSql(`json_extract(${json}, ${jsonPath(steps)})`, steps.at(-1)?.attribute));
	const inner = inJson(`${alias}.value`, steps.slice(list + 1), `${alias}e`, test);
	return `EXISTS (SELECT 1 FROM json_each(${json}, ${jsonPath(steps.slice(0, list + 1))}) AS ${alias} WHERE ${inner})`;
}

/** Names come from the definitions, never from the request. */
function jsonPath(steps: Step[]): string {
	return `'$${steps.map(({ name }) => `."${name}"`).join('')}'`;
}

function typedSql(value: string, attribute: Attribute | undefined): string {
	if (attribute?.type === 'datetime') return `instant(${value})`;
	if (attribute?.type === 'decimal') return `CAST(${value} AS REAL)`;
	return attribute?.type === 'string' ? `CAST(${value} AS TEXT)` : value;
}

const COMPARISONS: Record<Exclude<Operator, 'in' | 'not_in' | 'blank'>, (value: string) => string> = {
	eq: (value) => `${value} = ?`,
	not_eq: (value) => `${value} <> ?`,
	gt: (value) => `${value} > ?`,
	lt: (value) => `${value} < ?`,
	gt_or_eq: (value) => `${value} >= ?`,
	lt_or_eq: (value) => `${value} <= ?`,
	contains: (value) => `instr(${value}, ?) > 0`,
	starts_with: (value) => `instr(${value}, ?) = 1`,
	ends_with: (value) => `substr(${value}, -length(?)) = ?`,
};

function comparisonSql(value: string, { operator, values }: Condition): string {
	const places = values.map(() => '?').join(', ');
	if (operator === 'in') return `${value} IN (${places})`;
	if (operator === 'not_in') return `${value} NOT IN (${places})`;
	if (operator === 'blank') return `${values[0] === 1 ? '' : 'NOT '}(${value} IS NULL OR ${value} = '')`;
	return COMPARISONS[operator](value);
}

function comparedValues({ operator, values }: Condition): SQLInputValue[] {
	if (operator === 'blank') return [];
	return operator === 'ends_with' ? [...values, ...values] : values;
}
