import { compare, type Sliced } from '../../core';
import { GROUPS, termFact } from '../term-table';
import type { Group, GroupId } from '../terms';
import type { MappedInvoice } from './mapped-invoice';
import type { Taken } from './part';

type Left = MappedInvoice['left'];

/** Groups whose terms say something together only: they are one entry. */
const TOGETHER: ReadonlySet<GroupId> = new Set([
	...(['BG-3', 'BG-5', 'BG-6', 'BG-8', 'BG-9', 'BG-11', 'BG-12', 'BG-13', 'BG-15', 'BG-17', 'BG-18', 'BG-19', 'BG-24', 'BG-32'] as const),
	...(['BG-20', 'BG-21', 'BG-27', 'BG-28'] as const),
	'XG-withholding',
	'XG-invoice-tax',
]);

/**
 * Terms that have found no place: `Project reference (BT-11)`, `Line 2: Item country of origin (BT-159)`. By their numbers, the lines last, so
 * that the same invoice gives the same list in every syntax.
 */
export function* leftOver(document: Group, taken: Taken): Sliced<Left> {
	return yield* leftIn(document, taken, '');
}

function* leftIn(group: Group, taken: Taken, before: string): Sliced<Left> {
	yield;
	const { terms, groups } = group.entries();
	const left: Left = [];
	const own = terms
		.sort(byNumber)
		.flatMap(([id, found]) => found.filter((term) => !taken.has(term)).map(({ value, scheme }) => ({ id, value, scheme })));
	if (group.id !== 'document' && TOGETHER.has(group.id)) {
		if (own.length > 0) {
			const name = `${before}${GROUPS[group.id] ?? ''} (${group.id})`;
			left.push({ name, value: own.map(({ value }) => value).join(group.id === 'BG-32' ? ': ' : ', ') });
		}
	} else {
		for (const { id, value, scheme } of own)
			left.push({ name: `${before}${termFact(id).name} (${id})`, value: scheme === undefined ? value : `${value} (${scheme})` });
	}
	for (const [id, members] of groups.sort(byNumber)) {
		for (const [index, member] of members.entries()) {
			const line = id === 'BG-25' ? `Line ${member.text('BT-126') ?? index + 1}: ` : before;
			for (const entry of yield* leftIn(member, taken, line)) left.push(entry);
		}
	}
	return left;
}

/** BT-2, BT-12, XT-order-date; BG-25, the lines, last. */
function byNumber([left]: [string, unknown], [right]: [string, unknown]): number {
	return rankOf(left) - rankOf(right) || compare(left, right);
}

function rankOf(id: string): number {
	if (id === 'BG-25') return LAST;
	const number = /^B[TG]-(\d+)/.exec(id)?.[1];
	return number === undefined ? LAST - 1 : Number(number);
}

const LAST = 100_000;
