import { operationChoice, type OperationChoice } from '../../../common/description';
import { acknowledge } from './acknowledge';
import { getDelivered } from './getDelivered';
import { getMany } from './getMany';
import { readEInvoice } from './readEInvoice';
import { readFile } from './readFile';
import { release } from './release';

/** Operations that need a connection to the lock-box, and those that do not. */
export const lockBoxOperations = { acknowledge, getDelivered, getAll: getMany, release };
export const fileOperations = { readEInvoice, readFile };

const choices: OperationChoice[] = [
	{
		name: 'Acknowledge',
		value: 'acknowledge',
		action: 'Acknowledge imported invoices',
		description: 'Settle packages after the import: archive what is in Coupa, send back what was refused',
	},
	{
		name: 'Get Delivered',
		value: 'getDelivered',
		action: 'Get delivered invoices',
		description: 'Account for the packages of a period, wherever they are by now: one item per invoice; changes nothing',
	},
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many invoices',
		description: 'Claim complete packages and read their invoices, one item each',
	},
	{
		name: 'Read E-Invoice',
		value: 'readEInvoice',
		action: 'Read e-invoice',
		description: 'Read e-invoices from another node, such as an email: one item per invoice with its page image and attachments',
	},
	{
		name: 'Read File',
		value: 'readFile',
		action: 'Read file with invoices',
		description: 'Read an Invoices Import file or package from another node',
	},
	{
		name: 'Release',
		value: 'release',
		action: 'Release claimed packages',
		description: 'Give packages that Get Many claimed back to the folder they came from, unsettled',
	},
];

export const description = [
	operationChoice('invoice', choices, 'getAll'),
	...acknowledge.description,
	...getDelivered.description,
	...getMany.description,
	...readEInvoice.description,
	...readFile.description,
	...release.description,
];
