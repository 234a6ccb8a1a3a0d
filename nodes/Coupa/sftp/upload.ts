import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { shownName, shownNames } from '../../../lib/core';
import { INCOMING_OBJECTS, objectOf, uploadFlatFile, type UploadResult } from '../../../lib/coupa-sftp';
import { binaryName } from '../../common/binary';
import { inputBinaryField, optionsProperty, shownFor } from '../../common/description';
import { asNodeError } from '../../common/errors';
import type { GroupOperation, OutputItem } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';
import type { CoupaSftpSession } from './session';
import { chosenFolder, folderProperties } from './folder';

const MEGABYTE = 1024 * 1024;
/** Coupa takes files below 8 MB, whichever MB is meant (rules.md §10). */
const LARGEST_FILE = 7.5;
/** Names that one hint spells out. */
const MOST_NAMES = 10;

interface Options {
	createFolder?: boolean;
	largestFile?: number;
}

const properties: INodeProperties[] = [
	{
		displayName:
			'Coupa looks for new files every few minutes and takes them in alphanumeric order. To see how it loaded a file, use Coupa, Load Result, Get.',
		name: 'aboutUpload',
		type: 'notice',
		default: '',
	},
	...folderProperties('Incoming', INCOMING_OBJECTS),
	inputBinaryField('data', 'the file to upload: a CSV, or a ZIP with an Invoices Import CSV and its images'),
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Invoices_20260425_0101.zip',
		description:
			'Name in the folder. If empty, it is made from the object and the time, so that Coupa takes files in the order they were uploaded. With a name of your own, a repeated run does not upload the same file twice as long as Coupa has not picked it up.',
	},
	optionsProperty([
		{
			displayName: 'Create Folder',
			name: 'createFolder',
			type: 'boolean',
			default: false,
			description: 'Whether to create the folder when it is missing. Coupa reads only the folders it has set up.',
		},
		{
			displayName: 'Largest File (MB)',
			name: 'largestFile',
			type: 'number',
			typeOptions: { minValue: 0.1, numberPrecision: 1 },
			default: LARGEST_FILE,
			description:
				'Coupa takes files smaller than 8 MB. Larger invoice packages are split into several, each with its own rows and files; other files are refused.',
		},
	]),
];

/** Puts flat files, or invoice packages with their images, into Coupa's SFTP account. One that fails keeps none of the others back. */
export const upload: GroupOperation<CoupaSftpSession> = {
	description: shownFor('flatFile', 'upload', properties),
	groups: { one: 'file', many: 'files' },
	async *executeGroups(context, session) {
		for (const from of context.getInputData().keys()) {
			try {
				yield { outputs: (await uploaded(context, session, from)).map((output) => ({ ...output, from })) };
			} catch (error) {
				yield { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
			}
		}
	},
};

async function uploaded(context: IExecuteFunctions, { port, times }: CoupaSftpSession, itemIndex: number): Promise<OutputItem[]> {
	const parameters = new ItemParameters(context, itemIndex, properties);
	const folder = chosenFolder(parameters);
	const { createFolder = false, largestFile = LARGEST_FILE } = parameters.collection<Options>('options');
	const input = parameters.inputFile('binaryPropertyName');
	const given = binaryName(context.helpers.assertBinaryData(itemIndex, input), '');
	const content = await context.helpers.getBinaryDataBuffer(itemIndex, input);
	const wanted = parameters.text('fileName');
	const fileName = wanted === '' ? times.name(objectOf(folder), extensionFor(given.fileName, content)) : wanted;
	const result = await uploadFlatFile(port, { content, fileName, folder, createFolder, maxBytes: Math.floor(largestFile * MEGABYTE) });
	tellWhatStayed(context, fileName, result);
	return outputs(folder, result);
}

function outputs(folder: string, { files, leftOut }: UploadResult): OutputItem[] {
	const uploaded = files.map(({ fileName, outcome, size, invoices, problems }) => ({
		fileName,
		folder,
		size,
		invoices,
		outcome,
		problems,
	}));
	const stayed = leftOut.map(({ invoices, problem }) => ({
		fileName: null,
		folder,
		size: null,
		invoices,
		outcome: 'leftOut',
		problems: [problem],
	}));
	return [...uploaded, ...stayed].map((json) => ({ json: json as unknown as IDataObject }));
}

function tellWhatStayed(context: IExecuteFunctions, fileName: string, { leftOut, strayFiles }: UploadResult): void {
	const lines = [
		...leftOut.map(({ problem }) => `Not uploaded: ${problem.message}`),
		...(strayFiles.length > 0
			? [`Files in ${shownName(fileName)} that no row refers to were not uploaded: ${shownNames(strayFiles, MOST_NAMES)}`]
			: []),
	];
	if (lines.length > 0)
		context.addExecutionHints(...lines.map((message) => ({ message, location: 'outputPane' as const, type: 'warning' as const })));
}

function extensionFor(fileName: string, content: Buffer): string {
	const extension = /\.[A-Za-z0-9]+$/.exec(fileName)?.[0];
	return extension?.toLowerCase() ?? (content.subarray(0, 2).toString('latin1') === 'PK' ? '.zip' : '.csv');
}
