import Big from 'big.js';
import { sumOf, type CoupaRecord, type Decimal, type EInvoiceTax, type Problem, type Sliced } from '../../core';
import { termFact } from '../term-table';
import type { Term, TermId } from '../terms';
import { apportioned, decimalOf, scaleOf } from './decimals';
import type { Direction } from './direction';
import type { Part } from './part';
import { tooLong } from './place-terms';

/** A line or charge of the record, and what the document says of its VAT. */
export interface Taxed {
	record: CoupaRecord;
	/** `invoice-lines[0]` */
	path: string;
	/** Net amount in the direction of the document. */
	net: Decimal;
	category: string | undefined;
	rate: string | undefined;
	/** VAT of its own, where the syntax has it. */
	vat: Decimal | null;
	isLine: boolean;
	term: TermId;
	source: string;
}

interface Breakdown {
	category: string | undefined;
	rate: string | undefined;
	amount: Decimal | null;
	amountTerm: Term | undefined;
	reason: Term | undefined;
	path: string;
}

/** Characters of a tax line's description (fields/tax_line.json). */
const LONGEST_DESCRIPTION = 255;

/** Categories (UNCL 5305) by what Coupa's line says of them: the mapping of a connector in production, without L and M, which are taxes of their own. */
const EXEMPT = new Set(['E', 'G', 'K']);

/**
 * Gives each line and charge its tax line. EN 16931 has the VAT by category and rate only (BG-23): the amount of each is shared out among
 * the lines and charges of that category and rate in proportion to their amounts, so that the record has the supplier's VAT to the cent.
 */
export class Vat {
	private readonly breakdown: Breakdown[];
	private readonly byKey: ReadonlyMap<string, Breakdown[]>;
	/** Keys of the breakdown by what lines say that have none of them: looked for once. */
	private readonly fitting = new Map<string, string>();
	private readonly used = new Set<Breakdown>();
	readonly problems: Problem[] = [];
	readonly taxes: EInvoiceTax[] = [];

	constructor(
		header: Part,
		private readonly digits: number,
		private readonly country: string | null,
		private readonly signed: Direction['signed'],
	) {
		this.breakdown = header.many('BG-23').map((part) => {
			const id = part.term('BT-120') === undefined ? 'BT-121' : 'BT-120';
			const given = part.term(id);
			const long = given === undefined ? null : tooLong(id, given, LONGEST_DESCRIPTION, false);
			if (long !== null) this.problems.push(long);
			const reason = long === null ? part.take(id) : undefined;
			part.pass('BT-116', 'BT-117', 'BT-118', 'BT-119');
			return {
				category: part.text('BT-118'),
				rate: part.text('BT-119'),
				amount: decimalOf(part.text('BT-117')),
				amountTerm: part.term('BT-117'),
				reason,
				path: part.group.path,
			};
		});
		this.byKey = byVat(this.breakdown);
	}

	/** Reason of a reverse charge, where the breakdown has the category AE. */
	get reverseCharge(): string | null {
		const found = this.breakdown.find(({ category }) => category === 'AE');
		return found === undefined ? null : (found.reason?.value ?? 'Reverse charge');
	}

	/** VAT category and rate that two of them share, as one text. */
	static keyOf({ category, rate }: Pick<Taxed, 'category' | 'rate'>): string {
		const percent = decimalOf(rate);
		// Without VAT of its own a category has no rate, or writes it as nought.
		return `${category ?? ''}|${percent === null || percent.eq(0) ? '0' : percent.toFixed()}`;
	}

	*add(owners: Taxed[]): Sliced<void> {
		const groups = new Map<string, Taxed[]>();
		for (const owner of owners) {
			const key = this.fittingKey(owner);
			const others = groups.get(key);
			if (others) others.push(owner);
			else groups.set(key, [owner]);
			yield;
		}
		for (const [key, members] of groups) yield* this.share(key, members);
		for (const owner of owners) {
			this.tell(owner);
			yield;
		}
		for (const left of this.breakdown) if (!this.used.has(left)) this.tellUnused(left);
	}

	/** What leaves out category or rate, or both, has those of the breakdown, where only one row of it fits; so has what the breakdown leaves out. */
	private fittingKey(owner: Taxed): string {
		const key = Vat.keyOf(owner);
		if (this.byKey.has(key)) return key;
		const said = JSON.stringify([owner.category ?? null, owner.rate ?? null]);
		const known = this.fitting.get(said);
		if (known !== undefined) return known;
		const [only, second] = this.breakdown.filter((row) => agree(row.category, owner.category) && agree(row.rate, owner.rate));
		const found = only !== undefined && second === undefined ? Vat.keyOf(only) : key;
		this.fitting.set(said, found);
		return found;
	}

	private *share(key: string, members: Taxed[]): Sliced<void> {
		const rows = this.byKey.get(key) ?? [];
		for (const row of rows) this.used.add(row);
		const reason = rows.find((row) => row.reason !== undefined)?.reason;
		const isStated = rows.some(({ amount }) => amount !== null && !amount.eq(0));
		const amounts = this.amountsOf(rows, members);
		for (const [index, owner] of members.entries()) {
			yield;
			const category = owner.category ?? rows[0]?.category;
			const rate = owner.rate ?? rows[0]?.rate;
			if (category === undefined && rate === undefined && owner.vat === null && !isStated) continue;
			const description = reason?.value ?? null;
			owner.record['tax-lines'] = [
				{
					type: 'TaxLine',
					amount: amounts[index] ?? '0',
					...(rate !== undefined && { rate }),
					...(description !== null && { description }),
				},
			];
			if (owner.isLine) Object.assign(owner.record, flags(category, description));
			this.taxes.push({
				path: `${owner.path}.tax-lines[0]`,
				category: category ?? '',
				rate: rate ?? null,
				country: this.country,
				term: owner.term,
				source: owner.source,
			});
		}
	}

	/** Texts of the VAT amounts in Coupa's direction. */
	private amountsOf(rows: Breakdown[], members: Taxed[]): string[] {
		const stated = rows.flatMap(({ amount }) => amount ?? []);
		const own = members.flatMap(({ vat }) => vat ?? []);
		const total = stated.length > 0 ? sumOf(stated) : null;
		if (own.length === members.length && (total === null || sumOf(own).eq(total))) return own.map((vat) => this.text(vat));
		if (total === null) {
			return members.map(({ net, rate }) =>
				this.text(
					net
						.times(decimalOf(rate) ?? new Big(0))
						.div(100)
						.round(this.digits, Big.roundHalfUp),
				),
			);
		}
		const [only] = rows;
		if (members.length === 1 && rows.length === 1 && only?.amountTerm !== undefined) return [this.signed(only.amountTerm.value)];
		const scale = Math.max(this.digits, scaleOf(total));
		return apportioned(
			total,
			members.map(({ net }) => net),
			scale,
		).map((share) => this.text(share));
	}

	private text(amount: Decimal): string {
		return this.signed(amount.toFixed(Math.max(this.digits, scaleOf(amount))));
	}

	private tell(owner: Taxed): void {
		// Where no VAT is stated there is none to miss.
		if (owner.record['tax-lines'] !== undefined || this.breakdown.every(({ amount }) => amount === null || amount.eq(0))) return;
		this.problems.push({
			severity: 'warning',
			code: 'lineWithoutVat',
			column: owner.term,
			path: owner.source,
			message: `This part of the invoice names no VAT category and rate (${owner.term}), and the invoice has more than one: it goes in without tax.`,
		});
	}

	private tellUnused(row: Breakdown): void {
		if (row.amount === null || row.amount.eq(0)) return;
		this.problems.push({
			severity: 'warning',
			code: 'vatWithoutLine',
			column: 'BT-117',
			path: row.amountTerm?.path ?? row.path,
			value: row.amountTerm?.value ?? '',
			message: `${termFact('BT-117').name} (BT-117) is ${row.amount.toFixed()} for category ${row.category ?? '?'} at ${row.rate ?? '?'} %, but no line, allowance or charge has that VAT: Coupa has no place for it.`,
		});
	}
}

/** By what they have in common of VAT (Vat.keyOf), in the order in which they come. */
export function byVat<Member extends { category: string | undefined; rate: string | undefined }>(members: Member[]): Map<string, Member[]> {
	const groups = new Map<string, Member[]>();
	for (const member of members) {
		const key = Vat.keyOf(member);
		const others = groups.get(key);
		if (others) others.push(member);
		else groups.set(key, [member]);
	}
	return groups;
}

/** Whether two categories, or rates, are the same, or one of them is not stated. */
function agree(one: string | undefined, other: string | undefined): boolean {
	if (one === undefined || other === undefined || one === other) return true;
	const [left, right] = [decimalOf(one), decimalOf(other)];
	return left !== null && right !== null && left.eq(right);
}

function flags(category: string | undefined, description: string | null): CoupaRecord {
	return {
		...(EXEMPT.has(category ?? '') && { 'line-tax-exempt': 't' }),
		...(category === 'AE' && { 'line-tax-reverse-charge': 't' }),
		...(category === 'O' && { 'line-tax-out-of-scope': 't' }),
		...(description !== null && { 'line-tax-description': description }),
	};
}
