import type { CurrencyAmount, LockBoxAccount } from './delivered';
import { addedUp, amountsOf, codeOf, differences, shownAmount } from './money';
import type { StandingRow } from './standing';

/** One thing that has to add up. */
export interface Check {
	what: string;
	isRight: boolean;
	/** What it came to, with both figures where they disagree. */
	detail: string;
}

/** Whether what came in at the lock-box is what arrived here, and what the standings add up to. */
export function checksOf(
	accounts: LockBoxAccount[],
	rows: StandingRow[],
	received: CurrencyAmount[],
	sums: Array<{ count: number; amounts: CurrencyAmount[] }>,
): Check[] {
	const items = accounts.reduce((sum, account) => sum + account.received.items, 0);
	const arrived = amountsOf(rows.map(({ delivered }) => delivered));
	const inAll = addedUp(sums.flatMap(({ amounts }) => amounts));
	const counted = sums.reduce((sum, { count }) => sum + count, 0);
	const unread = accounts.reduce((sum, account) => sum + account.unread.length, 0);
	return [
		{
			what: 'Every invoice that was read in the lock-box is in this report',
			isRight: items === rows.length,
			detail: items === rows.length ? `${items}` : `read: ${items}, here: ${rows.length}`,
		},
		{ what: 'Their amounts are those that were read', ...compared(received, arrived) },
		{
			what: 'The standings together are what came in',
			isRight: counted === items && differences(received, inAll).length === 0,
			detail: counted === items ? inWords(inAll) : `came in: ${items}, standings: ${counted}`,
		},
		{
			what: 'Every package of the period could be read',
			isRight: unread === 0,
			detail: unread === 0 ? 'yes' : `${unread} could not be read: their invoices are in no figure`,
		},
	];
}

function compared(left: CurrencyAmount[], right: CurrencyAmount[]): Pick<Check, 'isRight' | 'detail'> {
	const wrong = differences(right, left);
	if (wrong.length === 0) return { isRight: true, detail: inWords(left) };
	return { isRight: false, detail: `read: ${inWords(left)}; here: ${inWords(right)}; difference: ${inWords(wrong)}` };
}

/** `EUR 1,234.50, USD 20.00`. */
function inWords(amounts: CurrencyAmount[]): string {
	const words = amounts.map(({ currency, amount }) => `${codeOf(currency) || 'no currency'} ${shownAmount(amount, codeOf(currency))}`);
	return words.length === 0 ? 'nothing' : words.join(', ');
}
