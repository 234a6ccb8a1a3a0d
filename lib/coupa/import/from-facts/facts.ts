import {
	isRecord,
	recordsAt,
	textAt,
	valueAt,
	type EInvoiceFacts,
	type EInvoiceParty,
	type Json,
	type PartyIdentifier,
} from '../../../core';

const KINDS: ReadonlyArray<PartyIdentifier['kind']> = ['vat', 'taxRegistration', 'legalRegistration', 'electronicAddress', 'identifier'];

/** The facts of an item, whatever became of it on its way: what is not as it should be is left out. Null for none. */
export function eInvoiceFactsOf(given: unknown): EInvoiceFacts | null {
	const json = given as Json | undefined;
	if (!isRecord(json)) return null;
	return {
		syntax: textAt(json, 'syntax') ?? '',
		profile: textAt(json, 'profile') ?? null,
		seller: partyAt(json, 'seller'),
		payee: isRecord(valueAt(json, 'payee')) ? partyAt(json, 'payee') : null,
		buyer: partyAt(json, 'buyer'),
		accounts: recordsAt(json, 'accounts').flatMap((row) => {
			const account = textAt(row, 'account') ?? '';
			return [{ account, bic: textAt(row, 'bic') ?? null, path: textAt(row, 'path') ?? '' }];
		}),
		taxes: recordsAt(json, 'taxes').map((row) => ({
			path: textAt(row, 'path') ?? '',
			category: textAt(row, 'category') ?? '',
			rate: textAt(row, 'rate') ?? null,
			country: textAt(row, 'country') ?? null,
			term: textAt(row, 'term') ?? '',
			source: textAt(row, 'source') ?? '',
		})),
	};
}

function partyAt(json: Json, key: 'seller' | 'payee' | 'buyer'): EInvoiceParty {
	return {
		name: textAt(json, key, 'name') ?? null,
		country: textAt(json, key, 'country') ?? null,
		identifiers: recordsAt(json, key, 'identifiers').flatMap((row): PartyIdentifier[] => {
			const kind = KINDS.find((name) => name === textAt(row, 'kind'));
			const value = textAt(row, 'value');
			if (kind === undefined || value === undefined) return [];
			return [{ kind, value, scheme: textAt(row, 'scheme') ?? null, term: textAt(row, 'term') ?? '', path: textAt(row, 'path') ?? '' }];
		}),
	};
}
