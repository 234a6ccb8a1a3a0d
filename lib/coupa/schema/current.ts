import invoicing from './invoicing.json';
import masterData from './master-data.json';
import purchasing from './purchasing.json';

/** One attribute of a Coupa object, as release 39's definitions and the current element tables describe it. */
export interface Attribute {
	type: 'string' | 'integer' | 'boolean' | 'datetime' | 'decimal' | 'object' | 'reference' | 'list';
	/** Longest text Coupa takes, in characters. */
	max?: number;
	/** Of decimals: digits in all, and digits after the point. */
	precision?: number;
	scale?: number;
	enum?: string[];
	/** The definition that a reference names or a list holds. */
	of?: string;
	/** Coupa returns it and refuses it as an input. */
	readOnly?: boolean;
	/** Coupa takes it and never answers with it. */
	writeOnly?: boolean;
}

export type Definition = Record<string, Attribute>;

/**
 * The objects of the invoice import: release 39's definitions merged with the input flags of the current element tables. JSON
 * imports widen `type` to string; the files are in exactly the shape of Attribute.
 */
export const currentDefinitions = { ...invoicing, ...masterData, ...purchasing } as Record<string, Definition>;
