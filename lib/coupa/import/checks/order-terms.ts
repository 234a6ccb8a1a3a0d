import { lookUpKey, recordsAt, textAt, type CoupaRecord } from '../../../core';
import { chartOf } from '../accounts';
import { isOutside, orderedPeriodOf, periodText, servicePeriodOf } from '../service-period';
import { BUYER_LEVELS, type Check } from './check';
import { oncePerOrder, perLine } from './order-lines';

/** `line 2 of purchase order 70315` */
const named = (orderLine: CoupaRecord, order: CoupaRecord) =>
	`line ${textAt(orderLine, 'line-num') ?? '?'} of purchase order ${textAt(order, 'po-number') ?? ''}`;

export const poCurrency: Check = {
	name: 'poCurrency',
	label: 'Currency of the PO',
	description: 'An invoice line has the currency of its PO line.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: (facts) =>
		oncePerOrder(facts, ({ line, order, orderLine, path }) => {
			const own = textAt(line, 'currency', 'code')?.trim() ?? '';
			const given = own === '' ? (textAt(facts.invoice, 'currency', 'code')?.trim() ?? '') : own;
			const ordered = textAt(orderLine, 'currency', 'code') ?? '';
			if (given === '' || ordered === '' || lookUpKey(given) === lookUpKey(ordered)) return null;
			return {
				column: 'Currency',
				path: own === '' ? 'currency.code' : `${path}.currency.code`,
				value: given,
				message: `The invoice is in ${given}, but ${named(orderLine, order)} was ordered in ${ordered}: check the currency on the page image, or have the buyer change the order.`,
			};
		}),
};

export const poChart: Check = {
	name: 'poChart',
	label: 'Chart of accounts of the PO',
	description: 'The accounts of a PO line belong to the chart of accounts that the invoice names.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: (facts) => {
		const chart = chartOf(facts.invoice);
		if (chart === null) return [];
		return oncePerOrder(facts, ({ order, orderLine }) => {
			const other = chartsOf(orderLine).find((name) => lookUpKey(name) !== lookUpKey(chart));
			if (other === undefined) return null;
			return {
				column: 'Chart of Accounts',
				path: 'account-type.name',
				value: chart,
				message: `The invoice names the chart of accounts "${chart}", but ${named(orderLine, order)} is booked in "${other}": name that chart, or check the purchase order number.`,
			};
		});
	},
};

function chartsOf(orderLine: CoupaRecord): string[] {
	const owners = [orderLine, ...recordsAt(orderLine, 'account-allocations')];
	return owners.map((owner) => textAt(owner, 'account', 'account-type', 'name') ?? '').filter((name) => name !== '');
}

export const servicePeriod: Check = {
	name: 'servicePeriod',
	label: 'Service period of the PO',
	description:
		'The service period of an invoice line (start and end date) lies inside the period of its PO line. Not checked where either has none.',
	default: 'warning',
	levels: BUYER_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			const service = servicePeriodOf(line);
			const ordered = match.kind === 'matched' ? orderedPeriodOf(match.orderLine) : null;
			if (match.kind !== 'matched' || service === null || ordered === null || !isOutside(service, ordered)) return null;
			return {
				path: `${path}.${service.start === null ? 'end-date' : 'start-date'}`,
				value: periodText(service),
				message: `The service period ${periodText(service)} lies outside that of ${named(match.orderLine, match.order)}, ${periodText(ordered)}: check the dates, or have the buyer extend the order.`,
			};
		}),
};
