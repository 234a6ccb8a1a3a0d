import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isForAgent } from '../../common/agent';
import { ItemParameters } from '../../common/parameters';
import type { CoupaOperation } from '../operations/operation';

const ALLOWED = 'allowFinal';

const switchProperty: INodeProperties = {
	displayName: 'Allow What Cannot Be Undone',
	name: ALLOWED,
	type: 'boolean',
	default: false,
	noDataExpression: true,
	description:
		'Whether the agent may use operations that nobody can take back in Coupa: void, abandon, cancel, delete, bypass approvals and the like, and API requests other than GET',
	displayOptions: { show: { '@tool': [true] } },
};

/** The switch that an AI agent's tool has; for everybody else it is on and not seen. */
export const finalSwitch: INodeProperties[] = [
	switchProperty,
	{
		displayName: 'Allow What Cannot Be Undone',
		name: ALLOWED,
		type: 'hidden',
		default: true,
		displayOptions: { show: { '@tool': [false] } },
	},
];

/** Keeps an operation, or another choice that cannot be undone, out of the list of an agent's tool as long as the switch is off. */
export function offeredWhenAllowed({ final }: Pick<CoupaOperation, 'final'>): { displayOptions?: IDisplayOptions } {
	return final === true ? { displayOptions: { show: { [ALLOWED]: [true] } } } : {};
}

/** Refuses an operation that cannot be undone to an agent whose switch is off: a workflow may hold it all the same. */
export function checkAllowed(context: IExecuteFunctions, { face, final }: CoupaOperation): void {
	if (final === true) checkAgentMay(context, `“${face.name}” cannot be undone`);
}

/**
 * Refuses to an agent whose switch is off what it would ask for; lets everybody else pass.
 *
 * @param why as an error begins: `“Void” cannot be undone`
 */
export function checkAgentMay(context: IExecuteFunctions, why: string, itemIndex = 0): void {
	if (!isForAgent(context) || new ItemParameters(context, itemIndex, [switchProperty]).flag(ALLOWED)) return;
	throw new NodeOperationError(context.getNode(), `${why}, so an AI agent is not allowed to use it here`, {
		itemIndex,
		description: 'Turn on "Allow What Cannot Be Undone" in this tool if the agent may do this.',
	});
}
