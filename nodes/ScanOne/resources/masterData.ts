import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createFlatFileWriter, fileName, type FlatFileTable, readFlatFile } from '../../../lib/flat-file';
import { fileIn } from '../../../lib/sftp';
import { chunksOf, type CoupaRecord, eachOf, inSlices } from '../../../lib/core';
import { inputBinaryField, optionsProperty, outputBinaryField, shownFor } from '../../common/description';
import {
	fileChoice,
	fileParameter,
	isUnchanged,
	SYNC_KEY,
	type SyncNote,
	writeOptions,
	writingOptions,
	type WritingOptions,
} from '../../common/masterData';
import type { BatchOperation, GroupOperation, ItemOperation } from '../../common/operation';
import { ItemParameters } from '../../common/parameters';
import { outgoingFolderOf } from '../credential';
import type { LockBoxSession } from '../lockBox';
import { namesIn, noteOn, nothingSent, uploadedFiles, type UploadOptions } from './sending';

const createFolder: INodeProperties = {
	displayName: 'Create Folder',
	name: 'createFolder',
	type: 'boolean',
	default: false,
	description: 'Whether to create the folder when it is missing',
};

const ownFileName: INodeProperties = {
	displayName: 'File Name',
	name: 'fileName',
	type: 'string',
	default: '',
	placeholder: "e.g. Vendors_{{ $now.toFormat('yyyyLLdd_HHmmss') }}.csv",
	description:
		'If empty, it is made from the object and the time, so that alphanumeric order is chronological order. An existing file is not overwritten.',
};

/** What sets the files of one resource apart from those of the others. */
export interface FileKind {
	/** Value of the Resource parameter. */
	resource: string;
	/** The entry whose files they are; default the one of that name. */
	entry?: string;
	/** Which of the records go into the file: the parameters that say so, and what they say. Default: all. */
	choice?: { properties: INodeProperties[]; isWanted: (parameters: ItemParameters) => (record: CoupaRecord) => boolean };
	/** A file without rows says nothing, not even as a snapshot, so none is sent. */
	neverEmpty?: true;
}

const uploadProperties = ({ resource, entry = resource, choice }: FileKind): INodeProperties[] => [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Input Items', value: 'items', description: 'The records of all input items become one file' },
			{ name: 'Input File', value: 'file', description: 'A file made by Export to File or Build File' },
		],
		default: 'items',
	},
	fileParameter(entry),
	...(choice?.properties ?? []).map((property) => ({ ...property, displayOptions: { show: { source: ['items'] } } })),
	{ ...inputBinaryField('data', 'the file'), displayOptions: { show: { source: ['file'] } } },
	optionsProperty([...writingOptions, createFolder, ownFileName]),
];

/** Puts records into one file in the lock-box: atomically, compared in size, and not at all when there is nothing to send. */
export function uploadOperation(kind: FileKind): GroupOperation<LockBoxSession> {
	const { resource, entry = resource } = kind;
	const properties = uploadProperties(kind);
	return {
		description: shownFor(resource, 'upload', properties),
		groups: { one: 'file', many: 'files' },
		async *executeGroups(context, session) {
			const parameters = new ItemParameters(context, 0, properties);
			const options = parameters.collection<UploadOptions>('options');
			const { table, object } = fileChoice(entry, parameters.choice('file'));
			const folder = outgoingFolderOf(session.credential, object);
			if (parameters.choice('source') === 'file') {
				yield* uploadedFiles(context, properties, session.port, folder, options);
				return;
			}
			const { records, note, from, leftOut } = recordsOf(context, kind.choice?.isWanted(parameters));
			if (records.length === 0 && leftOut === 0) {
				yield { outputs: nothingSent(context, folder) };
				return;
			}
			const { content, written, problems } = await builtFile(table, records, options);
			const told = {
				...{ records: written.records, rows: written.rows, ...(kind.choice && { leftOut }) },
				...{ problems: problems as unknown as IDataObject[], ...syncJson(note) },
			};
			// Changed suppliers without a remit-to address, say: nothing to send, and nothing that keeps the sync from going on.
			if (written.rows === 0 && (note?.kind !== 'snapshot' || kind.neverEmpty === true)) {
				yield { outputs: [{ json: { fileName: null, folder, size: 0, ...told }, from }] };
				return;
			}
			const taken = await namesIn(session.port, folder, options);
			const name = options.fileName || nameFor(table, note, options, taken);
			const outcome = await session.port.upload(fileIn(folder, name), content);
			yield { outputs: [{ json: { fileName: name, folder, size: content.length, ...told, ...noteOn(outcome) }, from }] };
		},
	};
}

/** Builds the same file as binary data, for nodes other than the lock-box. */
export function buildFileOperation({ resource, entry = resource, choice }: FileKind): BatchOperation<null> {
	const properties: INodeProperties[] = [
		...[fileParameter(entry), ...(choice?.properties ?? [])],
		...[outputBinaryField(), optionsProperty([...writingOptions, ownFileName])],
	];
	return {
		description: shownFor(resource, 'buildFile', properties),
		async executeAll(context) {
			const parameters = new ItemParameters(context, 0, properties);
			const given = parameters.collection<UploadOptions>('options');
			const { table } = fileChoice(entry, parameters.choice('file'));
			const { records, note, from, leftOut } = recordsOf(context, choice?.isWanted(parameters));
			if (records.length === 0) return [];
			const { content, written, problems } = await builtFile(table, records, given);
			const name = given.fileName || nameFor(table, note, given);
			const binary = await context.helpers.prepareBinaryData(content, name, given.format === 'xml' ? 'application/xml' : 'text/csv');
			const property = parameters.outputField('binaryPropertyName');
			return [
				{
					json: {
						...{ fileName: name, size: content.length, ...written, ...(choice && { leftOut }) },
						...{ problems: problems as unknown as IDataObject[], ...syncJson(note) },
					},
					binary: { [property]: binary },
					from,
				},
			];
		},
	};
}

/** Reads such a file back into Coupa's records, one item each. */
export function readFileOperation(resource: string): ItemOperation<null> {
	const properties: INodeProperties[] = [fileParameter(resource), inputBinaryField('data', 'the CSV file to read')];
	return {
		description: shownFor(resource, 'readFile', properties),
		async execute(context, _session, itemIndex) {
			const parameters = new ItemParameters(context, itemIndex, properties);
			const content = await context.helpers.getBinaryDataBuffer(itemIndex, parameters.inputFile('binaryPropertyName'));
			const { table } = fileChoice(resource, parameters.choice('file'));
			const { entries, fileProblems } = await readFlatFile(content, table, { signal: context.getExecutionCancelSignal() });
			const fatal = fileProblems.find(({ severity }) => severity === 'error');
			if (entries.length === 0 && fatal)
				throw new NodeOperationError(context.getNode(), `The file can't be read [item ${itemIndex}]`, {
					itemIndex,
					description: fatal.message,
				});
			if (fileProblems.length > 0)
				context.addExecutionHints(
					...fileProblems.slice(0, 5).map(({ message }) => ({ message, location: 'outputPane' as const, type: 'warning' as const })),
				);
			// The record itself where nothing is to be added: a large file has a hundred thousand of them.
			return entries.map(({ record, problems }) => ({
				json: (problems.length === 0 ? record : { ...record, _problems: problems as unknown as IDataObject[] }) as IDataObject,
			}));
		},
	};
}

interface Input {
	records: CoupaRecord[];
	/** What their sync said about itself. */
	note: SyncNote | null;
	/** Which items they are; all of them where nothing is left. */
	from: number[];
	/** How many records are not wanted. */
	leftOut: number;
}

/** The records of all input items that are wanted. */
function recordsOf(context: IExecuteFunctions, isWanted: (record: CoupaRecord) => boolean = () => true): Input {
	const notes: SyncNote[] = [];
	const records = context.getInputData().map(({ json }, index) => {
		const { [SYNC_KEY]: note, ...record } = json;
		if (note) notes.push(note as unknown as SyncNote);
		if (isFailedItem(record)) throw notARecord(context, index, String(record.error));
		return { record: record as CoupaRecord, index };
	});
	if (notes.length > 1) throw twoSyncs(context);
	const filled = records.filter(({ record }) => Object.keys(record).length > 0 && !isUnchanged(record));
	const wanted = filled.filter(({ record }) => isWanted(record));
	return {
		records: wanted.map(({ record }) => record),
		note: notes[0] ?? null,
		from: (wanted.length > 0 ? wanted : records).map(({ index }) => index),
		leftOut: filled.length - wanted.length,
	};
}

/** What "Continue On Fail" leaves instead of a record. */
function isFailedItem(json: IDataObject): boolean {
	return typeof json.error === 'string' && json.id === undefined;
}

function notARecord(context: IExecuteFunctions, itemIndex: number, error: string): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		`An item is not a record: an earlier node passed on what went wrong [item ${itemIndex}]`,
		{
			itemIndex,
			description: `It reported: ${error}. Nothing was written, because the file would be incomplete. Set "On Error" of that node to "Stop Workflow", or route such items elsewhere.`,
		},
	);
}

function twoSyncs(context: IExecuteFunctions): NodeOperationError {
	return new NodeOperationError(context.getNode(), 'The input items come from more than one sync', {
		description:
			'Each sync has its own cursor, and a file can belong to only one. Nothing was written. Give each sync its own Upload, or have Get Many run only once ("Execute Once" in its settings).',
	});
}

/** Named after the time of reading: a run that started earlier and uploads later does not sort behind newer data. */
function nameFor(table: FlatFileTable, note: SyncNote | null, { format }: WritingOptions, taken: string[] = []): string {
	return fileName(table, note ? new Date(note.readAt) : new Date(), { extension: format, full: note?.kind === 'snapshot', taken });
}

async function builtFile(table: FlatFileTable, records: CoupaRecord[], options: WritingOptions) {
	const writer = createFlatFileWriter(table, writeOptions(options));
	// In slices: of a hundred thousand records at once the event loop would be kept for seconds.
	const parts = await inSlices(eachOf(chunksOf(records, RECORDS_AT_ONCE), (some) => writer.write(some)));
	const content = Buffer.concat([...parts, writer.end()]);
	return { content, written: writer.written, problems: writer.problems };
}

const RECORDS_AT_ONCE = 100;

function syncJson(note: SyncNote | null): IDataObject {
	return note ? { [SYNC_KEY]: note as unknown as IDataObject } : {};
}
