import { Readable } from 'node:stream';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { shownName, storedName } from '../../../lib/core';
import { fileIn, type RemoteFile, throwIfLost } from '../../../lib/sftp';
import { outgoingFiles, OUTGOING_OBJECTS, removeFetched } from '../../../lib/coupa-sftp';
import { optionsProperty, outputBinaryField, pageProperties, shownFor } from '../../common/description';
import { asNodeError } from '../../common/errors';
import type { Group, GroupOperation, OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSftpSession } from './session';
import { chosenFolder, folderProperties } from './folder';

interface Options {
	deleteAfterDownload?: boolean;
	download?: boolean;
	namePattern?: string;
}

const properties: INodeProperties[] = [
	...folderProperties('Outgoing', OUTGOING_OBJECTS),
	...pageProperties(),
	outputBinaryField(),
	optionsProperty([
		{
			displayName: 'Delete After Download',
			name: 'deleteAfterDownload',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete the files from the account, as Coupa expects after a download. They are deleted once all of them have been read; from then on their content is only in this execution.',
		},
		{
			displayName: 'Download',
			name: 'download',
			type: 'boolean',
			default: true,
			description: 'Whether to read the content of the files, or only list them',
		},
		{
			displayName: 'Name Pattern',
			name: 'namePattern',
			type: 'string',
			default: '',
			placeholder: 'e.g. Invoices_2026*.csv',
			description: 'Only files whose name matches: * stands for any characters, ? for one. Not case-sensitive.',
		},
	]),
];

interface Fetched {
	folder: string;
	file: RemoteFile;
	toDelete: boolean;
	output: OutputItem;
}

/**
 * Lists and reads the files that Coupa exported; the first by name, which is the oldest, comes first. A file that cannot be
 * read keeps none of the others back; a lost connection does, so that nothing is deleted of what then has to be read again.
 */
export const getMany: GroupOperation<CoupaSftpSession> = {
	description: shownFor('flatFile', 'getAll', properties),
	groups: { one: 'file', many: 'files' },
	keepsOrder: true,
	async *executeGroups(context, session) {
		const fetched: Fetched[] = [];
		const failed: Group[] = [];
		for (const from of context.getInputData().keys()) {
			try {
				for await (const one of fetch(context, session, from)) {
					if ('file' in one) fetched.push(one);
					else failed.push(one);
				}
			} catch (error) {
				failed.push(failedGroup(context, error, from));
			}
		}
		await deleteFetched(context, session, fetched);
		for (const { output } of fetched) yield { outputs: [output] };
		yield* failed;
	},
};

function failedGroup(context: IExecuteFunctions, error: unknown, from: number): Group {
	throwIfLost(error);
	return { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
}

async function* fetch(context: IExecuteFunctions, { port }: CoupaSftpSession, itemIndex: number): AsyncGenerator<Fetched | Group> {
	const parameters = new ItemParameters(context, itemIndex, properties);
	const folder = chosenFolder(parameters);
	const { deleteAfterDownload = false, download = true, namePattern } = parameters.collection<Options>('options');
	const limit = parameters.flag('returnAll') ? undefined : parameters.number('limit');
	const property = parameters.outputField('binaryPropertyName');
	for (const file of await outgoingFiles(port, folder, { pattern: namePattern, limit })) {
		try {
			const content = download
				? await context.helpers.prepareBinaryData(Readable.from(port.chunks(fileIn(folder, file.name))), storedName(file.name))
				: null;
			const json = { fileName: file.name, folder, size: file.size, modifiedAt: new Date(file.modifiedAt).toISOString(), deleted: false };
			const output = { json, from: itemIndex, ...(content && { binary: { [property]: content } }) };
			yield { folder, file, toDelete: download && deleteAfterDownload, output };
		} catch (error) {
			yield failedGroup(context, error, itemIndex);
		}
	}
}

/** After everything is read, and never an error: with the first file gone, losing the others' content would be a loss. */
async function deleteFetched(context: IExecuteFunctions, { port }: CoupaSftpSession, fetched: Fetched[]): Promise<void> {
	for (const { folder, file, toDelete, output } of fetched) {
		if (!toDelete) continue;
		try {
			const deleted = await removeFetched(port, folder, file);
			output.json.deleted = deleted;
			if (!deleted) tell(context, file, 'it has changed since it was read, or is gone');
		} catch (error) {
			tell(context, file, (error as Error).message);
		}
	}
}

function tell(context: IExecuteFunctions, { name }: RemoteFile, reason: string): void {
	context.addExecutionHints({ message: `${shownName(name)} was read but not deleted: ${reason}`, location: 'outputPane', type: 'warning' });
}
