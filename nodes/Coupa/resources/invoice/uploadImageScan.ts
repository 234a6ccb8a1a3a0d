import type { IDataObject } from 'n8n-workflow';

import { entryNamed } from '../../../../lib/coupa';
import { binaryName } from '../../../common/binary';
import { inputBinaryField } from '../../../common/description';
import { locatedId } from '../../fields/locator';
import { presented, simplifyProperty } from '../../fields/output';
import type { CoupaOperation } from '../../operations/operation';

const INVOICE = entryNamed('invoice');

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
	description: [inputBinaryField('imageScan', 'the file to upload (PDF, TIFF, PNG or JPEG)'), simplifyProperty],
	async execute(context, session, itemIndex) {
		const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const { fileName, mimeType } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'image-scan');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const invoice = await session.client.putFile(`${INVOICE.path}/${id}/image_scan`, { name: 'file', content, fileName, mimeType });
		return [{ json: presented(invoice, INVOICE, context.getNodeParameter('simple', itemIndex) as boolean) as IDataObject }];
	},
};
