import { type AttachmentSource, type Problem, shownName, shownNames } from '../core';
import { assignFiles, type Assigned } from './assign-files';
import type { FileStore } from './delivered-files';
import { filesOfEInvoice, drawnPage } from './e-invoice-files';
import { EInvoiceReader, identityOf, type ReadEInvoice, type ReadSource } from './e-invoice-reading';
import type { ItemDraft } from './item-draft';
import { eInvoiceKey } from './key';
import { type RowDraft, rowTwins } from './row-twins';

/** The e-invoices of a package beside the rows of its CSV. */
export interface EInvoiceDrafts {
	drafts: ItemDraft[];
	/** Files that should be e-invoices and cannot be read, and why. */
	refused: Map<string, Problem>;
	/** What is to be said of a file that fits several e-invoices alike. */
	ambiguous: Map<string, Problem>;
}

/**
 * Reads the e-invoices among the files that no row names, and the files that belong to them. One that is in the CSV, too, goes along with
 * its row. Files that belong to an invoice count as named in the store.
 */
export async function eInvoiceDrafts(reader: EInvoiceReader, store: FileStore, rows: RowDraft[] | null): Promise<EInvoiceDrafts> {
	const unnamed = store.entries.filter((entry) => !store.named.has(entry));
	const { sources: read, refused } = await reader.read(unnamed);
	const { sources, twins } = withoutTwins(read);
	const holders = new Set(sources.map(({ entry }) => entry));
	const others = unnamed.filter((entry) => !holders.has(entry) && !refused.has(entry));
	const owners = sources.map((source) => ({
		entry: source.entry,
		twins: twins.get(source) ?? [],
		named: source.invoices.map(({ references }) => references.flatMap(({ name }) => named(store, name))),
	}));
	const readable: string[] = [];
	// What is damaged belongs to nobody: it is told where it stands.
	for (const entry of others) if (await isReadable(store, entry)) readable.push(entry);
	const assigned = assignFiles(owners, readable, { onlyOne: rows === null });
	const inRows = rowTwins(
		rows ?? [],
		sources.flatMap(({ entry, invoices }) => invoices.filter(({ position }) => store.isOpen(entry, position))),
	);
	const drafts: ItemDraft[] = [];
	for (const [index, source] of sources.entries()) {
		for (const [place, invoice] of source.invoices.entries()) {
			if (!store.isOpen(source.entry, invoice.position)) continue;
			const own = assigned.files[index]?.[place] ?? [];
			const findings = [...referenceProblems(store, invoice), ...ambiguityProblems(assigned, owners[index])];
			const draft = await draftOf(source, invoice, own, { store, reader, findings });
			const twin = inRows.get(invoice);
			if (twin && 'row' in twin) joinRow(twin.row, draft);
			else drafts.push(draft);
			if (twin && 'problem' in twin) draft.json.problems.push(twin.problem);
		}
	}
	return { drafts, refused, ambiguous: new Map([...assigned.ambiguous].map(([entry, fitting]) => [entry, ambiguousFile(entry, fitting)])) };
}

/** A PDF in which an e-invoice is embedded that also lies beside it is a file of that one, not an invoice of its own. */
function withoutTwins(read: ReadSource[]): { sources: ReadSource[]; twins: Map<ReadSource, string[]> } {
	const twins = new Map<ReadSource, string[]>();
	const byXml = new Map<string, ReadSource>();
	const byIdentity = new Map<string, ReadSource>();
	for (const source of read.filter(({ kind }) => kind !== 'pdf')) {
		if (!byXml.has(source.xml.sha256)) byXml.set(source.xml.sha256, source);
		const key = identities(source);
		if (!byIdentity.has(key)) byIdentity.set(key, source);
	}
	const sources = read.filter((source) => {
		if (source.kind !== 'pdf') return true;
		const twin = byXml.get(source.xml.sha256) ?? byIdentity.get(identities(source));
		if (twin) twins.set(twin, [...(twins.get(twin) ?? []), source.entry]);
		return twin === undefined;
	});
	return { sources, twins };
}

function identities({ invoices }: ReadSource): string {
	return invoices.map(identityOf).join('\n');
}

async function isReadable(store: FileStore, entry: string): Promise<boolean> {
	return await store.file(entry, 'attachment', '').then(
		() => true,
		() => false,
	);
}

/** The file that a reference means; none where it means several, or is no file name. */
function named(store: FileStore, name: string): string[] {
	const found = store.find(name);
	return 'several' in found ? [] : [found.name];
}

/** Only a location promises a file; a reference (BT-122) may be any number. */
function referenceProblems(store: FileStore, { references }: ReadEInvoice): Problem[] {
	return references.flatMap(({ name, column, path }): Problem[] => {
		const found = store.find(name);
		if (!('several' in found)) return [];
		const place = { severity: 'warning' as const, column, path, value: shownName(name) };
		if (found.several.length > 1) {
			const message = `Several files are named “${shownName(name)}”, as the invoice names a supporting document: ${shownNames(found.several)}. None was taken. Name the file with its folder.`;
			return [{ ...place, code: 'fileAmbiguous', message }];
		}
		if (column === 'BT-122') return [];
		const message = `The invoice names the supporting document “${shownName(name)}”, which did not come with it. Send it along, or embed it in the XML.`;
		return [{ ...place, code: 'attachmentMissing', message }];
	});
}

function ambiguityProblems({ ambiguous }: Assigned, owner: { entry: string } | undefined): Problem[] {
	return [...ambiguous].flatMap(([entry, fitting]) =>
		fitting.some((other) => other.entry === owner?.entry) ? [ambiguousFile(entry, fitting)] : [],
	);
}

function ambiguousFile(entry: string, fitting: Array<{ entry: string }>): Problem {
	return {
		severity: 'warning',
		code: 'fileAmbiguous',
		value: shownName(entry),
		message: `“${shownName(entry)}” fits several e-invoices alike: ${shownNames(fitting.map((owner) => owner.entry))}. It goes with none of them. Give it the name of its XML, in the same folder.`,
	};
}

async function draftOf(
	source: ReadSource,
	invoice: ReadEInvoice,
	assigned: Parameters<typeof filesOfEInvoice>[2],
	{ store, reader, findings }: { store: FileStore; reader: EInvoiceReader; findings: Problem[] },
): Promise<ItemDraft> {
	const { image, attachments, own, problems } = await filesOfEInvoice(source, invoice, assigned, { store, reader });
	for (const { entry } of own) store.named.add(entry);
	const key = eInvoiceKey(
		source.xml.sha256,
		invoice.position,
		own.map((file) => file.sha256),
	);
	const page = image ? { ...image, role: 'imageScan' as const, binary: 'imageScan' } : drawnPage(source, invoice, key, reader);
	const attached = attachments.map((file, index) => ({ ...file, binary: `attachment${index + 1}` }));
	return {
		json: {
			invoice: invoice.record,
			submit: null,
			imageScan: { fileName: page.fileName, binary: page.binary },
			attachments: [
				...attached.map(({ fileName, binary }): AttachmentSource => ({ kind: 'file', fileName, binary })),
				...invoice.links.map((url): AttachmentSource => ({ kind: 'link', url })),
			],
			extraColumns: invoice.left.map(({ name, value }) => ({ row: 0, rowKind: 'E-Invoice', column: name, value })),
			rowOf: {},
			eInvoice: invoice.facts,
			problems: [...invoice.problems, ...problems, ...findings],
		},
		entry: source.entry,
		rows: [],
		key,
		files: [page, ...attached],
		rawRows: [],
		eInvoices: [{ entry: source.entry, position: invoice.position, of: source.invoices.length }],
	};
}

/** The e-invoice and its files go along with its row, which leads: its key, its page image and its values stay as they are. */
function joinRow({ draft }: RowDraft, eInvoice: ItemDraft): void {
	const { json } = draft;
	draft.eInvoices = [...(draft.eInvoices ?? []), ...(eInvoice.eInvoices ?? [])];
	const hasImage = json.imageScan !== null;
	const taken = new Set(draft.files.map(({ binary }) => binary));
	const own = eInvoice.files.filter(({ entry, role }) => role !== 'imageScan' || entry !== null);
	let next = json.attachments.length;
	for (const file of own) {
		if (file.role === 'imageScan' && !hasImage) {
			draft.files.push(file);
			json.imageScan = { fileName: file.fileName, binary: file.binary };
			continue;
		}
		do next += 1;
		while (taken.has(`attachment${next}`));
		const binary = `attachment${next}`;
		draft.files.push({ ...file, role: 'attachment', binary });
		json.attachments.push({ kind: 'file', fileName: file.fileName, binary });
	}
}
