import { type DeliveredInvoice, type Delivery, type Problem, sha256, sha256Sliced, shownName, turning } from '../core';
import { EInvoiceError, type EInvoiceSettings } from '../e-invoice';
import { readInvoiceFile, type FileInvoice, type InvoiceFile, type RawRow, type ReadOptions, type StrayRows } from '../flat-file';
import { FileStore, type DeliveredFile, type ImageRules } from './delivered-files';
import { type EInvoiceDrafts, eInvoiceDrafts } from './e-invoice-drafts';
import { EInvoiceReader } from './e-invoice-reading';
import { faultOfPdf } from './e-invoice-source';
import type { ItemDraft } from './item-draft';
import { contentKey } from './key';
import type { PackageLimits } from './limits';
import { looseFileProblem } from './loose-file';
import { openPackage, type OpenedPackage } from './open-package';
import type { EInvoicePlace } from './open-invoices';
import { PackageError } from './package-error';
import type { RowDraft } from './row-twins';

/** What only the lock-box knows about a package. */
export type DeliverySource = Pick<Delivery, 'package' | 'claim' | 'receivedAt' | 'boundTo' | 'encoding' | 'claimedUntil'>;

/** How a package is read. */
export interface ReadPackageOptions extends Omit<ReadOptions, 'encoding'> {
	delivery: DeliverySource;
	image?: ImageRules;
	/** How e-invoices become Coupa's records. Which items there are, and their keys, do not depend on it. */
	eInvoice?: Partial<EInvoiceSettings>;
	limits?: Partial<PackageLimits>;
}

/** One item of a package: an invoice, rows or a file that belong to none, or the whole package where it cannot be read. */
export interface PackageItem {
	json: DeliveredInvoice;
	files: DeliveredFile[];
	rawRows: RawRow[];
	/** The e-invoices that it is, or that go along with its row. */
	eInvoices: EInvoicePlace[];
}

/** A package as it was read. Nothing in it is unaccounted for: each row and file is in one of its items. */
export interface PackageContent {
	fileName: string;
	bytes: Buffer;
	/** False where the package as a whole cannot be read: then its only item says why. */
	readable: boolean;
	/** Name of the CSV inside; the package itself for a bare CSV, and where there is none. */
	entry: string;
	kind: OpenedPackage['kind'] | null;
	items: PackageItem[];
}

/**
 * Reads a package: its CSV with the files that each invoice names, and its e-invoices with theirs. Rejects only for faults of this machine;
 * whatever is wrong with the package is in the problems of its items. With a `signal` it stops soon after that is aborted, and rejects with
 * its reason.
 */
export async function readInvoicePackage(bytes: Buffer, fileName: string, options: ReadPackageOptions): Promise<PackageContent> {
	const opened = await openPackage(bytes, fileName, options.limits).catch((error: unknown) => {
		if (error instanceof PackageError || error instanceof EInvoiceError) return error;
		throw error;
	});
	if (opened instanceof Error) return await unreadable(bytes, fileName, options, null, fileName, [opened.problem]);
	return await readOpened(opened, bytes, fileName, options);
}

/**
 * Reads files that came together without being packed, such as the attachments of a message, as a ZIP of e-invoices is read. Each name
 * stands once.
 *
 * @param besides how many e-invoices came with them in packages of their own: where there is none at all, files without one are errors
 */
export async function readInvoiceFiles(
	files: ReadonlyMap<string, Buffer>,
	fileName: string,
	options: ReadPackageOptions,
	besides = 0,
): Promise<PackageContent> {
	const bytes = Buffer.concat([...files.values()]);
	const opened: OpenedPackage = {
		kind: 'zip',
		csv: null,
		files: new Map(
			[...files].map(([name, content]) => [name, { size: content.length, spellings: [name], read: () => Promise.resolve(content) }]),
		),
	};
	return await readOpened(opened, bytes, fileName, { ...options, besides });
}

/** `besides` stands for files that came loose. */
type ReadOpenedOptions = ReadPackageOptions & { besides?: number };

async function readOpened(opened: OpenedPackage, bytes: Buffer, fileName: string, options: ReadOpenedOptions): Promise<PackageContent> {
	const { signal } = options;
	const entry = opened.csv?.name ?? fileName;
	const { csv } = opened;
	const file = csv && (await readInvoiceFile(csv.bytes, { ...options, encoding: options.delivery.encoding, packageBytes: bytes.length }));
	if (file?.fileProblems.some((problem) => problem.severity === 'error')) {
		return await unreadable(bytes, fileName, options, opened.kind, entry, file.fileProblems);
	}
	const store = new FileStore(opened, options.image, signal);
	const { drafts, invoices } = await draftsOf(file, store, options);
	if (opened.kind === 'file' && invoices === 0) {
		const told = drafts[0]?.json.problems ?? [];
		// A PDF whose XML is none of an invoice: the XML says what it is.
		const fault = told.some(({ code }) => code === 'strayFile') ? await faultOfPdf(bytes, signal) : null;
		return await unreadable(bytes, fileName, options, 'file', fileName, fault ? [fault.problem] : told);
	}
	const whole = { sha256: await sha256Sliced(bytes), invoices, items: drafts.length, entry };
	const items = drafts.map((draft, index) => finished(draft, index + 1, whole, options.delivery));
	return { fileName, bytes, readable: true, entry, kind: opened.kind, items };
}

/** Invoices of the CSV in file order, then e-invoices, then rows of no invoice, then files of none. */
async function draftsOf(
	file: InvoiceFile | null,
	store: FileStore,
	{ signal, eInvoice = {}, besides }: ReadOpenedOptions,
): Promise<{ drafts: ItemDraft[]; invoices: number }> {
	const rows: RowDraft[] = [];
	const turn = turning(signal);
	for (const invoice of file?.invoices ?? []) {
		await turn();
		rows.push({ invoice, draft: await invoiceDraft(invoice, store, signal) });
	}
	const reader = new EInvoiceReader(store, eInvoice, signal);
	const eInvoices = await eInvoiceDrafts(reader, store, file && rows);
	const drafts = rows.map(({ draft }) => draft);
	// One by one: as arguments of a single call, hundreds of thousands would overflow the stack.
	for (const draft of eInvoices.drafts) drafts.push(draft);
	const invoices = drafts.length;
	for (const stray of file?.strays ?? []) {
		await turn();
		drafts.push(await strayDraft(stray, signal));
	}
	for (const entry of store.entries) {
		await turn();
		if (store.named.has(entry)) continue;
		const findings = findingsOf(entry, eInvoices);
		if (findings.length === 0 && besides !== undefined) {
			const isAlone = invoices + besides === 0;
			findings.push(await looseFileProblem({ name: entry, bytes: await store.read(entry), isAlone }, signal));
		}
		drafts.push(await strayFileDraft(entry, store, findings));
	}
	return { drafts, invoices };
}

function findingsOf(entry: string, { refused, ambiguous }: EInvoiceDrafts): Problem[] {
	return [refused.get(entry), ambiguous.get(entry)].filter((problem) => problem !== undefined);
}

async function invoiceDraft(invoice: FileInvoice, store: FileStore, signal?: AbortSignal): Promise<ItemDraft> {
	const found = await store.ofInvoice(invoice);
	return {
		json: {
			invoice: invoice.record,
			submit: invoice.submit,
			imageScan: found.imageScan,
			attachments: found.attachments,
			extraColumns: invoice.extraColumns,
			problems: invoice.problems.concat(found.problems),
			rowOf: invoice.rowOf,
		},
		rows: invoice.rows,
		key: await contentKey(invoice.rawRows, found.keyFiles, signal),
		files: found.files,
		rawRows: invoice.rawRows,
	};
}

const nothing = { invoice: null, submit: null, imageScan: null, attachments: [], extraColumns: [], rowOf: {} };

async function strayDraft(stray: StrayRows, signal?: AbortSignal): Promise<ItemDraft> {
	return {
		json: { ...nothing, problems: stray.problems },
		rows: stray.rows,
		key: await contentKey(stray.rawRows, [], signal),
		files: [],
		rawRows: stray.rawRows,
	};
}

/** `findings` say more of it than that nothing refers to it. */
async function strayFileDraft(entry: string, store: FileStore, findings: Problem[]): Promise<ItemDraft> {
	const stray: Problem = {
		severity: 'warning',
		code: 'strayFile',
		value: entry,
		message: `No invoice in the package refers to the file “${shownName(entry)}”. Check whether a row is missing or names another file.`,
	};
	const told = findings.length > 0 ? findings : [stray];
	try {
		const file = await store.file(entry, 'strayFile', 'file');
		const attachment = { kind: 'file' as const, fileName: file.fileName, binary: file.binary };
		return {
			json: { ...nothing, attachments: [attachment], problems: told },
			rows: [],
			key: await contentKey([], [{ name: entry, sha256: file.sha256 }]),
			files: [file],
			rawRows: [],
		};
	} catch (error) {
		if (!(error instanceof PackageError)) throw error;
		return {
			json: { ...nothing, problems: [...told, error.problem] },
			rows: [],
			key: await contentKey([], [{ name: entry, sha256: null }]),
			files: [],
			rawRows: [],
		};
	}
}

const NONE: EInvoicePlace[] = [];

/** The delivery joins the draft's own object: there are as many of them as invoices, and a copy of each would be as large once more. */
function finished(
	{ json, entry, rows, key, files, rawRows, eInvoices = NONE }: ItemDraft,
	position: number,
	whole: { sha256: string; invoices: number; items: number; entry: string },
	source: DeliverySource,
): PackageItem {
	const delivery: Delivery = {
		package: source.package,
		claim: source.claim,
		entry: entry ?? whole.entry,
		position,
		rows,
		sha256: whole.sha256,
		receivedAt: source.receivedAt,
		invoices: whole.invoices,
		items: whole.items,
		key,
		boundTo: source.boundTo,
		encoding: source.encoding,
		claimedUntil: source.claimedUntil,
	};
	return { json: Object.assign(json, { delivery }), files, rawRows, eInvoices };
}

async function unreadable(
	bytes: Buffer,
	fileName: string,
	options: ReadPackageOptions,
	kind: PackageContent['kind'],
	entry: string,
	problems: Problem[],
): Promise<PackageContent> {
	const hash = await sha256Sliced(bytes);
	const draft = { json: { ...nothing, problems }, rows: [], key: sha256(`package ${hash}`), files: [], rawRows: [] };
	const item = finished(draft, 1, { sha256: hash, invoices: 0, items: 1, entry }, options.delivery);
	return { fileName, bytes, readable: false, entry, kind, items: [item] };
}
