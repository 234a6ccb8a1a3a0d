import { Readable } from 'node:stream';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { storedName } from '../../../../lib/core';
import { settledFiles, versionOf } from '../../../../lib/coupa-sftp';
import { fileIn, isFailure } from '../../../../lib/sftp';
import { optionsProperty, outputBinaryField } from '../../../common/description';
import type { Group } from '../../../common/operation';
import { type DropReading, failedGroup, hintLeft } from './reading';

/** Seconds. */
const SETTLE_TIME = 30;

interface Options {
	namePattern: string;
	settleTime: number;
}

const PRESETS: Options = { namePattern: '*.csv', settleTime: SETTLE_TIME };

/** What only whole files have; the rest is that of Get Many. */
export const fileProperties: INodeProperties[] = [
	outputBinaryField(),
	optionsProperty([
		{
			displayName: 'Name Pattern',
			name: 'namePattern',
			type: 'string',
			default: '*.csv',
			description: 'Only files whose name matches: * stands for any characters, ? for one. Not case-sensitive.',
		},
		{
			displayName: 'Settle Time (Seconds)',
			name: 'settleTime',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: SETTLE_TIME,
			description:
				'Files are watched for so long, and one that changes is left for a later run. 0 is right where the ERP writes under another name and renames.',
		},
	]),
];

/** Reads whole files. One that cannot be read keeps none of the others back. */
export async function* filesIn({ context, port, parameters, folder, limit }: DropReading): AsyncGenerator<Group> {
	const from = parameters.itemIndex;
	const property = parameters.outputField('binaryPropertyName');
	const { namePattern, settleTime } = { ...PRESETS, ...parameters.collection<Options>('options') };
	const signal = context.getExecutionCancelSignal();
	const { files, changing } = await settledFiles(port, folder, { pattern: namePattern, limit, settleMs: settleTime * 1000, signal });
	hintLeft(context, changing);
	for (const file of files) {
		try {
			const chunks = Readable.from(port.chunks(fileIn(folder, file.name)));
			const content = await context.helpers.prepareBinaryData(chunks, storedName(file.name));
			const json: IDataObject = { fileName: file.name, folder, version: versionOf(file), size: file.size };
			yield { outputs: [{ json, binary: { [property]: content }, from }] };
		} catch (error) {
			// Another run was faster.
			if (!isFailure(error, 'noSuchFile')) yield failedGroup(context, error, from);
		}
	}
}
