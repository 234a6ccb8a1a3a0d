import { fileTypeFromBuffer } from 'file-type/core';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { mimeTypeOf, shownName, shownNames, sizeText } from '../core';
import { EInvoiceError } from '../e-invoice';
import { invoiceLimits, tooManyBytes } from '../flat-file';
import { embedsXml } from './e-invoice-source';
import { eInvoiceKind, isNamedAsEInvoice } from './e-invoice-kind';
import { entryName, isIgnored } from './entry-names';
import { defaultLimits, UNPACKED_PER_BYTE, type PackageLimits } from './limits';
import { isOpenInvoicesFile, type OpenInvoices, readOpenInvoices } from './open-invoices';
import { noCsv, unreadableDirectory, unreadableList } from './zip-refusals';
import { PackageError } from './package-error';
import { checkEntry, unpack } from './unpack';
import { directoryFault } from './zip-directory';

/** A file of the package. */
interface PackageFile {
	/** Size unpacked, in bytes. */
	size: number;
	/** All names that the ZIP can mean by its bytes, the one that it goes by first. */
	spellings: string[];
	/** Unpacks the file and checks it against its checksum; rejects with a PackageError where it is damaged. */
	read(): Promise<Buffer>;
}

/** An opened package: its one CSV, and the other files by name, in ZIP order. */
export interface OpenedPackage {
	/** `file`: one file of e-invoices, which is the package. */
	kind: 'csv' | 'zip' | 'file';
	/** Null where the package is one of e-invoices only. */
	csv: { name: string; bytes: Buffer } | null;
	files: Map<string, PackageFile>;
	/** Of a package that waited: which of its e-invoices are still to be settled, where not all of them are. */
	open?: OpenInvoices;
}

/**
 * Opens what was delivered: a CSV, a ZIP with exactly one CSV at its top level (csv/invoices_import.json, `zip`), a file of e-invoices (XML,
 * signed XML, or a PDF with XML in it), or a ZIP with such files.
 * Rejects with a PackageError, of a PDF also with an EInvoiceError, that says what is wrong with the package as a whole. How large a package may be is for the one to
 * say who fetches it.
 */
export async function openPackage(bytes: Buffer, fileName: string, limits: Partial<PackageLimits> = {}): Promise<OpenedPackage> {
	if (bytes.length === 0) {
		throw new PackageError(
			'emptyPackage',
			'The package is empty: it has 0 bytes. Have it exported again, and check its size before it is sent.',
		);
	}
	if (isZip(bytes)) return await openZip(bytes, fileName, { ...defaultLimits, ...limits });
	if (/\.zip$/i.test(fileName)) {
		const type = await mimeTypeOf(bytes);
		const found = type === 'application/octet-stream' ? 'its beginning is damaged' : `it is a file of type ${type}`;
		throw new PackageError(
			'notAZip',
			`The file is named .zip but is not a ZIP file: ${found}. Have its content packed as a ZIP and sent again.`,
		);
	}
	return (await openEInvoice(bytes, fileName)) ?? (await openCsv(bytes, fileName));
}

/** One file of e-invoices; null for what is none. */
async function openEInvoice(bytes: Buffer, fileName: string): Promise<OpenedPackage | null> {
	const kind = await eInvoiceKind(fileName, bytes);
	if (kind === null || (kind === 'pdf' && !(await embedsXml(bytes)))) return null;
	const file = { size: bytes.length, spellings: [fileName], read: () => Promise.resolve(bytes) };
	return { kind: 'file', csv: null, files: new Map([[fileName, file]]) };
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
			`“${shownName(fileName)}” is a file of type ${type.mime}, neither a CSV nor a ZIP${type.mime === 'application/pdf' ? ', and no e-invoice is embedded in it' : ''}. Images must come in a ZIP together with the CSV that names them.`,
			shownName(fileName),
		);
	}
	return { kind: 'csv', csv: { name: fileName, bytes }, files: new Map() };
}

async function openZip(bytes: Buffer, fileName: string, bounds: PackageLimits): Promise<OpenedPackage> {
	const zip = await directory(bytes);
	const entries = await listed(bytes, zip, bounds);
	const csvNames = [...entries.keys()].filter((name) => !name.includes('/') && /\.csv$/i.test(name));
	if (csvNames.length > 1) {
		throw new PackageError(
			'twoCsvs',
			`The ZIP contains ${csvNames.length} CSV files at its top level: ${shownNames(csvNames)}. There must be exactly one; put a CSV that is an attachment into a folder.`,
		);
	}
	const [csvName] = csvNames;
	const files = new Map<string, PackageFile>();
	for (const [name, { entry, spellings }] of entries) {
		if (name !== csvName) files.set(name, { size: entry.uncompressedSize, spellings, read: () => unpack(zip, entry, name) });
	}
	const csv = csvName === undefined ? undefined : entries.get(csvName);
	const open = await takenOpenInvoices(files, fileName);
	if (csvName === undefined || !csv) {
		if (await hasEInvoices(files)) return { kind: open?.kind ?? 'zip', csv: null, files, ...(open && { open }) };
		throw noCsv([...entries.keys()]);
	}
	const { maxBytes } = invoiceLimits(bytes.length);
	if (csv.entry.uncompressedSize > maxBytes) throw csvTooLarge(csvName, csv.entry.uncompressedSize, maxBytes);
	return { kind: 'zip', csv: { name: csvName, bytes: await unpack(zip, csv.entry, csvName) }, files, ...(open && { open }) };
}

/** The list of a package that waited, which is none of its files. */
async function takenOpenInvoices(files: Map<string, PackageFile>, fileName: string): Promise<OpenInvoices | null> {
	for (const [name, file] of files) {
		if (!isOpenInvoicesFile(fileName, { name, size: file.size })) continue;
		const open = readOpenInvoices(await file.read());
		if (open) files.delete(name);
		return open;
	}
	return null;
}

/** Whether a ZIP without a CSV is one of e-invoices. An Office document has XML in it, too. */
async function hasEInvoices(files: Map<string, PackageFile>): Promise<boolean> {
	if (files.has('[Content_Types].xml')) return false;
	if ([...files.keys()].some(isNamedAsEInvoice)) return true;
	for (const [name, file] of files) {
		if (!/\.pdf$/i.test(name)) continue;
		try {
			if (await embedsXml(await file.read())) return true;
		} catch (error) {
			// One that is damaged is no e-invoice, whatever it has been.
			if (!(error instanceof EInvoiceError || error instanceof PackageError)) throw error;
		}
	}
	return false;
}

/** Known before it is unpacked: yauzl gives no more than the entry says that it has. */
function csvTooLarge(name: string, size: number, limit: number): PackageError {
	const { code, message } = tooManyBytes(size, limit);
	return new PackageError(code, message, shownName(name));
}

async function directory(bytes: Buffer): Promise<ZipFile> {
	try {
		// Names are decoded and checked here, not by yauzl, which knows neither UTF-8 without the flag nor other code pages.
		return await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false });
	} catch (error) {
		throw unreadableDirectory(error);
	}
}

/** An entry of the ZIP that is a file, with all names that it may have. */
interface ListedFile {
	entry: Entry;
	spellings: string[];
}

async function listed(bytes: Buffer, zip: ZipFile, bounds: PackageLimits): Promise<Map<string, ListedFile>> {
	if (zip.entryCount > bounds.maxEntries) {
		throw new PackageError(
			'tooManyEntries',
			`The ZIP contains ${zip.entryCount} files; the limit is ${bounds.maxEntries}. Have it split into several packages.`,
		);
	}
	const entries = new Map<string, ListedFile>();
	const mostBytes = bounds.maxTotalBytes + UNPACKED_PER_BYTE * bytes.length;
	let total = 0;
	for (const entry of await allEntries(bytes, zip)) {
		const { name, spellings } = entryName(entry);
		if (isIgnored(name)) continue;
		checkEntry(entry, name, bounds);
		total += entry.uncompressedSize;
		if (total > mostBytes) {
			throw new PackageError(
				'zipBomb',
				`The ZIP would unpack to more than ${sizeText(mostBytes)}, the limit for its size. Nothing was unpacked. Have images saved with compression (PDF, TIFF, PNG or JPEG), or the package split into several.`,
			);
		}
		if (entries.has(name)) {
			throw new PackageError(
				'duplicateEntry',
				`The ZIP contains two files with the same name: “${shownName(name)}”. It is not clear which of them an invoice means; rename one.`,
				name,
			);
		}
		entries.set(name, { entry, spellings });
	}
	return entries;
}

async function allEntries(bytes: Buffer, zip: ZipFile): Promise<Entry[]> {
	const entries: Entry[] = [];
	try {
		for await (const entry of zip.eachEntry()) entries.push(entry);
	} catch (error) {
		throw unreadableList(error);
	}
	const fault = directoryFault(bytes, entries);
	if (fault === null) return entries;
	throw new PackageError(
		'damagedZip',
		`The list of files in the ZIP is damaged: ${fault}. Nothing in it was read. Have the package packed again from its files.`,
	);
}
