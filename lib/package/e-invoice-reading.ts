import { type CoupaRecord, type EInvoiceFacts, inSlices, lookUpKey, type Problem, sha256Sliced, shownName, textAt, turning } from '../core';
import { checkingEInvoice, type EInvoice, type EInvoiceSettings, drawInvoicePage, mapToCoupa, type MappedInvoice } from '../e-invoice';
import type { FileStore } from './delivered-files';
import { fileFault, PageNotDrawn, unchecked, unmapped } from './e-invoice-fault';
import { type EInvoiceSource, readEInvoiceSource } from './e-invoice-source';
import type { EInvoiceKind } from './e-invoice-kind';
import { PackageError } from './package-error';

/** A file that an e-invoice or a PDF embeds, by what it is; its bytes are read again when they are needed. */
export interface EmbeddedEntry {
	fileName: string;
	size: number;
	sha256: string;
	/** Where nothing is known by content. */
	mimeType: string | null;
}

/** What is kept of one e-invoice: neither its document nor the files embedded in it. */
export interface ReadEInvoice {
	/** 1-based place in its file. */
	position: number;
	record: CoupaRecord;
	facts: EInvoiceFacts;
	problems: Problem[];
	/** What has no place of its own in Coupa. */
	left: MappedInvoice['left'];
	links: string[];
	embedded: EmbeddedEntry[];
	/** Supporting documents that are not in the XML: their references (BT-122) and locations (BT-124). */
	references: Array<{ name: string; column: 'BT-122' | 'BT-124'; path: string }>;
}

/** A file of e-invoices, read. */
export interface ReadSource {
	entry: string;
	kind: EInvoiceKind;
	xml: EmbeddedEntry;
	/** What a PDF embeds besides. */
	others: EmbeddedEntry[];
	invoices: ReadEInvoice[];
}

/** What the files of a package turned out to be. */
export interface ReadFiles {
	sources: ReadSource[];
	/** Files that should be e-invoices and cannot be read as such, and why. */
	refused: Map<string, Problem>;
}

/** Reads the e-invoices of a package, one file after another; what is large is read again when it is needed. */
export class EInvoiceReader {
	/** The file that was read last: what is embedded in it is read in a row. */
	private last: { entry: string; source: Promise<EInvoiceSource>; mapped: Map<number, MappedInvoice> } | null = null;

	constructor(
		private readonly store: FileStore,
		private readonly settings: Partial<EInvoiceSettings>,
		private readonly signal: AbortSignal | undefined,
	) {}

	/** Looks into each of these files. Damaged ones are left to whoever hands them over. */
	async read(entries: string[]): Promise<ReadFiles> {
		const files: ReadFiles = { sources: [], refused: new Map() };
		const turn = turning(this.signal);
		for (const entry of entries) {
			await turn();
			try {
				const bytes = await this.store.read(entry);
				const source = await readEInvoiceSource(entry, bytes, this.signal);
				if (source) files.sources.push(await this.readSource(entry, source));
			} catch (error) {
				this.signal?.throwIfAborted();
				if (!(error instanceof PackageError)) files.refused.set(entry, { ...fileFault(error).problem, value: shownName(entry) });
			}
		}
		return files;
	}

	/** The XML of a file of e-invoices. */
	async xml({ entry }: ReadSource): Promise<Buffer> {
		return (await this.opened(entry).source).xml.bytes;
	}

	/** One of the other files that a PDF embeds. */
	async other({ entry }: ReadSource, index: number): Promise<Buffer> {
		return (await this.opened(entry).source).others[index]?.bytes ?? Buffer.alloc(0);
	}

	/** One of the files that are embedded in an e-invoice. */
	async embedded({ entry }: ReadSource, position: number, index: number): Promise<Buffer> {
		const { source, mapped } = this.opened(entry);
		const known = mapped.get(position) ?? (await this.map(invoiceAt(await source, position)));
		mapped.set(position, known);
		return known.embedded[index]?.bytes ?? Buffer.alloc(0);
	}

	/** The page that is drawn of an e-invoice which comes without one. @throws PageNotDrawn for any failure but a cancellation */
	async page({ entry }: ReadSource, position: number): Promise<Buffer> {
		try {
			return await drawInvoicePage(invoiceAt(await this.opened(entry).source, position), this.signal);
		} catch (error) {
			this.signal?.throwIfAborted();
			throw new PageNotDrawn(error);
		}
	}

	private opened(entry: string): NonNullable<EInvoiceReader['last']> {
		if (this.last?.entry === entry) return this.last;
		this.last = { entry, source: this.openAgain(entry), mapped: new Map() };
		return this.last;
	}

	private async openAgain(entry: string): Promise<EInvoiceSource> {
		const source = await readEInvoiceSource(entry, await this.store.read(entry), this.signal);
		if (source) return source;
		throw new PackageError('damagedFile', `“${shownName(entry)}” holds no e-invoice any more.`, shownName(entry));
	}

	private async readSource(entry: string, source: EInvoiceSource): Promise<ReadSource> {
		const { kind, xml, others, invoices } = source;
		const turn = turning(this.signal);
		const read: ReadEInvoice[] = [];
		for (const invoice of invoices) {
			await turn();
			read.push(await this.readInvoice(invoice));
		}
		return {
			entry,
			kind,
			xml: { fileName: xml.name, size: xml.bytes.length, sha256: xml.sha256, mimeType: 'application/xml' },
			others: await Promise.all(others.map(async ({ name, bytes }) => await described(name, bytes, null))),
			invoices: read,
		};
	}

	/** With what the reader found. What throws is this invoice's own fault: others of its package go on. */
	private async map(invoice: EInvoice): Promise<MappedInvoice> {
		try {
			return await inSlices(mapToCoupa(invoice, this.settings), this.signal);
		} catch (error) {
			this.signal?.throwIfAborted();
			return unmapped(invoice, error);
		}
	}

	private async check(invoice: EInvoice): Promise<Problem[]> {
		try {
			return await inSlices(checkingEInvoice(invoice), this.signal);
		} catch (error) {
			this.signal?.throwIfAborted();
			return [unchecked(error)];
		}
	}

	private async readInvoice(invoice: EInvoice): Promise<ReadEInvoice> {
		const { record, facts, problems, embedded, links, left } = await this.map(invoice);
		const found = await this.check(invoice);
		return {
			position: invoice.position,
			record,
			facts,
			problems: distinct([...problems, ...found]),
			left,
			links,
			embedded: await Promise.all(embedded.map(async ({ fileName, bytes, mimeType }) => await described(fileName, bytes, mimeType))),
			references: referencesOf(invoice),
		};
	}
}

async function described(fileName: string, bytes: Buffer, mimeType: string | null): Promise<EmbeddedEntry> {
	return { fileName, size: bytes.length, sha256: await sha256Sliced(bytes), mimeType };
}

function invoiceAt({ invoices }: EInvoiceSource, position: number): EInvoice {
	const invoice = invoices[position - 1];
	if (!invoice) throw new RangeError(`The file has no invoice ${position}.`);
	return invoice;
}

/** Names that may be those of files beside the XML: not what is in it, nor what lies on the web. */
function referencesOf({ document }: EInvoice): ReadEInvoice['references'] {
	return document.many('BG-24').flatMap((group) => {
		if (group.term('BT-125')) return [];
		return (['BT-124', 'BT-122'] as const).flatMap((column) => {
			const term = group.term(column);
			return term === undefined || /^(?!file:)[a-z][a-z\d+.-]+:/i.test(term.value) ? [] : [{ name: term.value, column, path: term.path }];
		});
	});
}

/** Mapping and checks may find the same. */
function distinct(problems: Problem[]): Problem[] {
	return [
		...new Map(
			problems.map((problem) => [JSON.stringify([problem.code, problem.column, problem.path, problem.message]), problem]),
		).values(),
	];
}

/** What tells one e-invoice from another, whatever file it is in: number, date, total and seller. */
export function identityOf({ record, facts }: ReadEInvoice): string {
	const seller = facts.seller.name ?? facts.seller.identifiers[0]?.value ?? '';
	return JSON.stringify(
		[...['invoice-number', 'invoice-date', 'supplier-total'].map((key) => textAt(record, key) ?? ''), seller].map(lookUpKey),
	);
}
