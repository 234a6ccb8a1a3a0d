import type { MasterDataTable } from './table';

export interface FileNameOptions {
	/** Default `csv`. */
	extension?: 'csv' | 'xml';
	/** Names that are there already, e.g. those of the remote folder: a second file of the same second gets a number. */
	taken?: Iterable<string>;
}

/**
 * `Suppliers_20260213_065727Z.csv`, the pattern of Coupa's own outbound files in UTC (csv/_conventions.json, file_names), so
 * that alphanumeric order is the order of time. Where the name is taken: `Suppliers_20260213_065727Z_002.csv`, which sorts
 * behind it and before the next second.
 * @param object the table, or the first part of the name
 */
export function fileName(object: MasterDataTable | string, at: Date, options: FileNameOptions = {}): string {
	const [day = '', time = ''] = at.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
	const stem = `${typeof object === 'string' ? object : object.fileStem}_${day}_${time}Z`;
	const extension = options.extension ?? 'csv';
	const taken = new Set([...(options.taken ?? [])].map((name) => name.toLowerCase()));
	let name = `${stem}.${extension}`;
	for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${stem}_${String(number).padStart(3, '0')}.${extension}`;
	return name;
}
