import { type CoupaRecord, valueAt } from '../core';
import { CoupaError } from './errors';
import type { ListSource } from './list-source';
import { idIn } from './record-id';
import { subjectOf } from './wording';

/** The id of a row; a row without one cannot be distinguished from others, so the list cannot be read. */
export function idOf({ path, idAt }: Pick<ListSource, 'path' | 'idAt'>, row: CoupaRecord | undefined): number {
	const id = idIn(valueAt(row, ...idAt.split('.')));
	if (id === null) throw listFailure(path, 'returns rows without their ID, which an API response filter in Coupa may hide');
	return id;
}

/** The error for a list that cannot be read completely. */
export function listFailure(path: string, what: string): CoupaError {
	return new CoupaError(`Coupa's list of ${subjectOf(path)} ${what}. It was not read to its end.`, 'server', {
		status: null,
		messages: [],
		mayHaveHappened: false,
		request: `GET ${path}`,
		hint: 'Read it sorted by ID, or narrow it with filters. If it persists, send this text to your Coupa administrator.',
	});
}
