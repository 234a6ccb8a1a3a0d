import pLimit, { type LimitFunction } from 'p-limit';
import { chunksOf, lookUpKey, reasonText, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { unusedSources } from './bank-details';
import { withEInvoices } from './bank-source';
import { BilledInRun } from './billed-in-run';
import { Breaker } from './breaker';
import { isOff, isRefusing, judgeFindings, nearDuplicate } from './checks';
import { isCreditNote } from './checks/totals';
import { concealed } from './conceal';
import { idOf } from './existing';
import { completedInputs } from './from-facts/completion';
import { ExistingInvoices, identityOf } from './existing-invoices';
import { concludeInvoice, importInvoice } from './import-invoice';
import { LastLook } from './last-look';
import { NearDuplicates } from './near-duplicates';
import { duplicateInPackage, NumbersInPackages } from './number-in-package';
import { OwnUser } from './own-user';
import { References } from './references';
import { leadingProblem, resultWithoutInvoice, undecidedResult, undecidedWork } from './result';
import { SameTotals } from './same-totals';
import { comparesOrders, withDefaults, type ImportSettings } from './settings';
import type { Standing } from './standing';
import { supplierKeyOf } from './suppliers';
import { Turns } from './turns';
import type { ImportClient, ImportControl, ImportInput, ImportResult } from './types';
import { isInfrastructure } from './undecided';
import { Work, type Run } from './work';

/** Invoices that share their look-ups (design §4: look-ups shared by up to 50 invoices). */
const BATCH = 50;
/** Batches that share the look-up of near duplicates. */
const BATCHES_TOGETHER = 4;

/** An input that is an invoice and that no finding of the reader keeps out. */
interface Importable {
	index: number;
	input: ImportInput;
	invoice: CoupaRecord;
}

/**
 * Imports captured invoices into Coupa, each exactly once, and reports the outcome of each; results come in the order of
 * the inputs. It can be repeated with the same inputs at any time. Invoices go before credit notes. An invoice that is new
 * and submitted costs three calls (POST, image_scan, submit) beside the look-ups shared by its batch.
 *
 * @throws CoupaError when the very first look-ups fail, so that nothing is done yet. Later failures make the invoices they
 * hit `undecided`.
 */
export async function importInvoices(
	client: ImportClient,
	inputs: ImportInput[],
	settings: Partial<ImportSettings>,
	control: ImportControl,
): Promise<ImportResult[]> {
	const preset = withDefaults(settings);
	const complete = { ...preset, bankDetails: withEInvoices(preset.bankDetails) };
	const references = new References(client, complete, control.tell);
	const run: Run = {
		client,
		settings: complete,
		control,
		references,
		billed: new BilledInRun(references.orders),
		existing: new ExistingInvoices(client),
		ownUser: new OwnUser(client.instance),
		sameTotals: new SameTotals(),
		nearDuplicates: new NearDuplicates(client, references.suppliers, isOff(nearDuplicate, complete), control.tell),
	};
	for (const message of unusedSources(inputs, complete.bankDetails)) control.tell?.(message);
	return await new ImportRun(run).importAll(inputs);
}

class ImportRun {
	private readonly breaker = new Breaker();
	private readonly turns = new Turns();
	private readonly lastLook = new LastLook();
	private readonly numbers = new NumbersInPackages();
	private readonly results: ImportResult[] = [];

	constructor(private readonly run: Run) {}

	async importAll(inputs: ImportInput[]): Promise<ImportResult[]> {
		const importable: Importable[] = [];
		for (const [index, { problems, ...rest }] of inputs.entries()) {
			try {
				const input: ImportInput = { ...rest, problems: judgeFindings(problems, this.run.settings), found: problems };
				this.numbers.register(input);
				if (input.invoice === null || input.problems.some(isRefusing)) this.results[index] = this.unreadable(input);
				else importable.push({ index, input, invoice: input.invoice });
			} catch (error) {
				this.results[index] = this.undecided({ ...rest, problems }, error);
			}
		}
		const complete = await this.completed(importable);
		const ordered = [
			...complete.filter(({ invoice }) => !isCreditNote(invoice)),
			...complete.filter(({ invoice }) => isCreditNote(invoice)),
		];
		if (comparesOrders(this.run.settings)) this.run.billed.register(ordered);
		const batches = chunksOf(ordered, BATCH);
		for (const [index, batch] of batches.entries())
			await this.importBatch(batch, batches.slice(index + 1, index + BATCHES_TOGETHER).flat(), index === 0);
		const invoices = new Map(complete.map(({ index, invoice }) => [index, invoice]));
		return this.results.map((result, index) => {
			const input = inputs[index];
			const supplier = quietly(() => this.run.references.suppliers.shown(invoices.get(index) ?? input?.invoice ?? null));
			return concealed({ ...result, ...supplier }, input, this.run.settings.bankDetails);
		});
	}

	/** E-invoices with what Coupa has for what they name in their own words; before anything is written. */
	private async completed(importable: Importable[]): Promise<Importable[]> {
		const { client, settings, control } = this.run;
		if (this.isOver()) return importable;
		const inputs = await completedInputs(client, settings, inputsOf(importable), control.tell);
		return importable.flatMap((one, place) => {
			const input = inputs[place];
			if (input !== undefined && 'delivery' in input) return [{ ...one, input, invoice: input.invoice ?? one.invoice }];
			this.results[one.index] = this.undecided(one.input, input?.error);
			return [];
		});
	}

	private async importBatch(batch: Importable[], later: Importable[], isFirst: boolean): Promise<void> {
		const known = await this.lookedUp(batch, isFirst);
		if (!this.isOver()) await this.run.nearDuplicates.load(inputsOf(this.open(known)), inputsOf(later));
		for (const { input, invoice } of known)
			quietly(() => {
				this.run.sameTotals.register(input, invoice, identityOf(invoice, this.run.references.suppliers));
				this.run.nearDuplicates.register(input);
			});
		const limit = pLimit(this.run.settings.parallelInvoices);
		const inTurn = async (creditNotes: boolean, after?: Promise<unknown>) =>
			await Promise.all(
				known
					.filter(({ invoice }) => isCreditNote(invoice) === creditNotes)
					.map(async (one) => {
						await this.importInTurn(one, limit, after).catch(
							(error: unknown) => (this.results[one.index] = this.undecided(one.input, error)),
						);
					}),
			);
		const invoices = inTurn(false);
		// Drafts of both share the look before they are submitted.
		await this.lastLook.whenIdle();
		const creditNotes = inTurn(true, invoices);
		this.lastLook.check();
		await Promise.all([invoices, creditNotes]);
	}

	/**
	 * Those invoices of a batch of which everything they name could be looked up. What fails for all of them may be one's own fault: it is
	 * found by looking them up one by one, and leaves only that one undecided.
	 *
	 * @throws what the look-ups of the first batch failed with, where Coupa gives none of them an answer.
	 */
	private async lookedUp(batch: Importable[], isFirst: boolean): Promise<Importable[]> {
		if (this.isOver()) return batch;
		try {
			await this.lookUp(batch);
			return batch;
		} catch (error) {
			const known = isInfrastructure(error) ? [] : await this.lookedUpAlone(batch);
			if (isFirst && known.length === 0 && error instanceof CoupaError) throw error;
			this.breaker.record(isInfrastructure(error));
			for (const { input, index } of batch)
				if (this.results[index] === undefined && !known.some((one) => one.index === index))
					this.results[index] = this.undecided(input, error);
			return known;
		}
	}

	private async lookedUpAlone(batch: Importable[]): Promise<Importable[]> {
		const known: Importable[] = [];
		for (const one of batch) {
			try {
				await this.lookUp([one]);
				known.push(one);
			} catch (error) {
				this.results[one.index] = this.undecided(one.input, error);
			}
		}
		return known;
	}

	/** Those that are not in Coupa already, as far as it was looked up. */
	private open(known: Importable[]): Importable[] {
		return known.filter(({ input, invoice }) => quietly(() => new Work(this.run, input, invoice).decide().kind) !== 'alreadyThere');
	}

	private undecided(input: ImportInput, error: unknown): ImportResult {
		return undecidedResult(this.run.client.instance, input, reasonText(error));
	}

	private async lookUp(batch: Importable[]): Promise<void> {
		const invoices = batch.map(({ invoice }) => invoice);
		const { suppliers, orders, accounts, masterData, information } = this.run.references;
		const bySupplier = async () => {
			await suppliers.load(invoices);
			const identities = invoices.map((invoice) => identityOf(invoice, suppliers));
			await Promise.all([this.run.existing.load(identities), information.load(batch, suppliers)]);
		};
		await Promise.all([bySupplier(), orders.load(invoices), accounts.load(invoices)]);
		// What a line's order shows need not be looked up.
		const eInvoices = batch.filter(({ input }) => input.eInvoice !== undefined).map(({ invoice }) => invoice);
		await masterData.load(invoices, orders, eInvoices);
	}

	/**
	 * Invoices of one supplier and number go one after the other, so that the later one sees the earlier one; so do near duplicates.
	 * `before`: what has to be submitted first.
	 */
	private async importInTurn(one: Importable, limit: LimitFunction, before?: Promise<unknown>): Promise<void> {
		const { input, invoice, index } = one;
		const work = new Work(this.run, input, invoice);
		const identity = `${work.supplierId ?? supplierKeyOf(invoice)?.value ?? ''}\n${lookUpKey(work.number)}`;
		const twin = this.numbers.twinOf(one, work.supplierId);
		if (twin !== null) {
			const refused = duplicateInPackage(this.run.client.instance, one, twin);
			this.results[index] = refused;
			this.run.nearDuplicates.ended(input, refused);
			return;
		}
		await this.turns.take([identity, ...this.run.nearDuplicates.turnsBefore(input)], async () => {
			const result = await this.lastLook.during(async () => await this.importOne(work, identity, limit, before));
			this.results[index] = result;
			this.run.nearDuplicates.ended(input, result);
		});
	}

	/** Waiting for the look at Coupa before the submit keeps no other invoice from being worked on. */
	private async importOne(work: Work, identity: string, limit: LimitFunction, before?: Promise<unknown>): Promise<ImportResult> {
		try {
			let end = await limit(async () => await this.counted(this.begin(work, identity)));
			while (!('outcome' in end)) {
				const standing: Standing = end;
				const isShown = await this.counted(this.lastLook.at(work, idOf(standing.invoice)));
				if (before) await this.lastLook.resting(before);
				end = await limit(async () => await this.counted(concludeInvoice(work, standing, isShown)));
			}
			if (end.invoiceId !== null) this.breaker.record(false);
			return work.withOrderLines(end);
		} catch (error) {
			this.turns.block(identity);
			return undecidedWork(work, error);
		}
	}

	/** Counts a failure before the next invoice begins. */
	private async counted<Result>(step: Promise<Result>): Promise<Result> {
		try {
			return await step;
		} catch (error) {
			this.breaker.record(isInfrastructure(error));
			throw error;
		}
	}

	private async begin(work: Work, identity: string): Promise<ImportResult | Standing> {
		if (this.breaker.isOpen)
			return undecidedWork(
				work,
				new Error('Coupa did not answer to several invoices in a row, so this one was not tried; a later run imports it.'),
			);
		if (this.run.control.signal?.aborted === true)
			return undecidedWork(work, new Error('The execution was cancelled before this invoice; a later run imports it.'));
		if (this.turns.isBlocked(identity))
			return undecidedWork(
				work,
				new Error('It is not known yet whether an earlier invoice with the same number arrived in Coupa; a later run looks at both.'),
			);
		return await importInvoice(work);
	}

	private isOver(): boolean {
		return this.breaker.isOpen || this.run.control.signal?.aborted === true;
	}

	private unreadable(input: ImportInput): ImportResult {
		const cause = leadingProblem(input.problems) || 'it contains no invoice.';
		return resultWithoutInvoice(this.run.client.instance, input, 'refused', `Not imported: ${cause}`);
	}
}

const inputsOf = (importables: Importable[]) => importables.map(({ input }) => input);

/** What says nothing new about an invoice that is undecided already need not be told again. */
function quietly<Result>(look: () => Result): Result | null {
	try {
		return look();
	} catch {
		return null;
	}
}
