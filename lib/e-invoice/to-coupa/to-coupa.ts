import { atOnce, currencyDigits, eachOf, sumOf, type CoupaRecord, type Problem, type Sliced } from '../../core';
import type { EInvoice } from '../e-invoice';
import { documentAllowances, isUntaxed, type Allowance } from './allowance';
import { allowanceCharge, allowanceLine } from './apart';
import { decimalOf } from './decimals';
import { directionOf } from './direction';
import { draftLines, lineNumbers, type DraftLine } from './draft-lines';
import { addHeaderExtras } from './header-extras';
import { invoiceLine, type FromHeader } from './invoice-lines';
import { leftOver } from './left-over';
import type { MappedInvoice } from './mapped-invoice';
import { addLeft, addNotes } from './note';
import { Part, type Taken } from './part';
import { partiesOf, taxCountryOf } from './parties';
import { placeTerms } from './place-terms';
import { HEADER_PLACES } from './places';
import { DEFAULT_E_INVOICE_SETTINGS, type AllowanceForm, type EInvoiceSettings } from './settings';
import { notSpread, spread } from './spread';
import { supportingDocuments } from './supporting-documents';
import { addTotals } from './totals';
import { Vat, type Taxed } from './vat';
import { noLines, standInLines } from './without-lines';

/**
 * An e-invoice in Coupa's terms: the record as the import takes it, and what it needs to find supplier, chart of accounts and tax codes.
 * Nothing is dropped: a term has its place by the tables (places.ts), or stands in `left` and, by the settings, in a note or custom field.
 * Never throws for what the document says; what does not fit is in `problems`, each with the number of the term and the element's path.
 */
export function toCoupa(invoice: EInvoice, chosen: Partial<EInvoiceSettings> = {}): MappedInvoice {
	return atOnce(mapToCoupa(invoice, chosen));
}

/** The same in slices, for invoices of thousands of lines: `await inSlices(mapToCoupa(…), signal)`. */
export function mapToCoupa(invoice: EInvoice, chosen: Partial<EInvoiceSettings> = {}): Sliced<MappedInvoice> {
	return new Mapping(invoice, { ...DEFAULT_E_INVOICE_SETTINGS, ...chosen }).result();
}

class Mapping {
	private readonly taken: Taken = new Set();
	private readonly problems: Problem[];
	private readonly record: CoupaRecord = {};
	private readonly header: Part;
	private readonly parts: Part[];
	/** Whether the document has lines of its own. */
	private readonly hasLines: boolean;
	private readonly digits: number;
	private readonly taxed: Taxed[] = [];
	private readonly charges: CoupaRecord[] = [];

	constructor(
		private readonly invoice: EInvoice,
		private readonly settings: EInvoiceSettings,
	) {
		this.problems = [...invoice.problems];
		this.header = new Part(invoice.document, this.taken);
		const lines = this.header.many('BG-25');
		this.hasLines = lines.length > 0;
		this.parts = this.hasLines ? lines : standInLines(this.header).map((line) => new Part(line, this.taken));
		if (!this.hasLines && this.parts.length > 0) this.problems.push(noLines(this.header));
		this.digits = currencyDigits(this.header.text('BT-5') ?? '');
	}

	*result(): Sliced<MappedInvoice> {
		const { header, record, problems, settings, invoice } = this;
		const direction = directionOf(header, this.parts);
		const country = taxCountryOf(header);
		const vat = new Vat(header, this.digits, country, direction.signed);
		problems.push(...direction.problems, ...placeTerms(header, HEADER_PLACES, record));
		record['line-level-taxation'] = true;
		if (settings.chartOfAccounts !== null) record['account-type'] = { name: settings.chartOfAccounts };
		if (country !== null) record['override-tax-country'] = { code: country };
		const parties = partiesOf(header);
		problems.push(...addTotals(header, direction, record));
		record['invoice-lines'] = yield* this.lines(direction.turns);
		if (this.charges.length > 0) record['invoice-charges'] = this.charges;
		yield* vat.add(this.taxed);
		problems.push(...vat.problems, ...addHeaderExtras(header, direction, vat.reverseCharge, record));
		const { embedded, links, problems: ofFiles } = supportingDocuments(header);
		problems.push(...ofFiles);
		addNotes(header, record);
		header.pass('BT-23', 'BT-24');
		// The type code of a national format is the one that was made of its own type, which has the place.
		if (header.term('XT-document-type')) header.pass('BT-3');
		const left = [...(yield* leftOver(invoice.document, this.taken)), ...invoice.unread.map(({ path, value }) => ({ name: path, value }))];
		problems.push(...addLeft(left, settings.left, record));
		const facts = { syntax: invoice.syntax, profile: invoice.profile, ...parties, taxes: vat.taxes };
		return { record, facts, problems, embedded, links, left };
	}

	/** Lines, and behind them the allowances and charges that are lines of their own. */
	private *lines(turns: boolean): Sliced<CoupaRecord[]> {
		const { settings, digits, problems } = this;
		const drafts = yield* draftLines(this.parts, settings.lineAllowances, problems);
		// They are in the amounts of lines that stand in.
		const apart = this.hasLines ? this.documentAllowances(drafts) : [];
		const numbers = lineNumbers(drafts);
		const fromHeader = this.fromHeader();
		const lines = yield* eachOf(drafts.entries(), ([index, draft]) => {
			const line = invoiceLine(draft, numbers[index] ?? index + 1, fromHeader, { settings, digits, turns }, problems);
			this.taxed.push(taxedLine(draft, line, index));
			return line;
		});
		let next = numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1;
		const ofLines = drafts.flatMap((draft) =>
			draft.apart.map((allowance) => ({
				allowance: { ...allowance, description: `${allowance.description} (line ${draft.number})` },
				form: settings.lineAllowances,
			})),
		);
		for (const { allowance, form } of [...ofLines, ...apart]) {
			yield;
			allowance.placed();
			if (form === 'charge') {
				const charge = allowanceCharge(allowance, this.header.text('BT-5'), turns);
				if (!isUntaxed(allowance)) this.taxed.push(taxedAllowance(allowance, charge, `invoice-charges[${this.charges.length}]`, false));
				this.charges.push(charge);
			} else {
				const line = allowanceLine(allowance, next++, turns);
				if (!isUntaxed(allowance)) this.taxed.push(taxedAllowance(allowance, line, `invoice-lines[${lines.length}]`, true));
				lines.push(line);
			}
		}
		return lines;
	}

	/** Without those that are spread over the lines. */
	private documentAllowances(drafts: DraftLine[]): Array<{ allowance: Allowance; form: AllowanceForm }> {
		const { documentAllowances: ofAllowances, documentCharges: ofCharges } = this.settings;
		const all = documentAllowances(this.header, this.problems).map((allowance) => ({
			allowance,
			form: allowance.isCharge ? ofCharges : ofAllowances,
		}));
		const toSpread = all.flatMap(({ allowance, form }) => (form === 'spread' ? [allowance] : []));
		const notSpreadable = new Set(spread(toSpread, drafts, this.digits));
		for (const allowance of notSpreadable) this.problems.push(notSpread(allowance));
		return all.flatMap(({ allowance, form }): Array<{ allowance: Allowance; form: AllowanceForm }> => {
			if (form !== 'spread') return [{ allowance, form }];
			return notSpreadable.has(allowance) ? [{ allowance, form: 'line' }] : [];
		});
	}

	private fromHeader(): FromHeader {
		const { header } = this;
		return {
			order: header.term('BT-13'),
			receipt: header.term('BT-15'),
			accounting: header.term('BT-19'),
			periodStart: header.term('BT-73'),
			periodEnd: header.term('BT-74'),
		};
	}
}

function taxedLine({ part, target, category, rate, apart }: DraftLine, record: CoupaRecord, index: number): Taxed {
	const term = part.term('BT-151') ?? part.term('BT-152');
	part.pass('BT-151', 'BT-152');
	return {
		record,
		path: `invoice-lines[${index}]`,
		net: target ?? sumOf([]),
		category,
		rate,
		// The VAT of a line is that of all its parts.
		vat: apart.length > 0 ? null : decimalOf(part.text('XT-line-vat')),
		isLine: true,
		term: part.term('BT-151') === undefined ? 'BT-152' : 'BT-151',
		source: term?.path ?? part.group.path,
	};
}

function taxedAllowance(
	{ effect, category, rate, vat, amountId, amountTerm }: Allowance,
	record: CoupaRecord,
	path: string,
	isLine: boolean,
): Taxed {
	return { record, path, net: effect, category, rate, vat, isLine, term: amountId, source: amountTerm.path };
}
