import { inSlices } from '../core';
import { CSV_LIMITS } from './csv-limits';
import { type OpenedFile, openFile } from './read-file';

/**
 * The cells of any CSV, record by record, without a table that knows its columns: bounded and in slices as every flat file. UTF-8, else
 * Windows-1252.
 */
export async function readCsv(bytes: Buffer, signal?: AbortSignal): Promise<OpenedFile> {
	return await inSlices(openFile(bytes, 'auto', CSV_LIMITS), signal);
}
