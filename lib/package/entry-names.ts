import { getFileNameLowLevel, validateFileName, type Entry } from 'yauzl';
import { PackageError } from './package-error';

const UTF8_FLAG = 0x800;

/** Bytes of a name in a ZIP at most (APPNOTE 4.4.10). */
const LONGEST_NAME = 0xffff;

/**
 * Name of a ZIP entry as other unpackers see it: `/` between folders, no `./`. Archivers on macOS write UTF-8 without saying so;
 * everything else without the flag is the ZIP's old code page 437. What leaves the package, or could not be written into a ZIP
 * again when the package goes back, is refused.
 */
export function entryName(entry: Pick<Entry, 'generalPurposeBitFlag' | 'fileNameRaw' | 'extraFields'>): string {
	const declared = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
	const plain = declared ? null : utf8OrNull(entry.fileNameRaw);
	return soundName(plain ?? getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false));
}

function soundName(written: string): string {
	const name = written.replaceAll('\\', '/');
	if (validateFileName(name) !== null || name.includes('\0')) {
		throw new PackageError(
			'unsafeEntryName',
			`The ZIP contains a file whose name points outside the package: “${name}”. Nothing in it was read. Have it packed again with plain file names.`,
			name,
		);
	}
	const isFolder = /(^|\/)\.?$/.test(name) && name !== '' && name !== '.';
	const parts = name.split('/').filter((part) => part !== '' && part !== '.');
	if (isFolder) return `${parts.join('/')}/`;
	if (parts.length === 0 || Buffer.byteLength(name) > LONGEST_NAME) {
		const about = parts.length === 0 ? 'without a name' : 'whose name is too long';
		throw new PackageError(
			'unusableEntryName',
			`The ZIP contains a file ${about}: “${name.slice(0, 200)}”. Nothing in it was read. Give every file a plain name and pack it again.`,
			name.slice(0, 200),
		);
	}
	// After the folders are plain, what begins like a drive would still be one for whoever unpacks it.
	return validateFileName(parts.join('/')) === null ? parts.join('/') : soundName(parts.join('/'));
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
