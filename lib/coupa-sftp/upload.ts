import { shownName, sizeText, textAt, type Problem } from '../core';
import { type PackageContent, PackageError, type PackageItem, readInvoicePackage, splitPackage } from '../package';
import { fileIn, makeFolders, pathFailure, SftpFailure, type SftpPort, type UploadOutcome } from '../sftp';
import { objectOf } from './folders';

/** A flat file, or a ZIP with one and its files, on its way into Coupa. */
export interface FlatFileUpload {
	content: Buffer;
	fileName: string;
	/** Below the base folder, e.g. `Incoming/Invoices`. */
	folder: string;
	/** Largest file; invoice packages above it are split, other files refused. */
	maxBytes: number;
	/** Make the folder when it is not there. */
	createFolder: boolean;
}

/** What became of one file. */
interface UploadedFile {
	fileName: string;
	/** `alreadyThere`: Coupa has not yet taken the same file of an earlier run; `takenAway`: it has taken this one already. */
	outcome: UploadOutcome;
	/** Bytes. */
	size: number;
	/** Numbers of the invoices in it; null for other objects, and where the file cannot be read as invoices. */
	invoices: string[] | null;
	/** Why it cannot be read as invoices: Coupa will probably refuse it. */
	problems: Problem[];
}

export interface UploadResult {
	files: UploadedFile[];
	/** Invoices of a split package that stay behind, and why. */
	leftOut: Array<{ invoices: string[]; problem: Problem }>;
	/** Files of a split package that no row names: they were not uploaded. */
	strayFiles: string[];
}

/**
 * Uploads a file into a folder of Coupa's SFTP account: under a temporary name, compared in size, then renamed. An invoice
 * package above `maxBytes` is split. Rejects with SftpFailure (a missing folder is named), or with PackageError for a file that
 * is too large and cannot be split; then nothing was uploaded. When a later part fails, the text says which are there.
 */
export async function uploadFlatFile(port: SftpPort, upload: FlatFileUpload): Promise<UploadResult> {
	const { content, fileName, folder, maxBytes } = upload;
	// An unusable name is reported before anything is read or made.
	fileIn(folder, fileName);
	if (content.length === 0)
		throw new PackageError('emptyFile', `“${shownName(fileName)}” is empty: it has 0 bytes. There is nothing to upload.`);
	const invoices =
		content.length > maxBytes || objectOf(folder) === 'Invoices'
			? await readInvoicePackage(content, fileName, { delivery: nowhere(fileName) })
			: null;
	if (content.length <= maxBytes) {
		await ensureFolder(port, upload);
		return { files: [await send(port, folder, fileName, content, invoices)], leftOut: [], strayFiles: [] };
	}
	return await uploadParts(port, upload, invoices);
}

async function uploadParts(port: SftpPort, upload: FlatFileUpload, content: PackageContent | null): Promise<UploadResult> {
	const { fileName, folder, maxBytes } = upload;
	if (!content?.readable) throw tooLarge(upload, content?.items[0]?.json.problems[0]?.message ?? '');
	const { parts, leftOut, strayFiles } = await splitPackage(content, fileName, { maxBytes });
	const [first] = leftOut;
	if (first && parts.length === 0) throw new PackageError(first.problem.code, first.problem.message, first.problem.value);
	await ensureFolder(port, upload);
	const files: UploadedFile[] = [];
	for (const part of parts) {
		try {
			files.push(await send(port, folder, part.fileName, await part.bytes(), { ...content, items: part.items }));
		} catch (error) {
			throw files.length > 0 && error instanceof SftpFailure ? halfWay(error, files, parts.length) : error;
		}
	}
	return { files, leftOut: leftOut.map(({ item, problem }) => ({ invoices: numbersOf([item]), problem })), strayFiles };
}

async function send(
	port: SftpPort,
	folder: string,
	fileName: string,
	content: Buffer,
	invoices: PackageContent | null,
): Promise<UploadedFile> {
	const outcome = await port.upload(fileIn(folder, fileName), content);
	const readable = invoices?.readable === true;
	return {
		fileName,
		outcome,
		size: content.length,
		invoices: readable ? numbersOf(invoices.items) : null,
		problems: readable ? [] : (invoices?.items.flatMap(({ json }) => json.problems) ?? []),
	};
}

async function ensureFolder(port: SftpPort, { folder, createFolder }: FlatFileUpload): Promise<void> {
	if ((await port.stat(folder))?.kind === 'folder') return;
	if (createFolder) {
		await makeFolders(port, folder);
		return;
	}
	const path = port.fullPath(folder);
	throw pathFailure(
		'noSuchFile',
		path,
		`There is no folder "${path}" on ${port.server}.`,
		'Check the folder and the base folder of the credential; names are case-sensitive. Coupa reads only the folders it has set up; to create this one anyway, switch on "Create Folder".',
	);
}

function tooLarge({ content, fileName, maxBytes }: FlatFileUpload, reason: string): PackageError {
	return new PackageError(
		'fileTooLarge',
		`“${shownName(fileName)}” is ${sizeText(content.length)}; the limit is ${sizeText(maxBytes)}. It cannot be split, because it cannot be read as an invoice package: ${reason}`,
		fileName,
	);
}

/** Running again would send the first parts twice, unless their names are given and Coupa has not taken them yet. */
function halfWay(error: SftpFailure, files: UploadedFile[], count: number): SftpFailure {
	const there = `${files.length} of ${count} parts are uploaded already: ${files.map(({ fileName }) => fileName).join(', ')}. Do not send their invoices again.`;
	return new SftpFailure(error.message, error.kind, {
		...error.details,
		hint: [there, error.details.hint].filter(Boolean).join(' '),
		cause: error,
	});
}

function numbersOf(items: PackageItem[]): string[] {
	return items.flatMap(({ json }) => textAt(json.invoice ?? {}, 'invoice-number') ?? []);
}

/** A file that came from no lock-box. */
function nowhere(fileName: string): Parameters<typeof readInvoicePackage>[2]['delivery'] {
	return { package: fileName, claim: null, receivedAt: new Date().toISOString(), boundTo: null, encoding: 'auto', claimedUntil: null };
}
