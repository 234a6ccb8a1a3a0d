import pLimit from 'p-limit';
import { chunksOf, reasonText, recordsAt, textAt, type CoupaRecord, type Problem } from '../../core';
import { CoupaError } from '../errors';
import { Breaker } from '../import/breaker';
import { isInfrastructure } from '../import/undecided';
import { PayableInvoices } from './invoices';
import { judge, type Verdict } from './judge';
import { timesStanding } from './note';
import { readPayment, type ErpPayment } from './read-payment';
import { paymentResult, recordedReason, type ResultFacts } from './result';
import { DEFAULT_PAYMENT_SETTINGS, type PaymentSettings } from './settings';
import type { PaymentClient, PaymentControl, PaymentInput, PaymentOutcome, PaymentResult } from './types';
import { writePayment } from './write-payment';

/** Payments that share their look-ups. */
const BATCH = 100;

/**
 * Puts payments of the ERP on the invoices of Coupa and reports what became of each; results come in the order of the inputs. It can be
 * repeated with the same inputs at any time: what stands in Coupa is recognised by the payment mark in its notes. A payment that is recorded
 * costs two calls beside the look-ups shared by its batch: the invoice is read right before the write. One that does not fit costs the reading.
 *
 * @throws CoupaError when the very first look-ups fail, so that nothing is done yet. Later failures make the payments they hit `undecided`.
 */
export async function importPayments(
	client: PaymentClient,
	inputs: PaymentInput[],
	settings: Partial<PaymentSettings>,
	control: PaymentControl = {},
): Promise<PaymentResult[]> {
	return await new PaymentRun(client, { ...DEFAULT_PAYMENT_SETTINGS, ...settings }, control).importAll(inputs);
}

interface Readable {
	index: number;
	payment: ErpPayment;
	problems: Problem[];
}

class PaymentRun {
	private readonly breaker = new Breaker();
	private readonly invoices: PayableInvoices;
	private readonly results: PaymentResult[] = [];
	/** Invoices with an undecided payment, each with what later ones of it have to wait for. */
	private readonly waiting = new Map<string, string>();
	/** Validate Only: invoices as they would be by now; a later batch reads them as they are. */
	private readonly wouldBe = new Map<string, CoupaRecord>();

	constructor(
		private readonly client: PaymentClient,
		private readonly settings: PaymentSettings,
		private readonly control: PaymentControl,
	) {
		this.invoices = new PayableInvoices(client);
	}

	async importAll(inputs: PaymentInput[]): Promise<PaymentResult[]> {
		const readable: Readable[] = [];
		for (const [index, input] of inputs.entries()) {
			const read = readPayment(input, this.settings.now());
			if ('code' in read) this.put(index, 'refused', read.reason, { code: read.code, problems: input.problems });
			else readable.push({ index, payment: read, problems: input.problems });
		}
		for (const [index, batch] of chunksOf(readable, BATCH).entries()) await this.importBatch(batch, index === 0);
		return this.results;
	}

	private async importBatch(batch: Readable[], isFirst: boolean): Promise<void> {
		if (!this.isOver()) {
			try {
				await this.invoices.load(batch.map(({ payment }) => payment));
			} catch (error) {
				if (isFirst && error instanceof CoupaError) throw error;
				this.breaker.record(isInfrastructure(error));
				for (const one of batch) this.undecided(one, reasonText(error));
				return;
			}
		}
		const limit = pLimit(this.settings.parallelInvoices);
		await Promise.all(
			[...this.byInvoice(batch)].map(async ([id, payments]) => {
				await limit(async () => {
					await this.importInTurn(id, payments);
				});
			}),
		);
	}

	/** The payments of each invoice, in the order of the file: a later one sees the earlier one. */
	private byInvoice(batch: Readable[]): Map<string, { invoice: CoupaRecord; payments: Readable[] }> {
		const groups = new Map<string, { invoice: CoupaRecord; payments: Readable[] }>();
		for (const one of batch) {
			if (this.isOver()) {
				this.undecided(one, this.whyOver());
				continue;
			}
			const invoice = this.matched(one);
			if (invoice === null) continue;
			const id = textAt(invoice, 'id') ?? '';
			const group = groups.get(id) ?? { invoice, payments: [] };
			group.payments.push(one);
			groups.set(id, group);
		}
		return groups;
	}

	/** Null where the payment has its result. */
	private matched(one: Readable): CoupaRecord | null {
		try {
			const match = this.invoices.match(one.payment);
			if (match.kind === 'found') return match.invoice;
			const outcome: PaymentOutcome = match.kind === 'none' ? 'noInvoice' : match.kind === 'several' ? 'ambiguous' : 'refused';
			this.put(one.index, outcome, match.reason, {
				...(match.kind === 'other' && { code: 'otherInvoice' }),
				problems: one.problems,
				candidates: match.candidates,
			});
		} catch (error) {
			this.undecided(one, reasonText(error));
		}
		return null;
	}

	private async importInTurn(id: string, { invoice, payments }: { invoice: CoupaRecord; payments: Readable[] }): Promise<void> {
		let seen = this.wouldBe.get(id) ?? invoice;
		for (const one of payments) {
			if (this.isOver()) {
				this.undecided(one, this.whyOver(), seen);
				continue;
			}
			try {
				seen = await this.importOne(id, one, seen);
				this.breaker.record(false);
			} catch (error) {
				this.failed(id, one, error, seen);
			}
		}
	}

	/** What the invoice shows afterwards. */
	private async importOne(id: string, one: Readable, known: CoupaRecord): Promise<CoupaRecord> {
		const { payment } = one;
		const first = judge(payment, known, this.settings);
		if (first.kind === 'stands') return this.notWritten(one, known, first);
		const waitsFor = this.waiting.get(id);
		if (waitsFor !== undefined) {
			this.undecided(one, waitsFor, known);
			return known;
		}
		if (this.settings.validateOnly) {
			this.notWritten(one, known, first);
			// The next one has to see it, as if it stood there.
			const after = first.kind === 'record' ? asIfWritten(known, first.body) : known;
			this.wouldBe.set(id, after);
			return after;
		}
		// What is refused is final, and the list may lag: that, too, is said of the invoice as it is now.
		const before = await this.invoices.readAgain(id);
		const verdict = judge(payment, before, this.settings);
		if (verdict.kind !== 'record') return this.notWritten(one, before, verdict);
		const path = `/api/invoices/${id}`;
		const read = async (): Promise<CoupaRecord> => await this.invoices.readAgain(id);
		const end = await writePayment(this.client, {
			path,
			body: verdict.body,
			method: this.settings.method,
			before,
			read,
			name: `invoice ${id}`,
		});
		const answer = end.kind === 'answered' ? end.answer : end.seen;
		const isShown = timesStanding(listed(answer), payment.identity) > 0 && (verdict.body.paid === undefined || 'paid' in answer);
		const after = isShown ? { ...before, ...answer } : await read();
		this.recorded(id, one, after, verdict.problems, verdict.body);
		return after;
	}

	/** Says what Coupa shows after the write: the payment once, or what is wrong with it. */
	private recorded(id: string, one: Readable, after: CoupaRecord, problems: Problem[], body: CoupaRecord): void {
		const times = timesStanding(listed(after), one.payment.identity);
		if (times === 0) {
			this.waiting.set(id, NOT_KNOWN_YET);
			this.undecided(
				one,
				'Coupa answered as if it had recorded the payment, but does not show it. It was not sent a second time; a later run looks again.',
				after,
			);
			return;
		}
		if (times > 1) {
			this.notWritten(one, after, { kind: 'stands', times });
			return;
		}
		const isPaid = textAt(after, 'paid') === 'true';
		const notMarked = body.paid !== undefined && body.paid !== isPaid;
		const found: Problem[] = notMarked
			? [
					{
						severity: 'warning',
						code: 'paidNotKept',
						message: `Coupa recorded the payment, but still shows the invoice as ${isPaid ? 'paid' : 'not paid'}.`,
					},
				]
			: [];
		this.put(one.index, 'recorded', recordedReason(after, isPaid), { invoice: after, problems: [...one.problems, ...problems, ...found] });
	}

	/** The result of a payment that is not written; gives back what the invoice shows. */
	private notWritten(one: Readable, invoice: CoupaRecord, verdict: Verdict): CoupaRecord {
		const { index, problems } = one;
		switch (verdict.kind) {
			case 'record':
				this.put(index, 'wouldRecord', 'Validate Only: it would be recorded. Nothing was written.', {
					invoice,
					problems: [...problems, ...verdict.problems],
				});
				break;
			case 'refused':
				this.put(index, 'refused', verdict.reason, { code: verdict.code, invoice, problems });
				break;
			case 'unknown':
				this.undecided(one, verdict.reason, invoice);
				break;
			case 'stands':
				if (verdict.times === 1)
					this.put(index, 'alreadyRecorded', 'The payment stood in Coupa already, so it was not recorded again.', { invoice, problems });
				else
					this.put(
						index,
						'recordedTwice',
						`The payment stands on this invoice ${verdict.times} times. Payments cannot be deleted: reverse ${verdict.times - 1} of them in Coupa.`,
						{ invoice, problems },
					);
		}
		return invoice;
	}

	private failed(id: string, one: Readable, error: unknown, invoice: CoupaRecord): void {
		if (error instanceof CoupaError && error.kind === 'validation' && !error.details.mayHaveHappened) {
			this.put(one.index, 'refused', `Coupa refused it: ${error.message}`, { code: 'refusedByCoupa', invoice, problems: one.problems });
			return;
		}
		const mayStand = error instanceof CoupaError && error.details.mayHaveHappened;
		this.waiting.set(id, mayStand ? NOT_KNOWN_YET : NOT_COME_TO);
		this.breaker.record(isInfrastructure(error));
		this.undecided(one, isUnknownRequest(error) ? `${reasonText(error)} ${OTHER_METHOD}` : reasonText(error), invoice);
	}

	private undecided({ index, problems }: Readable, reason: string, invoice?: CoupaRecord): void {
		this.put(index, 'undecided', reason, { problems, ...(invoice !== undefined && { invoice }) });
	}

	private put(index: number, outcome: PaymentOutcome, reason: string, about: ResultFacts): void {
		this.results[index] = paymentResult(this.client.instance, outcome, reason, about);
	}

	private isOver(): boolean {
		return this.breaker.isOpen || this.control.signal?.aborted === true;
	}

	private whyOver(): string {
		return this.breaker.isOpen
			? 'Coupa did not answer to several payments in a row, so this one was not tried; a later run records it.'
			: 'The execution was cancelled before this payment; a later run records it.';
	}
}

const NOT_KNOWN_YET = 'It is not known yet whether an earlier payment of this invoice arrived in Coupa; a later run looks at both.';
const NOT_COME_TO = 'An earlier payment of this invoice could not be recorded, and this one may depend on it; a later run tries both.';
const OTHER_METHOD = 'Where Coupa does not know this request, choose the other Method in the options.';

function isUnknownRequest(error: unknown): boolean {
	return error instanceof CoupaError && [404, 405].includes(error.details.status ?? 0);
}

function listed(invoice: CoupaRecord): CoupaRecord[] {
	return recordsAt(invoice, 'payments');
}

function asIfWritten(invoice: CoupaRecord, body: CoupaRecord): CoupaRecord {
	return { ...invoice, ...body, payments: [...listed(invoice), ...listed(body)] };
}
