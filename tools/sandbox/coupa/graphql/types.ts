import {
	GraphQLBoolean,
	type GraphQLFieldConfigMap,
	GraphQLInt,
	GraphQLList,
	GraphQLObjectType,
	type GraphQLOutputType,
	GraphQLScalarType,
	GraphQLString,
} from 'graphql';
import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import { definitionOf, type Attribute } from '../../../../lib/coupa/schema';
import type { Company } from '../company';
import { wholeRecord } from '../records/references';
import { RESOURCES } from '../resources';
import type { CustomField } from '../settings';
import { fieldName, typeName } from './names';

/** What resolvers are given beside the record. */
export interface Asking {
	company: Company;
	/** Scopes of the token. */
	scopes: string[];
}

type Fields = GraphQLFieldConfigMap<CoupaRecord, Asking>;

const DATE_TIME = new GraphQLScalarType({ name: 'ISO8601DateTime' });
const DECIMAL = new GraphQLScalarType({ name: 'BigDecimal' });
const ANYTHING = new GraphQLScalarType({ name: 'JSON' });

const SCALARS = {
	string: GraphQLString,
	integer: GraphQLInt,
	boolean: GraphQLBoolean,
	datetime: DATE_TIME,
	decimal: DECIMAL,
	object: ANYTHING,
};

const ID: Attribute = { type: 'integer', readOnly: true };

/** The object types of a company: one for each definition, made when another type first names it. */
export class ObjectTypes {
	private readonly made = new Map<string, GraphQLObjectType<CoupaRecord, Asking>>();

	constructor(private readonly customFields: Record<string, CustomField[]>) {}

	/** The type of a definition's records. */
	of(definition: string): GraphQLObjectType<CoupaRecord, Asking> {
		return this.named(typeName(definition), () => this.fieldsOf(definition));
	}

	private fieldsOf(definition: string): Fields {
		const custom = this.customFieldsOf(definition);
		// A few definitions of release 39 have no attributes at all, and a type has at least one.
		const shown = Object.entries({ id: ID, ...definitionOf(definition) }).filter(
			([name, { writeOnly }]) => !writeOnly && name !== 'custom-fields',
		);
		const flat = custom.filter((field) => field.flat).map((field): [string, Attribute] => [field.name, field]);
		const fields = Object.fromEntries(
			[...shown, ...flat].map(([name, attribute]) => [
				fieldName(name),
				{
					type: this.typeOf(attribute),
					resolve: (record: CoupaRecord, _: unknown, asking: Asking) => valueOf(record, name, attribute, asking),
				},
			]),
		);
		const nested = custom.filter((field) => !field.flat);
		if (!Object.hasOwn(definitionOf(definition), 'custom-fields') && nested.length === 0) return fields;
		const type = nested.length === 0 ? ANYTHING : this.named(`${typeName(definition)}CustomFields`, () => this.valuesOf(nested));
		return { ...fields, customFields: { type, resolve: (record) => record['custom-fields'] ?? {} } };
	}

	/** A custom field shows its type: a record of its own, or a value in a type named after it (page 0013: `… on StringValue`). */
	private valuesOf(fields: CustomField[]): Fields {
		return Object.fromEntries(
			fields.map((field) => [
				fieldName(field.name),
				{
					type: this.customType(field),
					resolve: (record: CoupaRecord) => {
						const value = record[field.name] ?? null;
						return value === null || isRecord(value) ? value : { value };
					},
				},
			]),
		);
	}

	private customType({ type, of }: CustomField): GraphQLOutputType {
		if (type === 'reference') return this.of(of ?? 'LookupValue');
		const name = `${type.charAt(0).toUpperCase()}${type.slice(1)}Value`;
		return this.named(name, () => ({ value: { type: this.typeOf({ type }) } }));
	}

	private typeOf({ type, of }: Attribute): GraphQLOutputType {
		if (type === 'reference') return of === undefined ? ANYTHING : this.of(of);
		if (type === 'list') return new GraphQLList(of === undefined ? ANYTHING : this.of(of));
		return SCALARS[type];
	}

	private customFieldsOf(definition: string): CustomField[] {
		const resource = Object.entries(RESOURCES).find(([, known]) => known.definition === definition)?.[0];
		return resource === undefined ? [] : (this.customFields[resource] ?? []);
	}

	private named(name: string, fields: () => Fields): GraphQLObjectType<CoupaRecord, Asking> {
		const known = this.made.get(name);
		if (known !== undefined) return known;
		const type = new GraphQLObjectType<CoupaRecord, Asking>({ name, fields });
		this.made.set(name, type);
		return type;
	}
}

/** Records name others shortened; who asks for more of one is given the whole. */
function valueOf(record: CoupaRecord, name: string, { type, of = '' }: Attribute, { company }: Asking): Json {
	const value = record[name] ?? null;
	return type === 'reference' && isRecord(value) ? wholeRecord(company.records, of, value) : value;
}
