import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createMasterDataWriter, fileIn, fileName, isFailure, type MasterDataTable, readMasterDataFile, SftpFailure, type SftpPort } from '../../../exchange';
import type { CoupaRecord } from '../../../record';
import { shownFor } from '../../common/description';
import { fileChoice, fileParameter, type MasterDataResource, SYNC_KEY, type SyncNote, writeOptions, writingOptions, type WritingOptions } from '../../common/masterData';
import type { BatchOperation, ItemOperation } from '../../common/operation';
import { outgoingFolderOf } from '../credential';
import type { LockBoxSession } from '../lockBox';

interface UploadOptions extends WritingOptions {
	createFolder?: boolean;
	fileName?: string;
}

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
	placeholder: 'e.g. Suppliers_full.csv',
	description: 'Empty for the kind of object with date and time, so that alphanumeric order is the order of time',
};

const uploadProperties = (resource: MasterDataResource): INodeProperties[] => [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Input Items', value: 'items', description: 'The records of all input items become one file' },
			{ name: 'Input File', value: 'file', description: 'A file that Export to File or Build File has made' },
		],
		default: 'items',
	},
	fileParameter(resource),
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the file',
		displayOptions: { show: { source: ['file'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...writingOptions, createFolder, ownFileName].sort((left, right) => left.displayName.localeCompare(right.displayName)),
	},
];

/** Puts records into one file in the lock-box: atomically, compared in size, and not at all when there is nothing to tell. */
export function uploadOperation(resource: MasterDataResource): BatchOperation<LockBoxSession> {
	return {
		description: shownFor(resource, 'upload', uploadProperties(resource)),
		async executeAll(context, session) {
			const options = context.getNodeParameter('options', 0, {}) as UploadOptions;
			const { table, object } = fileChoice(resource, context.getNodeParameter('file', 0) as string);
			const folder = outgoingFolderOf(session.credential, object);
			const taken = await namesIn(session.port, folder, options.createFolder ?? false);
			if (context.getNodeParameter('source', 0) === 'file') return [await uploadedFile(context, session.port, folder)];
			const from = context.getInputData().map((_, index) => index);
			const { records, note } = recordsOf(context);
			if (records.length === 0) return [];
			const { content, written, problems } = builtFile(table, records, options);
			const name = options.fileName || fileName(table, new Date(), { extension: options.format ?? 'csv', taken });
			await session.port.upload(fileIn(folder, name), content);
			return [{ json: { fileName: name, folder, size: content.length, ...written, problems: problems as unknown as IDataObject[], ...syncJson(note) }, from }];
		},
	};
}

/** Builds the same file as binary data, for nodes other than the lock-box. */
export function buildFileOperation(resource: MasterDataResource): BatchOperation<null> {
	const put: INodeProperties = {
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the output field to put the file in',
	};
	const options = [...writingOptions, ownFileName].sort((left, right) => left.displayName.localeCompare(right.displayName));
	return {
		description: shownFor(resource, 'buildFile', [fileParameter(resource), put, { displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add Option', default: {}, options }]),
		async executeAll(context) {
			const given = context.getNodeParameter('options', 0, {}) as UploadOptions;
			const { table } = fileChoice(resource, context.getNodeParameter('file', 0) as string);
			const { records, note } = recordsOf(context);
			if (records.length === 0) return [];
			const { content, written, problems } = builtFile(table, records, given);
			const name = given.fileName || fileName(table, new Date(), { extension: given.format ?? 'csv' });
			const binary = await context.helpers.prepareBinaryData(content, name, given.format === 'xml' ? 'application/xml' : 'text/csv');
			const property = context.getNodeParameter('binaryPropertyName', 0) as string;
			return [{ json: { fileName: name, size: content.length, ...written, problems: problems as unknown as IDataObject[], ...syncJson(note) }, binary: { [property]: binary }, from: context.getInputData().map((_, index) => index) }];
		},
	};
}

/** Reads such a file back into Coupa's records, one item each. */
export function readFileOperation(resource: MasterDataResource): ItemOperation<null> {
	const input: INodeProperties = {
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the CSV file to read',
	};
	return {
		description: shownFor(resource, 'readFile', [fileParameter(resource), input]),
		async execute(context, _session, itemIndex) {
			const content = await context.helpers.getBinaryDataBuffer(itemIndex, context.getNodeParameter('binaryPropertyName', itemIndex) as string);
			const { table } = fileChoice(resource, context.getNodeParameter('file', itemIndex) as string);
			const { entries, fileProblems } = readMasterDataFile(content, table);
			const fatal = fileProblems.find(({ severity }) => severity === 'error');
			if (entries.length === 0 && fatal) throw new NodeOperationError(context.getNode(), `The file can't be read [item ${itemIndex}]`, { itemIndex, description: fatal.message });
			if (fileProblems.length > 0) context.addExecutionHints(...fileProblems.slice(0, 5).map(({ message }) => ({ message, location: 'outputPane' as const, type: 'warning' as const })));
			return entries.map((entry) => ({ json: { ...entry.record, ...(entry.problems.length > 0 && { _problems: entry.problems as unknown as IDataObject[] }) } as IDataObject }));
		},
	};
}

/** The records of all input items, and what their sync said about itself. */
function recordsOf(context: IExecuteFunctions): { records: CoupaRecord[]; note: SyncNote | null } {
	let note: SyncNote | null = null;
	const records = context.getInputData().map(({ json }) => {
		const { [SYNC_KEY]: own, ...record } = json;
		if (own) note = own as unknown as SyncNote;
		return record as CoupaRecord;
	});
	return { records: records.filter((record) => Object.keys(record).length > 0), note };
}

function builtFile(table: MasterDataTable, records: CoupaRecord[], options: WritingOptions) {
	const writer = createMasterDataWriter(table, writeOptions(options));
	const content = Buffer.concat([writer.write(records), writer.end()]);
	return { content, written: writer.written, problems: writer.problems };
}

function syncJson(note: SyncNote | null): IDataObject {
	return note ? { [SYNC_KEY]: note as unknown as IDataObject } : {};
}

async function namesIn(port: SftpPort, folder: string, create: boolean): Promise<string[]> {
	try {
		return (await port.list(folder)).map(({ name }) => name);
	} catch (error) {
		if (!isFailure(error, 'noSuchFile')) throw new SftpFailure((error as Error).message, error instanceof SftpFailure ? error.kind : 'other', error instanceof SftpFailure ? error.details : {});
		if (!create) throw new SftpFailure(error.message, 'noSuchFile', { ...error.details, hint: 'Ask the operator of the lock-box to create the folder, correct "Outgoing Folder" in the credential, or switch on "Create Folder".' });
		await makeFolders(port, folder);
		return [];
	}
}

async function makeFolders(port: SftpPort, folder: string): Promise<void> {
	const steps = folder.split('/').filter(Boolean);
	for (let depth = 1; depth <= steps.length; depth++) await port.makeFolder(steps.slice(0, depth).join('/'));
}

async function uploadedFile(context: IExecuteFunctions, port: SftpPort, folder: string) {
	const property = context.getNodeParameter('binaryPropertyName', 0) as string;
	const { [SYNC_KEY]: note, ...json } = context.getInputData()[0]?.json ?? {};
	const binary = context.helpers.assertBinaryData(0, property);
	const name = ((context.getNodeParameter('options', 0, {}) as UploadOptions).fileName || binary.fileName) ?? 'file.csv';
	const content = binary.id ? await context.helpers.getBinaryStream(binary.id) : await context.helpers.getBinaryDataBuffer(0, property);
	await port.upload(fileIn(folder, name), content as AsyncIterable<Uint8Array> & Buffer);
	return { json: { ...json, fileName: name, folder, ...(note ? { [SYNC_KEY]: note } : {}) }, from: 0 };
}
