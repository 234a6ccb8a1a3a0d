import type { INodeProperties } from 'n8n-workflow';

import { withoutEnd } from '../../../../lib/core';
import { dropFile } from '../../../../lib/coupa-sftp';
import { binaryName } from '../../../common/binary';
import { inputBinaryField, optionsProperty, shownFor } from '../../../common/description';
import { asNodeError } from '../../../common/errors';
import type { GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaSftpSession } from '../session';

const properties: INodeProperties[] = [
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: 'Outgoing/Invoices',
		required: true,
		description: 'Where the ERP looks for files; below the base folder of the credential, case-sensitive',
	},
	inputBinaryField('data', 'the file of Get OK to Pay'),
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Invoices_20260604_101500Z.csv',
		description: 'Name in the folder. If empty, the file keeps its own.',
	},
	optionsProperty([
		{
			displayName: 'Create Folder',
			name: 'createFolder',
			type: 'boolean',
			default: false,
			description: 'Whether to create the folder when it is missing',
		},
	]),
];

/** Puts files into the ERP's drop, each whole or not at all. One that fails keeps none of the others back. */
export const upload: GroupOperation<CoupaSftpSession> = {
	description: shownFor('erpDrop', 'upload', properties),
	groups: { one: 'file', many: 'files' },
	async *executeGroups(context, { port }) {
		for (const from of context.getInputData().keys()) {
			try {
				const parameters = new ItemParameters(context, from, properties);
				const folder = withoutEnd(
					parameters.requiredText('folder', 'Enter the folder that the ERP reads, such as Outgoing/Invoices.'),
					'/',
				);
				const { createFolder = false } = parameters.collection<{ createFolder: boolean }>('options');
				const input = parameters.inputFile('binaryPropertyName');
				const { fileName: own } = binaryName(context.helpers.assertBinaryData(from, input), '');
				const content = await context.helpers.getBinaryDataBuffer(from, input);
				const fileName = parameters.text('fileName') || own;
				if (fileName === '') throw parameters.refusal('fileName', '', 'The file has no name of its own: enter one, such as Invoices.csv.');
				const outcome = await dropFile(port, { folder, fileName, content, createFolder });
				yield { outputs: [{ json: { fileName, folder, size: content.length, outcome }, from }] };
			} catch (error) {
				yield { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
			}
		}
	},
};
