import type { XmlElement } from '../markup/tree';

/** The text of the first child of that name, whatever its namespace; empty where there is none. */
export const childText = (element: XmlElement, name: string): string =>
	element.children.find((child) => child.name === name)?.text.trim() ?? '';
