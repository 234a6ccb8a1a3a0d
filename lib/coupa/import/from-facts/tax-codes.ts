import { ownValue, parseDecimal, possibleDays, textAt, type CoupaRecord, type EInvoiceTax } from '../../../core';
import { queryPairs } from '../../query';
import type { ImportClient } from '../types';
import { OpenList } from './open-list';

/** A row of the option Tax Codes for E-Invoices; blank rate or country fit every one. */
export interface TaxCodeRow {
	category: string;
	rate: string;
	country: string;
	code: string;
}

export type TaxCodeFit =
	/** `reference`: how the record names it. */
	{ kind: 'found'; reference: CoupaRecord } | { kind: 'undecided'; why: string; choices: string[] };

const FIELDS = [
	...['id', 'code', 'description', 'percentage', 'active', 'effective-date', 'country.code'],
	...['exempt', 'reverse-charge', 'out-of-scope'].map((field) => `tax-rate.${field}`),
];
/** Tax codes that are read of the countries of an invoice; where a tax engine keeps more, those of the rates are asked for. */
const MOST_CODES = 1_000;
const MOST_CHOICES = 8;

type Flag = 'exempt' | 'reverse-charge' | 'out-of-scope';

/** What a tax code of each category may be marked as in Coupa, and what it has to be where several have the rate (UNCL 5305). */
const FLAGS: Record<string, { may: Flag[]; is?: Flag }> = {
	S: { may: [] },
	Z: { may: [] },
	E: { may: ['exempt'], is: 'exempt' },
	AE: { may: ['reverse-charge'], is: 'reverse-charge' },
	K: { may: ['exempt', 'reverse-charge'] },
	G: { may: ['exempt', 'out-of-scope'] },
	O: { may: ['out-of-scope', 'exempt'], is: 'out-of-scope' },
};
const ALL_FLAGS: Flag[] = ['exempt', 'reverse-charge', 'out-of-scope'];

/** Coupa's tax codes by category, rate and country. */
export class TaxCodes {
	private readonly ofCountry: OpenList;
	private readonly ofRate: OpenList;
	private readonly codes = new Map<string, CoupaRecord[]>();

	constructor(
		client: ImportClient,
		private readonly rows: readonly TaxCodeRow[],
		tell: (message: string) => void,
	) {
		const place = {
			path: '/api/tax_codes',
			field: 'country.code',
			fields: FIELDS,
			where: queryPairs([{ field: 'active', value: true }]),
			valuesOf: (row: CoupaRecord) => [textAt(row, 'country', 'code') ?? ''],
		};
		this.ofCountry = new OpenList(client, { ...place, label: 'Tax codes by country', mostRows: MOST_CODES }, tell);
		const byRate = { ...place, field: 'percentage', valuesOf: (row: CoupaRecord) => [rateKey(textAt(row, 'percentage') ?? null)] };
		this.ofRate = new OpenList(client, { ...byRate, label: 'Tax codes by rate', mostRows: MOST_CODES }, tell);
	}

	/** @throws CoupaError when Coupa cannot be reached */
	async load(taxes: EInvoiceTax[]): Promise<void> {
		const open = taxes.filter((tax) => this.ownRow(tax).kind === 'none' && tax.country !== null);
		for (const row of await this.ofCountry.load(open.map(({ country }) => country ?? ''))) this.keep(row);
		if (!this.ofCountry.isCut) return;
		for (const row of await this.ofRate.load(open.map(({ rate }) => rateKey(rate)))) this.keep(row);
	}

	/** `day`: of the invoice; a code that takes effect later does not count. */
	of(tax: EInvoiceTax, day: string | null): TaxCodeFit {
		const { category, rate, country } = tax;
		const own = this.ownRow(tax);
		if (own.kind === 'found')
			return { kind: 'found', reference: { code: own.code, ...(country !== null && { country: { code: country } }) } };
		if (own.kind === 'several') {
			return { kind: 'undecided', why: 'Several rows of the option Tax Codes for E-Invoices fit it', choices: own.codes };
		}
		if (country === null) return { kind: 'undecided', why: 'The invoice does not say of which country the tax is', choices: [] };
		if (this.ofCountry.isClosed) return { kind: 'undecided', why: 'The tax codes could not be read in Coupa', choices: [] };
		if (this.ofCountry.isCut && (this.ofRate.isCut || this.ofRate.isClosed))
			return {
				kind: 'undecided',
				why: `Coupa has more than ${MOST_CODES} tax codes of these countries, too many to choose from`,
				choices: [],
			};
		const all = (this.codes.get(country) ?? []).filter((code) => isInForce(code, day));
		const withRate = all.filter((code) => hasRate(code, rate));
		const fitting = fittingCodes(withRate, category);
		const [code] = fitting;
		if (code !== undefined && fitting.length === 1) return { kind: 'found', reference: { id: code.id ?? null } };
		if (fitting.length > 1)
			return { kind: 'undecided', why: `Coupa has ${fitting.length} active tax codes that fit`, choices: choicesOf(fitting) };
		const why =
			withRate.length > 0
				? 'The active tax codes with that rate in Coupa are for other taxes'
				: 'Coupa has no active tax code with that rate';
		return { kind: 'undecided', why, choices: choicesOf(withRate.length > 0 ? withRate : all) };
	}

	/** The strictest rows count: those that name rate and country before those that name one of them, or none. */
	private ownRow({
		category,
		rate,
		country,
	}: EInvoiceTax): { kind: 'found'; code: string } | { kind: 'several'; codes: string[] } | { kind: 'none' } {
		const fitting = this.rows.filter(
			(row) =>
				same(row.category, category) &&
				(row.rate.trim() === '' || rateKey(row.rate) === rateKey(rate)) &&
				(row.country.trim() === '' || same(row.country, country ?? '')),
		);
		const strictness = ({ rate: ofRate, country: ofCountry }: TaxCodeRow) =>
			[ofRate, ofCountry].filter((text) => text.trim() !== '').length;
		const most = Math.max(...fitting.map(strictness));
		const codes = [...new Set(fitting.filter((row) => strictness(row) === most).map(({ code }) => code.trim()))];
		const [code] = codes;
		if (code === undefined) return { kind: 'none' };
		return codes.length === 1 ? { kind: 'found', code } : { kind: 'several', codes };
	}

	private keep(row: CoupaRecord): void {
		const country = textAt(row, 'country', 'code') ?? '';
		const known = this.codes.get(country) ?? [];
		if (textAt(row, 'active') !== 'false' && !known.some(({ id }) => id === row.id)) this.codes.set(country, [...known, row]);
	}
}

/** Those of a rate that may stand for the category; what Coupa does not show of a code cannot be held against it. */
function fittingCodes(codes: CoupaRecord[], category: string): CoupaRecord[] {
	const flags = ownValue(FLAGS, category.trim().toUpperCase());
	const may = flags?.may ?? ALL_FLAGS;
	const possible = codes.filter((code) => ALL_FLAGS.every((flag) => may.includes(flag) || !isMarked(code, flag)));
	const wanted = flags?.is;
	if (wanted === undefined) return possible;
	const marked = possible.filter((code) => isMarked(code, wanted));
	return marked.length > 0 ? marked : possible;
}

function isMarked(code: CoupaRecord, flag: Flag): boolean {
	return textAt(code, 'tax-rate', flag) === 'true';
}

/** A category without a rate (not subject to tax) has none of zero either. */
function hasRate(code: CoupaRecord, rate: string | null): boolean {
	return rateKey(textAt(code, 'percentage') ?? null) === rateKey(rate);
}

/** `19.00` and `19` are the same rate, and none is zero. */
function rateKey(rate: string | null): string {
	const text = (rate ?? '').trim().replace(/%$/, '').trim();
	return text === '' ? '0' : (parseDecimal(text)?.toFixed() ?? text);
}

function isInForce(code: CoupaRecord, day: string | null): boolean {
	const [from = ''] = possibleDays(textAt(code, 'effective-date') ?? '');
	return from === '' || day === null || from <= day;
}

function choicesOf(codes: CoupaRecord[]): string[] {
	const shown = codes.map(
		(code) => `${textAt(code, 'code') ?? textAt(code, 'id') ?? ''} (${rateKey(textAt(code, 'percentage') ?? null)} %)`,
	);
	return shown.length > MOST_CHOICES ? [...shown.slice(0, MOST_CHOICES), `and ${shown.length - MOST_CHOICES} more`] : shown;
}

function same(one: string, other: string): boolean {
	return one.trim().toUpperCase() === other.trim().toUpperCase();
}
