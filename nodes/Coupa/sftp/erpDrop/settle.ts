import type { INodeProperties } from 'n8n-workflow';

import { withoutEnd } from '../../../../lib/core';
import { settleFile } from '../../../../lib/coupa-sftp';
import { shownFor } from '../../../common/description';
import { asNodeError } from '../../../common/errors';
import type { GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaSftpSession } from '../session';

const properties: INodeProperties[] = [
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: '={{ $json.folder }}',
		required: true,
		description: 'Where the file is, below the base folder of the credential',
	},
	{ displayName: 'File Name', name: 'fileName', type: 'string', default: '={{ $json.fileName }}', required: true },
	{
		displayName: 'Version',
		name: 'version',
		type: 'string',
		default: '={{ $json.version }}',
		description: 'As Get Many gave it: a file that has changed since stays. Empty for whatever is there.',
	},
	{
		displayName: 'Then',
		name: 'then',
		type: 'options',
		options: [
			{ name: 'Delete', value: 'delete' },
			{ name: 'Move', value: 'move' },
		],
		default: 'move',
	},
	{
		displayName: 'Archive Folder',
		name: 'archive',
		type: 'string',
		default: 'Incoming/Archive/InvoiceAnswers',
		required: true,
		description: 'Where to move the file; made where it is missing',
		displayOptions: { show: { then: ['move'] } },
	},
];

/** Moves or deletes files that were processed, each once however many items name it. */
export const settle: GroupOperation<CoupaSftpSession> = {
	description: shownFor('erpDrop', 'settle', properties),
	groups: { one: 'file', many: 'files' },
	keepsOrder: true,
	async *executeGroups(context, { port }) {
		const tried = new Set<string>();
		for (const from of context.getInputData().keys()) {
			try {
				const parameters = new ItemParameters(context, from, properties);
				const folder = withoutEnd(parameters.requiredText('folder', 'Enter the folder of the file.'), '/');
				const fileName = parameters.requiredText('fileName', 'Enter the name of the file.');
				const archive =
					parameters.choice('then') === 'delete'
						? null
						: withoutEnd(parameters.requiredText('archive', 'Enter a folder to move it to.'), '/');
				const place = `${folder}/${fileName}`;
				if (tried.has(place)) continue;
				tried.add(place);
				const outcome = await settleFile(port, { folder, fileName, version: parameters.text('version'), archive });
				yield { outputs: [{ json: { fileName, folder, outcome }, from }] };
			} catch (error) {
				yield { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
			}
		}
	},
};
