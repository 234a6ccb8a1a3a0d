import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isCutOff, outgoingFiles, readErpAnswers, versionOf } from '../../../../lib/coupa-sftp';
import { fileIn, isFailure, type RemoteFile } from '../../../../lib/sftp';
import { optionsProperty } from '../../../common/description';
import type { Group } from '../../../common/operation';
import { type DropReading, failedGroup, hintLeft } from './reading';

const PRESETS = {
	keyColumn: 'document-key',
	resultColumn: 'result',
	numberColumn: 'erp-document-number',
	reasonColumn: 'reason',
	acceptedWords: 'accepted, posted, ok',
	refusedWords: 'refused, rejected, error',
	namePattern: '*.csv',
	/** Seconds. */
	settleTime: 10,
};

type Options = typeof PRESETS;
type TextOption = Exclude<keyof Options, 'settleTime'>;

/** An answer file holds a line per document: more than this is no answer of an ERP. */
const LARGEST_FILE = 64 * 1024 * 1024;

const column = (name: TextOption, displayName: string, preset: string, description: string): INodeProperties => {
	const property: INodeProperties = { displayName, name, type: 'string', default: '', description };
	return { ...property, default: preset };
};

/** What only answers have; the rest is that of Get Many. */
export const answerProperties: INodeProperties[] = [
	optionsProperty([
		column(
			'acceptedWords',
			'Accepted Words',
			PRESETS.acceptedWords,
			'Results that mean that the ERP has the document, separated by commas',
		),
		column('keyColumn', 'Document Key Column', PRESETS.keyColumn, 'Header of the column with the document key'),
		column('numberColumn', 'ERP Document Number Column', PRESETS.numberColumn, "Header of the column with the ERP's own number"),
		column('namePattern', 'Name Pattern', PRESETS.namePattern, 'Only files whose name matches: * stands for any characters, ? for one'),
		column('reasonColumn', 'Reason Column', PRESETS.reasonColumn, 'Header of the column that says why a document was refused'),
		column(
			'refusedWords',
			'Refused Words',
			PRESETS.refusedWords,
			'Results that mean that the ERP did not take the document, separated by commas',
		),
		column('resultColumn', 'Result Column', PRESETS.resultColumn, 'Header of the column with the result'),
		{
			displayName: 'Settle Time (Seconds)',
			name: 'settleTime',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'A file whose last line has no end may still be being written: it is looked at again after so long, and left for a later run if it has changed. 0 is right where the ERP writes under another name and renames.',
		},
	]),
];

/**
 * Reads the ERP's answers. A row, or a file, that cannot be read is an item that says so, and keeps none of the others back. A row that is cut off
 * would be taken for another answer, with half a number: so files without an end of line are looked at twice, after all the others.
 */
export async function* answersIn({ context, port, parameters, folder, limit }: DropReading): AsyncGenerator<Group> {
	const from = parameters.itemIndex;
	const given = { ...PRESETS, ...parameters.collection<Options>('options') };
	const columns = { key: given.keyColumn, result: given.resultColumn, number: given.numberColumn, reason: given.reasonColumn };
	const words = { accepted: wordsIn(given.acceptedWords), refused: wordsIn(given.refusedWords) };
	const look = async (): Promise<RemoteFile[]> => await outgoingFiles(port, folder, { pattern: given.namePattern });
	const groupOf = (file: RemoteFile, content: Buffer): Group => {
		const about: IDataObject = { fileName: file.name, folder, version: versionOf(file) };
		return { outputs: readErpAnswers(content, columns, words).map((answer) => ({ json: { ...answer, ...about }, from })) };
	};
	const cutOff: Array<{ file: RemoteFile; content: Buffer }> = [];
	for (const file of (await look()).slice(0, limit)) {
		try {
			const content = await port.read(fileIn(folder, file.name), { maxBytes: LARGEST_FILE });
			if (isCutOff(content) && given.settleTime > 0) cutOff.push({ file, content });
			else yield groupOf(file, content);
		} catch (error) {
			// Another run was faster.
			if (!isFailure(error, 'noSuchFile')) yield failedGroup(context, error, from);
		}
	}
	if (cutOff.length === 0) return;
	await sleep(given.settleTime * 1000, undefined, { signal: context.getExecutionCancelSignal() });
	const now = new Map((await look()).map((file) => [file.name, versionOf(file)]));
	const isSettled = ({ file, content }: (typeof cutOff)[number]) => now.get(file.name) === versionOf(file) && file.size === content.length;
	yield* cutOff.filter(isSettled).map(({ file, content }) => groupOf(file, content));
	hintLeft(
		context,
		cutOff.filter((one) => !isSettled(one)).map(({ file }) => file.name),
	);
}

function wordsIn(text: string): string[] {
	return text
		.split(',')
		.map((word) => word.trim().toLowerCase())
		.filter(Boolean);
}
