import { js2xml, type Element } from 'xml-js';
import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import { definitionOf, type Attribute } from '../../../../lib/coupa/schema';
import type { ErrorMessage } from '../refusal';

/** Records as Coupa XML: dashed elements, `type` and `nil` attributes, lists as `type="array"` (rules.md §2). */
export function recordsToXml(root: string, definition: string, records: CoupaRecord[] | CoupaRecord): string {
	const list: Attribute = { type: 'list', of: definition };
	return Array.isArray(records)
		? rendered(listElement(pluralOf(root), root, records, list))
		: rendered(valueElement(root, records, { type: 'reference', of: definition }));
}

/** Error messages as Coupa XML (rules.md §4). */
export function errorsToXml(messages: ErrorMessage[]): string {
	return rendered({ type: 'element', name: 'errors', elements: messages.map(({ text }) => textElement('error', {}, text)) });
}

function rendered(root: Element): string {
	return js2xml({ declaration: { attributes: { version: '1.0', encoding: 'UTF-8' } }, elements: [root] }, { spaces: 2 });
}

function valueElement(name: string, value: Json, attribute: Attribute | undefined): Element {
	if (value === null) return { type: 'element', name, attributes: { nil: 'true' } };
	if (Array.isArray(value)) return listElement(name, singularOf(name), value, attribute);
	if (isRecord(value)) return { type: 'element', name, elements: recordElements(value, attribute?.of ?? '') };
	return textElement(name, typeAttribute(value, attribute), String(value));
}

function listElement(name: string, entryName: string, values: Json[], attribute: Attribute | undefined): Element {
	const entry: Attribute = { type: 'reference', of: attribute?.of ?? '' };
	return { type: 'element', name, attributes: { type: 'array' }, elements: values.map((value) => valueElement(entryName, value, entry)) };
}

function recordElements(record: CoupaRecord, definition: string): Element[] {
	const attributes = definitionOf(definition);
	return Object.entries(record).map(([key, value]) => valueElement(key, value, attributes[key]));
}

function textElement(name: string, attributes: Record<string, string>, text: string): Element {
	return { type: 'element', name, attributes, elements: [{ type: 'text', text }] };
}

function typeAttribute(value: Json, attribute: Attribute | undefined): Record<string, string> {
	if (typeof value === 'number') return { type: 'integer' };
	if (typeof value === 'boolean') return { type: 'boolean' };
	if (attribute?.type === 'datetime') return { type: 'dateTime' };
	return attribute?.type === 'decimal' ? { type: 'decimal' } : {};
}

/** `order-lines` → `order-line`, `remit-to-addresses` → `remit-to-address`, `taxes` stays readable as `tax`. */
export function singularOf(name: string): string {
	if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
	if (/(ss|x|ch)es$/.test(name)) return name.slice(0, -2);
	return name.endsWith('s') ? name.slice(0, -1) : name;
}

function pluralOf(name: string): string {
	if (/(ss|x|ch)$/.test(name)) return `${name}es`;
	return name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`;
}
