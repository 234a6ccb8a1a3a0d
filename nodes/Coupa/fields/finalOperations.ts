import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

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
		'Whether the agent may use operations that nobody can take back in Coupa: void, abandon, cancel, delete, bypass approvals and the like',
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

/** Keeps an operation out of the list of an agent's tool as long as the switch is off. */
export function offeredWhenAllowed({ final }: CoupaOperation): { displayOptions?: IDisplayOptions } {
	return final === true ? { displayOptions: { show: { [ALLOWED]: [true] } } } : {};
}

/** Refuses an operation that cannot be undone to an agent whose switch is off: a workflow may hold it all the same. */
export function checkAllowed(context: IExecuteFunctions, { face, final }: CoupaOperation): void {
	const isTool = context.getNode().type.endsWith('Tool');
	if (final !== true || !isTool || new ItemParameters(context, 0, [switchProperty]).flag(ALLOWED)) return;
	throw new NodeOperationError(context.getNode(), `“${face.name}” cannot be undone, so an AI agent is not allowed to use it here`, {
		description: 'Turn on "Allow What Cannot Be Undone" in this tool if the agent may do this.',
	});
}
