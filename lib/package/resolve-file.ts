import { baseName, nameKey } from './entry-names';

/** Finds a package's file by the name a row gives it; `several` holds the candidates where the bare name fits more than one. `byEnd`: only the end of the path that the row gives is the file's. */
export type Resolved = { name: string; byEnd: boolean } | { several: string[] };

/** The files of a package by name. How Coupa resolves `Image Scan Filename` is not documented (csv/invoices_import.json, `zip`). */
export class FileFinder {
	private readonly names: Set<string>;
	private readonly byKey = new Map<string, string[]>();
	private readonly byBaseName = new Map<string, string[]>();

	constructor(names: Iterable<string>) {
		this.names = new Set(names);
		for (const name of this.names) {
			append(this.byKey, nameKey(name), name);
			append(this.byBaseName, nameKey(baseName(name)), name);
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
		for (const spelling of spellings) {
			if (this.names.has(spelling)) return { name: spelling, byEnd: false };
		}
		for (const spelling of spellings) {
			const [name, twin] = this.byKey.get(nameKey(spelling)) ?? [];
			if (name !== undefined) return twin === undefined ? { name, byEnd: false } : { several: this.byKey.get(nameKey(spelling)) ?? [] };
		}
		const candidates = this.byBaseName.get(nameKey(baseName(plain))) ?? this.byBaseName.get(nameKey(baseName(unescaped(plain)))) ?? [];
		const [only] = candidates;
		return only !== undefined && candidates.length === 1 ? { name: only, byEnd: plain.includes('/') } : { several: candidates };
	}
}

function append(map: Map<string, string[]>, key: string, name: string): void {
	const names = map.get(key);
	if (names) names.push(name);
	else map.set(key, [name]);
}

/** `%20` and the like, as links to files are often written. */
function unescaped(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
