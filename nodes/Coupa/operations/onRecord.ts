import type { IExecuteFunctions } from 'n8n-workflow';

import { CoupaError, type Entry } from '../../../lib/coupa';
import { textAt } from '../../../lib/core';
import { asNodeError } from '../../common/errors';
import { isFromList, readLocated } from '../fields/locator';
import type { CoupaSession } from '../session';

/** A write to one record, as far as its errors need to know it. */
export interface RecordWrite {
	entry: Entry;
	itemIndex: number;
	/** The record: `/api/invoices/7`. */
	path: string;
	/** Name of the operation: `Void`. */
	title: string;
	/** Statuses in which Coupa takes it; undefined where the documents do not say. */
	allowedIn?: string[] | undefined;
}

/**
 * Writes to the record that a locator named. A refusal that its status explains names the statuses in which Coupa takes the write; a record
 * picked from a list that Coupa no longer has is told as such. Both are looked up after the refusal only.
 */
export async function onRecord<Result>(
	context: IExecuteFunctions,
	session: CoupaSession,
	write: RecordWrite,
	send: () => Promise<Result>,
): Promise<Result> {
	try {
		return await send();
	} catch (error) {
		const { entry, itemIndex, path } = write;
		if (!(error instanceof CoupaError)) throw asNodeError(context.getNode(), error, itemIndex);
		if (error.kind === 'notFound' && isFromList(context, entry, itemIndex))
			await readLocated(context, entry, itemIndex, async () => await session.client.get(path));
		const told = error.kind === 'validation' ? await withStatuses(error, session, write) : error;
		throw asNodeError(context.getNode(), told, itemIndex);
	}
}

async function withStatuses(error: CoupaError, session: CoupaSession, write: RecordWrite): Promise<CoupaError> {
	const { entry, title, allowedIn } = write;
	if (allowedIn === undefined) return error;
	const status = await statusOf(session, write);
	if (status !== null && isAllowed(entry, allowedIn, status)) return error;
	const where = status === null ? '' : `; this one is ${status}`;
	const hint = `“${title}” works on ${entry.many} that are ${inWords(allowedIn)}${where}.`;
	return new CoupaError(error.message, error.kind, { ...error.details, hint, cause: error });
}

/** Null where it cannot be read: the refusal itself is what has to be told then. */
async function statusOf({ client }: CoupaSession, { path }: RecordWrite): Promise<string | null> {
	try {
		return textAt(await client.get(path, [['fields', '["id","status"]']]), 'status') ?? null;
	} catch {
		return null;
	}
}

function isAllowed({ statusSpellings = [] }: Entry, allowedIn: string[], status: string): boolean {
	const spellings = statusSpellings.includes(status) ? statusSpellings : [status];
	return spellings.some((spelling) => allowedIn.includes(spelling));
}

function inWords(statuses: string[]): string {
	return statuses.length < 2 ? statuses.join('') : `${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1) ?? ''}`;
}
