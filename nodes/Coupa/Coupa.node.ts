import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	NodeOperationError,
} from 'n8n-workflow';

import { type Operation, runOperation } from '../common/operation';
import { openSession } from './client';
import { coupaSftpTest } from './methods/credentialTest';
import * as listSearch from './methods/listSearch';
import * as account from './resources/account';
import * as flatFile from './resources/flatFile';
import * as invoice from './resources/invoice';
import * as purchaseOrder from './resources/purchaseOrder';
import type { CoupaSession } from './resources/session';
import * as supplier from './resources/supplier';
import { type CoupaSftpSession, withCoupaSftp } from './sftp';

const operations: Record<string, Record<string, Operation<CoupaSession>>> = {
	account: account.operations,
	flatFile: flatFile.operations,
	invoice: invoice.operations,
	purchaseOrder: purchaseOrder.operations,
	supplier: supplier.operations,
};
const sftpOperations: Record<string, Record<string, Operation<CoupaSftpSession>>> = { flatFile: flatFile.sftpOperations };
/** n8n asks for one credential or the other by the operation alone. */
const overSftp = Object.keys(flatFile.sftpOperations);

export class Coupa implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Coupa',
		name: 'coupa',
		icon: { light: 'file:../../icons/coupa.svg', dark: 'file:../../icons/coupa.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with invoices, purchase orders, suppliers, GL accounts and flat files in Coupa',
		defaults: { name: 'Coupa' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'coupaOAuth2Api', required: true, displayOptions: { hide: { operation: overSftp } } },
			{ name: 'coupaSftpApi', required: true, testedBy: 'coupaSftpTest', displayOptions: { show: { operation: overSftp } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Flat File', value: 'flatFile' },
					{ name: 'GL Account', value: 'account' },
					{ name: 'Invoice', value: 'invoice' },
					{ name: 'Purchase Order', value: 'purchaseOrder' },
					{ name: 'Supplier', value: 'supplier' },
				],
				default: 'invoice',
			},
			...account.description,
			...flatFile.description,
			...invoice.description,
			...purchaseOrder.description,
			...supplier.description,
		],
	};

	methods = { credentialTest: { coupaSftpTest }, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const name = this.getNodeParameter('operation', 0) as string;
		const sftpOperation = sftpOperations[resource]?.[name];
		if (sftpOperation) return await runOperation(this, sftpOperation, async (use) => await withCoupaSftp(this, use));
		const operation = operations[resource]?.[name];
		if (!operation) throw new NodeOperationError(this.getNode(), `The operation "${name}" does not exist for "${resource}"`);
		return await runOperation(this, operation, async (use) => await use(await openSession(this, this.getExecutionCancelSignal())));
	}
}
