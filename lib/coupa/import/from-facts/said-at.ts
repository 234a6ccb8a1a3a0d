import type { EInvoiceParty } from '../../../core';
import type { SaidAt } from './fit';
import { identifiersOf } from './party';

/** The first thing that a party is called by, for findings and for the row of a table. */
export function saidAt(party: EInvoiceParty, nameTerm = 'BT-27'): SaidAt | null {
	const order = ['vat', 'taxRegistration', 'electronicAddress', 'legalRegistration', 'identifier'];
	const [identifier] = identifiersOf(party).sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind));
	if (identifier !== undefined) return { value: identifier.value.trim(), term: identifier.term, path: identifier.path };
	return party.name === null ? null : { value: party.name, term: nameTerm, path: '' };
}
