import { recordsAt, textAt, valueAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { followPath } from '../query/attribute-path';
import { badParameter } from '../query/parameters';
import { resourceNamed } from '../resources';
import { instantOf } from '../store/database';
import type { Target } from './target';

/** Conditions of a list that are no attributes of its records (the entry's `listedBy`). */
export interface OwnConditions {
	/** The parameters as they were sent: they are none of the usual ones. */
	names: string[];
	fits: (company: Company, record: CoupaRecord) => boolean;
}

const OPERATORS = ['not_eq', 'gt', 'gt_or_eq', 'lt', 'lt_or_eq', 'in', 'not_in'];

/**
 * Reads them from a list call; null where there are none.
 * @throws Refusal 400 where the documents know the list with such a condition only, and there is none
 */
export function ownConditions({ entry, resource, query }: Pick<Target, 'entry' | 'resource' | 'query'>): OwnConditions | null {
	if (entry?.listedBy === undefined) return null;
	const { conditions, needed } = entry.listedBy;
	const { definition } = resourceNamed(resource);
	const sent = query.map(([name, value]) => ({ name, value, ...conditionOf(name) })).filter(({ path }) => conditions.includes(path));
	if (needed && sent.length === 0)
		throw badParameter(conditions[0] ?? 'base', `is needed: the list is known with ${conditions.join(' or ')} only`);
	const own = sent.filter(({ path }) => followPath(definition, path.split('.')) === null);
	if (own.length === 0) return null;
	return {
		names: own.map(({ name }) => name),
		fits: (company, record) => own.every(({ path, operator, value }) => holds(valueBehind(company, record, path), operator, value)),
	};
}

/** `invoice_line[invoice_header_id][in]` is `invoice-line.invoice-header-id` with `in`. */
function conditionOf(name: string): { path: string; operator: string } {
	const steps = name.split(/[[\]]+/).filter((step) => step !== '');
	const last = steps.at(-1) ?? '';
	const operator = steps.length > 1 && OPERATORS.includes(last) ? last : 'eq';
	const path = operator === 'eq' ? steps : steps.slice(0, -1);
	return { path: path.map((step) => step.replaceAll('_', '-')).join('.'), operator };
}

/** Revisions show the order as their `id` (page 0242), allocations the line of the invoice (page 0063). */
function valueBehind({ records }: Company, record: CoupaRecord, path: string): string {
	if (path === 'purchase-order-id') return textAt(record, 'id') ?? '';
	if (path !== 'invoice-line.invoice-header-id') return textAt(record, 'revision-record', path) ?? '';
	const line = record['invoice-line-id'];
	const invoice = records.all('invoices').find((candidate) => recordsAt(candidate, 'invoice-lines').some(({ id }) => id === line));
	return String(valueAt(invoice, 'id') ?? '');
}

function holds(value: string, operator: string, sent: string): boolean {
	const [left, right] = comparable(value, sent);
	switch (operator) {
		case 'gt':
			return left > right;
		case 'gt_or_eq':
			return left >= right;
		case 'lt':
			return left < right;
		case 'lt_or_eq':
			return left <= right;
		case 'in':
			return sent.split(',').includes(value);
		case 'not_in':
			return !sent.split(',').includes(value);
		default:
			return (value === sent) === (operator === 'eq');
	}
}

function comparable(value: string, sent: string): [number, number] {
	const isNumber = /^\d+$/.test(value) && /^\d+$/.test(sent);
	return isNumber ? [Number(value), Number(sent)] : [instantOf(value) ?? NaN, instantOf(sent) ?? NaN];
}
