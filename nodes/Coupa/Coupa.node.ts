import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';

import { runOperation } from '../common/operation';
import { ItemParameters } from '../common/parameters';
import { checkAllowed } from './fields/finalOperations';
import { WRITABLE_LINKS } from './fields/linkedRecords';
import { writableFields, writableLinks } from './methods/writableFields';
import { listSearch, loadOptions, nodeProperties, operationOf } from './registry';
import { withCoupa } from './session';

export class Coupa implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Coupa',
		name: 'coupa',
		icon: { light: 'file:../../icons/coupa.svg', dark: 'file:../../icons/coupa.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with invoices, purchase orders, suppliers and GL accounts in Coupa',
		defaults: { name: 'Coupa' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'coupaOAuth2Api', required: true }],
		properties: nodeProperties(),
	};

	methods = { listSearch, loadOptions: { ...loadOptions, [WRITABLE_LINKS]: writableLinks }, resourceMapping: { writableFields } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const parameters = new ItemParameters(this, 0);
		const resource = parameters.choice('resource');
		const name = parameters.choice('operation');
		const operation = operationOf(resource, name);
		if (!operation) throw new NodeOperationError(this.getNode(), `The operation "${name}" does not exist for "${resource}"`);
		checkAllowed(this, operation);
		return await runOperation(this, operation, async (use) => await withCoupa(this, use, this.getExecutionCancelSignal()));
	}
}

/** For the documents made from the node: every resource and operation with scopes and statuses. */
export { resources } from './registry';
