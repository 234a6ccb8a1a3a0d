import { type CoupaRecord, recordsAt, textAt } from '../core';
import type { CoupaClient } from './client';

/** Statuses in which Coupa does nothing more with a file (fields/data_file_source.json); in all others it may go on. */
const FINISHED = new Set(['Done', 'Failed', 'Stopped']);

/** What Coupa made of a file that came by SFTP. */
export interface LoadResult {
	/** Coupa's record of the load (`/api/data_file_sources`) without its row errors; null while Coupa has not taken the file. */
	load: CoupaRecord | null;
	/** Coupa's status, e.g. `Loading` or `Done`; null without a record. */
	status: string | null;
	/** Whether the status is final. */
	finished: boolean;
	/** Done, and no row was refused. */
	successful: boolean;
	/** Row and header errors as Coupa reports them: `row`, `first-column`, `field-with-error`, `value`, `field-errors`. */
	uploadErrors: CoupaRecord[];
}

/**
 * The result of the latest load of a file by its name, the only way Coupa reports it (rules.md §16). Needs the scope
 * `core.integration.read`; rejects with CoupaError.
 */
export async function loadResult(client: CoupaClient, fileName: string): Promise<LoadResult> {
	const [record] = await client.listAll('/api/data_file_sources', {
		query: [['file_file_name', fileName]],
		orderBy: 'id',
		dir: 'desc',
		limit: 1,
	});
	if (!record) return { load: null, status: null, finished: false, successful: false, uploadErrors: [] };
	const uploadErrors = recordsAt(record, 'upload-errors');
	const status = textAt(record, 'status') ?? null;
	// A response filter may leave the list out, or Coupa cap it: the count counts.
	const refused = uploadErrors.length > 0 || !['0', undefined].includes(textAt(record, 'upload-errors-count'));
	const load = Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'upload-errors'));
	return { load, status, finished: FINISHED.has(status ?? ''), successful: status === 'Done' && !refused, uploadErrors };
}
