import { keysOf, type CoupaRecord, type Problem } from '../../core';
import type { CoupaError } from '../errors';
import { fieldsParameter } from '../query';
import { writeOnce, type Write, type WriteEnd } from '../write-once';
import type { BilledInRun } from './billed-in-run';
import { decide, type Decision } from './decide';
import { isDead } from './existing';
import { identityOf, type ExistingInvoices, type InvoiceIdentity } from './existing-invoices';
import { LoadedImage } from './image-file';
import type { NearDuplicates } from './near-duplicates';
import type { OwnUser } from './own-user';
import type { References } from './references';
import type { SameTotals } from './same-totals';
import { orderGroups, orderUse, type OrderUse } from './order-use';
import { comparesOrders, type ImportSettings } from './settings';
import type { ImportClient, ImportControl, ImportInput, ImportResult } from './types';
import { Undecided } from './undecided';

/** After a look-up that is older, a draft is looked up again before its submit: no undisturbed step takes so long. */
const RECENT_MS = 120_000;

/** What all invoices of one run share. */
export interface Run {
	client: ImportClient;
	settings: ImportSettings;
	control: ImportControl;
	references: References;
	existing: ExistingInvoices;
	ownUser: OwnUser;
	sameTotals: SameTotals;
	billed: BilledInRun;
	nearDuplicates: NearDuplicates;
}

/** One invoice being imported. */
export class Work {
	readonly identity: InvoiceIdentity;
	readonly number: string;
	readonly key: string;
	/** Coupa's id of its supplier; null when the supplier is not known there. */
	readonly supplierId: string | null;
	readonly image: LoadedImage | null;
	readonly willSubmit: boolean;
	private use: OrderUse | undefined;

	constructor(
		readonly run: Run,
		readonly input: ImportInput,
		readonly invoice: CoupaRecord,
	) {
		this.identity = identityOf(invoice, run.references.suppliers);
		this.number = this.identity.number;
		this.supplierId = this.identity.supplierId;
		this.key = input.delivery.key;
		this.image = input.imageScan !== null && !('url' in input.imageScan) ? new LoadedImage(input.imageScan) : null;
		const { submit } = run.settings;
		this.willSubmit = submit === 'always' || (submit === 'asFileSays' && input.submit === true);
	}

	/** Invoices of the same supplier and number, as far as this run knows. */
	existing(): CoupaRecord[] {
		return this.run.existing.find(this.identity);
	}

	/** Invoices that carry the mark of this delivery, at whatever supplier, as far as this run knows. */
	marked(): CoupaRecord[] {
		return this.run.existing.findMarked(this.key);
	}

	/** Looks its number up again, e.g. after a POST whose answer was lost. */
	async lookAgain(): Promise<void> {
		await this.run.existing.reload(this.identity);
	}

	/** Whether its number was looked up so long ago that another run may have changed what is known of it. */
	isLongAgo(): boolean {
		return this.run.existing.ageOf(this.identity) > RECENT_MS;
	}

	/** @throws Undecided where something that the invoice names, or its own number, could not be looked up */
	assertLookedUp(): void {
		this.run.references.assertKnown(this.invoice);
		this.run.existing.assertKnown(this.identity);
	}

	/** The invoice that was made from this very delivery, if this run has seen it and it is not voided or abandoned. */
	ours(): CoupaRecord | undefined {
		return this.marked().find(
			(other) => keysOf(other).current.includes(this.key.toLowerCase()) && !isDead(other) && this.run.ownUser.hasMade(other) !== false,
		);
	}

	/** What to do, as far as this run knows Coupa. */
	decide(): Decision {
		const { settings, client, ownUser } = this.run;
		const isOwn = (other: CoupaRecord) => ownUser.hasMade(other);
		return decide(
			{ invoice: this.invoice, key: this.key, bringsImage: this.image !== null, settings, instance: client.instance, isOwn },
			this.existing(),
			this.marked(),
		);
	}

	/** How its lines stand to their PO lines, with what the run bills of them so far; null where no check asks for it. */
	async orderUse(): Promise<OrderUse | null> {
		const { settings, references, billed } = this.run;
		if (!comparesOrders(settings)) return null;
		if (this.use !== undefined) return this.use;
		const groups = orderGroups(this.invoice, references.orders);
		await billed.earlierOnes(this.input, groups);
		const there = new Map<ImportInput, boolean>();
		const isThere = (input: ImportInput, invoice: CoupaRecord) => {
			const known = there.get(input) ?? new Work(this.run, input, invoice).decide().kind === 'alreadyThere';
			there.set(input, known);
			return known;
		};
		this.use = orderUse(this.invoice, groups, settings, (group) => billed.of(this.input, group, isThere));
		return this.use;
	}

	/** The result with what became of its PO-backed lines, where they were compared. */
	withOrderLines(result: ImportResult): ImportResult {
		return this.use === undefined ? result : { ...result, orderLines: this.use.report };
	}

	/** Keeps what Coupa answered, with what identifies the invoice where the answer leaves it out. */
	remember(answer: CoupaRecord): void {
		this.run.existing.remember({
			'invoice-number': this.number,
			...(this.supplierId === null ? {} : { supplier: { id: this.supplierId } }),
			...answer,
		});
	}

	/** Called right before every POST and PUT. */
	assertMayWrite(): void {
		if (this.run.control.signal?.aborted === true)
			throw new Undecided('The execution was cancelled before this invoice was finished; a later run goes on with it.', false);
		if (!this.holdsClaim()) throw this.claimIsOver();
	}

	/** Whether no other run can have taken the package over yet. */
	private holdsClaim(): boolean {
		return this.run.control.mayWrite(this.input.delivery);
	}

	/** Whether another run may have taken the package over while this one goes on. */
	hasLostClaim(): boolean {
		return this.run.control.signal?.aborted !== true && !this.holdsClaim();
	}

	/** What ends the work on an invoice whose package may be another run's. */
	claimIsOver(): Undecided {
		return new Undecided(
			'The claim on its package may belong to another run by now, so nothing more was written; that run goes on with it.',
			false,
		);
	}

	/** One invoice with the fields named. */
	async read(id: number, fields: string[]): Promise<CoupaRecord> {
		return await this.run.client.get(`/api/invoices/${id}`, [['fields', fieldsParameter(fields)]]);
	}

	async wait(milliseconds: number): Promise<void> {
		try {
			await this.run.settings.sleep(milliseconds, this.run.control.signal);
		} catch (error) {
			if (this.run.control.signal?.aborted === true) this.assertMayWrite();
			throw error;
		}
	}

	/** Performs a write of this invoice, never twice; see `writeOnce`. */
	async writeOnce<Answer, Seen = never>(write: Write<Answer, Seen>): Promise<WriteEnd<Answer, Seen>> {
		const { lostAnswerWaitsMs } = this.run.settings;
		const beforeSend = () => {
			this.assertMayWrite();
		};
		return await writeOnce(this, { beforeSend, ...write }, { lostAnswerWaitsMs });
	}
}

/** Coupa's messages as problems, each with the field it names; `held` for a draft that stays one because of them. */
export function problemsOf(error: CoupaError, code: string, held: boolean): Problem[] {
	const messages = error.details.messages.length > 0 ? error.details.messages : [{ field: null, text: error.message }];
	return messages.map(({ field, text }) => ({
		severity: held ? 'warning' : 'error',
		code,
		...(field === null ? {} : { path: field }),
		message: `Coupa says: ${text}`,
		...(held ? { keepsDraft: true } : {}),
	}));
}
