import type { CoupaRecord } from '../../../../lib/core';
import { CreditNotes } from '../../../../lib/coupa/import/checks/near-duplicate-credits';
import { NearDuplicateIndex } from '../../../../lib/coupa/import/checks/near-duplicate-index';
import { factsOf, type InvoiceFacts } from '../../../../lib/coupa/import/checks/near-duplicate-rules';
import { DUPLICATES, LOOK_ALIKES, USUAL, type Pair, type Paper } from './pairs';

const SUPPLIERS: Record<string, CoupaRecord> = {
	A: { id: 1, number: 'V-1', name: 'Northern Bolts, Inc.' },
	A2: { id: 2, number: 'V-900', name: 'NORTHERN BOLTS' },
	B: { id: 3, number: 'V-3', name: 'Harbour Lights Ltd.' },
};

function recordOf({ number, credits, ...paper }: Paper): CoupaRecord {
	const { date, total, currency } = { ...USUAL, ...paper };
	return {
		'invoice-number': number,
		'invoice-date': date,
		'supplier-total': total,
		currency: { code: currency },
		'is-credit-note': total.startsWith('-'),
		'original-invoice-number': credits ?? null,
	};
}

function known(paper: Paper): InvoiceFacts {
	const facts = factsOf(recordOf(paper), SUPPLIERS[paper.supplier ?? USUAL.supplier] ?? null);
	if (facts === null) throw new Error('A paper has number and supplier');
	return facts;
}

/** Whether the second one of a pair is held because of the first one. */
function isFound({ first, second, others = [] }: Pair): boolean {
	const index = new NearDuplicateIndex<Paper>();
	const credits = new CreditNotes();
	for (const paper of [first, ...others, second]) {
		const facts = known(paper);
		index.add(facts, paper);
		if (facts.isCreditNote) credits.add(facts, recordOf(paper));
	}
	const facts = known(second);
	const found = index.find(facts, (paper) => paper === first);
	return found.some((one) => facts.isCreditNote || !credits.takesBack(one.facts));
}

const turned = ({ first, second, ...rest }: Pair): Pair => ({ ...rest, first: second, second: first });
const inPercent = (found: number, all: number) => `${((100 * found) / all).toFixed(1)} % (${found} of ${all})`;

describe('pairs of invoices', () => {
	it.each(DUPLICATES.map((pair) => [pair.name, pair] as const))('one paper: %s', (_, pair) => {
		expect([isFound(pair), pair.others !== undefined || isFound(turned(pair))]).toEqual([true, true]);
	});

	it.each(LOOK_ALIKES.map((pair) => [pair.name, pair] as const))('two papers: %s', (_, pair) => {
		expect([isFound(pair), pair.others === undefined && isFound(turned(pair))]).toEqual([false, false]);
	});

	it('are told apart at these rates', () => {
		const hits = DUPLICATES.filter(isFound).length;
		const alarms = LOOK_ALIKES.filter(isFound).length;
		console.log(`Near duplicates found: ${inPercent(hits, DUPLICATES.length)}; false alarms: ${inPercent(alarms, LOOK_ALIKES.length)}`);
		expect(DUPLICATES.length + LOOK_ALIKES.length).toBeGreaterThanOrEqual(120);
		expect([hits / DUPLICATES.length, alarms]).toEqual([1, 0]);
	});
});

describe('many invoices', () => {
	const series = (count: number) =>
		Array.from({ length: count }, (_, place) =>
			known({ number: `S-${place + 1}`, total: '29.90', ...(place % 2 === 0 ? {} : { supplier: 'B' }) }),
		);

	/** Milliseconds for as many invoices of two suppliers, one day and one amount, each looked for among all. */
	function millisecondsFor(count: number): number {
		const facts = series(count);
		const startedAt = performance.now();
		const index = new NearDuplicateIndex<number>();
		for (const [place, one] of facts.entries()) index.add(one, place);
		const found = facts.filter((one) => index.find(one).length > 0);
		const milliseconds = performance.now() - startedAt;
		expect(found).toEqual([]);
		return milliseconds;
	}

	it('cost each the same, however many there are', () => {
		millisecondsFor(500);
		const [few, many] = [millisecondsFor(1_000), millisecondsFor(8_000)];
		expect(many / few).toBeLessThan(8 * 4);
	});
});
