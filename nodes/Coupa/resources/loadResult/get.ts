import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { loadResult, withoutSecrets } from '../../../../lib/coupa';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaOperation } from '../../operations/operation';

const properties: INodeProperties[] = [
	{
		displayName:
			'This does not wait: while "finished" is false, pause for a few minutes with a Wait node and ask again. The credential needs the scope core.integration.read.',
		name: 'aboutLoadResult',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '={{ $json.fileName }}',
		required: true,
		placeholder: 'e.g. Invoices_20260425_101500123Z.zip',
		description:
			'Name of the uploaded file, as returned by Coupa SFTP, Upload. When several loads have this name, the latest one is returned.',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{ name: 'One Item per File', value: 'file', description: 'Status and counts, with the refused rows under "uploadErrors"' },
			{ name: 'One Item per Refused Row', value: 'rows', description: 'No items when no row was refused' },
		],
		default: 'file',
	},
];

/** What Coupa made of an uploaded file: status, counts and refused rows, in Coupa's own names. */
export const getLoadResult: CoupaOperation = {
	face: {
		value: 'get',
		name: 'Get',
		action: 'Get load result of flat file',
		description: 'Read how Coupa loaded an uploaded file: status, counts and refused rows',
	},
	scopes: ['core.integration.read'],
	description: properties,
	async execute(context, { client }, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const fileName = parameters.requiredText(
			'fileName',
			'Items of Upload with the outcome "leftOut" have no file: filter them out before this node.',
		);
		const output = parameters.choice<'file' | 'rows'>('output');
		const { load, status, finished, successful, uploadErrors } = await loadResult(client, fileName);
		const errors = uploadErrors.map(withoutSecrets);
		if (output === 'rows') return errors.map((error) => ({ json: { fileName, status, ...error } as IDataObject }));
		return [
			{
				json: {
					...withoutSecrets(load ?? {}),
					fileName,
					found: load !== null,
					finished,
					successful,
					status,
					uploadErrors: errors,
				} as IDataObject,
			},
		];
	},
};
