import { inSlices, type Problem, type Sliced } from '../core';
import { EInvoiceError } from './e-invoice-error';
import type { EInvoice, EInvoiceFile, Unread } from './e-invoice';
import { SYNTAXES } from './syntax';
import type { Completion, GroupRow, SyntaxTable, TermRow } from './syntax/table';
import { Group, type Term, type TermId } from './terms';
import { termFact } from './term-table';
import { readValue } from './value';
import { type Found, Paths, type Start } from './markup/path';
import { isNil, parseXml, type XmlElement } from './markup/tree';

/**
 * Reads an XML file of any syntax of SYNTAXES, known by its root element and namespace, into the terms of EN 16931; FatturaPA may hold
 * several invoices. Time and memory grow with the size of the file only, and it reads in slices. A value that cannot be read is a problem of
 * its invoice.
 * @throws EInvoiceError for a file that is not well-formed XML, exceeds the limits or is of no syntax known here: then none of it is read
 */
export async function readEInvoiceXml(bytes: Buffer, signal?: AbortSignal): Promise<EInvoiceFile> {
	return await inSlices(reading(bytes), signal);
}

function* reading(bytes: Buffer): Sliced<EInvoiceFile> {
	const root = outOfEnvelope(yield* parseXml(bytes, DOCTYPES));
	const table = syntaxOf(root);
	const paths = pathsOf(table);
	const start: Start = { element: root, path: `/${root.name}`, root };
	const documents: Found[] = table.documents === undefined ? [start] : paths.find(table.documents, start);
	if (documents.length === 0)
		throw new EInvoiceError('noInvoice', `The file holds no invoice: it has no element ${table.documents ?? ''}.`);
	const elements = new Set(documents.map(({ element }) => element));
	const passedOver = new Set((table.ignored ?? []).flatMap((path) => paths.find(path, start).map(({ element }) => element)));
	let beside: Unread[] | null = null;
	const invoices: EInvoice[] = [];
	for (const [index, { element, path }] of documents.entries()) {
		const invoice = new Reading(table, paths);
		const own: Start = { element, path, root };
		const document = yield* invoice.document(own);
		// What stands beside the invoices is read alike for each of them.
		beside ??= element === root ? [] : yield* invoice.unread(start, new Set([...passedOver, ...elements]));
		const unread = [...beside, ...(yield* invoice.unread(own, passedOver))];
		invoices.push({
			syntax: table.syntax,
			profile: document.group('BG-2')?.text('BT-24') ?? null,
			position: index + 1,
			document,
			unread,
			empty: invoice.empty,
			problems: invoice.problems,
		});
	}
	return { syntax: table.syntax, title: table.title, invoices };
}

const DOCTYPES = SYNTAXES.flatMap(({ doctype }) => doctype ?? []);

const ENVELOPE = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';

/** What is in the envelope that an access point of Peppol hands over; its head says from whom to whom it went. */
function outOfEnvelope(root: XmlElement): XmlElement {
	if (root.name !== 'StandardBusinessDocument' || root.uri !== ENVELOPE) return root;
	const [content, second] = root.children.filter(({ uri }) => uri !== ENVELOPE);
	return content === undefined || second !== undefined ? root : content;
}

/** The syntax that a root element names. @throws EInvoiceError with root and namespace where none does */
function syntaxOf(root: XmlElement): SyntaxTable {
	const found = SYNTAXES.find((table) => table.roots.some((name) => pathsOf(table).is(root, name)));
	if (found) return found;
	throw new EInvoiceError(
		'unknownSyntax',
		`The XML is not an e-invoice of a format that is read here: its root element is <${root.name}> in ${root.uri === '' ? 'no namespace' : `the namespace “${root.uri}”`}. Read are ${SYNTAXES.map(({ title }) => title).join(', ')}.`,
		root.name,
	);
}

const compiled = new WeakMap<SyntaxTable, Paths>();

function pathsOf(table: SyntaxTable): Paths {
	const known = compiled.get(table) ?? new Paths(table.namespaces);
	compiled.set(table, known);
	return known;
}

/** An element on the way through the file. */
interface Place {
	element: XmlElement;
	above: Place | null;
	path: string | null;
}

/** The reading of one invoice. */
class Reading {
	readonly problems: Problem[] = [];
	readonly empty: NonNullable<EInvoice['empty']> = [];
	private readonly used = new Set<XmlElement>();
	/** Where groups were read from; kept for tables that complete their document only. */
	private readonly starts = new Map<Group, Start>();

	constructor(
		private readonly table: SyntaxTable,
		private readonly paths: Paths,
	) {}

	*document(start: Start): Sliced<Group> {
		const document = new Group('document', start.path);
		this.starts.set(document, start);
		start = { ...start, compared: (element) => void this.used.add(element) };
		this.readTerms(document, this.table.terms, start);
		for (const row of this.table.groups) yield* this.readGroups(document, row, start);
		if (this.table.complete) for (const problem of yield* this.table.complete(this.completion(document))) this.problems.push(problem);
		return document;
	}

	private completion(document: Group): Completion {
		const root = this.starts.get(document)?.root;
		const find = (path: string, from: Group | Found = document) => {
			const start = from instanceof Group ? this.starts.get(from) : root && { ...from, root };
			const found = start ? this.paths.find(path, start) : [];
			for (const { element } of found) this.use(element);
			return found;
		};
		const read = (id: TermId, path: string, from?: Group | Found) => {
			for (const found of find(path, from)) {
				const term = this.termOf({ term: id, path }, found);
				if (term !== null) return term;
			}
			return null;
		};
		return { document, find, read };
	}

	/** What a row makes of an element as a whole is read with all that it holds. */
	private use(element: XmlElement, isWhole = false): void {
		this.used.add(element);
		if (isWhole) for (const child of element.children) this.use(child, true);
	}

	private *readGroups(above: Group, row: GroupRow, start: Start): Sliced<undefined> {
		for (const { element, path } of this.paths.find(row.path, start)) {
			yield;
			const group = new Group(row.group, path);
			const from = { ...start, element, path };
			if (this.table.complete) this.starts.set(group, from);
			this.readTerms(group, row.terms, from);
			for (const below of row.groups ?? []) yield* this.readGroups(group, below, from);
			if (row.nests) yield* this.readGroups(group, row, from);
			if (!group.isEmpty) above.addGroup(group);
			else if (!row.path.startsWith('.')) this.empty.push({ group: row.group, path });
		}
		return undefined;
	}

	private readTerms(group: Group, rows: readonly TermRow[], start: Start): void {
		for (const row of rows) {
			const { many } = termFact(row.term);
			if (group.term(row.term) !== undefined && many !== true) continue;
			for (const found of this.paths.find(row.path, start)) {
				this.use(found.element, row.value !== undefined && row.only !== true);
				const term = this.termOf(row, found);
				if (term === null) continue;
				group.add(row.term, { ...term, ...this.schemeOf(row, start) });
				// A second one where the standard has one: it stays among what is left over.
				if (many !== true) break;
			}
		}
	}

	private schemeOf({ schemePath }: TermRow, start: Start): Pick<Term, 'scheme'> {
		const [found] = schemePath === undefined ? [] : this.paths.find(schemePath, start);
		const scheme = found?.element.text.trim();
		if (!found || !scheme) return {};
		this.use(found.element);
		return { scheme };
	}

	private termOf(row: TermRow, found: Found): Term | null {
		const { element, attribute, path } = found;
		if (isNil(element)) return null;
		const own = row.value ? row.value(element) : (attribute ?? element.text);
		if (own === null || own.trim() === '') return null;
		const read = readValue(row.term, own.trim(), () => this.table.dateOf(attribute === undefined ? element : { ...element, text: own }));
		if ('message' in read) {
			this.problems.push({
				severity: 'error',
				code: read.code,
				column: row.term,
				path,
				value: own.trim().slice(0, 200),
				message: read.message,
			});
			return null;
		}
		const scheme = row.schemeIs ?? element.attributes.get(row.scheme ?? 'schemeID')?.trim();
		const schemeVersion = element.attributes.get('listVersionID')?.trim();
		const currency = element.attributes.get('currencyID')?.trim();
		const mimeType = element.attributes.get('mimeCode')?.trim();
		const fileName = element.attributes.get('filename')?.trim();
		return {
			value: read.value,
			path,
			...(scheme && { scheme }),
			...(schemeVersion && { schemeVersion }),
			...(currency && { currency }),
			...(mimeType && { mimeType }),
			...(fileName && { fileName }),
		};
	}

	/** Elements with text that no row has read, but for those below `passedOver`. */
	*unread(start: Start, passedOver: ReadonlySet<XmlElement>): Sliced<Unread[]> {
		const left: Unread[] = [];
		const waiting: Place[] = [{ element: start.element, above: null, path: start.path }];
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			yield;
			const { element } = next;
			if (passedOver.has(element)) continue;
			const text = this.used.has(element) ? '' : element.text.trim();
			if (text !== '') left.push({ path: this.pathOf(next), value: text });
			for (let index = element.children.length - 1; index >= 0; index--) {
				const child = element.children[index];
				if (child) waiting.push({ element: child, above: next, path: null });
			}
		}
		return left;
	}

	/** The path of what is left over: made for that only, which is little. */
	private pathOf(place: Place): string {
		const { element, above } = place;
		place.path ??= above === null ? '' : `${this.pathOf(above)}/${this.paths.stepTo(element, above.element)}`;
		return place.path;
	}
}
