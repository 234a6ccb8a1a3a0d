import { parse } from 'csv-parse/sync';
import { textAt, type CoupaRecord, type Json } from '../core';
import { quotedIfNeeded } from './csv';
import { setAt, stepsOf } from './record-path';

/** The named members of a list as one cell: `a@x.example,b@x.example`; a member with a comma or quote is quoted as in a CSV. */
export function writeListCell(members: Json[], of: string): string {
	const names = members.flatMap((member) => textAt(member, ...stepsOf(of)) ?? []);
	return names.map(quotedIfNeeded).join(',');
}

/** The inverse of `writeListCell`: a list of records that each hold their name. */
export function readListCell(cell: string, of: string): CoupaRecord[] {
	const names = parse(cell, { trim: true, relax_quotes: true, relax_column_count: true }).flat();
	return names
		.filter((name) => name !== '')
		.map((name) => {
			const member: CoupaRecord = {};
			setAt(member, stepsOf(of), name);
			return member;
		});
}

/** `+1 503 5550100 x12`: country code with +, area code, number, extension with x (csv/suppliers_import.json, rules). */
export function writePhoneCell(phone: CoupaRecord): string {
	const part = (name: string, mark: string): string[] => {
		const value = textAt(phone, name) ?? '';
		return value === '' ? [] : [mark + value];
	};
	return [...part('country-code', '+'), ...part('area-code', ''), ...part('number', ''), ...part('extension', 'x')].join(' ');
}

/** The parts of a phone number as `writePhoneCell` puts them; what cannot be told apart is the number. */
export function readPhoneCell(cell: string): CoupaRecord {
	const words = cell.split(' ').filter((word) => word !== '');
	const country = words[0]?.startsWith('+') ? words.shift() : undefined;
	const extension = /^x\d+$/i.test(words.at(-1) ?? '') ? words.pop() : undefined;
	const area = words.length > 1 ? words.shift() : undefined;
	return {
		...(country === undefined ? {} : { 'country-code': country.slice(1) }),
		...(area === undefined ? {} : { 'area-code': area }),
		...(words.length === 0 ? {} : { number: words.join(' ') }),
		...(extension === undefined ? {} : { extension: extension.slice(1) }),
	};
}
