import { operationChoice, type OperationChoice } from '../../../common/description';
import { create } from './create';
import { downloadImageScan } from './downloadImageScan';
import { get } from './get';
import { getMany } from './getMany';
import { importInvoice } from './import';
import { submit } from './submit';
import { uploadImageScan } from './uploadImageScan';

export const operations = { create, downloadImageScan, get, getAll: getMany, import: importInvoice, submit, uploadImageScan };

const choices: OperationChoice[] = [
	{ name: 'Create', value: 'create', action: 'Create invoice', description: 'Create a draft invoice' },
	{
		name: 'Download Image Scan',
		value: 'downloadImageScan',
		action: 'Download image scan of invoice',
		description: 'Read the page image of an invoice',
	},
	{ name: 'Get', value: 'get', action: 'Get invoice', description: 'Read one invoice' },
	{ name: 'Get Many', value: 'getAll', action: 'Get many invoices', description: 'Read invoices, filtered and sorted' },
	{
		name: 'Import',
		value: 'import',
		action: 'Import captured invoices',
		description: 'Check captured invoices, create them with image scan and attachments, and submit them; each exactly once',
	},
	{ name: 'Submit', value: 'submit', action: 'Submit invoice', description: 'Submit a draft for approval' },
	{
		name: 'Upload Image Scan',
		value: 'uploadImageScan',
		action: 'Upload image scan of invoice',
		description: 'Add the page image to an invoice',
	},
];

export const description = [
	operationChoice('invoice', choices, 'import'),
	...Object.values(operations).flatMap((operation) => operation.description),
];
