import type { CoupaRecord } from '../../core';
import type { Sourced } from './mark';

/**
 * One way to write records of an entry: `create` posts to its path, `update` puts to one record, `delete` removes one. Attributes
 * that Coupa takes are those of the entry's definition without the read-only ones.
 */
export interface Writing extends Sourced {
	kind: 'create' | 'update' | 'delete';
	/** Default: `Create`, `Update`, `Delete`. */
	title?: string;
	/** Default: what the kind says. */
	description?: string;
	/** Last step of the path, where there is one: `submit_for_approval`. */
	step?: string;
	/** Attributes that Coupa refuses a record without; they come first in the mapper. */
	needs?: string[];
	/** Attributes that this request cannot write, though others can: the code of a GL account. */
	without?: string[];
	/** The only attributes that it writes, where they are few. */
	only?: string[];
	/** Sent with every such request: `{ type: 'ExternalOrderHeader' }`. */
	always?: CoupaRecord;
	/** Statuses in which Coupa takes it; absent where the documents do not say. */
	allowedIn?: string[];
	/** Status of the record afterwards, where the documents name one. */
	leadsTo?: string;
	/** Coupa only answers and stores nothing: it may be sent again when an answer was lost. */
	storesNothing?: true;
	/** It cannot be taken back: an AI agent is offered it only where a switch allows it. Every `delete` is. */
	final?: true;
}
