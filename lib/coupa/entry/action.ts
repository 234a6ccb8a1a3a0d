import { ownValue, textAt, type CoupaRecord } from '../../core';
import type { QueryPair } from '../query';
import type { Mark, Sourced } from './mark';

/** Values given for the fields of an action, by the field's name; a picked record is its ID. */
export type Given = Readonly<Record<string, string>>;

/** `PUT {path}/:id/{step}`: something that Coupa does to one record when asked to. */
export interface Action extends Sourced {
	title: string;
	/** What follows the object in the action's name: `Submit invoice`. */
	description: string;
	/** Last step of the path. */
	step: string;
	/** Default PUT. */
	method?: 'PUT' | 'POST';
	/** What Coupa has to be given with it; without fields the request has no body. */
	fields?: ActionField[];
	/** Goes with every such request. */
	query?: QueryPair[];
	/** Statuses in which Coupa takes it; absent where the documents do not say. */
	allowedIn?: string[];
	/** Status of the record afterwards, where the documents name one. */
	leadsTo?: string;
	/** What it writes into the record, where that is not its status: `{ resolved: true }`. */
	sets?: CoupaRecord;
	/** It cannot be taken back: an AI agent is offered it only where a switch allows it. */
	final?: true;
	/** Coupa answers with another record than the one it is about: of an approval, with the document (operations.md, finding 8); of a copy, with the copy. */
	answersWithDocument?: true;
	/** How the record shows that it was carried out; null where it cannot tell, and where the record shown lacks what it goes by. */
	isDone: ((record: CoupaRecord, given: Given) => boolean | null) | null;
}

/** One value that an action is given. */
export interface ActionField {
	/** Name of the parameter: never renamed, workflows hold it. The same name in several actions of an entry is the same field. */
	name: string;
	label: string;
	description?: string;
	placeholder?: string;
	/** `record`: one of another entry, picked from a list; its ID is sent. */
	type: 'text' | 'decimal' | 'day' | 'flag' | { choices: Choice[] } | { record: string };
	required?: true;
	/**
	 * Where it goes: the name of a query parameter, or a path in the body such as `dispute-reason.code`; a step `0` is the only member of a
	 * list: `reason-insight-events.0.comment`.
	 */
	query?: string;
	body?: string;
	/** Where its name is less sure than the action itself. */
	mark?: Mark;
}

interface Choice {
	name: string;
	value: string;
}

/** `isDone` of an action that takes a record out of these statuses, wherever it goes then. */
export function hasLeft(...statuses: string[]): (record: CoupaRecord) => boolean | null {
	return (record) => {
		const status = textAt(record, 'status');
		return status === undefined ? null : !statuses.includes(status);
	};
}

/** `isDone` of an action that leads to one of these statuses. */
export function isNow(...statuses: string[]): (record: CoupaRecord) => boolean | null {
	return (record) => {
		const status = textAt(record, 'status');
		return status === undefined ? null : statuses.includes(status);
	};
}

/** `isDone` of an action that leaves a flag of the record set, or not set. */
export function shows(flag: string, value: boolean): (record: CoupaRecord) => boolean | null {
	return (record) => {
		const shown = ownValue(record, flag);
		return typeof shown === 'boolean' ? shown === value : null;
	};
}
