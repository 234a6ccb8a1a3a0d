import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Origin, originOf } from '../../../common/imported';
import type { Group } from '../../../common/operation';

/** An input item whose package is known. */
export interface SettlingItem {
	index: number;
	/** The item itself, or what it was before a node in between left out what settling needs. */
	json: IDataObject;
	origin: Origin;
}

/** What is asked of the items, in the words of the operation. */
export interface Wanted {
	/** `item` says enough. */
	fits(json: IDataObject): boolean;
	/** Whose items are to be connected: `Coupa, Invoice, Import`. */
	node: string;
	/** The fields that are needed: `"outcome" and "details"`. */
	fields: string;
}

/**
 * The input items with the package each came from. Where a node in between has left that out, the item that went into that
 * node is found through n8n's pairing of items. Those that lead nowhere are failures that name the node.
 */
export function settlingItems(context: IExecuteFunctions, wanted: Wanted): { items: SettlingItem[]; failures: Group[] } {
	const ancestors = new Ancestors(context, wanted);
	const items: SettlingItem[] = [];
	const failed = new Map<string, { error: NodeOperationError; from: number[] }>();
	for (const [index, { json }] of context.getInputData().entries()) {
		const found = wanted.fits(json) ? json : ancestors.find(index);
		const origin = originOf(found ?? json);
		if (origin !== null) {
			items.push({ index, json: found ?? json, origin });
			continue;
		}
		const error = typeof json.error === 'string' ? failedBefore(context, json.error) : ancestors.leftOut();
		const same = failed.get(error.message) ?? { error, from: [] };
		same.from.push(index);
		failed.set(error.message, same);
	}
	return { items, failures: [...failed.values()].map(({ error, from }) => ({ outputs: [], failure: { error, from } })) };
}

function failedBefore(context: IExecuteFunctions, why: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), `The input holds a failure instead of an invoice: ${why}`, {
		description: 'Nothing of it was settled: its package stays claimed and is tried again.',
	});
}

/** What the nodes before this one gave, nearest first. */
class Ancestors {
	private readonly names: string[];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly wanted: Wanted,
	) {
		this.names = context
			.getParentNodes(context.getNode().name)
			.map(({ name }) => name)
			.reverse();
	}

	/** The item of an earlier node that an input item came from; null where n8n cannot tell. */
	find(index: number): IDataObject | null {
		const nodeData = this.nodeData(index);
		for (const name of this.names) {
			const item = attempted(() => nodeData(name).item);
			if (item && this.wanted.fits(item.json)) return item.json;
		}
		return null;
	}

	private nodeData(index: number): (name: string) => NodeData {
		return this.context.getWorkflowDataProxy(index).$ as (name: string) => NodeData;
	}

	/** Names the node that left out where the items came from. */
	leftOut(): NodeOperationError {
		const nodeData = this.nodeData(0);
		const source = this.names.findIndex((name) => attempted(() => nodeData(name).all())?.some(({ json }) => this.wanted.fits(json)));
		const remover = this.names[source - 1];
		const node = this.context.getNode();
		if (remover === undefined)
			return new NodeOperationError(node, `The items do not come from ${this.wanted.node}`, {
				description: `Connect the output of ${this.wanted.node} to this node. Nothing was settled.`,
			});
		return new NodeOperationError(node, `The node "${remover}" left out where the items came from`, {
			description: `This node needs the fields ${this.wanted.fields} of "${this.names[source] ?? ''}". Let "${remover}" pass them on, or connect "${this.names[source] ?? ''}" to this node directly. Nothing was settled.`,
		});
	}
}

/** `$('node')` of n8n's expressions, as one input item sees it. */
interface NodeData {
	item: { json: IDataObject };
	all(): Array<{ json: IDataObject }>;
}

/** n8n throws where a node was not executed or items are not paired. */
function attempted<Value>(look: () => Value): Value | null {
	try {
		return look();
	} catch {
		return null;
	}
}
