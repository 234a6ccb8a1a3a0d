import { chunksOf, isRecord, textAt, valueAt, type CoupaRecord, type EInvoiceFacts, type EInvoiceTax, type Json } from '../../../core';
import { CoupaError } from '../../errors';
import type { ImportSettings } from '../settings';
import type { ImportClient, ImportInput } from '../types';
import { Charts } from './charts';
import type { EInvoiceFit, SupplierFit, TaxWithoutCode } from './fit';
import { Sellers } from './sellers';
import { TaxCodes } from './tax-codes';
import { TaxRegistrations } from './tax-registrations';

/** An input that came as an e-invoice. */
interface EInvoiceInput extends ImportInput {
	invoice: CoupaRecord;
	eInvoice: EInvoiceFacts;
}

type CompletionSettings = Pick<ImportSettings, 'supplierAliases' | 'eInvoiceCharts' | 'eInvoiceTaxCodes'>;

/** Invoices that share these look-ups, as they do all others. */
const BATCH = 50;

/**
 * Inputs with the records of e-invoices completed, in their order; the others as they are. One that nothing can be made of has the error
 * instead. `tell` is called with what could not be looked up, in words.
 *
 * @throws CoupaError when Coupa cannot be reached
 */
export async function completedInputs(
	client: ImportClient,
	settings: CompletionSettings,
	inputs: ImportInput[],
	tell: (message: string) => void = () => undefined,
): Promise<Array<ImportInput | { error: unknown }>> {
	if (!inputs.some(isEInvoice)) return inputs;
	const completion = new EInvoiceCompletion(client, settings, tell);
	for (const batch of chunksOf(inputs.filter(isEInvoice), BATCH)) {
		try {
			await completion.load(batch);
		} catch (error) {
			// What is amiss with one of them shows below, with that one.
			if (error instanceof CoupaError) throw error;
		}
	}
	return inputs.map((input) => {
		try {
			return completion.completed(input);
		} catch (error) {
			return { error };
		}
	});
}

/**
 * Completes the records of e-invoices by what Coupa has: supplier, chart of accounts and tax codes, which they name in words of their own.
 * What cannot be decided is left out of the record and stays in `fit`, for the checks.
 */
class EInvoiceCompletion {
	private readonly sellers: Sellers;
	private readonly charts: Charts;
	private readonly taxCodes: TaxCodes;

	constructor(
		client: ImportClient,
		{ supplierAliases, eInvoiceCharts, eInvoiceTaxCodes }: CompletionSettings,
		tell: (message: string) => void,
	) {
		const registrations = new TaxRegistrations(client, tell);
		const aliases = supplierAliases.map(({ identifier, supplierNumber }) => ({ identifier, value: supplierNumber }));
		this.sellers = new Sellers(client, registrations, aliases, tell);
		this.charts = new Charts(client, registrations, eInvoiceCharts, tell);
		this.taxCodes = new TaxCodes(client, eInvoiceTaxCodes, tell);
	}

	/**
	 * Looks up what these inputs need, together.
	 *
	 * @throws CoupaError when Coupa cannot be reached
	 */
	async load(open: EInvoiceInput[]): Promise<void> {
		const unnamed = open.filter(({ invoice, eInvoice }) => this.sellers.of(invoice, eInvoice.seller).kind !== 'given');
		const uncharted = open.filter(({ invoice, eInvoice }) => this.charts.of(invoice, eInvoice.buyer).kind !== 'given');
		const taxes = open.flatMap(({ invoice, eInvoice }) => eInvoice.taxes.filter((tax) => needsCode(placeIn(invoice, tax.path))));
		// The chart may share the tax registrations that suppliers were looked for by.
		await Promise.all([
			this.sellers.load(unnamed.map(({ eInvoice }) => eInvoice.seller)),
			this.charts.load(uncharted.map(({ eInvoice }) => eInvoice.buyer)),
			this.taxCodes.load([...groupedTaxes(taxes).values()].flatMap(([tax]) => tax ?? [])),
		]);
	}

	/** The input with its record completed; one that is no e-invoice as it is. */
	completed(input: ImportInput): ImportInput {
		if (!isEInvoice(input)) return input;
		const { eInvoice } = input;
		const supplier = this.sellers.of(input.invoice, eInvoice.seller);
		const chart = this.charts.of(input.invoice, eInvoice.buyer);
		const invoice = structuredClone(input.invoice);
		withSupplier(invoice, supplier, eInvoice);
		if (chart.kind === 'found') invoice['account-type'] = { name: chart.chart };
		const fit: EInvoiceFit = { supplier, chart, taxes: this.withTaxCodes(invoice, eInvoice.taxes) };
		return { ...input, invoice, fit };
	}

	/** Writes the codes that are sure into the record; the others, once for each kind of tax. */
	private withTaxCodes(invoice: CoupaRecord, taxes: EInvoiceTax[]): TaxWithoutCode[] {
		const day = textAt(invoice, 'invoice-date') ?? null;
		const open = taxes.filter((tax) => needsCode(placeIn(invoice, tax.path)));
		const undecided: TaxWithoutCode[] = [];
		for (const [first, ...others] of groupedTaxes(open).values()) {
			if (first === undefined) continue;
			const fit = this.taxCodes.of(first, day);
			if (fit.kind === 'undecided') undecided.push({ tax: first, places: others.length + 1, why: fit.why, choices: fit.choices });
			else for (const { path } of [first, ...others]) withCode(placeIn(invoice, path), fit.reference);
		}
		return undecided;
	}
}

function isEInvoice(input: ImportInput): input is EInvoiceInput {
	return input.eInvoice !== undefined && input.invoice !== null;
}

/** The number that an alias gives, or Coupa's id of what was found; where neither is sure, no supplier at all: a name may be that of another one. */
function withSupplier(invoice: CoupaRecord, fit: SupplierFit, { seller }: EInvoiceFacts): void {
	if (fit.kind === 'given') return;
	const name = textAt(invoice, 'supplier', 'name') ?? seller.name;
	const named: CoupaRecord = name === null ? {} : { name };
	delete invoice.supplier;
	if (fit.kind === 'alias') invoice.supplier = { ...named, number: fit.number };
	if (fit.kind === 'found') invoice.supplier = { ...named, id: fit.id };
}

/** Taxes that have the same code. */
function groupedTaxes(taxes: EInvoiceTax[]): Map<string, EInvoiceTax[]> {
	const groups = new Map<string, EInvoiceTax[]>();
	for (const tax of taxes) {
		const key = JSON.stringify([tax.category, tax.rate, tax.country]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [tax]);
		else group.push(tax);
	}
	return groups;
}

function needsCode(owner: CoupaRecord | null): boolean {
	return owner !== null && !isRecord(owner['tax-code']);
}

function withCode(owner: CoupaRecord | null, reference: CoupaRecord): void {
	if (owner !== null) owner['tax-code'] = { ...reference };
}

/** The part of the record at `invoice-lines[0].tax-lines[1]`, or the header for an empty path; null where there is none. */
function placeIn(invoice: CoupaRecord, path: string): CoupaRecord | null {
	let owner: CoupaRecord | null = invoice;
	for (const step of path.split('.').filter((part) => part !== '')) {
		const [, key = step, index] = /^([^[\]]+)\[(\d+)\]$/.exec(step) ?? [];
		const value: Json | undefined = index === undefined ? valueAt(owner, key) : valueAt(owner, key, Number(index));
		if (!isRecord(value)) return null;
		owner = value;
	}
	return owner;
}
