import type { CoupaRecord, Json } from '../../../lib/core';
import { ENTRIES, type Entry, type Writing } from '../../../lib/coupa';
import { definitionOf } from '../../../lib/coupa/schema';
import { sampledRecord } from '../../../tools/sandbox/dataset/sampled';
import { IDS } from './coupa-entries';

/** One way of writing of one entry. */
export interface WriteCase {
	label: string;
	entry: Entry;
	/** Value of the Operation parameter. */
	value: string;
	writing: Writing;
}

export const writeCases = (kind: Writing['kind']): WriteCase[] =>
	ENTRIES.flatMap((entry) =>
		Object.entries(entry.writes ?? {})
			.filter(([, writing]) => writing.kind === kind)
			.map(([value, writing]) => ({ label: `${entry.one}, ${writing.title ?? value}`, entry, value, writing })),
	);

/** Written so that nothing that the sandbox does not know makes it fail: what is ignored has tests of its own. */
export const LENIENT = { options: { ignoredValues: 'warning' } };

/** Values for the attributes that a record needs, or for one that it can have; of an ID of its own: references name records that are there. */
export function bodyFor({ definition }: Entry, { needs = [], only, without = [] }: Writing, id: number): CoupaRecord {
	const names = needs.length > 0 ? needs : [changeable(definition, only, without) ?? named(definition) ?? linked(definition)];
	return Object.fromEntries(names.map((name) => [name, valueOf(definition, name, id)]));
}

function named(definition: string): string | undefined {
	const { name } = definitionOf(definition);
	return name !== undefined && name.readOnly !== true ? 'name' : undefined;
}

/** Of objects without texts of their own: the first link that can be written by an ID. */
function linked(definition: string): string {
	const links = Object.entries(definitionOf(definition)).filter(([, { type, readOnly }]) => type === 'reference' && readOnly !== true);
	return links.find(([, { of = '' }]) => definitionOf(of).id !== undefined)?.[0] ?? '';
}

function valueOf(definition: string, name: string, id: number): Json {
	const { type, of = '' } = definitionOf(definition)[name] ?? {};
	if (type === 'reference') return { id: IDS[0] };
	if (type === 'decimal') return '12.50';
	const sampled = sampledRecord(definition, id)[name] ?? `${name} ${String(id)}`;
	if (type !== 'list') return sampled;
	const inside = changeable(of);
	return [inside === undefined ? {} : { [inside]: `${inside} ${String(id)}`.slice(0, definitionOf(of)[inside]?.max) }];
}

/** A text that can be written, says nothing special, and is shown. */
export function changeable(definition: string, only?: string[], without: string[] = []): string | undefined {
	const special = ['status', 'type', 'code', 'number', 'name', 'login', 'email', 'po-number', 'invoice-number', ...without];
	return Object.entries(definitionOf(definition)).find(
		([name, { type, readOnly, writeOnly, max = 255, enum: choices }]) =>
			type === 'string' &&
			![readOnly, writeOnly].includes(true) &&
			choices === undefined &&
			max >= 20 &&
			!special.includes(name) &&
			(only?.includes(name) ?? true),
	)?.[0];
}
