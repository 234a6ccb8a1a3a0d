import type { Problem, Sliced } from '../../core';
import type { Group, GroupId, Term, TermId } from '../terms';
import type { Found } from '../markup/path';
import type { XmlElement } from '../markup/tree';

export type SyntaxName = 'UBL' | 'CII' | 'ZUGFeRD 1.0' | 'KSeF FA' | 'FatturaPA' | 'cXML';

/**
 * Where a term stands in a syntax. Of several rows of one term the first that finds something counts, unless the term may occur more than
 * once (lib/e-invoice/terms): then all count.
 */
export interface TermRow {
	term: TermId;
	/**
	 * Path below the element of the group: steps of `prefix:name` joined by `/`; `.` is the element itself (with conditions, too), `@name` at the end an attribute.
	 * A step may end in conditions: `[cbc:ID='X']`, `[@schemeID='0088']`, `[cbc:ID!='X']`, `[cbc:ID]` (has it), `[not(cbc:ID)]`, `[2]` (the second of its name),
	 * `[cbc:ID='X'|'Y']` (one of them), `[@currencyID=/cbc:Currency]` (a value found from the root). Case does not count.
	 * `/` at its beginning starts at the root of the file.
	 */
	path: string;
	/** What the value is where the content is not the value itself: null where it gives none. */
	value?: (element: XmlElement) => string | null;
	/** With `value`: what the element holds beside is left to other rows. */
	only?: true;
	/** Attribute that names the scheme; default `schemeID`. */
	scheme?: string;
	/** The scheme, where the element itself says which it is. */
	schemeIs?: string;
	/** Path of the element that names the scheme, as `path`, where no attribute does. */
	schemePath?: string;
}

export interface GroupRow {
	group: GroupId;
	/** As in TermRow; each element found is one group. With `.` it is one group if any of its terms is there. */
	path: string;
	terms: readonly TermRow[];
	groups?: readonly GroupRow[];
	/** The group holds others like itself, at the same path. */
	nests?: true;
}

/** One syntax as data: reader, findings and docs/e-invoices.md go by it. */
export interface SyntaxTable {
	syntax: SyntaxName;
	/** As people call it, e.g. `UN/CEFACT Cross Industry Invoice (XRechnung, ZUGFeRD 2, Factur-X)`. */
	title: string;
	/** Prefixes of the paths; several namespaces for one prefix where versions differ in nothing else. */
	namespaces: Readonly<Record<string, readonly string[]>>;
	/** Root elements, `prefix:name`. */
	roots: readonly string[];
	/** Path of each invoice below the root, where a file may hold several; default the root itself. */
	documents?: string;
	/** The date or date-time of an element as ISO 8601; null where it is not one that the syntax knows. */
	dateOf(element: XmlElement): string | null;
	/** Terms and groups of the document. */
	terms: readonly TermRow[];
	groups: readonly GroupRow[];
	/** Paths that are read but say nothing to keep, e.g. signatures: they are not reported as left over. */
	ignored?: readonly string[];
	/** Adds the terms that no path alone can give (sums of fields, references from the header to lines); returns what it finds wrong. */
	complete?(reading: Completion): Sliced<Problem[]>;
	/** Public identifier or address of the one document type declaration that files of this syntax carry. It is passed over, never followed. */
	doctype?: RegExp;
}

/** What `complete` works with. Elements that it finds count as read. */
export interface Completion {
	document: Group;
	/** Below the element of a group, or what was found before; of the document by default. */
	find: (path: string, from?: Group | Found) => Found[];
	/** The first value found, read as the term; null where there is none. */
	read: (id: TermId, path: string, from?: Group | Found) => Term | null;
}

export const term = (id: TermId, path: string, more: Omit<TermRow, 'term' | 'path'> = {}): TermRow => ({ term: id, path, ...more });

export const group = (id: GroupId, path: string, terms: readonly TermRow[], groups: readonly GroupRow[] = []): GroupRow => ({
	group: id,
	path,
	terms,
	groups,
});
