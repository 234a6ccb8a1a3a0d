import type { XmlElement } from './tree';

/** What a path finds: an element, or one of its attributes, and where it is. */
export interface Found {
	element: XmlElement;
	/** The text of the attribute where the path ends in one. */
	attribute?: string;
	path: string;
}

/** What it looked at where the condition holds, null where it does not. */
type Condition = (element: XmlElement, from: Start) => XmlElement[] | null;

interface Step {
	prefix: string;
	name: string;
	conditions: Condition[];
	/** 1-based place among the elements of that name, where the step names one: `Step[2]`. */
	position: number | null;
}

/** A path of a syntax table, ready to be followed. */
export interface Path {
	isAbsolute: boolean;
	steps: Step[];
	attribute: string | null;
}

/** Where a path starts: the element of the group, and that of the whole file. */
export interface Start {
	element: XmlElement;
	path: string;
	root: XmlElement;
	/** Told of the elements that a condition compared where it holds, e.g. of the `VAT` that told which number this is: they are read, too. */
	compared?(element: XmlElement): void;
}

/** Reads paths of one syntax (TermRow.path), each once. @throws SyntaxError for one that is not written as the tables have it */
export class Paths {
	private readonly compiled = new Map<string, Path>();

	private readonly namespaces: ReadonlyMap<string, readonly string[]>;
	private readonly prefixes: ReadonlyMap<string, string>;

	constructor(namespaces: Readonly<Record<string, readonly string[]>>) {
		this.namespaces = new Map(Object.entries(namespaces));
		// What is in no namespace has no prefix in the file either.
		this.prefixes = new Map(Object.entries(namespaces).flatMap(([prefix, uris]) => uris.map((uri) => [uri, uri === '' ? '' : prefix])));
	}

	find(text: string, start: Start): Found[] {
		const path = this.compiled.get(text) ?? this.compile(text);
		this.compiled.set(text, path);
		return this.follow(path, start);
	}

	/** Whether an element is the one that a step `prefix:name` means. */
	is(element: XmlElement, step: string): boolean {
		return this.fits(element, stepOf(step));
	}

	/** The step to a child, with its place among those of its name where there are several. */
	stepTo(child: XmlElement, above: XmlElement): string {
		const same = childrenNamed(above, child.name);
		const step = shown({ prefix: this.prefixes.get(child.uri) ?? '', name: child.name });
		return same.length > 1 ? `${step}[${placeAmong(same, child)}]` : step;
	}

	private follow({ isAbsolute, steps, attribute }: Path, start: Start): Found[] {
		let found: Found[] = [isAbsolute ? { element: start.root, path: `/${start.root.name}` } : { element: start.element, path: start.path }];
		for (const step of steps) found = found.flatMap((from) => this.next(from, step, start));
		if (attribute === null) return found;
		return found.flatMap(({ element, path }) => {
			const value = element.attributes.get(attribute);
			return value === undefined ? [] : [{ element, attribute: value, path: `${path}/@${attribute}` }];
		});
	}

	private next({ element, path }: Found, step: Step, start: Start): Found[] {
		if (step.name === '.') return holds(step.conditions, element, start) ? [{ element, path }] : [];
		const same = childrenNamed(element, step.name).filter((child) => this.fits(child, step));
		return same.flatMap((child, index) =>
			(step.position === null || step.position === index + 1) && holds(step.conditions, child, start)
				? [{ element: child, path: `${path}/${shown(step)}${same.length > 1 ? `[${index + 1}]` : ''}` }]
				: [],
		);
	}

	private fits({ uri, name }: XmlElement, step: Pick<Step, 'prefix' | 'name'>): boolean {
		if (name !== step.name) return false;
		if (step.prefix === '') return true;
		return this.namespaces.get(step.prefix)?.includes(uri) === true;
	}

	private compile(text: string): Path {
		const isAbsolute = text.startsWith('/');
		const parts = splitOutside(isAbsolute ? text.slice(1) : text, '/').filter((part) => part !== '.' && part !== '');
		const last = parts.at(-1);
		const attribute = last?.startsWith('@') === true ? last.slice(1) : null;
		const steps = (attribute === null ? parts : parts.slice(0, -1)).map((part) => this.compileStep(part));
		return { isAbsolute, steps, attribute };
	}

	private compileStep(part: string): Step {
		const at = part.indexOf('[');
		const step = stepOf(at < 0 ? part : part.slice(0, at));
		if (step.prefix !== '' && !this.namespaces.has(step.prefix)) throw new SyntaxError(`No namespace for the prefix in “${part}”.`);
		const brackets = at < 0 ? [] : part.slice(at + 1, -1).split('][');
		const [position] = brackets.filter(isNumber);
		const conditions = brackets.filter((text) => !isNumber(text)).map((text) => this.compileCondition(text));
		return { ...step, conditions, position: position === undefined ? null : Number(position) };
	}

	private compileCondition(text: string): Condition {
		const [, left, operator, right] = /^([^=!]+?)(!?=)('[^']*'(?:\|'[^']*')*|\/.+)$/.exec(text) ?? [];
		const [, without] = /^not\((.+)\)$/.exec(text) ?? [];
		const path = this.compile(left ?? without ?? text);
		const found = (element: XmlElement, { root }: Start) => this.follow(path, { element, path: '', root });
		if (without !== undefined) return (element, from) => (found(element, from).length === 0 ? [] : null);
		if (right === undefined) return (element, from) => (found(element, from).length > 0 ? [] : null);
		const wanted = this.compileValues(right);
		return (element, from) => {
			const values = wanted(from);
			const same = found(element, from).filter((one) => values.includes(comparable(one)));
			if (operator === '=') return same.length > 0 ? same.flatMap((one) => (one.attribute === undefined ? one.element : [])) : null;
			return same.length === 0 ? [] : null;
		};
	}

	/** The values on the right of a comparison: `'A'|'B'` or those of a path from the root. */
	private compileValues(text: string): (from: Start) => string[] {
		if (text.startsWith("'")) {
			const values = text.slice(1, -1).toUpperCase().split("'|'");
			return () => values;
		}
		const path = this.compile(text);
		return ({ root }) => this.follow(path, { element: root, path: '', root }).map(comparable);
	}
}

function holds(conditions: readonly Condition[], element: XmlElement, start: Start): boolean {
	const compared: XmlElement[] = [];
	for (const condition of conditions) {
		const those = condition(element, start);
		if (those === null) return false;
		compared.push(...those);
	}
	for (const one of compared) start.compared?.(one);
	return true;
}

/** Codes mean the same in lower case: the rules of EN 16931 compare them so. */
const comparable = ({ attribute, element }: Found): string => (attribute ?? element.text).trim().toUpperCase();

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** 1-based places among elements of one name, counted once for all of them: there may be as many as the file has lines. */
const places = new WeakMap<XmlElement, number>();

function placeAmong(same: XmlElement[], child: XmlElement): number {
	if (!places.has(child)) for (const [index, element] of same.entries()) places.set(element, index + 1);
	return places.get(child) ?? 0;
}

const byName = new WeakMap<XmlElement, Map<string, XmlElement[]>>();

function childrenNamed(element: XmlElement, name: string): XmlElement[] {
	if (element.children.length < 8) return element.children.filter((child) => child.name === name);
	let index = byName.get(element);
	if (!index) {
		index = new Map();
		for (const child of element.children) {
			const others = index.get(child.name);
			if (others) others.push(child);
			else index.set(child.name, [child]);
		}
		byName.set(element, index);
	}
	return index.get(name) ?? [];
}

function stepOf(text: string): Pick<Step, 'prefix' | 'name'> {
	const [prefix, name] = text.includes(':') ? text.split(':') : ['', text];
	if (!name) throw new SyntaxError(`“${text}” is not a step of a path.`);
	return { prefix: prefix ?? '', name };
}

function shown({ prefix, name }: Pick<Step, 'prefix' | 'name'>): string {
	return prefix === '' ? name : `${prefix}:${name}`;
}

/** Splits at a character that is not inside brackets. */
function splitOutside(text: string, separator: string): string[] {
	const parts: string[] = [];
	let depth = 0;
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		if (text[at] === '[') depth++;
		else if (text[at] === ']') depth--;
		else if (text[at] === separator && depth === 0) {
			parts.push(text.slice(from, at));
			from = at + 1;
		}
	}
	return [...parts, text.slice(from)];
}
