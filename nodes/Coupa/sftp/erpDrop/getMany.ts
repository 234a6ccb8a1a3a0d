import type { INodeProperties } from 'n8n-workflow';

import { withoutEnd } from '../../../../lib/core';
import { pageProperties, shownFor } from '../../../common/description';
import type { GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaSftpSession } from '../session';
import { answerProperties, answersIn } from './getAnswers';
import { fileProperties, filesIn } from './getFiles';
import { failedGroup } from './reading';

type Read = 'answers' | 'files';

const shared: INodeProperties[] = [
	{
		displayName: 'What Is Read',
		name: 'read',
		type: 'options',
		options: [
			{ name: 'Answers to OK to Pay', value: 'answers', description: 'One item per row of each answer file' },
			{ name: 'Files', value: 'files', description: 'One item per file, with its content, such as payments of the ERP' },
		],
		default: 'answers',
	},
	{
		displayName: 'Nothing is moved or deleted: do that with Move or Delete once everything in the file is in Coupa.',
		name: 'aboutReading',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: 'Incoming/InvoiceAnswers',
		required: true,
		description:
			'Where the ERP puts its files; below the base folder of the credential, case-sensitive. The first files by name come first.',
	},
	...pageProperties(),
];

const own: Record<Read, INodeProperties[]> = { answers: answerProperties, files: fileProperties };

const shownWhen = (read: Read): INodeProperties[] =>
	own[read].map((property) => ({ ...property, displayOptions: { ...property.displayOptions, show: { read: [read] } } }));

/** Reads what the ERP put there. What cannot be read keeps none of the rest back. */
export const getMany: GroupOperation<CoupaSftpSession> = {
	description: shownFor('erpDrop', 'getAll', [...shared, ...shownWhen('answers'), ...shownWhen('files')]),
	groups: { one: 'file', many: 'files' },
	keepsOrder: true,
	async *executeGroups(context, { port }) {
		for (const from of context.getInputData().keys()) {
			try {
				const read = new ItemParameters(context, from, shared).choice<Read>('read');
				const parameters = new ItemParameters(context, from, [...shared, ...own[read]]);
				const folder = withoutEnd(parameters.requiredText('folder', 'Enter the folder that the ERP writes to.'), '/');
				const limit = parameters.flag('returnAll') ? undefined : parameters.number('limit');
				const reading = { context, port, parameters, folder, limit };
				yield* read === 'files' ? filesIn(reading) : answersIn(reading);
			} catch (error) {
				yield failedGroup(context, error, from);
			}
		}
	},
};
