import { ownValue } from '../../lib/core';
import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';

import { resourceChoice } from '../common/description';
import { runOperation } from '../common/operation';
import { ItemParameters } from '../common/parameters';
import { coupaSftpTest, description, operations, withCoupaSftp } from './sftp';

export class CoupaSftp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Coupa SFTP',
		name: 'coupaSftp',
		icon: { light: 'file:../../icons/coupa.svg', dark: 'file:../../icons/coupa.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: "Exchange flat files and invoice packages with Coupa over Coupa's own SFTP",
		defaults: { name: 'Coupa SFTP' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'coupaSftpApi', required: true, testedBy: 'coupaSftpTest' }],
		properties: [
			resourceChoice(
				[
					{ name: 'ERP Drop', value: 'erpDrop' },
					{ name: 'Flat File', value: 'flatFile' },
				],
				'flatFile',
			),
			...description,
		],
	};

	methods = { credentialTest: { coupaSftpTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const parameters = new ItemParameters(this, 0);
		const [resource, name] = [parameters.choice('resource'), parameters.choice('operation')];
		const operation = ownValue(ownValue(operations, resource), name);
		if (!operation) throw new NodeOperationError(this.getNode(), `The operation "${name}" does not exist for "${resource}"`);
		return await runOperation(this, operation, async (use) => await withCoupaSftp(this, use));
	}
}
