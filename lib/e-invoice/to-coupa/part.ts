import type { Group, GroupId, Term, TermId } from '../terms';

/** Terms that have found a place; all others are left over. */
export type Taken = Set<Term>;

/**
 * A part of the document: its header, a line, or one group of several. Terms and groups are found by number wherever the syntax nests them;
 * invoice lines and other groups that occur more than once are parts of their own.
 */
export class Part {
	private readonly terms = new Map<TermId, Term[]>();
	private readonly groups = new Map<GroupId, Group[]>();

	constructor(
		readonly group: Group,
		private readonly taken: Taken,
	) {
		this.index(group);
	}

	/** The first value of a term; undefined where the part has none. */
	term(id: TermId): Term | undefined {
		return this.terms.get(id)?.[0];
	}

	text(id: TermId): string | undefined {
		return this.term(id)?.value;
	}

	all(id: TermId): Term[] {
		return this.terms.get(id) ?? [];
	}

	/** The first value of a term, which from now on has its place. */
	take(id: TermId): Term | undefined {
		const term = this.term(id);
		if (term !== undefined) this.taken.add(term);
		return term;
	}

	/** That a term of the part has its place. */
	took(term: Term): void {
		this.taken.add(term);
	}

	takeAll(id: TermId): Term[] {
		const terms = this.all(id);
		for (const term of terms) this.taken.add(term);
		return terms;
	}

	/** That the terms say nothing beyond what the record says already. */
	pass(...ids: TermId[]): void {
		for (const id of ids) this.takeAll(id);
	}

	/** All groups of that number, each as a part of its own. */
	many(id: GroupId): Part[] {
		return (this.groups.get(id) ?? []).map((group) => new Part(group, this.taken));
	}

	private index(group: Group): void {
		const { terms, groups } = group.entries();
		for (const [id, found] of terms) push(this.terms, id, found);
		for (const [id, found] of groups) {
			push(this.groups, id, found);
			if (id !== 'BG-25' && !(REPEATED.has(id) && found.length > 1)) for (const one of found) this.index(one);
		}
	}
}

/** Groups of which each stands for itself. */
const REPEATED: ReadonlySet<GroupId> = new Set(['BG-1', 'BG-3', 'BG-17', 'BG-20', 'BG-21', 'BG-23', 'BG-24', 'BG-27', 'BG-28', 'BG-32']);

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, values: Value[]): void {
	const known = map.get(key);
	if (known === undefined) map.set(key, [...values]);
	else known.push(...values);
}
