import type { INodeProperties } from 'n8n-workflow';

import { attachFile, entryNamed, listPath } from '../../../../lib/coupa';
import { binaryName } from '../../../common/binary';
import { inputBinaryField } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { presentedItem, writtenOutputProperties } from '../../fields/output';
import { ownerOf } from '../../fields/owner';
import type { CoupaOperation } from '../../operations/operation';
import { hintAnswerLost } from '../../operations/written';

const ATTACHMENT = entryNamed('attachment');

const intentProperty: INodeProperties = {
	displayName: 'Visible To',
	name: 'intent',
	type: 'options',
	options: [
		{ name: 'Internal', value: 'Internal', description: 'Users of Coupa in your company' },
		{ name: 'Supplier', value: 'Supplier', description: 'The supplier sees it, too' },
		{ name: 'Email', value: 'Email', description: 'The email that a document came with, as capture systems attach it' },
		{ name: 'Invoice', value: 'Invoice', description: 'The e-invoice that a document was made from, as capture systems attach it' },
	],
	default: 'Internal',
	description: "What Coupa calls the attachment's intent",
};

const properties: INodeProperties[] = [inputBinaryField('data', 'the file to attach'), intentProperty, ...writtenOutputProperties];

/** Attaches a file to a record (page 0109): multipart, sent once. */
export const addFile: CoupaOperation = {
	face: {
		value: 'addFile',
		name: 'Add File',
		action: 'Add file to a record',
		description: 'Attach a file to an invoice, order or other record',
	},
	scopes: [],
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const property = parameters.inputFile('binaryPropertyName');
		const { fileName, mimeType } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'attachment');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const owner = await ownerOf(context, session, ATTACHMENT, itemIndex);
		const file = { fileName, mimeType, content, intent: parameters.choice('intent') };
		const { record, answerLost } = await attachFile(session.client, owner, { list: listPath(ATTACHMENT, owner), file });
		if (answerLost) hintAnswerLost(context, itemIndex, ATTACHMENT, record, 'added');
		return [presentedItem(context, itemIndex, ATTACHMENT, record)];
	},
};
