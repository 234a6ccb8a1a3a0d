import type { EInvoice } from '../../../lib/e-invoice';
import { Group, type GroupId, type Term, type TermId } from '../../../lib/e-invoice';

type Value = string | Omit<Term, 'path'> | Array<string | Omit<Term, 'path'>>;

/** A group as its terms and groups by number: `{ 'BT-1': 'R-1', 'BG-25': [{ 'BT-126': '1' }] }`. */
export interface Written {
	[id: `BT-${string}` | `XT-${string}`]: Value | undefined;
	[id: `BG-${string}` | `XG-${string}`]: Written | Written[] | undefined;
}

/** Two same-keyed objects as one; groups of the second stand for those of the first, undefined takes a term away. */
export const changed = (written: Written, changes: Written): Written => ({ ...written, ...changes });

/** An e-invoice without a syntax. The path of each term is `/` and the way through the groups: `/BG-25[2]/BG-29/BT-146`. */
export function eInvoice(written: Written, more: Partial<EInvoice> = {}): EInvoice {
	return {
		syntax: 'UBL',
		profile: null,
		position: 1,
		document: groupOf('document', '', written),
		unread: [],
		problems: [],
		...more,
	};
}

function groupOf(id: GroupId | 'document', path: string, written: Written): Group {
	const group = new Group(id, path);
	for (const [key, value] of Object.entries(written)) {
		if (value === undefined) continue;
		if (key.startsWith('BG-') || key.startsWith('XG-')) {
			const members = (Array.isArray(value) ? value : [value]) as Written[];
			members.forEach((member, index) =>
				group.addGroup(groupOf(key as GroupId, `${path}/${key}${members.length > 1 ? `[${index + 1}]` : ''}`, member)),
			);
		} else {
			const terms = (Array.isArray(value) ? value : [value]) as Array<string | Omit<Term, 'path'>>;
			for (const term of terms)
				group.add(key as TermId, { ...(typeof term === 'string' ? { value: term } : term), path: `${path}/${key}` });
		}
	}
	return group;
}

/** One line of 10 pieces at 10.00 and its VAT. */
export const LINE: Written = {
	'BT-126': '1',
	'BT-129': '10',
	'BT-130': 'C62',
	'BT-131': '100.00',
	'BG-29': { 'BT-146': '10.00' },
	'BG-30': { 'BT-151': 'S', 'BT-152': '19' },
	'BG-31': { 'BT-153': 'Hex bolt' },
};

/** The smallest invoice that says all that Coupa requires of one. */
export const INVOICE: Written = {
	'BT-1': 'R-1',
	'BT-2': '2026-04-25',
	'BT-3': '380',
	'BT-5': 'EUR',
	'BG-4': { 'BT-27': 'Seller GmbH', 'BT-31': 'DE123456789', 'BG-5': { 'BT-40': 'DE' } },
	'BG-7': { 'BT-44': 'Buyer AG', 'BG-8': { 'BT-55': 'DE' } },
	'BG-22': { 'BT-106': '100.00', 'BT-109': '100.00', 'BT-110': '19.00', 'BT-112': '119.00', 'BT-115': '119.00' },
	'BG-23': { 'BT-116': '100.00', 'BT-117': '19.00', 'BT-118': 'S', 'BT-119': '19' },
	'BG-25': LINE,
};
