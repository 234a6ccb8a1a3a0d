import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, validateFileName, type Entry } from 'yauzl';
import { isPlainName, normalForm, shownName, windows1252 } from '../core';
import { PackageError } from './package-error';

const UTF8_FLAG = 0x800;

/** Bytes of a name with its folders: what whoever unpacks it can store, and every ZIP (APPNOTE 4.4.10: 65,535 with all that belongs to it). */
const LONGEST_NAME = 1_000;
/** Bytes of a file or folder in it: file systems store no more. */
const LONGEST_PART = 255;

/** Code page 850 from 0x80 to 0xFF (unicode.org, MAPPINGS/VENDORS/MICSFT/PC/CP850.TXT): what Windows in Western Europe writes into ZIPs. */
const BEYOND_ASCII_850 =
	'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** How a ZIP names a file. */
export interface EntryName {
	/** The name that the file goes by. */
	name: string;
	/** All names that its bytes can mean, `name` first: more than one where the ZIP does not say which code page they are in. */
	spellings: string[];
}

/**
 * Name of a ZIP entry as other unpackers see it: `/` between folders, no `./`. What leaves the package, or could not be written
 * into a ZIP again when the package goes back, is refused.
 */
export function entryName(entry: Pick<Entry, 'fileNameRaw' | 'extraFields'>): EntryName {
	const [written = '', ...others] = readings(entry);
	const name = soundName(written);
	const spellings = others.map((other) => partsOf(other).join('/')).filter((other) => unfitness(other) === null);
	return { name, spellings: [name, ...spellings] };
}

/**
 * What the bytes of a name say, the likeliest first. The Unicode path of Info-ZIP counts most, then UTF-8, which archivers on
 * macOS write without the flag for it. Anything else is in the ZIP's old code page 437, or in the 850 or 1252 of a Windows.
 */
function readings({ fileNameRaw, extraFields }: Pick<Entry, 'fileNameRaw' | 'extraFields'>): string[] {
	const unicode = getFileNameLowLevel(UTF8_FLAG, fileNameRaw, extraFields, false);
	if (isUtf8(fileNameRaw) || !unicode.includes('\ufffd')) return [unicode];
	const inWindows = windows1252(fileNameRaw);
	const codePages = [getFileNameLowLevel(0, fileNameRaw, [], false), codePage850(fileNameRaw), ...(inWindows === null ? [] : [inWindows])];
	return [...new Set(codePages)];
}

function codePage850(bytes: Buffer): string {
	return bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, (character) => BEYOND_ASCII_850.charAt(character.charCodeAt(0) - 0x80));
}

function soundName(written: string): string {
	const name = written.replaceAll('\\', '/');
	if (validateFileName(name) !== null || name.includes('\0')) {
		throw new PackageError(
			'unsafeEntryName',
			`The ZIP contains a file whose name points outside the package: “${shownName(name)}”. Nothing in it was read. Have it packed again with plain file names.`,
			shownName(name),
		);
	}
	const isFolder = /(^|\/)\.?$/.test(name) && name !== '' && name !== '.';
	const parts = partsOf(name);
	if (isFolder) return `${parts.join('/')}/`;
	const about = isIgnored(name) ? null : unfitness(parts.join('/'));
	if (about !== null) {
		throw new PackageError(
			'unusableEntryName',
			`The ZIP contains a file ${about}: “${shownName(name)}”. Nothing in it was read. Give every file a plain name and pack it again.`,
			shownName(name),
		);
	}
	// After the folders are plain, what begins like a drive would still be one for whoever unpacks it.
	return validateFileName(parts.join('/')) === null ? parts.join('/') : soundName(parts.join('/'));
}

/** Why a file of that name could not be packed, stored or told again, in words; null where it can. */
function unfitness(name: string): string | null {
	if (name === '') return 'without a name';
	if (!isPlainName(name)) return 'whose name has characters that cannot be seen (controls or direction marks)';
	const isLong = Buffer.byteLength(name) > LONGEST_NAME || name.split('/').some((part) => Buffer.byteLength(part) > LONGEST_PART);
	return isLong ? `whose name is too long (${Buffer.byteLength(name)} bytes)` : null;
}

/** Folders and file of a path, without those that mean nothing. */
function partsOf(path: string): string[] {
	return path
		.replaceAll('\\', '/')
		.split('/')
		.filter((part) => part !== '' && part !== '.');
}

/** Folders and what macOS adds by itself. */
export function isIgnored(name: string): boolean {
	return name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|\._[^/]*|Icon\r|Thumbs\.db|desktop\.ini)$/i.test(name);
}

/** Compares names: one Unicode form, any case. */
export function nameKey(name: string): string {
	return normalForm(name, 'NFC').toLowerCase();
}

/** Last part of a path. */
export function baseName(name: string): string {
	return name.slice(name.lastIndexOf('/') + 1);
}
