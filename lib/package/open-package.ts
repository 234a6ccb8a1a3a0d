import { crc32 } from 'node:zlib';
import { fileTypeFromBuffer } from 'file-type/core';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { sizeText } from '../core';
import { baseName, entryName, isIgnored } from './entry-names';
import { defaultLimits, unmeasuredBytes, type PackageLimits } from './limits';
import { PackageError } from './package-error';
import { directoryFault } from './zip-directory';

/** A file of the package. */
interface PackageFile {
	/** Size unpacked, in bytes. */
	size: number;
	/** Unpacks the file and checks it against its checksum; rejects with a PackageError where it is damaged. */
	read(): Promise<Buffer>;
}

/** An opened package: its one CSV, and the other files by name, in ZIP order. */
export interface OpenedPackage {
	kind: 'csv' | 'zip';
	csv: { name: string; bytes: Buffer };
	files: Map<string, PackageFile>;
}

/**
 * Opens what Scan One delivered: a CSV, or a ZIP with exactly one CSV at its top level (csv/invoices_import.json, `zip`).
 * Rejects with a PackageError that says what is wrong with the package as a whole.
 */
export async function openPackage(bytes: Buffer, fileName: string, limits: Partial<PackageLimits> = {}): Promise<OpenedPackage> {
	const bounds = { ...defaultLimits, ...limits };
	if (bytes.length > bounds.maxPackageBytes) {
		throw new PackageError(
			'packageTooLarge',
			`The package is ${sizeText(bytes.length)}; the limit is ${sizeText(bounds.maxPackageBytes)}. Split it, or raise the limit.`,
		);
	}
	if (bytes.length === 0) throw new PackageError('emptyPackage', 'The package is empty: it has 0 bytes. Send it again.');
	if (isZip(bytes)) return await openZip(bytes, bounds);
	if (/\.zip$/i.test(fileName)) {
		throw new PackageError(
			'notAZip',
			'The file is named .zip but is not a ZIP file: it is damaged, or another kind of file was renamed. Send it again.',
		);
	}
	return await openCsv(bytes, fileName);
}

/** Local file header, or the end record of an empty ZIP. */
function isZip(bytes: Buffer): boolean {
	const magic = bytes.subarray(0, 4).toString('latin1');
	return magic === 'PK\u0003\u0004' || magic === 'PK\u0005\u0006';
}

async function openCsv(bytes: Buffer, fileName: string): Promise<OpenedPackage> {
	// The marks of UTF-16 look like those of an MPEG stream.
	const type = /^(\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)) ? undefined : await fileTypeFromBuffer(bytes);
	if (type && !type.mime.startsWith('text/')) {
		throw new PackageError(
			'notAPackage',
			`“${fileName}” is a file of type ${type.mime}, neither a CSV nor a ZIP. Images must come in a ZIP together with the CSV that names them.`,
			fileName,
		);
	}
	return { kind: 'csv', csv: { name: fileName, bytes }, files: new Map() };
}

async function openZip(bytes: Buffer, bounds: PackageLimits): Promise<OpenedPackage> {
	const zip = await directory(bytes);
	const entries = await listed(bytes, zip, bounds);
	const csvNames = [...entries.keys()].filter((name) => !name.includes('/') && /\.csv$/i.test(name));
	const [csvName] = csvNames;
	const csvEntry = csvName === undefined ? undefined : entries.get(csvName);
	if (csvName === undefined || !csvEntry) throw noCsv([...entries.keys()]);
	if (csvNames.length > 1) {
		throw new PackageError(
			'twoCsvs',
			`The ZIP contains ${csvNames.length} CSV files at its top level: ${listText(csvNames)}. There must be exactly one; put a CSV that is an attachment into a folder.`,
		);
	}
	const files = new Map<string, PackageFile>();
	for (const [name, entry] of entries) {
		if (name !== csvName) files.set(name, { size: entry.uncompressedSize, read: () => unpack(zip, entry, name) });
	}
	return { kind: 'zip', csv: { name: csvName, bytes: await unpack(zip, csvEntry, csvName) }, files };
}

async function directory(bytes: Buffer): Promise<ZipFile> {
	try {
		// Names are decoded and checked here, not by yauzl, which cannot tell UTF-8 without the flag.
		return await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false });
	} catch (error) {
		throw new PackageError(
			'truncatedZip',
			`The ZIP file is incomplete or damaged (${reasonOf(error)}). Perhaps the upload was cut off: send it again.`,
		);
	}
}

async function listed(bytes: Buffer, zip: ZipFile, bounds: PackageLimits): Promise<Map<string, Entry>> {
	if (zip.entryCount > bounds.maxEntries) {
		throw new PackageError(
			'tooManyEntries',
			`The ZIP contains ${zip.entryCount} files; the limit is ${bounds.maxEntries}. Split it, or raise the limit.`,
		);
	}
	const entries = new Map<string, Entry>();
	let total = 0;
	for (const entry of await allEntries(bytes, zip)) {
		const name = entryName(entry);
		if (isIgnored(name)) continue;
		checkEntry(entry, name, bounds);
		total += entry.uncompressedSize;
		if (total > bounds.maxTotalBytes) {
			throw new PackageError(
				'zipBomb',
				`The ZIP would unpack to more than ${sizeText(bounds.maxTotalBytes)}. It was not unpacked; split it, or raise the limit.`,
			);
		}
		if (entries.has(name)) {
			throw new PackageError(
				'duplicateEntry',
				`The ZIP contains two files with the same name: “${name}”. It is not clear which of them an invoice means; rename one.`,
				name,
			);
		}
		entries.set(name, entry);
	}
	return entries;
}

async function allEntries(bytes: Buffer, zip: ZipFile): Promise<Entry[]> {
	const entries: Entry[] = [];
	try {
		for await (const entry of zip.eachEntry()) entries.push(entry);
	} catch (error) {
		throw new PackageError('damagedZip', `The list of files in the ZIP cannot be read (${reasonOf(error)}). Send the package again.`);
	}
	const fault = directoryFault(bytes, entries);
	if (fault === null) return entries;
	throw new PackageError(
		'damagedZip',
		`The list of files in the ZIP is damaged: ${fault}. Nothing in it was read. Have the package packed again from its files.`,
	);
}

function checkEntry(entry: Entry, name: string, bounds: PackageLimits): void {
	if (entry.isEncrypted()) {
		throw new PackageError('encryptedZip', `“${name}” in the ZIP is protected by a password. Send the package without one.`, name);
	}
	const { uncompressedSize: size, compressedSize: packed } = entry;
	if (size > bounds.maxEntryBytes) {
		throw new PackageError(
			'entryTooLarge',
			`“${name}” in the ZIP unpacks to ${sizeText(size)}; the limit is ${sizeText(bounds.maxEntryBytes)}. It was not unpacked.`,
			name,
		);
	}
	if (size > unmeasuredBytes && size > packed * bounds.maxRatio) {
		throw new PackageError(
			'zipBomb',
			`“${name}” in the ZIP unpacks to ${sizeText(size)} from ${sizeText(packed)}: no scan or CSV compresses like that. The package was not unpacked.`,
			name,
		);
	}
}

async function unpack(zip: ZipFile, entry: Entry, name: string): Promise<Buffer> {
	let bytes: Buffer;
	try {
		const stream = await zip.openReadStreamPromise(entry);
		bytes = Buffer.concat(await stream.toArray());
	} catch (error) {
		throw new PackageError('damagedFile', `“${name}” in the ZIP cannot be unpacked (${reasonOf(error)}). Send the package again.`, name);
	}
	if (crc32(bytes) !== entry.crc32) {
		throw new PackageError('damagedFile', `“${name}” in the ZIP is damaged: its checksum does not match. Send the package again.`, name);
	}
	return bytes;
}

function noCsv(names: string[]): PackageError {
	const inFolder = names.find((name) => /\.csv$/i.test(name));
	if (inFolder !== undefined)
		return new PackageError('noCsv', `The CSV is in a folder of the ZIP: “${inFolder}”. Put it at the top level.`, inFolder);
	const images = names.length > 0 && names.every((name) => /\.(pdf|tiff?|png|jpe?g)$/i.test(name));
	const seen = names.length === 0 ? 'it is empty' : `it contains ${images ? 'images only' : 'only'}: ${listText(names.map(baseName))}`;
	return new PackageError('noCsv', `The ZIP has no CSV at its top level: ${seen}. Send the images together with the CSV that names them.`);
}

function listText(names: string[]): string {
	return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
