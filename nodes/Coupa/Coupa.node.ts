import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { type Operation, runOperation } from '../common/operation';
import { openSession } from './client';
import { asNodeError } from './errors';
import { coupaSftpTest } from './methods/credentialTest';
import * as listSearch from './methods/listSearch';
import * as account from './resources/account';
import * as flatFile from './resources/flatFile';
import * as invoice from './resources/invoice';
import * as purchaseOrder from './resources/purchaseOrder';
import type { CoupaSession } from './resources/session';
import * as supplier from './resources/supplier';
import { type CoupaSftpSession, runOverSftp } from './sftp';

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
		const failed = (error: unknown, itemIndex?: number) => asNodeError(this.getNode(), error, itemIndex);
		const sftpOperation = sftpOperations[resource]?.[name];
		if (sftpOperation) return await runOverSftp(this, sftpOperation, failed);
		const operation = operations[resource]?.[name];
		if (!operation) throw failed(new Error(`The operation "${name}" does not exist for "${resource}"`));
		const session = await openSession(this, this.getExecutionCancelSignal());
		return await runOperation(this, operation, session, failed);
	}
}
