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
import { type Operation, runOperation } from '../common/operation';
import { ItemParameters } from '../common/parameters';
import { type LockBoxSession, withLockBox } from './lockBox';
import { scanOneSftpTest } from './methods/credentialTest';
import * as account from './resources/account';
import * as invoice from './resources/invoice';
import * as invoiceStatus from './resources/invoiceStatus';
import * as lockBox from './resources/lockBox';
import * as purchaseOrder from './resources/purchaseOrder';
import * as supplier from './resources/supplier';

const lockBoxOperations: Record<string, Record<string, Operation<LockBoxSession>>> = {
	account: account.lockBoxOperations,
	invoice: invoice.lockBoxOperations,
	invoiceStatus: invoiceStatus.lockBoxOperations,
	purchaseOrder: purchaseOrder.lockBoxOperations,
	supplier: supplier.lockBoxOperations,
};
const fileOperations: Record<string, Record<string, Operation<null>>> = {
	account: account.fileOperations,
	invoice: invoice.fileOperations,
	invoiceStatus: invoiceStatus.fileOperations,
	lockBox: lockBox.fileOperations,
	purchaseOrder: purchaseOrder.fileOperations,
	supplier: supplier.fileOperations,
};

export class ScanOne implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Scan One',
		name: 'scanOne',
		icon: { light: 'file:../../icons/scan-one.svg', dark: 'file:../../icons/scan-one.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Exchange invoices, their status and reference data with the Scan One lock-box (SFTP, Coupa flat files)',
		defaults: { name: 'Scan One' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'scanOneSftpApi',
				required: true,
				testedBy: 'scanOneSftpTest',
				displayOptions: { hide: { operation: ['buildFile', 'buildPreflightPage', 'readEInvoice', 'readFile'] } },
			},
		],
		properties: [
			resourceChoice(
				[
					{ name: 'GL Account', value: 'account' },
					{ name: 'Invoice', value: 'invoice' },
					{ name: 'Invoice Status', value: 'invoiceStatus' },
					{ name: 'Lock-Box', value: 'lockBox' },
					{ name: 'Purchase Order', value: 'purchaseOrder' },
					{ name: 'Supplier', value: 'supplier' },
				],
				'invoice',
			),
			...account.description,
			...invoice.description,
			...invoiceStatus.description,
			...lockBox.description,
			...purchaseOrder.description,
			...supplier.description,
		],
	};

	methods = { credentialTest: { scanOneSftpTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const parameters = new ItemParameters(this, 0);
		const resource = parameters.choice('resource');
		const name = parameters.choice('operation');
		const fileOperation = ownValue(ownValue(fileOperations, resource), name);
		if (fileOperation) return await runOperation(this, fileOperation, async (use) => await use(null));
		const operation = ownValue(ownValue(lockBoxOperations, resource), name);
		if (!operation) throw new NodeOperationError(this.getNode(), `The operation "${name}" does not exist for "${resource}"`);
		return await runOperation(this, operation, async (use) => await withLockBox(this, use, this.getExecutionCancelSignal()));
	}
}
