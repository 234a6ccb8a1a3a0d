/**
 * How sure a fact of a table entry is: on a current page of Coupa's documentation; only in the definitions of release 39; known from
 * third parties only. docs/operations.md shows it beside the operation.
 */
export type Mark = '✔' | '✔39' | '~';

/** Where facts come from; without a mark they are `✔`. */
export interface Sourced {
	mark?: Mark;
	/** Pages by number, `rules.md` §, `operations.md` (docs/rules.md, sources). */
	source: string;
}
