import { baseName, nameKey } from './entry-names';

/**
 * What a row's name for a file means. `as` is the file's name as the row reads it, `byEnd`: only the end of the path that the
 * row gives is the file's. `several` holds the candidates where it fits more than one, and none where it fits no file;
 * `byCodePage`: it would be clear if the ZIP said in which code page its names are.
 */
export type Resolved = { name: string; as: string; byEnd: boolean } | { several: string[]; byCodePage: boolean };

/** A file of the package under one of its spellings. */
interface Candidate {
	name: string;
	as: string;
}

/** The files of a package by name. How Coupa resolves `Image Scan Filename` is not documented (csv/invoices_import.json, `zip`). */
export class FileFinder {
	private readonly exact = new Map<string, Candidate[]>();
	private readonly byKey = new Map<string, Candidate[]>();
	private readonly byBaseName = new Map<string, Candidate[]>();

	/** @param files each with all its spellings */
	constructor(files: Iterable<{ name: string; spellings: readonly string[] }>) {
		for (const { name, spellings } of files) {
			for (const as of spellings) {
				append(this.exact, as, { name, as });
				append(this.byKey, nameKey(as), { name, as });
				append(this.byBaseName, nameKey(baseName(as)), { name, as });
			}
		}
	}

	/** Exactly, then without regard to case, then by the bare name when it is the only one. `file://` and `./` in front count for nothing. */
	find(cell: string): Resolved {
		const plain = cell
			.trim()
			.replace(/^file:\/\//i, '')
			.replaceAll('\\', '/')
			.replace(/^(\.?\/)+/, '');
		const spellings = [plain, unescaped(plain)];
		const named =
			first(spellings, (spelling) => this.exact.get(spelling)) ?? first(spellings, (spelling) => this.byKey.get(nameKey(spelling)));
		if (named) return resolved(named, false);
		return resolved(first(spellings, (spelling) => this.byBaseName.get(nameKey(baseName(spelling)))) ?? [], plain.includes('/'));
	}
}

function first<Found>(spellings: string[], find: (spelling: string) => Found | undefined): Found | undefined {
	return spellings.map(find).find((found) => found !== undefined);
}

function resolved(candidates: Candidate[], byEnd: boolean): Resolved {
	const names = [...new Set(candidates.map(({ name }) => name))];
	const [only] = candidates;
	if (only !== undefined && names.length === 1) return { ...only, byEnd };
	return { several: names, byCodePage: candidates.some(({ name, as }) => name !== as) };
}

function append(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
	const candidates = map.get(key);
	if (candidates) candidates.push(candidate);
	else map.set(key, [candidate]);
}

/** `%20` and the like, as links to files are often written. */
function unescaped(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
