import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../store/database';
import type { Owner } from '../types';
import { columnOf, conditionSql, orderSql, type Sql } from './conditions';
import type { Condition, ListQuery } from './parameters';

/** An index that yields fewer rows than this is worth searching; beyond it, walking in id order finds a page sooner. */
const FEW = 2000;
const SEARCHABLE = ['eq', 'in', 'gt', 'lt', 'gt_or_eq', 'lt_or_eq'];

export interface ListScope {
	/** Records stored later than this (ms) are not yet in lists. */
	storedUntil: number;
	/** Only the records that belong to this one. */
	owner?: Owner | null;
}

/**
 * The ids of one page.
 * @returns at most `limit` ids, in the order asked for; equal keys by id
 */
export function listIds(database: Database, resource: string, query: ListQuery, scope: ListScope): number[] {
	const chosen = fewestRows(database, resource, query.conditions);
	const conditions = query.conditions.map((condition) =>
		conditionSql(resource, condition, condition === chosen || isById(resource, condition)),
	);
	const scoped: Sql[] = [{ text: 'i.stored_at <= ?', values: [scope.storedUntil] }];
	if (scope.owner) scoped.push({ text: 'i.parent_id = ? AND i.parent_of = ?', values: [scope.owner.id, scope.owner.resource] });
	const where = [...conditions, ...scoped];
	const rows = database.all(
		`SELECT i.id FROM "${resource}_index" i WHERE ${where.map(({ text }) => text).join(' AND ')} ORDER BY ${sorting(resource, query, chosen !== null)} LIMIT ? OFFSET ?`,
		...where.flatMap(({ values }): SQLInputValue[] => values),
		query.limit,
		query.offset,
	);
	return rows.map((row) => Number(row.id));
}

function isById(resource: string, { steps }: Condition): boolean {
	return columnOf(resource, steps) === 'id';
}

/** The condition whose own index leaves the fewest rows, if it leaves few. */
function fewestRows(database: Database, resource: string, conditions: Condition[]): Condition | null {
	let best: { condition: Condition; count: number } | null = null;
	for (const condition of conditions) {
		if (!SEARCHABLE.includes(condition.operator) || isById(resource, condition) || columnOf(resource, condition.steps) === null) continue;
		const { text, values } = conditionSql(resource, condition, true);
		const row = database.first(
			`SELECT count(*) AS count FROM (SELECT 1 FROM "${resource}_index" i WHERE ${text} LIMIT ${FEW + 1})`,
			...values,
		);
		const count = Number(row?.count);
		if (count <= FEW && (best === null || count < best.count)) best = { condition, count };
	}
	return best?.condition ?? null;
}

/** Sorting by id must not tempt SQLite into walking the table when an index has been chosen. */
function sorting(resource: string, { orderBy, dir }: ListQuery, byIndex: boolean): string {
	const plus = byIndex ? '+' : '';
	const key = orderSql(resource, orderBy);
	return key === 'i.id' ? `${plus}i.id ${dir}` : `${plus}${key} ${dir}, i.id ${dir}`;
}
