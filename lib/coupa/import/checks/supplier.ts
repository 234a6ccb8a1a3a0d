import { lettersOf, textAt } from '../../../core';
import type { Candidate, SupplierFit } from '../from-facts/fit';
import { isActive, type SupplierMatch } from '../suppliers';
import { BUYER_LEVELS, FILE_LEVELS, type Check, type Facts, type Finding } from './check';

const NUMBER = { column: 'Supplier Number', path: 'supplier.number' };
const NAME = { column: 'Supplier Name', path: 'supplier.name' };

export const supplierExists: Check = {
	name: 'supplierExists',
	label: 'Supplier exists',
	description:
		'Coupa has exactly one supplier with that number, or with that name if there is no number. That of an e-invoice is found by the option Supplier Aliases, tax ID, VAT number of its addresses, tax registration, electronic address or name, in this order, where exactly one active supplier fits.',
	default: 'needsBuyer',
	levels: ['needsBuyer', 'error'],
	find: (facts) => {
		const match = matchOf(facts);
		const { fit } = facts.input;
		const undecided = fit === undefined ? null : undecidedSupplier(fit.supplier);
		if (undecided !== null) return [undecided];
		// Nothing that a buyer could set up: the file has to be mended.
		if (match.kind === 'unfit') return [{ ...placeOf(match), message: match.reason, level: 'error' }];
		if (match.kind === 'unknown' && fit?.supplier.kind === 'alias') {
			const { number, identifier } = fit.supplier;
			const message = `The supplier aliases give supplier number ${number} for “${identifier}”, but Coupa has no supplier with that number: correct the row.`;
			return [{ ...NUMBER, value: number, message }];
		}
		if (match.kind === 'unknown') {
			return [
				{
					...placeOf(match),
					message: `Coupa has no supplier with ${match.by} "${match.value}": the buyer has to set it up, or the ${match.by} was misread.`,
				},
			];
		}
		if (match.kind === 'ambiguous') {
			return [
				{
					...placeOf(match),
					message: `Coupa has ${match.count} suppliers with ${match.by} "${match.value}": enter the supplier number, or have the buyer merge them.`,
				},
			];
		}
		return [];
	},
};

export const supplierActive: Check = {
	name: 'supplierActive',
	label: 'Supplier active',
	description: 'The supplier is active in Coupa.',
	default: 'needsBuyer',
	levels: BUYER_LEVELS,
	find: (facts) => {
		const match = matchOf(facts);
		if (match.kind !== 'found' || isActive(match.supplier)) return [];
		const name = textAt(match.supplier, 'name') ?? '';
		return [
			{
				...(match.by === 'name' ? NAME : NUMBER),
				value: textAt(facts.invoice, 'supplier', match.by),
				message: `The supplier ${name} is ${textAt(match.supplier, 'status')} in Coupa: the buyer has to activate it first.`,
			},
		];
	},
};

export const supplierName: Check = {
	name: 'supplierName',
	label: 'Supplier name matches its number',
	description: 'When a file has both number and name, they belong to the same supplier. The number wins.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: (facts) => {
		const match = matchOf(facts);
		const given = textAt(facts.invoice, 'supplier', 'name') ?? '';
		if (match.kind !== 'found' || match.by === 'name' || given.trim() === '') return [];
		const known = textAt(match.supplier, 'name') ?? '';
		if (lettersOf(known) === lettersOf(given)) return [];
		const supplier = facts.input.fit?.supplier;
		if (supplier?.kind === 'found' || supplier?.kind === 'alias') {
			const by = supplier.kind === 'found' ? `its ${supplier.fits}` : `the supplier aliases (${supplier.identifier})`;
			const message = `The seller calls itself "${given}"; the supplier found by ${by} is "${known}" in Coupa. Check that they are the same.`;
			return [{ ...NAME, value: given, message }];
		}
		return [
			{
				...NAME,
				value: given,
				message: `The supplier name is "${given}", but number ${textAt(match.supplier, 'number') ?? textAt(match.supplier, 'id')} belongs to "${known}" in Coupa. The number is used; check that it was read correctly.`,
			},
		];
	},
};

function matchOf({ references, invoice }: Facts): SupplierMatch {
	return references.suppliers.match(invoice);
}

function placeOf(match: { by: string; value: string }) {
	return { ...(match.by === 'name' ? NAME : NUMBER), value: match.value };
}

/** Why it is not known who sent an e-invoice, with what may be meant and the row that settles it; null where it is known. */
function undecidedSupplier(fit: SupplierFit): Finding | null {
	if (fit.kind === 'aliasesDiffer') {
		const message = `Rows of the supplier aliases give several supplier numbers for “${fit.identifier}” (${fit.numbers.join(', ')}): keep the right one.`;
		return { ...NUMBER, value: fit.identifier, message };
	}
	if (fit.kind !== 'several' && fit.kind !== 'none') return null;
	const { at, candidates } = fit;
	const listed = candidates.slice(0, MOST_CANDIDATES).map(candidateText).join('; ');
	const more = candidates.length > MOST_CANDIDATES ? `; and ${candidates.length - MOST_CANDIDATES} more` : '';
	const who =
		at === null
			? 'the seller, whom the invoice does not name'
			: `the seller ${fit.kind === 'none' && fit.seller !== '' ? `“${fit.seller}” ` : ''}(${at.term} ${at.value})`;
	const why =
		fit.kind === 'several'
			? `${candidates.length} suppliers in Coupa fit ${who}: ${listed}${more}.`
			: `No active supplier in Coupa fits ${who} by tax ID, VAT number, tax registration, electronic address or name.${listed === '' ? '' : ` Not active: ${listed}${more}.`}`;
	const row =
		at === null
			? 'Enter the supplier number.'
			: `Have the buyer set it up, or add one row to the supplier aliases: identifier ${at.value}, supplier number that of the right supplier.`;
	return {
		...(at === null ? NUMBER : { column: at.term, ...(at.path !== '' && { path: at.path }) }),
		value: at?.value ?? '',
		message: `${why} ${row}`,
	};
}

const MOST_CANDIDATES = 5;

function candidateText({ number, name, status, fits }: Candidate): string {
	return `${number ?? 'no number'} ${name}${status === 'active' || status === '' ? '' : ` (${status})`}, by ${fits}`;
}
