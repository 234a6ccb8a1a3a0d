import type { Problem } from '../../core';
import { termFact } from '../term-table';
import type { Group, Term, TermId } from '../terms';

/** Where a finding is: a term, or the group that lacks one. */
export type Place = Pick<Term, 'path'> & Partial<Pick<Term, 'value'>>;

/** `Invoice number (BT-1)` */
export const named = (id: TermId): string => `${termFact(id).name} (${id})`;

/** Collects what is found wrong; each finding is named by the rule of EN 16931-1 (`BR-CO-10`) or Peppol that it breaks. */
export class Findings {
	readonly problems: Problem[] = [];
	/** Terms whose values cannot be read: that is told already. */
	private readonly unreadable: ReadonlySet<string>;

	constructor(
		unreadable: readonly Problem[],
		/** `warning` for formats that are not bound to EN 16931. */
		private readonly severity: Problem['severity'],
	) {
		this.unreadable = new Set(unreadable.flatMap(({ column }) => column ?? []));
	}

	/** @param says what is wrong, a sentence */
	error(rule: string, id: TermId, place: Place, says: string): void {
		this.add(this.severity, rule, id, place, says);
	}

	warning(rule: string, id: TermId, place: Place, says: string): void {
		this.add('warning', rule, id, place, says);
	}

	private add(severity: Problem['severity'], code: string, column: TermId, { path, value }: Place, says: string): void {
		const message = `${says} ${severity === 'error' ? 'Correct it and send the invoice again.' : 'Correct it in your next invoice.'}`;
		this.problems.push({ severity, code, column, path, ...(value !== undefined && { value: value.slice(0, 200) }), message });
	}

	/** A term that a group has to have. */
	require(rule: string, group: Group, id: TermId, why = ''): void {
		if (group.term(id) === undefined && !this.unreadable.has(id))
			this.error(rule, id, { path: group.path }, `${named(id)} is missing${why}.`);
	}

	/** That one of several terms is there. */
	requireOne(rule: string, group: Group, ids: readonly [TermId, ...TermId[]], why = ''): void {
		if (ids.some((id) => group.term(id) !== undefined || this.unreadable.has(id))) return;
		this.error(rule, ids[0], { path: group.path }, `${ids.map(named).join(' or ')} is missing${why}.`);
	}

	/** Whether nothing is told of a term yet. */
	isWithout(id: TermId): boolean {
		return !this.unreadable.has(id);
	}
}
