import type { IExecuteFunctions, INode } from 'n8n-workflow';

interface Caller {
	getNode(): Pick<INode, 'type'>;
	isToolExecution?: IExecuteFunctions['isToolExecution'];
}

/**
 * Whether an AI agent runs the node as its tool. n8n gives a node that agents may use a twin whose type ends in `Tool`; where the agent calls
 * the node itself, and not the engine for it, the context says so as well.
 */
export function isForAgent(context: Caller): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}
