import { type IGetNodeParameterOptions, type INode, NodeOperationError } from 'n8n-workflow';

/** Contexts of n8n that hold a node's parameters: executions item by item, polls once. */
interface ParameterContext {
	getNode(): INode;
	getNodeParameter(name: string, itemIndex: number, preset?: unknown, options?: IGetNodeParameterOptions): unknown;
}

/** A record picked in a resource locator: `mode` says what `value` is (an id, a key, a link). */
export interface Located {
	mode: string;
	value: string;
}

/**
 * The parameters of one item, typed. n8n gives whatever an expression yields: a number comes as text, a text as a number.
 * What cannot be read as the kind asked for is a NodeOperationError that names the parameter and the item.
 */
export class ItemParameters {
	constructor(
		private readonly context: ParameterContext,
		readonly itemIndex: number,
	) {}

	/** Trimmed; empty where it is not set. */
	text(name: string): string {
		const value = this.value(name);
		return value === undefined || value === null ? '' : this.plain(name, value).trim();
	}

	number(name: string): number {
		const value = this.value(name);
		const number = typeof value === 'number' ? value : Number(this.plain(name, value).trim() || NaN);
		if (Number.isFinite(number)) return number;
		throw this.refusal(name, value, 'Enter a number, or an expression that gives one.');
	}

	flag(name: string): boolean {
		const value = this.value(name);
		if (typeof value === 'boolean') return value;
		if (value === undefined || value === null || value === '') return false;
		const word = this.plain(name, value).trim().toLowerCase();
		if (word === 'true' || word === 'false') return word === 'true';
		throw this.refusal(name, value, 'Use true or false.');
	}

	/** The value of an options parameter. n8n itself checks that it is one of those offered. */
	choice<Choice extends string>(name: string): Choice {
		return this.text(name) as Choice;
	}

	/** A collection or fixed collection as its description types it; empty where nothing was added. */
	collection<Values extends object>(name: string): Partial<Values> {
		const value = this.value(name);
		return (typeof value === 'object' && value !== null ? value : {}) as Partial<Values>;
	}

	/** A JSON parameter as it was given: text, or what an expression yields. */
	json(name: string): unknown {
		return this.value(name);
	}

	located(name: string): Located {
		const { mode = '', value = '' } = this.collection<{ mode: string; value: string | number | null }>(name);
		return { mode, value: String(value ?? '').trim() };
	}

	private value(name: string): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, null);
	}

	private plain(name: string, value: unknown): string {
		if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
		throw this.refusal(name, value, 'It holds a list or an object where a single value is needed.');
	}

	private refusal(name: string, value: unknown, description: string): NodeOperationError {
		const label = this.label(name);
		return new NodeOperationError(this.context.getNode(), `"${label}" cannot be ${shown(value)} [item ${this.itemIndex}]`, {
			itemIndex: this.itemIndex,
			description,
		});
	}

	/** `returnAll` as people read it: `Return All`. */
	private label(name: string): string {
		const words = name.replace(/([a-z])([A-Z])/g, '$1 $2');
		return words.charAt(0).toUpperCase() + words.slice(1);
	}
}

function shown(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'empty';
	return JSON.stringify(value).slice(0, 80);
}
