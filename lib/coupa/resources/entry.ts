import { textAt, type CoupaRecord } from '../../core';
import type { QueryPair } from '../query';

/**
 * All that node, client, sandbox, documents and tests know of one kind of Coupa object. Data only; adding an object is one
 * more file beside this one (docs/adding-an-object.md).
 */
export interface Entry {
	/** Value of the Resource parameter: never renamed, workflows hold it. */
	name: string;
	/** What an analyst calls one of them, in the middle of a sentence: `purchase order`. */
	one: string;
	many: string;
	/** Below the instance: `/api/purchase_orders`. */
	path: string;
	/** Coupa's name of its attributes, in lib/coupa/schema. */
	definition: string;
	/** Page of a record in Coupa's own user interface, for links; without its id. */
	webPath?: string;
	/** What people know a record by, beside Coupa's id. */
	key?: Key;
	/** Attributes that name a record in a pick list, in that order; default: the key alone. */
	named?: string[];
	/** Attributes that are calendar days: Coupa gives them as midnight in the zone of the company (rules.md §2). */
	days?: string[];
	/** What Simplify shows; `id` comes first, created-at and updated-at come last by themselves. */
	simplified: Array<string | ListedMembers>;
	scopes: Scopes;
	/** `changed`: what has changed since the last delivery can be read (design §5). */
	reads: Array<'get' | 'getMany' | 'changed'>;
	/** Goes with every read of what has changed. */
	changedQuery?: QueryPair[];
	/** A list inside the record whose changes do not move the record's own `updated-at`. */
	ownClock?: string;
	/** Statuses that Coupa's documents spell in more than one way. */
	statusSpellings?: string[];
	/** Flat files that the records can become, the usual one first. */
	files?: FileLayout[];
	/** Actions on one record, by the value of the Operation parameter. */
	actions?: Record<string, Action>;
	/** Operation offered first; default `getAll`. */
	preset?: string;
	/** Where the facts above come from (docs/rules.md, sources). */
	source: string;
}

interface Key {
	attribute: string;
	/** As the field's label: `Number`. */
	label: string;
	placeholder: string;
}

/** Members of a list as one line of text: `70315, 70316`. */
export interface ListedMembers {
	key: string;
	list: string;
	field: string;
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

/** `PUT {path}/:id/{step}`, without body. */
export interface Action {
	title: string;
	/** What follows the object in the action's name: `Submit invoice`. */
	description: string;
	/** Last step of the path. */
	step: string;
	/** Statuses in which Coupa takes it; absent where the documents do not say. */
	allowedIn?: string[];
	/** How the record shows that it was carried out; null where it cannot tell, and where the record shown lacks what it goes by. */
	isDone: ((record: CoupaRecord) => boolean | null) | null;
	source: string;
}

/** `isDone` of an action that takes a record out of these statuses, wherever it goes then. */
export function hasLeft(...statuses: string[]): NonNullable<Action['isDone']> {
	return (record) => {
		const status = textAt(record, 'status');
		return status === undefined ? null : !statuses.includes(status);
	};
}
