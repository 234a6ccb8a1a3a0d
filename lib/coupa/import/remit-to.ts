import { isRecord, lettersOf, lookUpKey, ownValue, recordsAt, textAt, type CoupaRecord } from '../../core';

/** Places of an invoice that say where the money goes. */
export const REMIT_TO_KEYS = ['remit-to-address', 'supplier-remit-to'] as const;

/** Columns of an address that the file may give beside a code, or instead of one. */
const ADDRESS_COLUMNS: Array<[column: string, ...path: string[]]> = [
	['Name', 'name'],
	['Street1', 'street1'],
	['Street2', 'street2'],
	['Street3', 'street3'],
	['Street4', 'street4'],
	['City', 'city'],
	['State', 'state'],
	['Postal Code', 'postal-code'],
	['Country Code', 'country', 'code'],
];

/** Fields of a supplier's remit-to addresses that the match needs. */
export const REMIT_TO_FIELDS = ['id', 'remit-to-code', 'active', ...ADDRESS_COLUMNS.map(([, ...path]) => path.join('.'))];

/** Which remit-to address an invoice means, of those that Coupa shows at its supplier. */
export type RemitToMatch =
	/** It names none. */
	| { kind: 'notGiven'; active: CoupaRecord[] }
	/** `differing`: columns that the file gives otherwise than Coupa has them. */
	| { kind: 'found'; address: CoupaRecord; differing: string[] }
	/** Only addresses that are no longer active fit. */
	| { kind: 'inactive'; by: RemitToKey; value: string; active: CoupaRecord[] }
	| { kind: 'unknown'; by: RemitToKey; value: string; active: CoupaRecord[] }
	/** Several active addresses fit. */
	| { kind: 'ambiguous'; by: RemitToKey; value: string; count: number }
	/** The supplier has addresses, and none of them is active. */
	| { kind: 'noneActive'; value: string; count: number }
	/** Coupa shows no address, or no code, to compare with. */
	| { kind: 'notShown' };

type RemitToKey = 'code' | 'ID' | 'address';

/**
 * The one rule by which checks and body choose: by code, else by id, else by the columns of the address. Codes are compared like numbers,
 * addresses by their letters and digits, and only active addresses count.
 */
export function matchRemitTo(
	supplier: CoupaRecord,
	invoice: CoupaRecord,
	key: (typeof REMIT_TO_KEYS)[number] = 'remit-to-address',
): RemitToMatch {
	const all = recordsAt(supplier, 'remit-to-addresses');
	const active = all.filter(isPayable);
	const given = isRecord(invoice[key]) ? invoice[key] : {};
	const code = textAt(given, 'remit-to-code')?.trim() ?? '';
	const id = textAt(given, 'id')?.trim() ?? '';
	const columns = givenColumns(given);
	const value = code || id || columns.map(([, , text]) => text).join(', ');
	const isNoneActive = all.length > 0 && active.length === 0;
	if (value === '') return isNoneActive ? { kind: 'noneActive', value, count: all.length } : { kind: 'notGiven', active };
	if (code === '' && id === '')
		return chosen(
			all.filter((address) => differing(given, address).length === 0),
			'address',
			value,
			active,
			given,
		);
	const [by, field]: [RemitToKey, string] = code === '' ? ['ID', 'id'] : ['code', 'remit-to-code'];
	if (!all.some((address) => (textAt(address, field) ?? '') !== ''))
		return isNoneActive ? { kind: 'noneActive', value, count: all.length } : { kind: 'notShown' };
	return chosen(
		all.filter((address) => lookUpKey(textAt(address, field) ?? '') === lookUpKey(value)),
		by,
		value,
		active,
		given,
	);
}

/** What goes to Coupa for it: the id that was found, or the code where Coupa shows none; null for none at all. */
export function remitToBody(match: RemitToMatch, given: CoupaRecord): CoupaRecord | null {
	if (match.kind === 'found') return { id: match.address.id ?? null };
	if (match.kind !== 'notShown') return null;
	const key = (textAt(given, 'remit-to-code') ?? '').trim() === '' ? 'id' : 'remit-to-code';
	return given[key] === undefined ? null : { [key]: given[key] };
}

/** How people call an address: by its code, else its name, else its id. */
export function remitToName(address: CoupaRecord): string {
	return ['remit-to-code', 'name', 'id'].map((key) => (textAt(address, key) ?? '').trim()).find((name) => name !== '') ?? '';
}

function chosen(fitting: CoupaRecord[], by: RemitToKey, value: string, active: CoupaRecord[], given: CoupaRecord): RemitToMatch {
	const [address, ...twins] = fitting.filter(isPayable);
	if (address === undefined) return { kind: fitting.length > 0 ? 'inactive' : 'unknown', by, value, active };
	if (twins.length > 0) return { kind: 'ambiguous', by, value, count: twins.length + 1 };
	return { kind: 'found', address, differing: differing(given, address) };
}

function givenColumns(given: CoupaRecord): Array<[column: string, path: string[], text: string]> {
	return ADDRESS_COLUMNS.map(([column, ...path]): [string, string[], string] => [
		column,
		path,
		textAt(given, ...path)?.trim() ?? '',
	]).filter(([, , text]) => text !== '');
}

/** What Coupa does not show of an address cannot differ. */
function differing(given: CoupaRecord, address: CoupaRecord): string[] {
	return givenColumns(given)
		.filter(([, path, text]) => {
			const [object = ''] = path;
			return ownValue(address, object) !== undefined && lettersOf(textAt(address, ...path) ?? '') !== lettersOf(text);
		})
		.map(([column]) => column);
}

function isPayable(address: CoupaRecord): boolean {
	return textAt(address, 'active') !== 'false';
}
