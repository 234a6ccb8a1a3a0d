import { type IBinaryData, type INode, type INodeProperties, NodeOperationError } from 'n8n-workflow';

import { choiceOf, collectionOf, flagOf, isUnset, labelOf, type Located, located, numberOf, textOf, UnfitValue } from './parameterValues';

/** Contexts of n8n that hold a node's parameters, item by item. */
interface ParameterContext {
	getNode(): INode;
	getNodeParameter(name: string, itemIndex: number, preset?: unknown): unknown;
}

/** A poll holds them once, without items. */
interface PollContext {
	getNode(): INode;
	getNodeParameter(name: string, preset?: unknown): unknown;
}

/**
 * The parameters of one item, typed. n8n gives whatever an expression yields: a number comes as text, a text as a number.
 * What cannot be read as the kind asked for is a NodeOperationError that names the parameter and the item.
 *
 * `properties` is the description the parameters come from. With it, messages carry the names people see, a parameter that
 * the workflow does not hold (it was saved before the parameter existed, or the parameter is hidden) has its preset, numbers
 * keep their limits, choices are among those offered, and what is inside collections is read by its kind, too.
 */
export class ItemParameters {
	private itemless = false;

	constructor(
		private readonly context: ParameterContext,
		readonly itemIndex: number,
		private readonly properties: readonly INodeProperties[] = [],
	) {}

	/** The parameters of a polling trigger. */
	static ofPoll(context: PollContext, properties: readonly INodeProperties[]): ItemParameters {
		const parameters = new ItemParameters(
			{ getNode: () => context.getNode(), getNodeParameter: (name, _itemIndex, preset) => context.getNodeParameter(name, preset) },
			0,
			properties,
		);
		parameters.itemless = true;
		return parameters;
	}

	/** Trimmed; empty where it is not set. A date of an expression (`$now`) is given as ISO 8601. */
	text(name: string): string {
		return this.read(name, (value, property) => (isUnset(value) ? '' : textOf(value, property).trim()));
	}

	/** A text that must not be empty; `hint` says what to enter. */
	requiredText(name: string, hint: string): string {
		const text = this.text(name);
		if (text === '') throw this.refusal(name, '', hint);
		return text;
	}

	number(name: string): number {
		return this.read(name, numberOf);
	}

	/** False where it is empty. */
	flag(name: string): boolean {
		return this.read(name, flagOf);
	}

	/** The value of an options parameter. Only with the description it is known to be one of those offered. */
	choice<Choice extends string>(name: string): Choice {
		return this.read(name, choiceOf) as Choice;
	}

	/**
	 * A collection or fixed collection as its description types it; empty where nothing was added. Entries that an expression
	 * leaves empty are left out. Texts in it are not trimmed.
	 */
	collection<Values extends object>(name: string): Partial<Values> {
		return this.read(name, collectionOf) as Partial<Values>;
	}

	/** A JSON parameter as it was given: text, or what an expression yields. */
	json(name: string): unknown {
		return this.value(name);
	}

	/** A picked record; where an expression stands for the whole parameter, its value without a mode. */
	located(name: string): Located {
		return this.read(name, located);
	}

	/** Where an input file is, as n8n's binary helpers take it: the name of a binary property, or the file itself (`$input.item.binary.data`). */
	inputFile(name: string): string | IBinaryData {
		const value = this.value(name);
		return isBinary(value) ? value : this.requiredText(name, 'Enter the name of the input field that holds the file.');
	}

	/** Name of the binary property that an output file goes into. */
	outputField(name: string): string {
		return this.requiredText(name, 'Enter the name of the output field to put the file in.');
	}

	/** For an operation that cannot work with a value, though it is of the right kind; `hint` says what to enter. */
	refusal(name: string, value: unknown, hint: string): NodeOperationError {
		return this.refused(new UnfitValue(this.property(name), value, hint));
	}

	/** What is wrong with the parameters of this item, and what to do about it. */
	failure(message: string, hint?: string): NodeOperationError {
		if (this.itemless) return new NodeOperationError(this.context.getNode(), message, { description: hint });
		const { itemIndex } = this;
		return new NodeOperationError(this.context.getNode(), `${message} [item ${itemIndex}]`, { itemIndex, description: hint });
	}

	private value(name: string): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, this.property(name).default ?? null);
	}

	private read<Value>(name: string, as: (value: unknown, property: INodeProperties) => Value): Value {
		try {
			return as(this.value(name), this.property(name));
		} catch (error) {
			throw error instanceof UnfitValue ? this.refused(error) : error;
		}
	}

	private refused({ message, hint }: UnfitValue): NodeOperationError {
		return this.failure(message, hint);
	}

	/** Of a parameter that is not described nothing is known but its name. */
	private property(name: string): INodeProperties {
		const described = this.properties.find((property) => property.name === name);
		return described ?? { displayName: labelOf(name), name, type: 'hidden', default: undefined };
	}
}

function isBinary(value: unknown): value is IBinaryData {
	return typeof value === 'object' && value !== null && 'mimeType' in value && ('data' in value || 'id' in value);
}
