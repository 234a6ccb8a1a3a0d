import { imageHashOf, isRecord, keysOf, reasonText, textAt, valueAt, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { invoiceAddress } from '../instance';
import { CreditNotes } from './checks/near-duplicate-credits';
import { NearDuplicateIndex } from './checks/near-duplicate-index';
import { agreementOf, factsOf, isOneNumber, type Agreement, type InvoiceFacts } from './checks/near-duplicate-rules';
import { idOf, isDead, statusOf } from './existing';
import { isLikelyOnePaper, NearImages } from './near-images';
import { NearLists } from './near-lists';
import type { Suppliers } from './suppliers';
import type { ImportClient, ImportInput, ImportResult } from './types';
import { isInfrastructure, Undecided } from './undecided';
import type { Work } from './work';

/** An invoice that is likely the same paper, and what they have in common; `image`: the same page image, byte for byte. */
export interface NearDuplicate {
	other: InvoiceFacts;
	agreement: Agreement | 'image';
	/** Where it is, as a person is told. */
	where: string;
}

/** What the check on near duplicates goes by. */
export interface NearDuplicateFacts {
	invoice: InvoiceFacts;
	found: NearDuplicate[];
	/** Of the same supplier, date and amount in Coupa, with a number of the same series; none where something was found. */
	ofSeries: NearDuplicate[];
	/** Sha-256 of its page image, for its note in Coupa; null for none. */
	imageHash: string | null;
	/** Whether Coupa has more that it may be compared with than was read. */
	isCut: boolean;
}

/** An invoice of this run; `result` once it is known. */
interface RunInvoice {
	input: ImportInput;
	facts: InvoiceFacts;
	place: number;
	result?: ImportResult;
}

type Candidate = { row: CoupaRecord } | { ofRun: RunInvoice };

/** What Coupa says to a list that it does not give. */
const REFUSALS = ['validation', 'notFound'];

/** Invoices of Coupa, and those of this run, that one of this run may be the same paper as. */
export class NearDuplicates {
	private readonly index = new NearDuplicateIndex<Candidate>();
	private readonly rows = new Set<string>();
	private readonly ofRun = new Map<ImportInput, RunInvoice>();
	private readonly looked = new Set<ImportInput>();
	private readonly failed = new Map<ImportInput, unknown>();
	private readonly cut = new Set<ImportInput>();
	private readonly images = new NearImages<RunInvoice>();
	/** Rows of Coupa by the hash of the page image that their note has. */
	private readonly imaged = new Map<string, Array<{ row: CoupaRecord; facts: InvoiceFacts }>>();
	private readonly credits = new CreditNotes();
	private isTold = false;

	/** `tell` is called, once, where Coupa does not answer what the check has to ask. */
	constructor(
		private readonly client: ImportClient,
		private readonly suppliers: Suppliers,
		private readonly isOff: boolean,
		private readonly tell: (message: string) => void = () => undefined,
	) {}

	/**
	 * Looks up what the invoices may be near duplicates of, and with the same lists what those may be that come after them. What
	 * fails is told by `of`.
	 */
	async load(inputs: ImportInput[], later: ImportInput[]): Promise<void> {
		const missing = inputs.filter((input) => !this.looked.has(input));
		if (this.isOff || missing.length === 0) return;
		try {
			await this.lookFor([...missing, ...(await this.withSuppliers(later))]);
		} catch (error) {
			// Those that come later are looked up with their own batch then.
			const isRefused = error instanceof CoupaError && REFUSALS.includes(error.kind);
			if (isRefused) this.toldOff(error);
			else for (const input of missing) this.failed.set(input, error);
		}
		for (const input of missing) this.looked.add(input);
	}

	/** Keeps an invoice of the run, in the order in which they are worked on. */
	register(input: ImportInput): void {
		const facts = this.isOff ? null : this.factsOf(input);
		if (facts === null) return;
		const ofRun = { input, facts, place: this.ofRun.size };
		this.ofRun.set(input, ofRun);
		this.index.add(facts, { ofRun });
	}

	/** Number and supplier, as `Turns` has them, of the earlier invoices of the run that one has to wait for: where they end decides. */
	turnsBefore(input: ImportInput): string[] {
		const own = this.ofRun.get(input);
		if (own === undefined) return [];
		const before = this.index.find(own.facts, (candidate) => 'ofRun' in candidate && candidate.ofRun.place < own.place);
		const others = before.filter(({ agreement }) => !isOneNumber(agreement));
		return others.map(({ facts: { supplier, number } }) => `${supplier.id}\n${number.exact}`);
	}

	/** Keeps where an invoice of the run stands. */
	ended(input: ImportInput, result: ImportResult): void {
		const ofRun = this.ofRun.get(input);
		if (ofRun !== undefined) ofRun.result = result;
	}

	/**
	 * What an invoice is likely the same paper as; null where the check is off or its supplier is not known.
	 *
	 * @throws Undecided where Coupa could not be reached
	 */
	async of(work: Work): Promise<NearDuplicateFacts | null> {
		const own = this.ofRun.get(work.input);
		if (own === undefined) return null;
		const error = this.failed.get(work.input);
		if (error !== undefined)
			throw new Undecided(`Near duplicates could not be looked up. ${reasonText(error)}`, isInfrastructure(error), { cause: error });
		const counts = (candidate: Candidate) => this.counts(candidate, own, work);
		const sameNumber = work.run.existing.findNumber(work.number).flatMap((row) => this.withRow(own.facts, row, counts));
		const imageHash = (await work.image?.hash()) ?? null;
		const images = imageHash === null ? [] : this.sameImages(imageHash, own, counts);
		const known = [...this.index.findAll(own.facts, counts), ...sameNumber, ...images].filter(
			(one) => !isLeftToNumbers(one, work) && (own.facts.isCreditNote || !this.credits.takesBack(one.facts)),
		);
		const found = this.distinct(known.filter(({ isOfSeries }) => !isOfSeries));
		const ofSeries = found.length > 0 ? [] : this.distinct(known.filter(({ isOfSeries, of }) => isOfSeries && 'row' in of));
		return { invoice: own.facts, found, ofSeries, imageHash, isCut: this.cut.has(work.input) };
	}

	private async lookFor(together: ImportInput[]): Promise<void> {
		const facts = new Map(together.map((input) => [input, this.factsOf(input)]));
		for (const [{ invoice }, one] of facts) if (invoice !== null && one?.isCreditNote === true) this.credits.add(one, invoice);
		const known = [...facts.values()].filter((one) => one !== null);
		const lists = new NearLists(this.client, known);
		await lists.load();
		this.keep([...lists.rows.values()]);
		await this.loadCredits(lists, known);
		for (const [input, one] of facts) if (one !== null && lists.cut.has(one)) this.cut.add(input);
		for (const input of together) this.looked.add(input);
	}

	private async withSuppliers(inputs: ImportInput[]): Promise<ImportInput[]> {
		try {
			await this.suppliers.load(inputs.map(({ invoice }) => invoice).filter((invoice) => invoice !== null));
			return inputs;
		} catch {
			// Their own batch looks them up again, and tells what is wrong.
			return [];
		}
	}

	private factsOf({ invoice }: ImportInput): InvoiceFacts | null {
		const match = invoice === null ? null : this.suppliers.match(invoice);
		return invoice !== null && match?.kind === 'found' ? factsOf(invoice, match.supplier) : null;
	}

	private keep(rows: CoupaRecord[]): void {
		for (const row of rows) {
			const id = textAt(row, 'id') ?? '';
			const facts = factsOfRow(row);
			if (facts === null || isDead(row) || this.rows.has(id)) continue;
			this.rows.add(id);
			this.index.add(facts, { row });
			const hash = imageHashOf(row);
			if (hash !== null) this.imaged.set(hash, [...(this.imaged.get(hash) ?? []), { row, facts }]);
		}
	}

	/** Only where something was found does it matter whether a credit note has taken it back. */
	private async loadCredits(lists: NearLists, invoices: InvoiceFacts[]): Promise<void> {
		const originals = invoices.flatMap((facts) => {
			if (facts.isCreditNote) return [];
			return this.index.find(facts, (candidate) => 'row' in candidate).map((found) => found.facts);
		});
		if (originals.length === 0) return;
		for (const row of await lists.loadCredits([...new Set(originals)])) {
			const facts = factsOfRow(row);
			if (facts !== null && !isDead(row)) this.credits.add(facts, row);
		}
	}

	private toldOff(error: CoupaError): void {
		if (!this.isTold)
			this.tell(`The check “Near duplicate” sees only the invoices of this run: Coupa does not give the list it needs. ${error.message}`);
		this.isTold = true;
	}

	/** What is not in Coupa, or came after it, is not held against an invoice; its own drafts least of all. */
	private counts(candidate: Candidate, own: RunInvoice, work: Work): boolean {
		const ownId = work.ours();
		const isBefore = (id: number) => ownId === undefined || id < idOf(ownId);
		if ('row' in candidate) {
			const { current, replaced } = keysOf(candidate.row);
			return (
				this.isLive(candidate.row, work) && ![...current, ...replaced].includes(work.key.toLowerCase()) && isBefore(idOf(candidate.row))
			);
		}
		const { result, place } = candidate.ofRun;
		if (place >= own.place || result?.outcome === 'refused' || result?.outcome === 'needsBuyer') return false;
		return typeof result?.invoiceId !== 'number' || isBefore(result.invoiceId);
	}

	/** A rejected or disputed one may be sent anew where the settings say so of the same number. */
	private isLive(row: CoupaRecord, { run: { settings } }: Work): boolean {
		const status = statusOf(row);
		return !isDead(row) && !((status === 'rejected' || status === 'disputed') && settings.existing[status] === 'import');
	}

	private withRow(own: InvoiceFacts, row: CoupaRecord, counts: (candidate: Candidate) => boolean): Found[] {
		const facts = factsOfRow(row);
		const agreement = facts === null || !counts({ row }) ? null : agreementOf(own, facts);
		return facts === null || agreement === null ? [] : [{ facts, of: { row }, agreement, isOfSeries: false }];
	}

	/** Each once: one of this run may be in Coupa's lists, too. */
	private distinct(found: Found[]): NearDuplicate[] {
		const seen = new Set<number>();
		const runs = new Set<RunInvoice>();
		return found.flatMap(({ facts, of, agreement }) => {
			const id = 'row' in of ? idOf(of.row) : (of.ofRun.result?.invoiceId ?? null);
			const isKnown = id === null ? 'ofRun' in of && runs.has(of.ofRun) : seen.has(id);
			if (isKnown) return [];
			if (id !== null) seen.add(id);
			if ('ofRun' in of) runs.add(of.ofRun);
			return [{ other: facts, agreement, where: this.whereIs(of) }];
		});
	}

	private whereIs(candidate: Candidate): string {
		const { instance } = this.client;
		if ('row' in candidate) {
			const id = idOf(candidate.row);
			return `Coupa ID ${id}, ${textAt(candidate.row, 'status') ?? 'status unknown'}, ${invoiceAddress(instance, id)}`;
		}
		const { input, result } = candidate.ofRun;
		const [row] = input.delivery.rows;
		const place = [input.delivery.package, ...(row === undefined ? [] : [`row ${row}`])].filter((part) => part !== '').join(', ');
		if (result?.url === null || result?.url === undefined) return `of the same run${place === '' ? '' : `, ${place}`}`;
		return `of the same run${place === '' ? '' : `, ${place}`}, Coupa ID ${result.invoiceId}, ${result.status ?? 'status unknown'}, ${result.url}`;
	}

	private sameImages(hash: string, own: RunInvoice, counts: (candidate: Candidate) => boolean): Found[] {
		const earlier = (this.imaged.get(hash) ?? []).filter(({ facts }) => isLikelyOnePaper(own.facts, facts));
		const others = [
			...this.images.meet(hash, own).map((ofRun) => ({ facts: ofRun.facts, of: { ofRun } as Candidate })),
			...earlier.map(({ row, facts }) => ({ facts, of: { row } as Candidate })),
		];
		return others
			.filter(({ of }) => counts(of))
			.map((one): Found => ({ ...one, agreement: agreementOf(own.facts, one.facts) ?? 'image', isOfSeries: false }));
	}
}

/** Whether the rule on exact duplicates sees both: those of this run, and what was found in Coupa by the number as it is spelt. */
function isLeftToNumbers({ agreement, of }: Found, work: Work): boolean {
	if (agreement === 'image' || !isOneNumber(agreement)) return false;
	if ('ofRun' in of || work.existing().some((other) => idOf(other) === idOf(of.row))) return true;
	return work.run.settings.existing.numberReused === 'import' && (agreement.date !== 'same' || agreement.amount !== 'same');
}

/** Facts of an invoice as Coupa shows it. */
function factsOfRow(row: CoupaRecord): InvoiceFacts | null {
	const supplier = valueAt(row, 'supplier');
	return factsOf(row, isRecord(supplier) ? supplier : null);
}

interface Found {
	facts: InvoiceFacts;
	of: Candidate;
	agreement: Agreement | 'image';
	isOfSeries: boolean;
}
