import type { Action } from '../entry/action';
import type { Exported } from '../entry/exported';
import type { Sourced } from '../entry/mark';
import type { Writing } from '../entry/writing';
import type { QueryPair } from '../query';

/**
 * All that node, client, sandbox, documents and tests know of one kind of Coupa object. Data only; adding an object is one
 * more file beside this one (docs/adding-an-object.md).
 */
export interface Entry extends Sourced {
	/** Value of the Resource parameter: never renamed, workflows hold it. */
	name: string;
	/** What an analyst calls one of them, in the middle of a sentence: `purchase order`. */
	one: string;
	many: string;
	/** Below the instance: `/api/purchase_orders`. Of records below others: with a place for the other's ID, `/api/suppliers/:id/addresses`. */
	path: string;
	/** Records that exist below a record of another entry only. */
	below?: Below;
	/** Coupa neither lists nor shows them: as owners of other records they are named by an ID that is typed in. */
	unlisted?: true;
	/** Coupa's name of its attributes, in lib/coupa/schema. */
	definition: string;
	/** Page of a record in Coupa's own user interface, for links; without its id. */
	webPath?: string;
	/** Where the id that Coupa's list and path go by is not `id`: `revision-record.id`. */
	idAt?: string;
	/** What people know a record by, beside Coupa's id. */
	key?: Key;
	/** Attributes that name a record in a pick list, in that order; default: the key alone. */
	named?: string[];
	/** Attributes that are calendar days: Coupa gives them as midnight in the zone of the company (rules.md §2). */
	days?: string[];
	/** What the simplified output shows; `id` comes first, created-at and updated-at come last by themselves. Default: what the definition gives (`generalFields`). */
	simplified?: Array<string | ListedMembers>;
	scopes: Scopes;
	/** `changed`: what has changed since the last delivery can be read (design §5). */
	reads: Array<'get' | 'getMany' | 'changed'>;
	/** Conditions that the list takes besides its attributes. */
	listedBy?: ListedBy;
	/** Goes with every read of what has changed. */
	changedQuery?: QueryPair[];
	/** A list inside the record whose changes do not move the record's own `updated-at`. */
	ownClock?: string;
	/** Every status that a record can have, as Coupa spells it; absent where the documents name only some. Others are refused in filters. */
	statuses?: string[];
	/** Statuses that Coupa's documents spell in more than one way. */
	statusSpellings?: string[];
	/** Flat files that the records can become, the usual one first. */
	files?: FileLayout[];
	/** The newest come first in pick lists: for documents, of which people look for recent ones. */
	newestFirst?: true;
	/** Ways to write records, by the value of the Operation parameter: `create`, `update`, `delete` and special ones. */
	writes?: Record<string, Writing>;
	/** The key is unique in Coupa, so Create or Update can find the record by it. */
	uniqueKey?: true;
	/** Actions on one record, by the value of the Operation parameter. */
	actions?: Record<string, Action>;
	/** Mark as Exported, for records with that flag. */
	exported?: Exported;
	/** Operation offered first; default `getAll`. */
	preset?: string;
}

interface Key {
	attribute: string;
	/** As the field's label: `Number`. */
	label: string;
	placeholder: string;
}

/** Members of a list as one line of text: `70315, 70316`; without a field, how many there are. */
export interface ListedMembers {
	key: string;
	list: string;
	field?: string;
}

/** Where records of an entry are that have no list of their own: `/api/invoices/:id/attachments`. */
interface Below {
	/** Entries whose records may own them. */
	of: string[];
	/** Last step of the path. */
	list: string;
}

/** Conditions of a list that are no attributes of its records, or that it cannot do without. */
interface ListedBy {
	/** As our filters name them: `purchase-order-id`. */
	conditions: string[];
	/** The documents know the list with one of these conditions only. */
	needed?: true;
}

/** Scopes of the OAuth client; null where no scope is documented. */
interface Scopes {
	read: string | null;
	write: string | null;
	/** Where POST, DELETE or what lies below a record (an action, a list of its own) needs another scope. */
	create?: string;
	delete?: string;
	below?: Record<string, string | { read: string; write: string }>;
	/** Scopes that open it as well, on other releases of Coupa (scopes of 2026). */
	also?: string[];
}

/** One documented layout of a flat file. */
interface FileLayout {
	/** Name of its column table in lib/flat-file. */
	table: string;
	/** Folder of the object, as Coupa's SFTP names it. */
	object: string;
	description: string;
	/** Entry that fills it, where that is another one. */
	from?: string;
}

export { hasLeft, isNow, shows } from '../entry/action';
