import type { Sourced } from './mark';

/**
 * How the flag `exported` of a record is set, in a request of its own (rules.md §5): Mark as Exported. The record shows it as `exported`,
 * so a lost answer is asked for by reading it.
 */
export interface Exported extends Sourced {
	/** `query`: `PUT {path}/:id?exported=true` without a body; `body`: `PUT {path}/:id` with `{ "exported": true }`. */
	sentIn: 'query' | 'body';
	/** Where the record shows a time instead of `exported`: `last-exported-at`, which is null for one that is not exported. */
	shownAs?: string;
	/** It can be taken back with `false`: Mark as Not Exported. */
	canBeCleared?: true;
}
