import { ENTRIES, type Entry } from '../../../lib/coupa';
import { belowPaths, RESOURCES, resourceOf } from './resources';
import type { Owner } from './types';

/** What a path below `/api` is about. */
export interface Place {
	/** Its name among the resources. */
	resource: string;
	/** Its table entry; null for what the sandbox knows of itself. */
	entry: Entry | null;
	/** The record below which it lies. */
	owner: Owner | null;
	id: number | null;
	/** What is behind the record or the list, e.g. `image_scan`; empty for nothing. */
	step: string;
}

interface Known {
	resource: string;
	entry: Entry | null;
	/** Resource of the record that the list lies below. */
	ownedBy: string | null;
}

/** Lists by their path with `:id` for each id: `purchase_orders`, `coupa_pay/payments`, `invoices/:id/attachments`. */
const LISTS = new Map<string, Known>([
	...Object.entries(RESOURCES)
		.filter(([, { listed }]) => listed)
		.map(([resource]): [string, Known] => [resource, { resource, entry: null, ownedBy: null }]),
	...belowPaths().map(({ path, resource, ownedBy, entry }): [string, Known] => [path, { resource, entry, ownedBy }]),
	...ENTRIES.filter(({ below, unlisted }) => below === undefined && unlisted !== true).map((entry): [string, Known] => [
		resourceOf(entry),
		{ resource: resourceOf(entry), entry, ownedBy: null },
	]),
]);

/** Finds the list that a path begins with, the longest first; null for a path that the sandbox does not serve. */
export function placeOf(path: string): Place | null {
	const steps = /^\/api\/((?:\w+\/)*\w+)$/.exec(path)?.[1]?.split('/') ?? [];
	for (let length = steps.length; length > 0; length -= 1) {
		const list = steps.slice(0, length).map((step) => (isId(step) ? ':id' : step));
		const known = LISTS.get(list.join('/'));
		if (known === undefined) continue;
		const [first = '', ...others] = steps.slice(length);
		const ownerId = Number(steps[length - 2]);
		return {
			resource: known.resource,
			entry: known.entry,
			owner: known.ownedBy === null ? null : { resource: known.ownedBy, id: ownerId },
			id: isId(first) ? Number(first) : null,
			step: (isId(first) ? others : [first, ...others]).join('/'),
		};
	}
	return null;
}

function isId(step: string): boolean {
	return /^\d+$/.test(step);
}
