import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { fileIn, isFailure, makeFolders, SftpFailure, type SftpPort, type UploadOutcome } from '../../../lib/sftp';
import { asNodeError } from '../../common/errors';
import { insteadOfNothing, isUnchanged, type WritingOptions } from '../../common/masterData';
import type { Group, OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';

export interface UploadOptions extends WritingOptions {
	createFolder?: boolean;
	fileName?: string;
}

/** A file that is gone already is uploaded, but a person who looks for it has to know. */
export function noteOn(outcome: UploadOutcome): { note?: string } {
	if (outcome !== 'takenAway') return {};
	return {
		note: 'The file arrived whole and was gone at once: the receiver, or something on the server, took it under its temporary name, which ends in .part.',
	};
}

/** Names in the folder that the file goes to; a missing folder is created only when that is asked for. */
export async function namesIn(port: SftpPort, folder: string, { createFolder: create = false }: UploadOptions): Promise<string[]> {
	const listed = await port.list(folder).catch((error: unknown) => {
		if (isFailure(error, 'noSuchFile')) return error;
		throw error;
	});
	if (Array.isArray(listed)) return listed.map(({ name }) => name);
	if (!create) {
		throw new SftpFailure(`The lock-box has no folder "${port.fullPath(folder)}", so nothing was uploaded.`, 'noSuchFile', {
			...listed.details,
			hint: 'Ask the operator of the lock-box to create the folder, correct "Outgoing Folder" in the credential, or switch on "Create Folder".',
		});
	}
	await makeFolders(port, folder);
	return [];
}

/** Uploads the file of every input item under its own name; one that fails keeps none of the others from being uploaded. */
export async function* uploadedFiles(
	context: IExecuteFunctions,
	properties: INodeProperties[],
	port: SftpPort,
	folder: string,
	options: UploadOptions,
): AsyncGenerator<Group> {
	let isFolderThere = false;
	let isNothingToSend = true;
	for (const [from, { json, binary }] of context.getInputData().entries()) {
		// What "Always Output Data" makes of an export that had nothing to write.
		if (!binary && (Object.keys(json).length === 0 || isUnchanged(json))) continue;
		isNothingToSend = false;
		try {
			if (!isFolderThere) await namesIn(port, folder, options);
			isFolderThere = true;
			const uploaded = await uploadedFile(context, new ItemParameters(context, from, properties), port, folder, options);
			yield { outputs: [{ json: { ...json, folder, ...uploaded }, from }] };
		} catch (error) {
			yield { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
		}
	}
	if (isNothingToSend) yield { outputs: nothingSent(context, folder) };
}

/** No file was needed; what the sync said about it goes on. */
export function nothingSent(context: IExecuteFunctions, folder: string): OutputItem[] {
	const items = context.getInputData();
	const said = items.map(({ json }) => json).find(isUnchanged) ?? { message: 'There were no records, so no file was sent.' };
	return insteadOfNothing(context, { fileName: null, folder, ...said }, [...items.keys()]);
}

/** The name of the file as it is in the lock-box. */
async function uploadedFile(
	context: IExecuteFunctions,
	parameters: ItemParameters,
	port: SftpPort,
	folder: string,
	options: UploadOptions,
): Promise<{ fileName: string; note?: string }> {
	const { itemIndex } = parameters;
	const input = parameters.inputFile('binaryPropertyName');
	const file = context.helpers.assertBinaryData(itemIndex, input);
	const name = options.fileName || file.fileName;
	if (!name)
		throw new NodeOperationError(context.getNode(), `The input file has no name [item ${itemIndex}]`, {
			itemIndex,
			description: 'Enter one under Options, File Name.',
		});
	const content = file.id ? await context.helpers.getBinaryStream(file.id) : await context.helpers.getBinaryDataBuffer(itemIndex, input);
	const outcome = await port.upload(fileIn(folder, name), content as AsyncIterable<Uint8Array> & Buffer);
	return { fileName: name, ...noteOn(outcome) };
}
