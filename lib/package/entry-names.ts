import { getFileNameLowLevel, validateFileName, type Entry } from 'yauzl';
import { PackageError } from './package-error';

const UTF8_FLAG = 0x800;

/**
 * Name of a ZIP entry with `/` between folders. Archivers on macOS write UTF-8 without saying so; everything else without
 * the flag is the ZIP's old code page 437. A name that would leave the package is refused.
 */
export function entryName(entry: Pick<Entry, 'generalPurposeBitFlag' | 'fileNameRaw' | 'extraFields'>): string {
	const declared = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
	const plain = declared ? null : utf8OrNull(entry.fileNameRaw);
	const name = (plain ?? getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)).replaceAll(
		'\\',
		'/',
	);
	if (validateFileName(name) !== null || name.includes('\0')) {
		throw new PackageError(
			'unsafeEntryName',
			`The ZIP contains a file whose name points outside the package: “${name}”. Nothing in it was read. Have it packed again with plain file names.`,
			name,
		);
	}
	return name;
}

function utf8OrNull(raw: Buffer): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(raw);
	} catch {
		return null;
	}
}

/** Folders and what macOS adds by itself. */
export function isIgnored(name: string): boolean {
	return name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i.test(name);
}

/** Compares names: one Unicode form, any case. */
export function nameKey(name: string): string {
	return name.normalize('NFC').toLowerCase();
}

/** Last part of a path. */
export function baseName(name: string): string {
	return name.slice(name.lastIndexOf('/') + 1);
}
