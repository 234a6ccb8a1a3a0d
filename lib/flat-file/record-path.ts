import { ownValue, setOwn, type CoupaRecord, type Json } from '../core';

/** One step into a record: an attribute name, or a place in a list. */
export type Step = string | number;

/** `tax-lines.0.amount` → `['tax-lines', 0, 'amount']`. */
export function stepsOf(path: string): Step[] {
	return path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** `['tax-lines', 0, 'amount']` → `tax-lines[0].amount`, the spelling of problem paths. */
export function pathText(steps: readonly Step[]): string {
	return steps.reduce<string>((path, step) => (typeof step === 'number' ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');
}

/** The inverse of `pathText`, for names without dots. */
export function stepsOfText(path: string): Step[] {
	return stepsOf(path.replace(/\[(\d+)\]/g, '.$1'));
}

/** Takes the value at a place out of a record; nothing where there is none. */
export function removeAt(record: CoupaRecord, steps: readonly Step[]): void {
	const owner = getAt(record, steps.slice(0, -1));
	if (owner !== null && typeof owner === 'object') Reflect.deleteProperty(owner, steps.at(-1) ?? '');
}

/** What is at a place. Like `valueAt`, without the lists that it makes of its keys: this one is called for every cell. */
export function getAt(record: Json | undefined, steps: readonly Step[]): Json | undefined {
	let value = record;
	for (let index = 0; index < steps.length; index++) {
		if (value === null || typeof value !== 'object') return undefined;
		const step = steps[index] ?? '';
		value = Array.isArray(value) ? value[Number(step)] : ownValue(value, String(step));
	}
	return value;
}

/** Puts a value at a place, making the objects and lists on the way. */
export function setAt(record: CoupaRecord, steps: readonly Step[], value: Json): void {
	let place: CoupaRecord | Json[] = record;
	for (let index = 0; index < steps.length - 1; index++) place = childOf(place, steps[index] ?? '', steps[index + 1] ?? '');
	const last = steps[steps.length - 1];
	if (last !== undefined) put(place, last, value);
}

/** Puts a value at a place that is still free, and gives back what is there: the value, or what stood there before. */
export function claimAt(record: CoupaRecord, steps: readonly Step[], value: Json): Json {
	let place: CoupaRecord | Json[] = record;
	for (let index = 0; index < steps.length - 1; index++) place = childOf(place, steps[index] ?? '', steps[index + 1] ?? '');
	const last = steps[steps.length - 1] ?? '';
	const existing = Array.isArray(place) ? place[Number(last)] : ownValue(place, String(last));
	if (existing !== undefined) return existing;
	put(place, last, value);
	return value;
}

/** The object or list at a step; where there is none, the one that the step after it needs. */
function childOf(place: CoupaRecord | Json[], step: Step, next: Step): CoupaRecord | Json[] {
	const existing = Array.isArray(place) ? place[Number(step)] : ownValue(place, String(step));
	if (typeof existing === 'object' && existing !== null) return existing;
	const child: CoupaRecord | Json[] = typeof next === 'number' ? [] : {};
	put(place, step, child);
	return child;
}

function put(place: CoupaRecord | Json[], step: Step, value: Json): void {
	if (Array.isArray(place)) place[Number(step)] = value;
	else setOwn(place, String(step), value);
}

/** Every place that holds a scalar, as problem paths; null counts as absent. */
export function leafPaths(value: Json | undefined, steps: readonly Step[] = []): string[] {
	if (value === undefined || value === null) return [];
	if (typeof value !== 'object') return [pathText(steps)];
	const children: Array<[Step, Json]> = Array.isArray(value) ? value.map((child, index) => [index, child]) : Object.entries(value);
	return children.flatMap(([step, child]) => leafPaths(child, [...steps, step]));
}
