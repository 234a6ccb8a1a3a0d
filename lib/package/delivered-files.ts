import {
	type AttachmentSource,
	type DeliveredInvoice,
	imageFault,
	LARGEST_IMAGE,
	mimeTypeOf,
	type Problem,
	sha256Sliced,
	shownName,
	shownNames,
	storedName,
} from '../core';
import type { FileInvoice } from '../flat-file';
import { condensed } from './file-problems';
import type { KeyFile } from './key';
import type { OpenedPackage } from './open-package';
import { PackageError } from './package-error';
import { FileFinder, type Resolved } from './resolve-file';

/** A file of the package that goes along with an item. */
export interface DeliveredFile {
	role: 'imageScan' | 'attachment' | 'strayFile';
	/** Name of the item's binary property: `imageScan`, `attachment1`, … or `file`. */
	binary: string;
	/**
	 * Name inside the package, folders included; where the ZIP leaves open how it is spelled, as the row spells it. Null for what is no file
	 * of the package: the page drawn of an e-invoice, and what another file embeds.
	 */
	entry: string | null;
	fileName: string;
	/** By content. */
	mimeType: string;
	/** In bytes; null for a page that is drawn only when it is read. */
	size: number | null;
	/** Of the content; of a drawn page, of what it is drawn from. */
	sha256: string;
	/** Unpacks it (again): nothing is held in memory meanwhile. */
	read(): Promise<Buffer>;
}

/** A file of the package itself. */
export interface PackageFile extends DeliveredFile {
	entry: string;
	size: number;
}

/** What is asked of page images. */
export interface ImageRules {
	/** What it means when the named page image is not in the package, or is not fit to be one. Default `error`. */
	severity?: Problem['severity'];
	/** Largest page image in bytes. Default LARGEST_IMAGE. */
	maxBytes?: number;
}

/** What became of the files that an invoice names. */
export interface InvoiceFiles {
	imageScan: DeliveredInvoice['imageScan'];
	attachments: AttachmentSource[];
	files: DeliveredFile[];
	keyFiles: KeyFile[];
	problems: Problem[];
}

type Identity = Pick<PackageFile, 'mimeType' | 'size' | 'sha256'>;

/** Finds, identifies and checks the files of a package; each is unpacked once for that. */
export class FileStore {
	/** Entries that some row names. */
	readonly named = new Set<string>();
	private readonly finder: FileFinder;
	private readonly identified = new Map<string, Promise<Identity>>();
	/** Whether the ZIP has names of which it is not said in which code page they are. */
	private readonly hasOpenNames: boolean;
	private readonly opened: OpenedPackage;
	private readonly images: Required<ImageRules>;
	private readonly signal: AbortSignal | undefined;

	/** When `signal` is aborted, no further file is unpacked. */
	constructor(opened: OpenedPackage, images: ImageRules = {}, signal?: AbortSignal) {
		this.opened = opened;
		this.signal = signal;
		this.images = { severity: images.severity ?? 'error', maxBytes: images.maxBytes ?? LARGEST_IMAGE };
		const names = [...opened.files].map(([name, { spellings }]) => ({ name, spellings }));
		this.finder = new FileFinder(names);
		this.hasOpenNames = names.some(({ spellings }) => spellings.length > 1);
	}

	/** What a name means, also with its spelling, case or folder left open. */
	find(name: string): Resolved {
		return this.finder.find(name);
	}

	/** What makes a file unfit to be a page image; null for a fit one. */
	imageFault(file: PackageFile): ReturnType<typeof imageFault> {
		return imageFault({ ...file, fileName: shownName(file.fileName) }, this.images.maxBytes);
	}

	/** Names of the files in ZIP order. */
	get entries(): string[] {
		return [...this.opened.files.keys()];
	}

	/** Whether an e-invoice is still to be settled, by its file and its place in it. */
	isOpen(entry: string, position: number): boolean {
		return this.opened.open?.files.get(entry)?.has(position) ?? true;
	}

	/** The files that an invoice's header row names. */
	async ofInvoice(invoice: FileInvoice): Promise<InvoiceFiles> {
		const found: InvoiceFiles = {
			imageScan: invoice.imageScan && 'url' in invoice.imageScan ? invoice.imageScan : null,
			attachments: [],
			files: [],
			keyFiles: [],
			problems: [],
		};
		const row = invoice.rawRows.find((raw) => raw.rowKind === 'Invoice')?.row;
		if (invoice.imageScan && 'fileName' in invoice.imageScan) {
			const { fileName } = invoice.imageScan;
			const file = await this.take(fileName, { role: 'imageScan', binary: 'imageScan', row, column: 'Image Scan Filename' }, found);
			found.imageScan = { fileName: file?.fileName ?? shownName(fileName), binary: file?.binary ?? null };
			if (file) found.problems.push(...this.imageProblems(file, row, fileName));
		}
		for (const [index, { column, source }] of invoice.attachments.entries()) {
			if (source.kind !== 'file') {
				found.attachments.push(source);
				continue;
			}
			const file = await this.take(source.fileName, { role: 'attachment', binary: `attachment${index + 1}`, row, column }, found);
			found.attachments.push({ kind: 'file', fileName: file?.fileName ?? storedName(source.fileName), binary: file?.binary ?? null });
		}
		// A list that was pushed to has room for more, which is held as long as the package.
		return { ...found, attachments: found.attachments.slice(), files: found.files.slice(), problems: condensed(found.problems) };
	}

	/** A file by its name, spelled `as` a row has it. */
	async file(name: string, role: DeliveredFile['role'], binary: string, as = name): Promise<PackageFile> {
		const read = (): Promise<Buffer> => this.read(name);
		const identity = this.identified.get(name) ?? this.identify(name);
		this.identified.set(name, identity);
		return { role, binary, entry: as, fileName: storedName(as), ...(await identity), read };
	}

	private async take(
		cell: string,
		as: { role: 'imageScan' | 'attachment'; binary: string; row: number | undefined; column: string },
		found: InvoiceFiles,
	): Promise<PackageFile | null> {
		const where = placeOf(as.role, as.row, as.column, cell);
		const resolved = this.finder.find(cell);
		if ('several' in resolved) {
			found.keyFiles.push({ name: cell, sha256: null });
			const message = this.missingText(cell, resolved);
			// Without a spread, of whose every result the engine describes the form anew: a package may have one for each invoice.
			found.problems.push(Object.assign({ ...this.notFound(as.role, resolved.several), message }, where));
			return null;
		}
		this.named.add(resolved.name);
		if (resolved.byEnd) {
			found.problems.push({
				severity: 'warning',
				code: 'filePath',
				...where,
				message: `The row names “${shownName(cell)}”, which the package does not contain; “${shownName(resolved.as)}”, which agrees with the end of it only, was taken. Check that it is the right file, and have names written as they are in the package.`,
			});
		}
		try {
			const file = await this.file(resolved.name, as.role, as.binary, resolved.as);
			found.files.push(file);
			found.keyFiles.push({ name: file.entry, sha256: file.sha256 });
			return file;
		} catch (error) {
			if (!(error instanceof PackageError)) throw error;
			found.keyFiles.push({ name: resolved.as, sha256: null });
			found.problems.push({ ...error.problem, ...where });
			return null;
		}
	}

	/** Which of several files is meant nobody knows: an error whatever is asked of images. */
	private notFound(role: 'imageScan' | 'attachment', several: string[]): Pick<Problem, 'severity' | 'code'> {
		if (several.length > 1) return { severity: 'error', code: 'fileAmbiguous' };
		return role === 'imageScan'
			? { severity: this.images.severity, code: 'imageMissing' }
			: { severity: 'error', code: 'attachmentMissing' };
	}

	private missingText(cell: string, { several, byCodePage }: Extract<Resolved, { several: string[] }>): string {
		if (byCodePage)
			return `The ZIP does not say in which code page its file names are, and “${shownName(cell)}” can be any of these: ${shownNames(several)}. Have it packed with names in UTF-8, or without accents and umlauts.`;
		if (several.length > 1)
			return `The package contains several files named “${shownName(cell)}”: ${shownNames(several)}. Write the name in the row exactly as the file has it, with its folder.`;
		if (this.opened.kind === 'csv')
			return `The row names the file “${shownName(cell)}”, but the package is a CSV only. Send the CSV and its files together in one ZIP.`;
		const text = `The row names the file “${shownName(cell)}”, but the package does not contain it. Add the file, or correct the name, and send the invoice again.`;
		return this.hasOpenNames && /[^\p{ASCII}]/u.test(cell)
			? `${text} Names in this ZIP are not in UTF-8, so their accents and umlauts may have been read wrongly: have it packed with names in UTF-8.`
			: text;
	}

	/** Whether the file is fit to be a page image, by the rule that the import judges by, too. */
	private imageProblems(file: PackageFile, row: number | undefined, cell: string): Problem[] {
		const fault = imageFault({ ...file, fileName: shownName(cell) }, this.images.maxBytes);
		if (fault === null) return [];
		const { code, message } = fault;
		return [{ severity: this.images.severity, code, ...placeOf('imageScan', row, 'Image Scan Filename', cell), message }];
	}

	private async identify(entry: string): Promise<Identity> {
		this.signal?.throwIfAborted();
		const bytes = await this.read(entry);
		return { mimeType: await mimeTypeOf(bytes), size: bytes.length, sha256: await sha256Sliced(bytes) };
	}

	/** Unpacks a file. @throws PackageError where it is damaged */
	async read(entry: string): Promise<Buffer> {
		const file = this.opened.files.get(entry);
		if (!file) throw new PackageError('damagedFile', `The package contains no file “${shownName(entry)}”.`, shownName(entry));
		return await file.read();
	}
}

/** Where a problem of a file is: in the invoice the page image has a path, attachments have none. */
function placeOf(role: DeliveredFile['role'], row: number | undefined, column: string, value: string): Partial<Problem> {
	const place: Partial<Problem> = { column, value: shownName(value) };
	if (row !== undefined) place.row = row;
	if (role === 'imageScan') place.path = 'image-scan';
	return place;
}
