import { js2xml, type Element } from 'xml-js';
import { isRecord, type CoupaRecord, type Json } from '../core';
import { xmlName } from './names';

/** Types that a text value is marked with; integer and boolean follow from the value itself. */
export type XmlValueType = 'decimal' | 'dateTime';

/** Begin of a Coupa XML file: declaration and root, e.g. `<suppliers type="array">`. */
export function xmlHead(list: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${list} type="array">\n`;
}

export function xmlTail(list: string): string {
	return `</${list}>\n`;
}

/**
 * One record as Coupa XML (rules.md §2): dashed elements, lists as `type="array"` with an element per member, null as
 * `nil="true"`. Characters that XML 1.0 cannot hold (control characters) become U+FFFD; names that are no XML names are
 * escaped as `_x0020_`, and `parseCoupaXml` undoes that.
 * @param types element names whose text is a decimal or a date-time
 */
export function recordXml(record: CoupaRecord, name: string, types: ReadonlyMap<string, XmlValueType>): string {
	return `${js2xml({ elements: [valueElement(name, record, types)] }, { spaces: 2, textFn: keepReturns })}\n`;
}

function valueElement(name: string, value: Json, types: ReadonlyMap<string, XmlValueType>): Element {
	const element = { type: 'element', name: xmlName(name) };
	if (value === null) return { ...element, attributes: { nil: 'true' } };
	if (Array.isArray(value))
		return { ...element, attributes: { type: 'array' }, elements: value.map((member) => valueElement(singular(name), member, types)) };
	if (isRecord(value)) return { ...element, elements: Object.entries(value).map(([key, member]) => valueElement(key, member, types)) };
	return {
		...element,
		attributes: typeAttribute(name, value, types),
		...(value === '' ? {} : { elements: [{ type: 'text', text: sound(String(value)) }] }),
	};
}

function typeAttribute(name: string, value: string | number | boolean, types: ReadonlyMap<string, XmlValueType>): Record<string, string> {
	if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'float' };
	if (typeof value === 'boolean') return { type: 'boolean' };
	const type = types.get(name);
	return type === undefined ? {} : { type };
}

/** xml-js takes `&amp;` in a text for an escaped `&`: escaped once more it stays what it is. */
function sound(text: string): string {
	return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replaceAll('&amp;', '&amp;amp;');
}

/** A bare return would be read as a newline (XML 1.0, 2.11). */
function keepReturns(text: string): string {
	return text.replaceAll('\r', '&#13;');
}

/** `order-lines` → `order-line`, `remit-to-addresses` → `remit-to-address`, `commodities` → `commodity`. */
function singular(name: string): string {
	if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
	if (/(ss|x|ch)es$/.test(name)) return name.slice(0, -2);
	return name.endsWith('s') ? name.slice(0, -1) : name;
}
