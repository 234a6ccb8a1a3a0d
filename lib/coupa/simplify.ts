import { isRecord, isSecretName, recordsAt, textAt, valueAt, type CoupaRecord, type Json, ownValue } from '../core';
import { isScalar, namingFields } from './filter/named-attribute';
import { attributeAt, isDay } from './filter/attribute-kind';
import type { Entry, ListedMembers } from './resources/entry';
import { attributesOf, type Attribute } from './schema';

type Shown = Pick<Entry, 'definition' | 'simplified' | 'days'>;

/** One field of the simplified output. */
export interface ShownField {
	/** In the output: `currency-code`. */
	key: string;
	/** In the record: `currency.code`; of a list, the list. */
	path: string;
	/** What it is in Coupa; null where no document says. */
	attribute: Attribute | null;
	/** Of a list: the field of its members that is shown; null where only their number is. Absent for all that is no list. */
	member?: string | null;
	isDay: boolean;
}

const known = new WeakMap<Shown, ShownField[]>();

/**
 * A flat record with the fields an analyst looks at first, or with all that the definition has where the entry names none: `currency.code`
 * becomes `currency-code`. Values are unchanged, but calendar days lose their midnight. Fields that the record does not have, and blank
 * account segments, are left out. Holds no secrets and no bank data.
 */
export function simplify(record: CoupaRecord, entry: Shown): CoupaRecord {
	const fields = attributesOf(entry.definition) === null && entry.simplified === undefined ? fieldsOf(record) : shownFields(entry);
	const values = fields.map((field): [string, Json | undefined] => [field.key, shownValue(record, field)]);
	return Object.fromEntries(values.filter((value): value is [string, Json] => isShown(...value)));
}

/** The fields of the simplified output, in their order. */
export function shownFields(entry: Shown): ShownField[] {
	const made = known.get(entry);
	if (made !== undefined) return made;
	const { definition, days = [] } = entry;
	const chosen = entry.simplified ?? generalFields(definition);
	const scalars = ['id', ...chosen.filter((field) => typeof field === 'string'), 'created-at', 'updated-at'].map((path): ShownField => {
		const attribute = attributeAt(definition, path);
		return {
			key: path.replaceAll('.', '-'),
			path,
			attribute,
			isDay: days.includes(path) || (attribute !== null && isDay(path, attribute)),
		};
	});
	const lists = chosen
		.filter((field) => typeof field === 'object')
		.map(({ key, list, field }): ShownField => ({ key, path: list, attribute: null, member: field ?? null, isDay: false }));
	const fields = [...scalars, ...lists];
	known.set(entry, fields);
	return fields;
}

/** What a definition gives: plain values, of linked records ID, number or code, and name, of lists the numbers or how many there are. */
function generalFields(definition: string): Array<string | ListedMembers> {
	const attributes = Object.entries(attributesOf(definition) ?? {});
	const shown = attributes.filter(([name, { writeOnly }]) => writeOnly !== true && !ALWAYS.has(name) && !isSecretName(name));
	return shown.flatMap(([name, { type, of = '' }]): Array<string | ListedMembers> => {
		if (isScalar(type)) return [name];
		if (type === 'reference') return ['id', ...namingFields(of)].map((field) => `${name}.${field}`);
		if (type === 'object') return [];
		const [field] = namingFields(of);
		return [field === undefined ? { key: `${name}-count`, list: name } : { key: `${name}-${field}`, list: name, field }];
	});
}

const ALWAYS = new Set(['id', 'created-at', 'updated-at']);

/** The plain values of a record of which no document says what it holds. */
function fieldsOf(record: CoupaRecord): ShownField[] {
	return Object.keys(record).map((key) => ({ key, path: key, attribute: null, isDay: false }));
}

function shownValue(record: CoupaRecord, { path, member, isDay: day }: ShownField): Json | undefined {
	if (member !== undefined) return membersValue(record, path, member);
	const value = valueAt(record, ...path.split('.'));
	return day && typeof value === 'string' ? withoutMidnight(value) : value;
}

function isShown(key: string, value: Json | undefined): boolean {
	if (value === undefined || isRecord(value) || Array.isArray(value)) return false;
	return !(key.startsWith('segment-') && (value === null || value === '')) && !isSecretName(key);
}

/** `70315, 70316`: each value once, in the order of the list, or how many there are; undefined where the record has no such list. */
function membersValue(record: CoupaRecord, list: string, field: string | null): string | number | undefined {
	const members = ownValue(record, list);
	if (!Array.isArray(members)) return undefined;
	if (field === null) return members.length;
	const values = recordsAt(record, list).map((member) => textAt(member, field));
	return [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(', ');
}

/** `2026-04-25` for `2026-04-25T00:00:00-07:00`. Another time of day may belong to another day, so it stays as it is. */
export function withoutMidnight(value: string): string {
	return value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)?$/, '$1');
}
