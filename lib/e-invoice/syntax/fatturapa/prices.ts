import { parseDecimal, type Decimal } from '../../../core';
import { Group, type Term } from '../../terms';
import type { Completion } from '../table';

/**
 * The net price of a line: its price with each discount (SC) or surcharge (MG) taken off or put on one after the other, by its amount where it
 * has one, else by its percentage. The amount is that of one unit (technical specifications, check 00423).
 */
export function addPrices({ find, read }: Completion, line: Group): void {
	const price = read('BT-148', 'PrezzoUnitario', line);
	const gross = price && parseDecimal(price.value);
	if (!price || !gross) return;
	const net = find('ScontoMaggiorazione', line).reduce((sum, found) => {
		const [kind] = find('Tipo', found);
		const amount = parseDecimal(read('BT-147', 'Importo', found)?.value ?? '');
		const percent = parseDecimal(read('BT-94', 'Percentuale', found)?.value ?? '');
		const change: Decimal | null = amount ?? (percent ? sum.times(percent).times('0.01') : null);
		if (change === null) return sum;
		return kind?.element.text.trim() === 'MG' ? sum.plus(change) : sum.minus(change);
	}, gross);
	const prices = new Group('BG-29', price.path);
	prices.add('BT-146', net.eq(gross) ? price : { ...price, value: inDigitsOf(price, net) });
	if (!net.eq(gross)) prices.add('BT-148', price);
	if (net.lt(gross)) prices.add('BT-147', { ...price, value: inDigitsOf(price, gross.minus(net)) });
	line.addGroup(prices);
}

/** With as many digits after the point as the price has, or as the value needs. */
function inDigitsOf({ value }: Term, decimal: Decimal): string {
	const digits = (text: string): number => text.split('.')[1]?.length ?? 0;
	return decimal.toFixed(Math.max(digits(value), digits(decimal.toFixed())));
}
