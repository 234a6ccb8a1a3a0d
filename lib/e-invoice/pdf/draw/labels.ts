import { sizeText } from '../../../core';
import { GROUPS, termFact } from '../../term-table';
import type { Group, GroupId, Term, TermId } from '../../terms';

/** A term as it is shown. */
export interface Shown {
	label: string;
	value: string;
}

/** Name and number; an extension term of ours has no number that others know. */
function labelOf(id: TermId): string {
	const { name } = termFact(id);
	return id.startsWith('BT-') ? `${name} (${id})` : name;
}

export function groupTitle(id: GroupId): string {
	const name = GROUPS[id] ?? id;
	return id.startsWith('BG-') ? `${name} (${id})` : name;
}

/** Value with currency and scheme. An attached file is named: its content goes along as a file. */
export function valueOf(id: TermId, { value, currency, scheme, schemeVersion, mimeType, fileName }: Term): string {
	if (termFact(id).kind === 'binary') {
		const bytes = Math.floor((value.length * 3) / 4);
		return [fileName ?? 'file without a name', mimeType, sizeText(bytes)].filter((part) => part !== undefined).join(', ');
	}
	const scheming = [scheme, schemeVersion].filter((part) => part !== undefined).join(' ');
	return `${value}${currency === undefined ? '' : ` ${currency}`}${scheming === '' ? '' : ` (scheme ${scheming})`}`;
}

/** Terms of an invoice, each given out once: what no section has taken is left for the last one. */
export class Terms {
	private readonly taken = new Set<Term>();

	/** The first value of a term; an empty text where there is none. */
	take(group: Group | undefined, id: TermId): string {
		const term = group?.term(id);
		if (!term) return '';
		this.taken.add(term);
		return valueOf(id, term);
	}

	/** All that is left of a group and those below it. */
	rest(group: Group): Shown[] {
		const { terms, groups } = group.entries();
		const own = terms.flatMap(([id, all]) => all.filter((term) => !this.taken.has(term)).map((term) => this.shown(id, term)));
		return [...own, ...groups.flatMap(([, all]) => all.flatMap((below) => this.rest(below)))];
	}

	/** What is left of a group itself, without those below it. */
	own(group: Group): Shown[] {
		return group.entries().terms.flatMap(([id, all]) => all.filter((term) => !this.taken.has(term)).map((term) => this.shown(id, term)));
	}

	private shown(id: TermId, term: Term): Shown {
		this.taken.add(term);
		return { label: labelOf(id), value: valueOf(id, term) };
	}
}
