import { type Html, lines } from '../../html';
import type { CurrencyAmount } from '../delivered';
import { codeOf, shownAmount } from '../money';

/** One line for each currency. */
export function amountLines(amounts: CurrencyAmount[]): Html {
	return lines(
		amounts.map(({ currency, amount, count, withoutAmount }) => {
			const code = codeOf(currency);
			if (count === withoutAmount) return `${count} without amount`;
			const rest = withoutAmount === 0 ? '' : `, ${withoutAmount} without amount`;
			return `${code === '' ? '(no currency)' : code} ${shownAmount(amount, code)}${rest}`;
		}),
	);
}
