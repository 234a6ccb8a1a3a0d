import { textAt, type CoupaRecord } from '../../../core';
import { isActive, matchRemitTo, type RemitToMatch, type SupplierMatch } from '../suppliers';
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

export const remitToCode: Check = {
	name: 'remitToCode',
	label: 'Remit-to code',
	description:
		'A supplier with several active remit-to addresses needs a Remit To Code, and any code in the file is that of exactly one active address of the supplier. At a milder level the invoice goes without an address that is no longer active.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) => {
		const match = matchOf(facts);
		if (match.kind !== 'found') return [];
		const remitTo = matchRemitTo(match.supplier, facts.invoice);
		const message = remitToFault(remitTo);
		if (message === null) return [];
		const value = 'value' in remitTo ? remitTo.value : '';
		return [
			{
				column: 'Remit To Code',
				path: `remit-to-address.${'by' in remitTo && remitTo.by === 'ID' ? 'id' : 'remit-to-code'}`,
				value,
				message,
			},
		];
	},
};

function remitToFault(match: RemitToMatch): string | null {
	switch (match.kind) {
		case 'notGiven':
			return match.active.length < 2
				? null
				: `The supplier has ${match.active.length} remit-to addresses: choose one by its Remit To Code (${codesOf(match.active)}).`;
		case 'inactive':
			return `The remit-to address with the ${match.by} "${match.value}" is no longer active; the supplier has ${codesOf(match.active)}.`;
		case 'unknown':
			return `"${match.value}" is not an active remit-to ${match.by} of the supplier; it has ${codesOf(match.active)}.`;
		case 'ambiguous':
			return `The supplier has ${match.count} active remit-to addresses with the code "${match.value}": have the buyer tell them apart in Coupa.`;
		default:
			return null;
	}
}

function codesOf(addresses: CoupaRecord[]): string {
	const codes = addresses.map((address) => textAt(address, 'remit-to-code') ?? '').filter((code) => code !== '');
	return codes.length > 0 ? codes.join(', ') : 'no active one with a code';
}

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
