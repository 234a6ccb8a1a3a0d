import { IMAGE_TYPES, type Problem, sha256, shownName, shownNames, storedName, textAt } from '../core';
import type { AssignedBy } from './assign-files';
import { plainStem } from './assign-files';
import type { DeliveredFile, FileStore, PackageFile } from './delivered-files';
import type { EInvoiceReader, EmbeddedEntry, ReadEInvoice, ReadSource } from './e-invoice-reading';

/** A file of the package that belongs to an e-invoice, and how it came to it. */
interface OwnFile {
	file: PackageFile;
	by: AssignedBy;
}

/** The files of one e-invoice. */
export interface EInvoiceFiles {
	/** A PDF or image that shows it; null where none came with it, or it is not clear which of several does. */
	image: PackageFile | null;
	/** What goes along, the XML first. Without names of their binary properties. */
	attachments: DeliveredFile[];
	/** All of the above that are files of the package. */
	own: PackageFile[];
	problems: Problem[];
}

const PDF = 'application/pdf';

/** What becomes of the file an e-invoice is in, the files beside it and those embedded in it. `assigned`: those beside it. */
export async function filesOfEInvoice(
	source: ReadSource,
	invoice: ReadEInvoice,
	assigned: Array<{ entry: string; by: AssignedBy }>,
	{ store, reader }: { store: FileStore; reader: EInvoiceReader },
): Promise<EInvoiceFiles> {
	const beside: OwnFile[] = [];
	for (const { entry, by } of assigned) beside.push({ file: await store.file(entry, 'attachment', ''), by });
	const itself = await store.file(source.entry, 'attachment', '');
	const own = [...(source.kind === 'pdf' ? [{ file: itself, by: 'content' as const }] : []), ...beside];
	const { image, problems } = imageAmong(own, store);
	const xml = source.kind === 'xml' ? itself : embeddedFile(source.xml, async () => await reader.xml(source));
	const attachments = [
		{ ...xml, mimeType: 'application/xml' },
		...(source.kind === 'p7m' ? [itself] : []),
		...own.map(({ file }) => file).filter((file) => file !== image),
		...invoice.embedded.map((entry, index) => embeddedFile(entry, async () => await reader.embedded(source, invoice.position, index))),
		...source.others.map((entry, index) => embeddedFile(entry, async () => await reader.other(source, index))),
	];
	return { image, attachments, own: [itself, ...beside.map(({ file }) => file)], problems };
}

/** The page that is drawn of an e-invoice which comes without one; drawn when it is read. */
export function drawnPage(source: ReadSource, invoice: ReadEInvoice, key: string, reader: EInvoiceReader): DeliveredFile {
	const number = textAt(invoice.record, 'invoice-number') ?? plainStem(source.entry);
	return {
		role: 'imageScan',
		binary: 'imageScan',
		entry: null,
		fileName: storedName(`${number.replaceAll(/[/\\]/g, '-')}.pdf`),
		mimeType: PDF,
		size: null,
		sha256: sha256(`page ${key}`),
		read: async () => await reader.page(source, invoice.position),
	};
}

function embeddedFile({ fileName, size, sha256: hash, mimeType }: EmbeddedEntry, read: () => Promise<Buffer>): DeliveredFile {
	return {
		role: 'attachment',
		binary: '',
		entry: null,
		fileName: storedName(fileName),
		mimeType: mimeType ?? 'application/octet-stream',
		size,
		sha256: hash,
		read,
	};
}

/** The file that shows the invoice: the surest ones count, and of several that are as sure none does. */
function imageAmong(own: OwnFile[], store: FileStore): { image: PackageFile | null; problems: Problem[] } {
	const isPdf = ({ file }: OwnFile) => file.mimeType === PDF;
	const isImage = ({ file }: OwnFile) => IMAGE_TYPES.includes(file.mimeType);
	const ranks = [
		own.filter((one) => one.by === 'content' && isPdf(one)),
		own.filter((one) => one.by === 'stem' && isPdf(one)),
		own.filter((one) => one.by === 'stem' && isImage(one)),
		own.filter(isPdf),
	];
	const [first, ...others] = ranks.find((rank) => rank.length > 0) ?? [];
	if (!first) return { image: null, problems: [] };
	if (others.length > 0) {
		const names = shownNames([first, ...others].map(({ file }) => file.entry));
		const message = `Several files may show this invoice, and it is not clear which one does: ${names}. They go along as attachments, and the page image is drawn from the XML. Name the PDF like the XML to have it taken.`;
		return { image: null, problems: [{ severity: 'warning', code: 'imageAmbiguous', column: 'Image Scan', message }] };
	}
	const fault = store.imageFault(first.file);
	if (fault === null) return { image: first.file, problems: [] };
	const message = `${fault.message} It goes along as an attachment, and the page image is drawn from the XML.`;
	return {
		image: null,
		problems: [{ severity: 'warning', code: fault.code, column: 'Image Scan', value: shownName(first.file.fileName), message }],
	};
}
