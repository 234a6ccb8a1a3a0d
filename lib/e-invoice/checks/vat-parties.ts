import type { Group, TermId } from '../terms';
import type { Category } from './categories';
import { named, type Findings } from './findings';
import type { Scope } from './scope';
import type { Taxed } from './taxed';

/** Group of a party's number. */
const PARTY: Readonly<Partial<Record<TermId, 'BG-4' | 'BG-7' | 'BG-11'>>> = {
	'BT-31': 'BG-4',
	'BT-32': 'BG-4',
	'BT-63': 'BG-11',
	'BT-47': 'BG-7',
	'BT-48': 'BG-7',
};

const has = (document: Group, id: TermId): boolean => document.group(PARTY[id] ?? 'BG-4')?.term(id) !== undefined;

/** What the parties must have for a category (BR-S-02 to -04 and so on), the delivery (BR-IC-11, -12), and that O stands alone (BR-O-11 to -14). */
export function checkParties(
	document: Group,
	category: Category,
	taxed: readonly Taxed[],
	rates: readonly Group[],
	{ hasLines }: Scope,
	findings: Findings,
): void {
	const { rules, code, name, seller, buyer } = category;
	const [first] = taxed;
	if (first) {
		const rule = `BR-${rules}-0${first.rule - 3}`;
		for (const [ids, group] of [
			[seller, document.group('BG-4')],
			[buyer, document.group('BG-7')],
		] as const) {
			const [id] = ids;
			if (id === undefined || ids.some((one) => has(document, one))) continue;
			findings.error(
				rule,
				id,
				group ?? document,
				`${ids.map(named).join(' or ')} is missing, which an invoice with VAT category ${code} (${name}) has.`,
			);
		}
	}
	if (code === 'K' && rates[0] && hasLines) checkDelivery(document, findings);
	if (code === 'O' && rates[0]) checkAlone(document, findings);
	if (code === 'O' && first) checkNoNumbers(document, first, findings);
}

function checkDelivery(document: Group, findings: Findings): void {
	const delivery = document.group('BG-13');
	const period = delivery?.group('BG-14');
	if (!delivery?.term('BT-72') && !period?.term('BT-73') && !period?.term('BT-74'))
		findings.error(
			'BR-IC-11',
			'BT-72',
			delivery ?? document,
			`${named('BT-72')} or the invoicing period (BG-14) is missing, which an intra-community supply has.`,
		);
	if (!delivery?.group('BG-15')?.term('BT-80'))
		findings.error('BR-IC-12', 'BT-80', delivery ?? document, `${named('BT-80')} is missing, which an intra-community supply has.`);
}

const OTHERS: ReadonlyArray<{ rule: string; group: 'BG-23' | 'BG-25' | 'BG-20' | 'BG-21'; id: TermId }> = [
	{ rule: 'BR-O-11', group: 'BG-23', id: 'BT-118' },
	{ rule: 'BR-O-12', group: 'BG-25', id: 'BT-151' },
	{ rule: 'BR-O-13', group: 'BG-20', id: 'BT-95' },
	{ rule: 'BR-O-14', group: 'BG-21', id: 'BT-102' },
];

function checkAlone(document: Group, findings: Findings): void {
	for (const { rule, group, id } of OTHERS) {
		const other = document
			.many(group)
			.map((one) => (group === 'BG-25' ? one.group('BG-30')?.term(id) : one.term(id)))
			.find((term) => term !== undefined && term.value.toUpperCase() !== 'O');
		if (other)
			findings.error(
				rule,
				id,
				other,
				`${named(id)} is ${other.value}, but an invoice that is not subject to VAT (O) has no other category.`,
			);
	}
}

function checkNoNumbers(document: Group, first: Taxed, findings: Findings): void {
	const given = (['BT-31', 'BT-63', 'BT-48'] as const).find((id) => has(document, id));
	const term = given && document.group(PARTY[given] ?? 'BG-4')?.term(given);
	if (given && term)
		findings.error(
			`BR-O-0${first.rule - 3}`,
			given,
			term,
			`${named(given)} is there, but an invoice that is not subject to VAT (O) has none.`,
		);
}
