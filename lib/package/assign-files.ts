import { nameKey } from './entry-names';
import { stemOf } from './pack';

/** A file of e-invoices as other files are assigned to it, with what its invoices name (BT-122, BT-124), by their place in it. */
export interface FileOwner {
	entry: string;
	/** Files that hold the same e-invoice: PDFs in which it is embedded. */
	twins: string[];
	/** By invoice, the files it names. */
	named: string[][];
}

/** How a file came to its invoice: it embeds it, has its name, is named by it, has a name that begins like its own, or there is no other. */
export type AssignedBy = 'content' | 'stem' | 'reference' | 'beginning' | 'onlyOne';

export interface Assigned {
	/** By owner and invoice in it, its files in the order of the package. */
	files: Array<Array<Array<{ entry: string; by: AssignedBy }>>>;
	/** Files that fit several owners alike, and those. */
	ambiguous: Map<string, FileOwner[]>;
}

/**
 * Which files belong to which e-invoices: those that embed the invoice, then those an invoice names, then by the name of the XML (whole, or
 * its beginning up to a character that is no letter or digit) in the same folder before others. With `onlyOne`, what is left over belongs to
 * the only file of e-invoices of its folder, or of the package. A file that fits several alike belongs to none.
 */
export function assignFiles(owners: FileOwner[], entries: string[], { onlyOne }: { onlyOne: boolean }): Assigned {
	const assigned: Assigned = { files: owners.map(({ named }) => named.map(() => [])), ambiguous: new Map() };
	const stems = new Map<string, Set<number>>();
	const folders = new Map<string, Set<number>>();
	const twins = new Map<string, number>();
	const references = new Map<string, Array<{ owner: number; invoice: number }>>();
	for (const [index, { entry, twins: same, named }] of owners.entries()) {
		const stem = nameKey(plainStem(entry));
		append(stems, stem, index);
		append(stems, `${nameKey(folderOf(entry))}/${stem}`, index);
		append(folders, folderOf(entry), index);
		for (const twin of same) twins.set(twin, index);
		for (const [invoice, names] of named.entries())
			for (const name of new Set(names)) references.set(name, [...(references.get(name) ?? []), { owner: index, invoice }]);
	}
	const give = (owner: number, entry: string, by: AssignedBy): void => {
		for (const files of assigned.files[owner] ?? []) files.push({ entry, by });
	};
	for (const entry of entries) {
		const twin = twins.get(entry);
		const named = references.get(entry);
		if (twin !== undefined) give(twin, entry, 'content');
		else if (named) {
			const found = byName(entry, stems);
			for (const { owner, invoice } of named) {
				const by = found?.by === 'stem' && found.fitting.includes(owner) ? 'stem' : 'reference';
				assigned.files[owner]?.[invoice]?.push({ entry, by });
			}
		} else {
			const { fitting, by } = byName(entry, stems) ?? (onlyOne ? alone(entry, folders, owners.length) : NONE);
			const [first] = fitting;
			if (first !== undefined && fitting.length === 1) give(first, entry, by);
			else if (fitting.length > 1)
				assigned.ambiguous.set(
					entry,
					owners.filter((_, index) => fitting.includes(index)),
				);
		}
	}
	return assigned;
}

interface Fitting {
	fitting: number[];
	by: AssignedBy;
}

const NONE: Fitting = { fitting: [], by: 'onlyOne' };

/** Owners whose name is that of the file, or the longest beginning of it; null for none. */
function byName(entry: string, stems: Map<string, Set<number>>): Fitting | null {
	const stem = nameKey(stemOf(entry));
	const folder = nameKey(folderOf(entry));
	for (let end = stem.length; end > 0; end--) {
		// A beginning ends where a word does: `re-1` is that of `re-1_annex`, not of `re-10`.
		if (end < stem.length && !/[^\p{L}\p{N}]/u.test(stem.charAt(end))) continue;
		const beginning = stem.slice(0, end);
		const found = stems.get(`${folder}/${beginning}`) ?? stems.get(beginning);
		if (found) return { fitting: [...found], by: end === stem.length ? 'stem' : 'beginning' };
	}
	return null;
}

/** The only owner in the file's folder, or the only one at all. */
function alone(entry: string, folders: Map<string, Set<number>>, count: number): Fitting {
	const inFolder = [...(folders.get(folderOf(entry)) ?? [])];
	if (inFolder.length === 1 && (folderOf(entry) !== '' || count === 1)) return { fitting: inFolder, by: 'onlyOne' };
	return count === 1 ? { fitting: [0], by: 'onlyOne' } : NONE;
}

function append(map: Map<string, Set<number>>, key: string, index: number): void {
	const known = map.get(key);
	if (known) known.add(index);
	else map.set(key, new Set([index]));
}

function folderOf(entry: string): string {
	return entry.slice(0, Math.max(0, entry.lastIndexOf('/')));
}

/** `a.xml.p7m` has the stem `a`. */
export function plainStem(entry: string): string {
	return stemOf(entry.replace(/\.p7m$/i, ''));
}
