import { GROUPS, SYNTAXES, termFact, termPlaces, TERMS, toCoupa } from '../../../lib/e-invoice';
import type { GroupId, GroupRow, TermId, TermKind } from '../../../lib/e-invoice';
import { HEADER_PLACES, LINE_PLACES, WORKED_OUT } from '../../../lib/e-invoice/to-coupa/places';
import { changed, eInvoice, INVOICE, LINE, type Written } from './document';

/** Groups around each term, from the outside, as the first syntax has it that has the term. */
function groupsOf(term: TermId): GroupId[] {
	const within = (rows: readonly GroupRow[]): GroupId[] | null => {
		for (const { group, terms, groups = [] } of rows) {
			if (terms.some((row) => row.term === term)) return [group];
			const below = within(groups);
			if (below !== null) return [group, ...below];
		}
		return null;
	};
	for (const { groups } of SYNTAXES) {
		const found = within(groups);
		if (found !== null) return found;
	}
	return [];
}

const VALUES: Partial<Record<TermKind, string>> = {
	amount: '7.31',
	unitPrice: '7.31',
	quantity: '7.31',
	percent: '7.31',
	date: '2026-01-31',
	dateTime: '2026-01-31T10:00:00',
	indicator: 'true',
	binary: Buffer.from('seven').toString('base64'),
};

/** The invoice with one more term, in its groups; a group that the invoice has keeps its other terms. */
function withTerm(term: TermId): Written {
	const value = { value: VALUES[termFact(term).kind] ?? `T${term}` };
	const into = (written: Written, groups: GroupId[]): Written => {
		const [group, ...more] = groups;
		if (group === undefined) return changed(written, { [term]: value });
		if (group === 'BG-25') return changed(written, { 'BG-25': into(LINE, more) });
		const before = (written as Record<string, Written | Written[] | undefined>)[group];
		const below = into((Array.isArray(before) ? before[0] : before) ?? {}, more);
		return { ...written, [group]: below } as Written;
	};
	return into(INVOICE, groupsOf(term));
}

/** What is worked into numbers and flags, or names what is found elsewhere. */
const WORKED = new Set<string>([...Object.keys(WORKED_OUT)]);
const placed = new Set<string>([...HEADER_PLACES, ...LINE_PLACES].map(({ term }) => term));
const plain = (Object.keys(TERMS) as TermId[]).filter(
	(term) => !WORKED.has(term) && !/^BT-(9[2-8]|99|10[0-5]|13[6-9]|14[0-5])$/.test(term),
);

it.each(plain)('%s is in the record, in the facts or listed', (term) => {
	const { record, facts, left } = toCoupa(eInvoice(withTerm(term)), { left: null });
	const value = VALUES[termFact(term).kind] ?? `T${term}`;
	const isThere = (where: unknown) => JSON.stringify(where).includes(termFact(term).kind === 'indicator' ? 'true' : value);
	expect(isThere(record) || isThere(facts) || isThere(left)).toBe(true);
	// What the tables give no place is listed by its number or that of its group.
	if (!placed.has(term)) expect(left.map(({ name }) => name).join()).toMatch(new RegExp(`\\((${[term, ...groupsOf(term)].join('|')})\\)`));
});

it('the documented places are those of the tables, each term once', () => {
	const places = termPlaces();
	expect(places.map(({ term }) => term)).toEqual(Object.keys(TERMS));
	expect(places.filter(({ place }) => place !== null).map(({ term }) => term)).toEqual(
		expect.arrayContaining([...placed, ...WORKED]) as unknown,
	);
	expect(places.find(({ term }) => term === 'BT-7')?.place).toBe('`delivery-date`, where BT-72 is missing');
	expect(places.find(({ term }) => term === 'BT-11')?.place).toBeNull();
	expect(Object.keys(GROUPS).length).toBeGreaterThan(30);
});
