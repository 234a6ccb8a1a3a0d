import { textAt, type CoupaRecord } from '../../core';

/** Users of Coupa that this process has written as, by instance. Nothing that correctness needs is lost with it: see `isOwn`. */
const known = new Map<string, Set<string>>();

/**
 * Which user of Coupa this connection acts as. No call tells (rules.md §13: an integration user, of whatever name), but every answer to a
 * write does: who created the new invoice, who changed the old one last.
 */
export class OwnUser {
	private readonly users: Set<string>;

	constructor(instance: string) {
		this.users = known.get(instance) ?? new Set();
		known.set(instance, this.users);
	}

	/** Learns from the answer to a write of our own. */
	learn(answer: CoupaRecord, by: 'created-by' | 'updated-by'): void {
		for (const name of namesOf(answer, by)) this.users.add(name);
	}

	/** Whether our own user made an invoice, or changed it last; null while nothing was written yet, or where Coupa does not show who did. */
	hasMade(invoice: CoupaRecord, by: 'created-by' | 'updated-by' = 'created-by'): boolean | null {
		const names = namesOf(invoice, by);
		return this.users.size === 0 || names.length === 0 ? null : names.some((name) => this.users.has(name));
	}
}

function namesOf(invoice: CoupaRecord, by: 'created-by' | 'updated-by'): string[] {
	return ['id', 'login'].flatMap((key) => {
		const value = textAt(invoice, by, key);
		return value === undefined ? [] : [`${key} ${value}`];
	});
}
