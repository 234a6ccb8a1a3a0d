import { isRecord, type CoupaRecord, type Json } from '../../record';

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

/** Puts a value at a place, making the objects and lists on the way. */
export function setAt(record: CoupaRecord, steps: readonly Step[], value: Json): void {
	let place: CoupaRecord | Json[] = record;
	steps.forEach((step, index) => {
		const next = steps[index + 1];
		if (next === undefined) { put(place, step, value); return; }
		const existing = Array.isArray(place) ? place[Number(step)] : place[String(step)];
		const child: CoupaRecord | Json[] = isRecord(existing) || Array.isArray(existing) ? existing : typeof next === 'number' ? [] : {};
		if (child !== existing) put(place, step, child);
		place = child;
	});
}

function put(place: CoupaRecord | Json[], step: Step, value: Json): void {
	if (Array.isArray(place)) place[Number(step)] = value;
	else place[String(step)] = value;
}

/** Every place that holds a scalar, as problem paths; null counts as absent. */
export function leafPaths(value: Json | undefined, steps: readonly Step[] = []): string[] {
	if (value === undefined || value === null) return [];
	if (typeof value !== 'object') return [pathText(steps)];
	const children: Array<[Step, Json]> = Array.isArray(value) ? value.map((child, index) => [index, child]) : Object.entries(value);
	return children.flatMap(([step, child]) => leafPaths(child, [...steps, step]));
}
