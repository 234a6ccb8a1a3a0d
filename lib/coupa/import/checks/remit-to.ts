import { textAt, type CoupaRecord } from '../../../core';
import { matchRemitTo, REMIT_TO_KEYS, remitToName, type RemitToMatch } from '../remit-to';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

export const remitToCode: Check = {
	name: 'remitToCode',
	label: 'Remit-to code',
	description:
		'A supplier with several active remit-to addresses needs a Remit To Code, and any code in the file is that of exactly one active address of the supplier. At a milder level the invoice goes without an address that is not one of these.',
	default: 'error',
	levels: FILE_LEVELS,
	find: (facts) =>
		perRemitTo(facts, (match, key) => {
			const message = codeFault(match, key === 'remit-to-address');
			if (message === null) return null;
			const isId = 'by' in match && match.by === 'ID';
			return {
				column: 'Remit To Code',
				path: `${key}.${isId ? 'id' : 'remit-to-code'}`,
				value: 'value' in match ? match.value : '',
				message,
			};
		}),
};

export const remitToAddress: Check = {
	name: 'remitToAddress',
	label: 'Remit-to address',
	description:
		"A remit-to address that the file spells out (street, city and so on) is one of the supplier's active addresses in Coupa, and the one of its Remit To Code. At a milder level the invoice goes with the address of the code, or without one.",
	default: 'draft',
	levels: FILE_LEVELS,
	find: (facts) =>
		perRemitTo(facts, (match, key) => {
			const message = addressFault(match);
			if (message === null) return null;
			return { column: 'Remit To Address Street1', path: `${key}.street1`, value: textAt(facts.invoice, key, 'street1') ?? '', message };
		}),
};

function perRemitTo(facts: Facts, find: (match: RemitToMatch, key: (typeof REMIT_TO_KEYS)[number]) => Finding | null): Finding[] {
	const supplier = facts.references.suppliers.match(facts.invoice);
	if (supplier.kind !== 'found') return [];
	return REMIT_TO_KEYS.filter((key) => key === 'remit-to-address' || facts.invoice[key] !== undefined)
		.map((key) => find(matchRemitTo(supplier.supplier, facts.invoice, key), key))
		.filter((finding) => finding !== null);
}

function codeFault(match: RemitToMatch, isNeeded: boolean): string | null {
	if (match.kind === 'noneActive')
		return match.count === 1
			? 'The only remit-to address of the supplier is no longer active in Coupa: have the buyer activate it, or add the new one.'
			: `None of the ${match.count} remit-to addresses of the supplier is active in Coupa: have the buyer activate one, or add the new one.`;
	if ('by' in match && match.by === 'address') return null;
	switch (match.kind) {
		case 'notGiven':
			return match.active.length < 2 || !isNeeded
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

function addressFault(match: RemitToMatch): string | null {
	if (match.kind === 'found') {
		if (match.differing.length === 0) return null;
		return `The remit-to address in the file differs from address ${remitToName(match.address)} of the supplier in Coupa (${match.differing.join(', ')}). The one in Coupa is used: check on the page image where the supplier wants to be paid.`;
	}
	if (!('by' in match) || match.by !== 'address') return null;
	switch (match.kind) {
		case 'inactive':
			return `The remit-to address in the file (${match.value}) is no longer active in Coupa; the supplier has ${codesOf(match.active)}.`;
		case 'ambiguous':
			return `${match.count} active remit-to addresses of the supplier fit the one in the file (${match.value}): choose one by its Remit To Code.`;
		default:
			return `The supplier has no remit-to address in Coupa like the one in the file (${match.value}); it has ${codesOf(match.active)}. Check on the page image where it wants to be paid.`;
	}
}

function codesOf(addresses: CoupaRecord[]): string {
	const codes = addresses.map((address) => textAt(address, 'remit-to-code') ?? '').filter((code) => code !== '');
	return codes.length > 0 ? codes.join(', ') : 'no active one with a code';
}
