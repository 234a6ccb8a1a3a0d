import { parser, type QualifiedTag, type SAXParser } from 'sax';

import { codePointOf, type Sliced } from '../../core';
import { EInvoiceError } from '../e-invoice-error';
import { decodeXml } from './decode-xml';

/** An XML element by namespace and local name, whatever its prefix. */
export interface XmlElement {
	/** Namespace; empty for none. */
	uri: string;
	/** Local name. */
	name: string;
	/** By local name; those of a namespace (`xsi:nil`) by `{namespace}name`. */
	attributes: ReadonlyMap<string, string>;
	/** Not to be changed. */
	children: XmlElement[];
	/** Text and CDATA that stand in the element itself, comments left out, without white space before it. */
	text: string;
}

/** Characters that are parsed between two turns of the event loop. */
const CHUNK = 16_384;
/** Levels of nesting; the deepest syntax (CII) has 12. */
const DEEPEST = 60;
/** Attributes and namespaces of an element; the parser looks through all of them for each. */
const MOST_ATTRIBUTES = 1_000;
/** Elements of a file: an invoice of 10,000 lines has about 600,000. Each takes some 300 bytes. */
const MOST_ELEMENTS = 1_500_000;

/** What XML 1.0 (2.2) has not: the parser passes it on, and no text in Coupa may have it. */
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const XSI_NIL = '{http://www.w3.org/2001/XMLSchema-instance}nil';

/**
 * Reads an XML file into a tree, in slices. A document type declaration is refused, because only that way could a file define entities or pull
 * in others, but for those of `doctypes`, which only name a schema: they are passed over and never followed.
 * @throws EInvoiceError for what is not complete, well-formed XML within the limits
 */
export function* parseXml(bytes: Buffer, doctypes: readonly RegExp[] = []): Sliced<XmlElement> {
	const text = decodeXml(bytes);
	const building = new Building(doctypes);
	for (let at = 0; at < text.length; at += CHUNK) {
		building.write(text.slice(at, at + CHUNK));
		yield;
	}
	return building.close();
}

/** An element that says that it has no value. */
export function isNil({ attributes }: XmlElement): boolean {
	const nil = attributes.get(XSI_NIL)?.trim();
	return nil === 'true' || nil === '1';
}

/** Most elements have none of the one or the other: they share these. */
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const NO_CHILDREN: XmlElement[] = [];

class Building {
	private readonly sax = parser(true, { xmlns: true, position: true }) as SAXParser & { attribList: unknown[] };
	private readonly open: XmlElement[] = [];
	private root: XmlElement | null = null;
	private count = 0;
	/** Each name once, not as often as it is there. */
	private readonly names = new Map<string, string>();

	constructor(doctypes: readonly RegExp[]) {
		this.sax.onerror = (error) => {
			throw notWellFormed(error);
		};
		this.sax.ondoctype = (declared) => {
			if (doctypes.some((doctype) => doctype.test(declared))) return;
			throw new EInvoiceError(
				'xmlDoctype',
				'The XML has a document type declaration, which e-invoices do not have and which could pull in other files. Have it written without.',
			);
		};
		this.sax.onopentag = (tag) => this.begin(tag as QualifiedTag);
		this.sax.onclosetag = () => void this.open.pop();
		this.sax.ontext = (text) => this.add(text);
		this.sax.oncdata = (text) => this.add(text);
	}

	write(text: string): void {
		const at = text.search(NO_CHARACTER);
		if (at >= 0) {
			const line = this.sax.line + (text.slice(0, at).match(/\n/g)?.length ?? 0);
			throw notWellFormed(new Error(`The character ${codePointOf(text.charAt(at))}, which XML does not allow,\nLine: ${line}`));
		}
		this.sax.write(text);
		if (this.sax.attribList.length > MOST_ATTRIBUTES)
			throw new EInvoiceError(
				'xmlTooLarge',
				`An element of the XML has more than ${MOST_ATTRIBUTES.toLocaleString('en')} attributes. That is not an e-invoice.`,
			);
	}

	close(): XmlElement {
		const [unclosed] = this.open;
		if (unclosed) {
			throw new EInvoiceError('xmlSyntax', `The file breaks off: <${this.open.at(-1)?.name ?? ''}> is never closed. Have it sent again.`);
		}
		this.sax.close();
		if (this.root === null) throw new EInvoiceError('xmlSyntax', 'The file contains no XML element.');
		return this.root;
	}

	private begin(tag: QualifiedTag): void {
		if (this.open.length >= DEEPEST)
			throw new EInvoiceError('xmlTooDeep', `The XML is nested more than ${DEEPEST} levels deep. That is not an e-invoice.`);
		if (++this.count > MOST_ELEMENTS)
			throw new EInvoiceError(
				'xmlTooLarge',
				`The XML has more than ${MOST_ELEMENTS.toLocaleString('en')} elements. Have it split into several files.`,
			);
		const element: XmlElement = {
			uri: this.once(tag.uri),
			name: this.once(tag.local),
			attributes: attributesOf(tag),
			children: NO_CHILDREN,
			text: '',
		};
		const above = this.open.at(-1);
		if (!above) this.beginRoot(element);
		else if (above.children === NO_CHILDREN) above.children = [element];
		else above.children.push(element);
		this.open.push(element);
	}

	/** The parser takes several documents one behind the other for one: all but the last would be lost. */
	private beginRoot(element: XmlElement): void {
		if (this.root !== null)
			throw new EInvoiceError(
				'xmlSyntax',
				`The file is not well-formed XML: <${element.name}> begins behind the end of <${this.root.name}>. Have each invoice sent as a file of its own.`,
			);
		this.root = element;
	}

	private add(text: string): void {
		const element = this.open.at(-1);
		// Looked at each time: the parser puts some texts together of single characters, which become one piece by that, not all of them at the end.
		const isBlank = !/\S/.test(text);
		if (element && (element.text !== '' || !isBlank)) element.text += text;
	}

	private once(name: string): string {
		const known = this.names.get(name);
		if (known !== undefined) return known;
		this.names.set(name, name);
		return name;
	}
}

function attributesOf(tag: QualifiedTag): ReadonlyMap<string, string> {
	const attributes = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
	if (attributes.length === 0) return NO_ATTRIBUTES;
	return new Map(attributes.map(({ uri, local, value }) => [uri === '' ? local : `{${uri}}${local}`, value]));
}

/** The parser's first line says what is wrong, the next two where. */
function notWellFormed(error: Error): EInvoiceError {
	if (error instanceof EInvoiceError) return error;
	const [what = '', line = ''] = error.message.split('\n');
	const at = /^Line: (\d+)$/.exec(line)?.[1];
	return new EInvoiceError(
		'xmlSyntax',
		`The file is not well-formed XML: ${what}${at === undefined ? '' : ` in line ${Number(at) + 1}`}. Have it written and sent again.`,
	);
}
