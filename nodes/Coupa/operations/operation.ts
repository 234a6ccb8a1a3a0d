import type { Mark } from '../../../lib/coupa';
import type { Operation } from '../../common/operation';
import type { CoupaSession } from '../session';

/** How an operation appears in the Operation list and among n8n's actions. */
interface Face {
	/** Value of the Operation parameter: never renamed, workflows hold it. */
	value: string;
	name: string;
	action: string;
	description: string;
}

/**
 * One operation of the Coupa node on one object. `description` holds the fields of its own; those that operations of one kind
 * share are built once (fields/reading.ts).
 */
export type CoupaOperation = Operation<CoupaSession> & {
	face: Face;
	/** One of the kinds that come from table entries. */
	kind?: 'get' | 'getMany' | 'exportToFile' | 'action' | 'create' | 'update' | 'delete' | 'upsert';
	/** Whether it works on one record, picked in the locator. */
	picksRecord?: boolean;
	/** What the OAuth client needs for it. */
	scopes: string[];
	/** What it needs in some cases only, and when. */
	optionalScopes?: Record<string, string>;
	/** Statuses of the record in which Coupa takes it; absent where any will do or the documents do not say. */
	allowedIn?: string[] | undefined;
	/** How sure the documents are; absent where the operation stands on a current page. */
	mark?: Mark | undefined;
	/** It cannot be undone: an AI agent is offered it only where a switch allows it. */
	final?: true | undefined;
};
