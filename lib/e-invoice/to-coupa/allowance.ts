import { sumOf, type Decimal, type Problem } from '../../core';
import { isCounted } from '../checks/scope';
import type { Term, TermId } from '../terms';
import { decimalOf } from './decimals';
import { freightType, type ChargeType } from './freight';
import type { Part } from './part';

/** One allowance or charge of the document or of a line. */
export interface Allowance {
	isCharge: boolean;
	/** As the document states it; of an allowance, what is taken off. */
	amount: Decimal;
	/** Plus for a charge, minus for an allowance, in the direction of the document. */
	effect: Decimal;
	/** Reason, with percentage and base where it has them. */
	description: string;
	type: ChargeType;
	category: string | undefined;
	rate: string | undefined;
	/** VAT amount of its own, where the syntax has it. */
	vat: Decimal | null;
	amountTerm: Term;
	amountId: TermId;
	/** That it has its place, with all it says: as a line or charge of its own. */
	placed(): void;
}

interface Terms {
	isCharge: boolean;
	amount: TermId;
	base: TermId;
	percent: TermId;
	category: TermId;
	rate: TermId;
	reason: TermId;
	code: TermId;
	usual: string;
}

const DOCUMENT_ALLOWANCE: Terms = {
	isCharge: false,
	amount: 'BT-92',
	base: 'BT-93',
	percent: 'BT-94',
	category: 'BT-95',
	rate: 'BT-96',
	reason: 'BT-97',
	code: 'BT-98',
	usual: 'Allowance',
};
const DOCUMENT_CHARGE: Terms = {
	isCharge: true,
	amount: 'BT-99',
	base: 'BT-100',
	percent: 'BT-101',
	category: 'BT-102',
	rate: 'BT-103',
	reason: 'BT-104',
	code: 'BT-105',
	usual: 'Charge',
};
const LINE_ALLOWANCE: Terms = {
	isCharge: false,
	amount: 'BT-136',
	base: 'BT-137',
	percent: 'BT-138',
	category: 'BT-151',
	rate: 'BT-152',
	reason: 'BT-139',
	code: 'BT-140',
	usual: 'Allowance',
};
const LINE_CHARGE: Terms = {
	isCharge: true,
	amount: 'BT-141',
	base: 'BT-142',
	percent: 'BT-143',
	category: 'BT-151',
	rate: 'BT-152',
	reason: 'BT-144',
	code: 'BT-145',
	usual: 'Charge',
};

/**
 * Document level allowances and charges (BG-20, BG-21); their totals (BT-107, BT-108) where only these are stated, as in ZUGFeRD 1.0 BASIC.
 * One that names no VAT has that of the invoice, where there is only one.
 */
export function documentAllowances(header: Part, problems: Problem[]): Allowance[] {
	const [allowances, charges] = (
		[
			['BG-20', DOCUMENT_ALLOWANCE],
			['BG-21', DOCUMENT_CHARGE],
		] as const
	).map(([group, terms]) => header.many(group).flatMap((part) => read(part, terms, problems)));
	const stated = [...(allowances ?? []), ...(charges ?? [])];
	const totals = [
		...(header.many('BG-20').length === 0 ? ofTotal(header, 'BT-107', DOCUMENT_ALLOWANCE) : []),
		...(header.many('BG-21').length === 0 ? ofTotal(header, 'BT-108', DOCUMENT_CHARGE) : []),
	];
	// Some formats total those of lines there: then they are in the amounts of the lines already.
	const lines = header.many('BG-25').flatMap(({ group }) => (isCounted(group) ? (decimalOf(group.text('BT-131')) ?? []) : []));
	const net = sumOf([...lines, ...[...stated, ...totals].map(({ effect }) => effect)]);
	const all = decimalOf(header.text('BT-109'))?.eq(net) === true ? [...stated, ...totals] : stated;
	const [only, second] = header.many('BG-23');
	const vat = only !== undefined && second === undefined ? { category: only.text('BT-118'), rate: only.text('BT-119') } : null;
	return all.map((allowance) => (vat !== null && saysNothingOfVat(allowance) ? { ...allowance, ...vat } : allowance));
}

function ofTotal(header: Part, id: TermId, { isCharge, usual }: Terms): Allowance[] {
	const term = header.term(id);
	const amount = decimalOf(term?.value);
	if (term === undefined || amount === null || amount.eq(0)) return [];
	return [
		{
			isCharge,
			amount,
			effect: isCharge ? amount : amount.times(-1),
			description: `${usual}s`,
			type: 'InvoiceMiscCharge',
			category: undefined,
			rate: undefined,
			vat: null,
			amountTerm: term,
			amountId: id,
			placed: () => undefined,
		},
	];
}

/** Whether it says that it has no VAT, and no category that would give a reason, e.g. a rounding. */
export const isUntaxed = ({ category, rate, vat }: Allowance): boolean =>
	category === undefined && rate === undefined && vat?.eq(0) === true;

const saysNothingOfVat = ({ category, rate, vat }: Allowance): boolean => category === undefined && rate === undefined && vat === null;

/** Allowances and charges of a line (BG-27, BG-28): their VAT is that of the line. */
export function lineAllowances(line: Part, problems: Problem[]): Allowance[] {
	const vat = { category: line.text('BT-151'), rate: line.text('BT-152') };
	return [
		...line.many('BG-27').flatMap((part) => read(part, LINE_ALLOWANCE, problems)),
		...line.many('BG-28').flatMap((part) => read(part, LINE_CHARGE, problems)),
	].map((allowance) => ({ ...allowance, ...vat }));
}

function read(part: Part, terms: Terms, problems: Problem[]): Allowance[] {
	const term = part.term(terms.amount);
	const amount = decimalOf(term?.value);
	if (term === undefined || amount === null) {
		problems.push({
			severity: 'error',
			code: 'required',
			column: terms.amount,
			path: part.group.path,
			message: `A ${terms.usual.toLowerCase()} has no amount (${terms.amount}): what it changes is not known. Fill it in and send the invoice again.`,
		});
		return [];
	}
	const [reason, code, percent, base] = [terms.reason, terms.code, terms.percent, terms.base].map((id) => part.text(id));
	const basis = percent === undefined ? '' : ` (${percent} %${base === undefined ? '' : ` of ${base}`})`;
	const named = reason === undefined ? (code === undefined ? terms.usual : `${terms.usual} ${code}`) : reason;
	return [
		{
			isCharge: terms.isCharge,
			amount,
			effect: terms.isCharge ? amount : amount.times(-1),
			description: `${named}${basis}`,
			type: terms.isCharge ? freightType(code, reason) : 'InvoiceMiscCharge',
			category: part.text(terms.category),
			rate: part.text(terms.rate),
			vat: decimalOf(part.text('XT-allowance-vat')),
			amountTerm: term,
			amountId: terms.amount,
			placed: () =>
				part.pass(terms.amount, terms.reason, terms.code, terms.percent, terms.base, terms.category, terms.rate, 'XT-allowance-vat'),
		},
	];
}
