import { ENTRIES } from './resources';
import type { Entry } from './resources/entry';

const byName = new Map(ENTRIES.map((entry) => [entry.name, entry]));
const byPath = new Map(ENTRIES.map((entry) => [entry.path, entry]));

/** The entry of a Resource value; throws for one that does not exist, which is a mistake in its caller. */
export function entryNamed(name: string): Entry {
	const entry = byName.get(name);
	if (entry === undefined) throw new Error(`There is no Coupa object "${name}"; there are ${[...byName.keys()].join(', ')}`);
	return entry;
}

/** The entry whose records a path of the API is about, with or without what is behind it, or below which they lie; null for other paths. */
export function entryAt(path: string): Entry | null {
	const steps = stepsOf(path);
	return byPath.get(`/api/${steps.slice(0, 2).join('/')}`) ?? byPath.get(`/api/${steps[0] ?? ''}`) ?? null;
}

/** The entry whose records lie in a list below a record of another one: `locations` of warehouses; null for other steps. */
export function entryBelow(owner: Entry, list: string): Entry | null {
	return ENTRIES.find(({ below }) => below?.list === list && below.of.includes(owner.name)) ?? null;
}

/** A record that others lie below: one of the entries named in `below.of`, and its ID. */
export interface Owner {
	entry: Entry;
	id: string;
}

/**
 * Path of an entry's list: `/api/invoices`, or `/api/invoices/7/attachments` where its records lie below the owner; throws where a needed
 * owner is missing, which is a mistake in its caller.
 */
export function listPath({ name, path, below }: Entry, owner?: Owner): string {
	if (below === undefined) return path;
	if (owner === undefined) throw new Error(`The path of "${name}" needs the record that owns it`);
	return `${owner.entry.path}/${owner.id}/${below.list}`;
}

/** `/api/invoices/7/void?x=1` → `invoices`, `7`, `void`. */
export function stepsOf(path: string): string[] {
	return path
		.split(/[?#]/, 1)
		.join('')
		.split('/')
		.filter((step) => step !== '' && step !== 'api');
}

/** `GL account` → `GL Account`: as labels are written. */
export function titleOf(words: string): string {
	const small = new Set(['of', 'to', 'and', 'in']);
	return words
		.split(' ')
		.map((word) => (small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
		.join(' ');
}
