import { textAt } from '../../../core';
import { isBlank } from '../amounts';
import { activeRemitTos, isActive, type SupplierMatch } from '../suppliers';
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

export const remitToCode: Check = {
	name: 'remitToCode',
	label: 'Remit-to code',
	description: 'A supplier with several active remit-to addresses needs a Remit To Code, and any code in the file belongs to the supplier.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) => {
		const match = matchOf(facts);
		if (match.kind !== 'found') return [];
		const addresses = activeRemitTos(match.supplier);
		const codes = addresses.map((address) => textAt(address, 'remit-to-code') ?? '').filter((code) => code !== '');
		const given = textAt(facts.invoice, 'remit-to-address', 'remit-to-code')?.trim() ?? '';
		const place = { column: 'Remit To Code', path: 'remit-to-address.remit-to-code', value: given };
		if (given !== '' && codes.length > 0 && !codes.some((code) => code.toLowerCase() === given.toLowerCase())) {
			return [{ ...place, message: `"${given}" is not an active remit-to code of the supplier; it has ${codes.join(', ')}.` }];
		}
		if (given !== '' || addresses.length < 2 || !isBlank(facts.invoice, 'remit-to-address', 'id')) return [];
		return [
			{
				...place,
				message: `The supplier has ${addresses.length} remit-to addresses: choose one by its Remit To Code (${codes.join(', ')}).`,
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

/** Names as people compare them: without case, accents, punctuation and spaces. */
function lettersOf(name: string): string {
	return name
		.normalize('NFKD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();
}
