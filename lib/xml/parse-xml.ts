import { parser } from 'sax';
import { xml2js, type Element } from 'xml-js';
import { type CoupaRecord, decode, type Json, type Problem } from '../core';
import { keyOf } from './names';

/** The records of a Coupa XML file, one or many, and the name of the root; or why there are none. */
export type CoupaXml = { root: string; records: CoupaRecord[] } | { problem: Problem };

const DEEPEST = 50;

class TooDeep extends Error {}

/**
 * Reads Coupa XML into records as Coupa's JSON has them: `type="integer"` numbers, `type="boolean"` booleans, decimals and dates
 * as text, `nil="true"` null, `type="array"` lists. Entities and CDATA are text. A document type declaration is refused: Coupa
 * writes none, and only that way could a file pull in other files or blow up.
 */
export function parseCoupaXml(content: Buffer | string): CoupaXml {
	const decoded = typeof content === 'string' ? { text: content.replace(/^\ufeff/, '') } : decode(content);
	if ('problem' in decoded) return decoded;
	let document: Element;
	try {
		checkSyntax(decoded.text);
		document = xml2js(decoded.text, { captureSpacesBetweenElements: true }) as Element;
	} catch (error) {
		return refused('xmlSyntax', `The file is not complete XML: ${reasonOf(error)}. Have it written again.`);
	}
	return recordsOf(document);
}

/** xml2js reads on after an error, and makes another one of each character: here the first one is the last. */
function checkSyntax(text: string): void {
	const reading = parser(true);
	reading.onerror = (error) => {
		throw error;
	};
	reading.write(text);
}

function recordsOf(document: Element): CoupaXml {
	const top = document.elements ?? [];
	if (top.some(({ type }) => type === 'doctype')) {
		return refused(
			'xmlDoctype',
			'The XML has a document type declaration, which Coupa never writes and which could pull in other files. Remove it.',
		);
	}
	const root = top.find(({ type }) => type === 'element');
	if (root?.name === undefined) return refused('xmlSyntax', 'The file contains no XML element.');
	if (!isClosed(root)) return refused('xmlSyntax', `The file breaks off: <${root.name}> is never closed. Have it written again.`);
	if (root.name === 'errors')
		return refused('coupaErrors', `Coupa answered with errors instead of records: ${childElements(root).map(textOf).join('; ')}`);
	try {
		const members = root.attributes?.type === 'array' ? childElements(root) : [root];
		return { root: root.name, records: members.map((member) => objectOf(member, 1)) };
	} catch (error) {
		if (error instanceof TooDeep)
			return refused('xmlTooDeep', `The XML is nested more than ${DEEPEST} levels deep. This is not a Coupa file.`);
		throw error;
	}
}

function valueOf(element: Element, depth: number): Json {
	if (depth > DEEPEST) throw new TooDeep();
	if (element.attributes?.nil === 'true') return null;
	if (element.attributes?.type === 'array') return childElements(element).map((member) => valueOf(member, depth + 1));
	if (childElements(element).length > 0 || element.name === 'custom-fields') return objectOf(element, depth + 1);
	return scalar(textOf(element), element.attributes?.type);
}

function objectOf(element: Element, depth: number): CoupaRecord {
	return Object.fromEntries(childElements(element).map((child) => [keyOf(child.name ?? ''), valueOf(child, depth)]));
}

/** Whole numbers and floats as numbers, unless they have more digits than a number holds: then the digits are kept as text. */
function scalar(text: string, type: string | number | undefined): Json {
	const trimmed = text.trim();
	if (type === 'boolean' && (trimmed === 'true' || trimmed === 'false')) return trimmed === 'true';
	if (type !== 'integer' && type !== 'float') return text;
	return trimmed !== '' && String(Number(trimmed)) === trimmed ? Number(trimmed) : text;
}

/** The parser does not complain about an end that is missing; but until it closes an element it keeps a link to the one above. */
function isClosed(element: Element): boolean {
	return !Object.hasOwn(element, 'parent');
}

function childElements(element: Element): Element[] {
	return (element.elements ?? []).filter(({ type }) => type === 'element');
}

function textOf(element: Element): string {
	return (element.elements ?? []).map(({ text, cdata }) => String(text ?? cdata ?? '')).join('');
}

/** The parser's first line says what is wrong, the next two where. */
function reasonOf(error: unknown): string {
	const [what = '', line = ''] = error instanceof Error ? error.message.split('\n') : [];
	const at = /^Line: (\d+)$/.exec(line)?.[1];
	return at === undefined ? what : `${what} in line ${Number(at) + 1}`;
}

function refused(code: string, message: string): CoupaXml {
	return { problem: { severity: 'error', code, message } };
}
