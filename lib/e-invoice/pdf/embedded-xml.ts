import { type Problem } from '../../core';
import { EInvoiceError } from '../e-invoice-error';
import { baseName, pdfText } from './file-name';
import { PdfFile } from './read/pdf-file';
import { damaged } from './read/pdf-error';
import { PdfDictionary, PdfName, PdfReference, PdfStream, type PdfValue } from './read/values';
import { rootOf } from './xml-root';

/** A file that a PDF carries. */
export interface EmbeddedFile {
	/** Without folders; empty where the PDF gives none. */
	name: string;
	/** AFRelationship as the PDF gives it, e.g. `Alternative`, `Data`, `Source`; null where it gives none. */
	relationship: string | null;
	/** Empty where there is a `fault`. */
	bytes: Buffer;
	/** Local name of its root element; null for what is no XML. */
	root: string | null;
	/** Why the file could not be taken out, where it could not: others of the same PDF are not affected. */
	fault?: Problem;
}

/** Files of a PDF, and nodes of its trees that are walked through. */
const MOST_FILES = 1000;
const MOST_NODES = 300_000;

/**
 * All files that a PDF carries: associated with the document or a page (PDF/A-3: ZUGFeRD, Factur-X, XRechnung), named in its tree of
 * embedded files, or attached by an annotation; each once. Object streams, cross-reference streams, updates, encryption without a
 * password and damaged lists of objects are coped with; time and memory are in proportion to the size of the PDF.
 * @throws EInvoiceError for what is no PDF, is damaged, asks for a password, or unpacks to more than any invoice does
 */
export async function embeddedXml(pdf: Buffer, signal?: AbortSignal): Promise<EmbeddedFile[]> {
	try {
		const walk = new Walk(await PdfFile.open(pdf, signal));
		return await walk.files();
	} catch (error) {
		// Of a hostile file: nothing that was foreseen.
		if (error instanceof RangeError || error instanceof TypeError) throw damaged('it cannot be read');
		throw error;
	}
}

class Walk {
	private readonly found = new Map<number | PdfStream, EmbeddedFile>();
	private nodes = 0;

	constructor(private readonly pdf: PdfFile) {}

	async files(): Promise<EmbeddedFile[]> {
		const root = await this.pdf.root();
		for (const file of await this.pdf.array(root.get('AF'))) await this.take(file, null);
		const names = await this.pdf.dictionary(root.get('Names'));
		if (names) await this.nameTree(names.get('EmbeddedFiles'));
		await this.pages(root.get('Pages'));
		return [...this.found.values()];
	}

	/** Leaves of a name tree hold names and files in turns, nodes their kids (ISO 32000-1, 7.9.6). */
	private async nameTree(top: PdfValue): Promise<void> {
		for await (const { node, self } of this.tree(top)) {
			const names = await this.pdf.array(node.get('Names'));
			const holder = node.get('Names') instanceof PdfReference ? (node.get('Names') as PdfReference) : self;
			for (let index = 0; index + 1 < names.length; index += 2) {
				await this.take(names[index + 1] ?? null, await this.pdf.text(names[index] ?? null, holder), holder);
			}
		}
	}

	private async pages(top: PdfValue): Promise<void> {
		for await (const { node, self } of this.tree(top)) {
			for (const file of await this.pdf.array(node.get('AF'))) await this.take(file, null, self);
			for (const one of await this.pdf.array(node.get('Annots'))) {
				this.count();
				const annotation = await this.pdf.dictionary(one);
				const kind = annotation?.get('Subtype');
				const holder = one instanceof PdfReference ? one : self;
				if (kind instanceof PdfName && kind.text === 'FileAttachment') await this.take(annotation?.get('FS') ?? null, null, holder);
				for (const file of annotation ? await this.pdf.array(annotation.get('AF')) : []) await this.take(file, null, holder);
			}
		}
	}

	/** All nodes of a tree in order, each object once. */
	private async *tree(top: PdfValue): AsyncGenerator<{ node: PdfDictionary; self: PdfReference | null }> {
		const seen = new Set<number>();
		const waiting: Array<{ value: PdfValue; above: PdfReference | null }> = [{ value: top, above: null }];
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const { value, above } = next;
			if (value instanceof PdfReference) {
				if (seen.has(value.number)) continue;
				seen.add(value.number);
			}
			this.count();
			const node = await this.pdf.dictionary(value);
			if (node === null) continue;
			const self = value instanceof PdfReference ? value : above;
			yield { node, self };
			const kids = await this.pdf.array(node.get('Kids'));
			for (let index = kids.length - 1; index >= 0; index--) waiting.push({ value: kids[index] ?? null, above: self });
		}
	}

	private count(): void {
		if (++this.nodes > MOST_NODES) throw damaged(`it has more than ${MOST_NODES.toLocaleString('en')} pages, notes and names`);
	}

	/** A file by its specification (ISO 32000-1, 7.11.3); one that lies outside the PDF is none. */
	private async take(value: PdfValue, key: Buffer | null, holder: PdfReference | null = null): Promise<void> {
		const specification = await this.pdf.dictionary(value);
		const streams = specification && (await this.pdf.dictionary(specification.get('EF')));
		if (!specification || !streams) return;
		const reference = ['UF', 'F', 'Unix', 'Mac', 'DOS'].map((one) => streams.get(one)).find((one) => one !== null) ?? null;
		const stream = await this.pdf.follow(reference);
		if (!(stream instanceof PdfStream)) return;
		const self = value instanceof PdfReference ? value : holder;
		const relationship = await this.pdf.follow(specification.get('AFRelationship'));
		const known = this.found.get(stream.self.number);
		if (known) {
			known.relationship ??= relationship instanceof PdfName ? relationship.text : null;
			return;
		}
		if (this.found.size >= MOST_FILES) throw damaged(`it carries more than ${MOST_FILES.toLocaleString('en')} files`);
		const name = await this.nameOf(specification, key, self);
		this.found.set(stream.self.number, {
			name,
			relationship: relationship instanceof PdfName ? relationship.text : null,
			...(await this.contentOf(stream, name)),
		});
	}

	private async nameOf(specification: PdfDictionary, key: Buffer | null, holder: PdfReference | null): Promise<string> {
		for (const one of ['UF', 'F']) {
			const bytes = await this.pdf.text(specification.get(one), holder);
			const name = bytes ? baseName(pdfText(bytes)) : '';
			if (name !== '') return name;
		}
		return key ? baseName(pdfText(key)) : '';
	}

	/** A file that cannot be unpacked is a fault of its own; too much of it is one of the whole PDF. */
	private async contentOf(stream: PdfStream, name: string): Promise<Pick<EmbeddedFile, 'bytes' | 'root' | 'fault'>> {
		try {
			const bytes = await this.pdf.content(stream, 'file');
			return { bytes, root: rootOf(bytes) };
		} catch (error) {
			if (!(error instanceof EInvoiceError) || error.code !== 'pdfDamaged') throw error;
			const message = `The file “${name}” that the PDF carries cannot be read. ${error.message}`;
			return { bytes: Buffer.alloc(0), root: null, fault: { ...error.problem, message } };
		}
	}
}
