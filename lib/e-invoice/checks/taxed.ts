import type { Decimal } from '../../core';
import type { Group, TermId } from '../terms';
import { amount, ZERO } from './amounts';
import { countedLines } from './scope';

/** Something that has a VAT category and a rate: a line, an allowance or a charge. */
export interface Taxed {
	/** Last number of the rules on its rate: BR-S-05 lines, -06 allowances, -07 charges; those on the parties are three less. */
	rule: 5 | 6 | 7;
	/** Where its tax stands. */
	group: Group;
	path: string;
	/** Terms of category and rate. */
	category: TermId;
	rate: TermId;
	/** What it adds to the taxable amount. */
	net: Decimal;
}

/** All that is taxed in an invoice. */
export function taxedOf(document: Group): Taxed[] {
	return [
		...countedLines(document).map((line): Taxed => ({
			rule: 5,
			group: line.group('BG-30') ?? line,
			path: line.path,
			category: 'BT-151',
			rate: 'BT-152',
			net: amount(line, 'BT-131') ?? ZERO,
		})),
		...document.many('BG-20').map((group): Taxed => ({
			rule: 6,
			group,
			path: group.path,
			category: 'BT-95',
			rate: 'BT-96',
			net: (amount(group, 'BT-92') ?? ZERO).times(-1),
		})),
		...document.many('BG-21').map((group): Taxed => ({
			rule: 7,
			group,
			path: group.path,
			category: 'BT-102',
			rate: 'BT-103',
			net: amount(group, 'BT-99') ?? ZERO,
		})),
	];
}

export const categoryOf = ({ group, category }: Taxed): string => group.text(category)?.toUpperCase() ?? '';
