import { importPayments, type PaymentInput, type PaymentResult, type PaymentSettings } from '../../../lib/coupa';
import type { PaymentClient } from '../../../lib/coupa/payments/types';
import { isRecord, recordsAt, textAt, type CoupaRecord } from '../../../lib/core';
import type { World } from '../import/support/world';

/** The day after the payments of these tests. */
export const NOW = Date.parse('2026-05-21T12:00:00Z');

let nextId = 7_000;

/** An approved invoice of 119.00 USD or another total, as Coupa holds it; its ID. */
export function approved(world: World, number: string, more: CoupaRecord = {}): number {
	const id = (nextId += 1);
	const total = textAt(more, 'gross-total') ?? '119.00';
	world.coupa.put('invoices', {
		id,
		status: 'approved',
		'invoice-number': number,
		'invoice-date': '2026-04-20T00:00:00-07:00',
		'gross-total': total,
		'total-with-taxes': total,
		currency: { id: 1, code: 'USD', decimals: 2 },
		supplier: { id: 5, number: 'V-20011', name: 'Northern Bolts' },
		paid: false,
		payments: [],
		'invoice-lines': [{ id: id * 10, type: 'InvoiceAmountLine', description: 'Bolts', price: total, 'line-num': 1 }],
		...more,
	});
	return id;
}

/** A payment of the ERP: 119.00 on 20 May, of the invoice with that number. */
export function payment(number: string, paymentId: string, change: CoupaRecord = {}, of: CoupaRecord = {}): PaymentInput {
	return {
		invoice: {
			'invoice-number': number,
			supplier: { number: 'V-20011' },
			payments: [{ 'amount-paid': '119.00', 'payment-date': '2026-05-20', ...change }],
			...of,
		},
		paymentId,
		problems: [],
	};
}

/** Runs the import; waits between tries take no time. */
export async function imported(world: World, inputs: PaymentInput[], settings: Partial<PaymentSettings> = {}): Promise<PaymentResult[]> {
	return await importPayments(patient(world), inputs, { now: () => NOW, ...settings });
}

export function patient(world: World): PaymentClient {
	return Object.assign(Object.create(world.client) as PaymentClient, { wait: async () => await Promise.resolve() });
}

/** Outcome and code, one a payment: `refused alreadyPaid`. */
export function outcomes(results: PaymentResult[]): string[] {
	return results.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`));
}

/** The payments that Coupa holds of an invoice: `119.00 2026-05-20 [ERP payment A, 2026-05-20, 119.00]`. */
export function held(world: World, id: number): string[] {
	const invoice = world.invoice(id);
	if (!isRecord(invoice)) return [];
	return recordsAt(invoice, 'payments').map((one) =>
		[textAt(one, 'amount-paid'), textAt(one, 'payment-date')?.slice(0, 10), textAt(one, 'notes')].join(' '),
	);
}
