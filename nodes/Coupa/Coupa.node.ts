import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { type Operation, runOperation } from '../common/operation';
import { openSession } from './client';
import { asNodeError } from './errors';
import * as listSearch from './methods/listSearch';
import * as account from './resources/account';
import * as invoice from './resources/invoice';
import * as purchaseOrder from './resources/purchaseOrder';
import type { CoupaSession } from './resources/session';
import * as supplier from './resources/supplier';

const operations: Record<string, Record<string, Operation<CoupaSession>>> = {
	account: account.operations,
	invoice: invoice.operations,
	purchaseOrder: purchaseOrder.operations,
	supplier: supplier.operations,
};

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
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'GL Account', value: 'account' },
					{ name: 'Invoice', value: 'invoice' },
					{ name: 'Purchase Order', value: 'purchaseOrder' },
					{ name: 'Supplier', value: 'supplier' },
				],
				default: 'invoice',
			},
			...account.description,
			...invoice.description,
			...purchaseOrder.description,
			...supplier.description,
		],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const name = this.getNodeParameter('operation', 0) as string;
		const operation = operations[resource]?.[name];
		if (!operation) throw asNodeError(this.getNode(), new Error(`The operation "${name}" does not exist for "${resource}"`));
		const session = await openSession(this, this.getExecutionCancelSignal());
		return await runOperation(this, operation, session, (error, itemIndex) => asNodeError(this.getNode(), error, itemIndex));
	}
}
