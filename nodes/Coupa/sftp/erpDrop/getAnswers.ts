import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { withoutEnd } from '../../../../lib/core';
import { outgoingFiles, readErpAnswers, versionOf } from '../../../../lib/coupa-sftp';
import { fileIn, isFailure, throwIfLost } from '../../../../lib/sftp';
import { optionsProperty, pageProperties, shownFor } from '../../../common/description';
import { asNodeError } from '../../../common/errors';
import type { Group, GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { CoupaSftpSession } from '../session';

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

const properties: INodeProperties[] = [
	{
		displayName:
			'Gives one item per row of each answer file. Nothing is moved or deleted: do that with Move or Delete once the answers are in Coupa.',
		name: 'aboutAnswers',
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
			'Where the ERP puts its answers; below the base folder of the credential, case-sensitive. The first files by name come first.',
	},
	...pageProperties(),
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
export const getAnswers: GroupOperation<CoupaSftpSession> = {
	description: shownFor('erpDrop', 'getAll', properties),
	groups: { one: 'file', many: 'files' },
	keepsOrder: true,
	async *executeGroups(context, session) {
		for (const from of context.getInputData().keys()) {
			try {
				yield* answersIn(context, session, from);
			} catch (error) {
				yield failed(context, error, from);
			}
		}
	},
};

async function* answersIn(context: IExecuteFunctions, { port }: CoupaSftpSession, from: number): AsyncGenerator<Group> {
	const parameters = new ItemParameters(context, from, properties);
	const folder = withoutEnd(parameters.requiredText('folder', 'Enter the folder that the ERP writes to.'), '/');
	const given = { ...PRESETS, ...parameters.collection<Options>('options') };
	const columns = { key: given.keyColumn, result: given.resultColumn, number: given.numberColumn, reason: given.reasonColumn };
	const words = { accepted: wordsIn(given.acceptedWords), refused: wordsIn(given.refusedWords) };
	const limit = parameters.flag('returnAll') ? undefined : parameters.number('limit');
	for (const file of await outgoingFiles(port, folder, { pattern: given.namePattern, limit })) {
		try {
			const content = await port.read(fileIn(folder, file.name), { maxBytes: LARGEST_FILE });
			const about: IDataObject = { fileName: file.name, folder, version: versionOf(file) };
			yield { outputs: readErpAnswers(content, columns, words).map((answer) => ({ json: { ...answer, ...about }, from })) };
		} catch (error) {
			// Another run was faster.
			if (!isFailure(error, 'noSuchFile')) yield failed(context, error, from);
		}
	}
}

function failed(context: IExecuteFunctions, error: unknown, from: number): Group {
	throwIfLost(error);
	return { outputs: [], failure: { error: asNodeError(context.getNode(), error, from), from } };
}

function wordsIn(text: string): string[] {
	return text
		.split(',')
		.map((word) => word.trim().toLowerCase())
		.filter(Boolean);
}
