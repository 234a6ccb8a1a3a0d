import { textAt } from '../../../core';
import type { PlacedUse } from '../order-use';
import { BUYER_LEVELS, type Check, type Facts, type Finding } from './check';

/**
 * Off by default: Coupa makes the same comparison with the buyer's own tolerances when an invoice is submitted, and an invoice that comes before
 * its receipt is everyday business. Who wants to know earlier, or sets no tolerances in Coupa, switches them on.
 */
const shared = { default: 'off', levels: BUYER_LEVELS } as const satisfies Partial<Check>;

export const overReceived: Check = {
	...shared,
	name: 'overReceived',
	label: 'Not more than received',
	description:
		'An invoice line bills no more of its PO line than was received, less what is invoiced already, within the tolerance. Not asked of PO lines that Coupa matches without receipts (2-way).',
	find: (facts) => findings(facts, 'overReceived'),
};

export const overOrdered: Check = {
	...shared,
	name: 'overOrdered',
	label: 'Not more than ordered',
	description: 'An invoice line bills no more of its PO line than was ordered, less what is invoiced already, within the tolerance.',
	find: (facts) => findings(facts, 'overOrdered'),
};

export const overPrice: Check = {
	...shared,
	name: 'overPrice',
	label: 'Price as ordered',
	description: 'The price of an invoice line is not above that of its PO line, within the tolerance. Amount lines have no price of a unit.',
	find: (facts) => findings(facts, 'overPrice'),
};

export const poLineCompared: Check = {
	default: 'warning',
	levels: BUYER_LEVELS,
	name: 'poLineCompared',
	label: 'PO line could be compared',
	description:
		'Coupa shows what an invoice line is compared with (ordered, received, invoiced, price, match type), and line and PO line have the same unit and currency. What is not shown is named. Only where one of the three checks above is on.',
	find: (facts) => oncePerReason(uses(facts, 'notCompared')),
};

function uses({ orderUse }: Facts, outcome: PlacedUse['outcome']): PlacedUse[] {
	return orderUse?.findings.filter((finding) => finding.outcome === outcome) ?? [];
}

/** As many are told one by one. */
const MOST_FINDINGS = 20;

function findings(facts: Facts, outcome: PlacedUse['outcome']): Finding[] {
	const found = uses(facts, outcome);
	const told = found.length > MOST_FINDINGS ? found.slice(0, MOST_FINDINGS - 1) : found;
	const [next] = found.slice(told.length);
	const findings = told.map((use) => ({
		...placeOf(use),
		message: `${use.subject} on ${use.ordered} ${use.message}. Check the figures on the page image, or have the buyer record the receipt or change the order.`,
	}));
	if (next === undefined) return findings;
	const message = `${next.subject} on ${next.ordered} ${next.message}. The same goes for ${found.length - told.length - 1} more: “orderLines” in the details of the item has all of them.`;
	return [...findings, { ...placeOf(next), message }];
}

/** What keeps several lines from being compared is told once, with how many more there are. */
function oncePerReason(found: PlacedUse[]): Finding[] {
	const byReason = new Map<string, PlacedUse[]>();
	for (const use of found) {
		const same = byReason.get(use.message);
		if (same === undefined) byReason.set(use.message, [use]);
		else same.push(use);
	}
	return [...byReason].flatMap(([reason, [first, ...others]]) => {
		if (first === undefined) return [];
		const more = others.length === 0 ? '' : ` The same goes for ${others.length} more.`;
		const filter = reason.startsWith('Coupa does not show') ? ' Have the response filter of the API user include these fields.' : '';
		return [
			{ ...placeOf(first), message: `${first.subject} could not be compared with ${first.ordered} in full: ${reason}.${more}${filter}` },
		];
	});
}

function placeOf({ path, by, invoiceLine }: PlacedUse): Pick<Finding, 'column' | 'path' | 'value'> {
	return { column: by === 'quantity' ? 'Quantity' : 'Price', path: `${path}.${by}`, value: textAt(invoiceLine, by) ?? '' };
}
