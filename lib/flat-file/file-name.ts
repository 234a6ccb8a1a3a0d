import type { FlatFileTable } from './table';

export interface FileNameOptions {
	/** Default `csv`. */
	extension?: 'csv' | 'xml';
	/** The file holds the whole table, and takes the place of everything that was sent before: `-full` is in its name. */
	full?: boolean;
	/** Names that are there already, e.g. those of the remote folder: a second file of the same second gets a number. */
	taken?: Iterable<string>;
}

/**
 * `Suppliers_20260213_065727Z.csv`, the pattern of Coupa's own outbound files in UTC (csv/_conventions.json, file_names), so
 * that alphanumeric order is the order of time; `Suppliers_20260213_065727Z-full.csv` for a full snapshot. Where the second
 * is taken, by a file of either kind: `Suppliers_20260213_065727Z_002.csv`, which sorts behind both and before the next second.
 * @param object the table, or the first part of the name
 */
export function fileName(object: FlatFileTable | string, at: Date, options: FileNameOptions = {}): string {
	const [day = '', time = ''] = at.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
	const stem = `${typeof object === 'string' ? object : object.fileStem}_${day}_${time}Z`;
	const ending = `.${options.extension ?? 'csv'}`;
	const taken = new Set([...(options.taken ?? [])].map((name) => name.toLowerCase()));
	const isTaken = (place: string): boolean => [place, `${place}-full`].some((name) => taken.has(`${name}${ending}`.toLowerCase()));
	let place = stem;
	for (let number = 2; isTaken(place); number++) place = `${stem}_${String(number).padStart(3, '0')}`;
	return `${place}${options.full ? '-full' : ''}${ending}`;
}
