/**
 * The one model of an invoice that all syntaxes are read into: the business terms and groups of EN 16931-1, by their numbers, and extension
 * terms (XT, XG) for what national formats have beyond it.
 */
export type TermId = `BT-${number}` | `BT-${number}-${number}` | `XT-${string}`;
export type GroupId = `BG-${number}` | `XG-${string}`;

/** How the content of a term is read, and what a finding says that it should be. Decimals stay text. */
export type TermKind =
	'text' | 'identifier' | 'code' | 'date' | 'dateTime' | 'amount' | 'unitPrice' | 'quantity' | 'percent' | 'indicator' | 'binary';

/** A value as the document gives it, and where. */
export interface Term {
	/** Trimmed. Dates as YYYY-MM-DD, date-times as ISO 8601, decimals as plain decimal text, indicators `true` or `false`. */
	value: string;
	/** Path of its element with the usual prefixes of the syntax, e.g. `/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity`. */
	path: string;
	/** Identification scheme (ISO 6523 for electronic addresses and legal registrations, UNTDID 7143 for item classes). */
	scheme?: string;
	schemeVersion?: string;
	/** ISO 4217, of an amount. */
	currency?: string;
	/** MIME code and file name of an attached file (BT-125). */
	mimeType?: string;
	fileName?: string;
}

/** A group of the document: its terms and the groups below it, each in document order. */
export class Group {
	private readonly terms = new Map<TermId, Term[]>();
	private readonly groups = new Map<GroupId, Group[]>();

	constructor(
		readonly id: GroupId | 'document',
		readonly path: string,
	) {}

	add(id: TermId, term: Term): void {
		const others = this.terms.get(id);
		if (others) others.push(term);
		else this.terms.set(id, [term]);
	}

	/** Puts one value in the place of all of a term. */
	replace(id: TermId, term: Term): void {
		this.terms.set(id, [term]);
	}

	/** Takes a group out again that says nothing of its owner after all. */
	removeGroup(group: Group): void {
		if (group.id === 'document') return;
		const left = (this.groups.get(group.id) ?? []).filter((other) => other !== group);
		if (left.length > 0) this.groups.set(group.id, left);
		else this.groups.delete(group.id);
	}

	/** Takes all groups of a kind out, which others take the place of. */
	removeGroups(id: GroupId): void {
		this.groups.delete(id);
	}

	addGroup(group: Group): void {
		if (group.id === 'document') return;
		const others = this.groups.get(group.id);
		if (others) others.push(group);
		else this.groups.set(group.id, [group]);
	}

	/** Puts groups of one kind into another order than that of the document. */
	sort(id: GroupId, compare: (one: Group, other: Group) => number): void {
		this.groups.get(id)?.sort(compare);
	}

	get isEmpty(): boolean {
		return this.terms.size === 0 && this.groups.size === 0;
	}

	/** The first value of a term with its place; undefined where the document has none. */
	term(id: TermId): Term | undefined {
		return this.terms.get(id)?.[0];
	}

	text(id: TermId): string | undefined {
		return this.term(id)?.value;
	}

	all(id: TermId): Term[] {
		return this.terms.get(id) ?? [];
	}

	group(id: GroupId): Group | undefined {
		return this.groups.get(id)?.[0];
	}

	many(id: GroupId): Group[] {
		return this.groups.get(id) ?? [];
	}

	/** Every term and group that the document gives, for pages and lists. */
	entries(): { terms: Array<[TermId, Term[]]>; groups: Array<[GroupId, Group[]]> } {
		return { terms: [...this.terms], groups: [...this.groups] };
	}
}
