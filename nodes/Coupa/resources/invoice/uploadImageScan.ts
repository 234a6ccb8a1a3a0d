import type { IDataObject } from 'n8n-workflow';

import { entryNamed } from '../../../../lib/coupa';
import { binaryName } from '../../../common/binary';
import { inputBinaryField } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { locatedId } from '../../fields/locator';
import { outputOf, outputProperties, presented } from '../../fields/output';
import type { CoupaOperation } from '../../operations/operation';

const INVOICE = entryNamed('invoice');

const properties = [inputBinaryField('imageScan', 'the file to upload (PDF, TIFF, PNG or JPEG)'), ...outputProperties];

/** Puts the page image of an invoice into Coupa, replacing one that is there (rules.md §9, Image scan). */
export const uploadImageScan: CoupaOperation = {
	face: {
		value: 'uploadImageScan',
		name: 'Upload Image Scan',
		action: 'Upload image scan of invoice',
		description: 'Add the page image to an invoice',
	},
	picksRecord: true,
	scopes: ['core.invoice.write'],
	description: properties,
	async execute(context, session, itemIndex) {
		const parameters = new ItemParameters(context, itemIndex, properties);
		const output = outputOf(context, itemIndex, INVOICE);
		const property = parameters.inputFile('binaryPropertyName');
		const { fileName, mimeType } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'image-scan');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const invoice = await session.client.putFile(`${INVOICE.path}/${id}/image_scan`, { name: 'file', content, fileName, mimeType });
		return [{ json: presented(invoice, INVOICE, output) as IDataObject }];
	},
};
