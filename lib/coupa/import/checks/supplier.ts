import { lettersOf, textAt } from '../../../core';
import { isActive, type SupplierMatch } from '../suppliers';
import { BUYER_LEVELS, FILE_LEVELS, type Check, type Facts } from './check';

const NUMBER = { column: 'Supplier Number', path: 'supplier.number' };
const NAME = { column: 'Supplier Name', path: 'supplier.name' };

export const supplierExists: Check = {
	name: 'supplierExists',
	label: 'Supplier exists',
	description: 'Coupa has exactly one supplier with that number, or with that name if there is no number.',
	default: 'needsBuyer',
	levels: ['needsBuyer', 'error'],
	find: (facts) => {
		const match = matchOf(facts);
		// Nothing that a buyer could set up: the file has to be mended.
		if (match.kind === 'unfit') return [{ ...placeOf(match), message: match.reason, level: 'error' }];
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
