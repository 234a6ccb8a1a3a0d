import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { outgoingFiles, readErpAnswers, versionOf } from '../../../../lib/coupa-sftp';
import { fileIn, isFailure } from '../../../../lib/sftp';
import { optionsProperty } from '../../../common/description';
import type { Group } from '../../../common/operation';
import { type DropReading, failedGroup } from './reading';

const PRESETS = {
	keyColumn: 'document-key',
	resultColumn: 'result',
	numberColumn: 'erp-document-number',
	reasonColumn: 'reason',
	acceptedWords: 'accepted, posted, ok',
	refusedWords: 'refused, rejected, error',
	namePattern: '*.csv',
};

type Options = typeof PRESETS;

/** An answer file holds a line per document: more than this is no answer of an ERP. */
const LARGEST_FILE = 64 * 1024 * 1024;

const column = (name: keyof Options, displayName: string, preset: string, description: string): INodeProperties => {
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
	]),
];

/** Reads the ERP's answers. A row, or a file, that cannot be read is an item that says so, and keeps none of the others back. */
export async function* answersIn({ context, port, parameters, folder, limit }: DropReading): AsyncGenerator<Group> {
	const from = parameters.itemIndex;
	const given = { ...PRESETS, ...parameters.collection<Options>('options') };
	const columns = { key: given.keyColumn, result: given.resultColumn, number: given.numberColumn, reason: given.reasonColumn };
	const words = { accepted: wordsIn(given.acceptedWords), refused: wordsIn(given.refusedWords) };
	for (const file of await outgoingFiles(port, folder, { pattern: given.namePattern, limit })) {
		try {
			const content = await port.read(fileIn(folder, file.name), { maxBytes: LARGEST_FILE });
			const about: IDataObject = { fileName: file.name, folder, version: versionOf(file) };
			yield { outputs: readErpAnswers(content, columns, words).map((answer) => ({ json: { ...answer, ...about }, from })) };
		} catch (error) {
			// Another run was faster.
			if (!isFailure(error, 'noSuchFile')) yield failedGroup(context, error, from);
		}
	}
}

function wordsIn(text: string): string[] {
	return text
		.split(',')
		.map((word) => word.trim().toLowerCase())
		.filter(Boolean);
}
