import { parseDecimal, type Decimal, type Problem, type Sliced } from '../../../core';
import type { Group, Term, TermId } from '../../terms';
import type { Completion } from '../table';
import { isEn16931 } from './specification';

/**
 * What UBL documents of other specifications than EN 16931 say in another way, in its terms: totals that have the rounding in them (Peppol BIS 2, EHF 2,
 * OIOUBL), the VAT where EN 16931 has the total without it (OIOUBL), and totals and a currency that UBL 2.0 leaves out.
 */
export function* completeUbl({ document }: Pick<Completion, 'document'>): Sliced<Problem[]> {
	const totals = document.group('BG-22');
	if (totals === undefined || isEn16931(document)) return [];
	yield;
	const due = totals.term('BT-115');
	if (document.term('BT-5') === undefined && due?.currency !== undefined) document.add('BT-5', { value: due.currency, path: due.path });
	withoutVat(totals);
	withVat(totals);
	return [];
}

const of = (totals: Group, id: TermId): Decimal | null => parseDecimal(totals.text(id) ?? '');

function withoutVat(totals: Group): void {
	const [stated, vat, lines] = (['BT-109', 'BT-110', 'BT-106'] as const).map((id) => of(totals, id));
	const term = totals.term('BT-109');
	if (!term || !stated || !vat || !lines || !stated.eq(vat)) return;
	const net = lines.minus(of(totals, 'BT-107') ?? 0).plus(of(totals, 'BT-108') ?? 0);
	if (!net.eq(stated)) replace(totals, 'BT-109', term, net);
}

function withVat(totals: Group): void {
	const [total, due, rounding] = (['BT-112', 'BT-115', 'BT-114'] as const).map((id) => of(totals, id));
	const [term, dueTerm] = [totals.term('BT-112'), totals.term('BT-115')];
	if (!term && dueTerm && due) {
		replace(totals, 'BT-112', dueTerm, due.plus(of(totals, 'BT-113') ?? 0).minus(rounding ?? 0));
		return;
	}
	const exact = of(totals, 'BT-109')?.plus(of(totals, 'BT-110') ?? 0);
	if (term && total && rounding && exact && !rounding.eq(0) && total.minus(rounding).eq(exact)) replace(totals, 'BT-112', term, exact);
}

/** The text of the document stays where it is the same amount. */
function replace(totals: Group, id: TermId, term: Term, amount: Decimal): void {
	totals.replace(id, parseDecimal(term.value)?.eq(amount) === true ? { ...term } : { ...term, value: amount.toFixed() });
}
