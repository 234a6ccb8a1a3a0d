import { isDeepStrictEqual } from 'node:util';

import { type Json, recordsAt, textAt } from '../../../lib/core';
import { type CoupaSandbox, type Phase } from '../../sandbox/coupa';
import { coupaCredential, startCoupa } from '../engine/coupa';
import type { Order } from './child';
import type { Runner, RunnerPool } from './pool';

/** A request of the import of payments at which it is killed: before it has its effect, or after that and before its answer. */
export interface PaymentPoint {
	n: number;
	phase: Phase;
}

/** How a run that was killed, and the run after it, came out; null when as an undisturbed one. */
export interface PaymentVerdict {
	point: PaymentPoint;
	killed: boolean;
	fault: string | null;
}

const INVOICES = ['Z-1', 'Z-2', 'Z-3', 'Z-4'];
/** In full, in parts, taken back, recorded before, refused, and the same one twice. */
const FILE = [
	'Supplier Number,Invoice Number,Check Amount Paid,Check # / Note,Check Payment Date',
	'V-20011,Z-1,50.00,7001,2026-05-20',
	'V-20011,Z-2,20.00,7002,2026-05-20',
	'V-20011,Z-2,20.00,7003,2026-05-20',
	'V-20011,Z-2,20.00,7003,2026-05-20',
	'V-20011,Z-2,20.00,7004,2026-05-20',
	'V-20011,Z-3,50.00,7005,2026-05-20',
	'V-20011,Z-3,-50.00,7005,2026-05-20',
	'V-20011,Z-4,10.00,7006,2026-05-20',
	'V-20011,Z-4,10.00,7007,2026-05-20',
	'',
].join('\r\n');

/** Kills an import of payments at any request on the wire and lets a later run read the same file again: no payment stands twice, none is lost. */
export class PaymentSweep {
	private constructor(
		private readonly runners: RunnerPool,
		private readonly requests: number,
		readonly clean: Json[],
	) {}

	/** Makes the clean run. */
	static async start(runners: RunnerPool): Promise<PaymentSweep> {
		const { coupa, order } = await world();
		try {
			const ending = await runners.with(async (runner) => await runner.run(order));
			if (ending.kind === 'killed' || ending.result.error !== null) throw new Error('A run that nobody disturbed failed');
			return new PaymentSweep(runners, coupa.requests().length, endState(coupa));
		} finally {
			await coupa.stop();
		}
	}

	points(): PaymentPoint[] {
		return Array.from({ length: this.requests }, (_, index) => index + 1).flatMap((n) => [
			{ n, phase: 'received' as const },
			{ n, phase: 'answering' as const },
		]);
	}

	async verdict(point: PaymentPoint): Promise<PaymentVerdict> {
		const { coupa, order } = await world();
		try {
			const first = await this.runners.with(async (runner) => {
				killAt(coupa, point, runner);
				return await runner.run(order);
			});
			coupa.intercept(null);
			const last = await this.runners.with(async (runner) => await runner.run(order));
			const state = endState(coupa);
			const undecided = last.kind === 'done' ? last.result.outcomes.filter(({ outcome }) => outcome === 'undecided') : [];
			const isClean = last.kind === 'done' && last.result.error === null && undecided.length === 0 && isDeepStrictEqual(state, this.clean);
			const fault = isClean ? null : `${JSON.stringify({ last, state })} instead of ${JSON.stringify(this.clean)}`;
			return { point, killed: first.kind === 'killed', fault };
		} finally {
			await coupa.stop();
		}
	}
}

async function world(): Promise<{ coupa: CoupaSandbox; order: Order }> {
	const coupa = await startCoupa({ settings: { requestsPerSecond: Infinity } });
	for (const [index, number] of INVOICES.entries()) coupa.put('invoices', approved(index + 1, number));
	const file = { data: Buffer.from(FILE).toString('base64'), mimeType: 'text/csv', fileName: 'payments.csv' };
	const parameters = { resource: 'invoice', operation: 'importPayments', source: 'file', options: { parallelInvoices: 2 } };
	const order = {
		credentials: { coupaOAuth2Api: coupaCredential(coupa) },
		options: {},
		node: { parameters, items: [{ json: {}, binary: { data: file } }] },
	};
	return { coupa, order };
}

function approved(id: number, number: string) {
	const before = { id: 1, 'amount-paid': '10.00', 'payment-date': '2026-05-20', notes: '[ERP payment 7006, 2026-05-20, 10.00]' };
	return {
		id,
		status: 'approved',
		'invoice-number': number,
		currency: { id: 1, code: 'USD', decimals: 2 },
		supplier: { id: 5, number: 'V-20011', name: 'Northern Bolts' },
		'gross-total': '50.00',
		paid: false,
		payments: number === 'Z-4' ? [before] : [],
		'invoice-lines': [{ id: id * 10, type: 'InvoiceAmountLine', description: 'Bolts', price: '50.00', 'line-num': 1 }],
	};
}

function killAt(coupa: CoupaSandbox, { n, phase }: PaymentPoint, runner: Runner): void {
	coupa.clearRequests();
	coupa.intercept((request, at) => {
		if (request.n !== n || at !== phase) return 'continue';
		runner.kill();
		return 'drop';
	});
}

/** Each invoice with its payments in the order in which they stand there, and whether it is paid. */
function endState(coupa: CoupaSandbox): Json[] {
	return coupa
		.rows('invoices')
		.filter((invoice) => INVOICES.includes(textAt(invoice, 'invoice-number') ?? ''))
		.map((invoice) => [
			textAt(invoice, 'invoice-number') ?? '',
			textAt(invoice, 'paid') ?? '',
			...recordsAt(invoice, 'payments').map((payment) => `${textAt(payment, 'amount-paid') ?? ''} ${textAt(payment, 'notes') ?? ''}`),
		]);
}
