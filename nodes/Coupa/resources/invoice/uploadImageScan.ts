import type { IDataObject } from 'n8n-workflow';

import { binaryName } from '../../../common/binary';
import type { ItemOperation } from '../../../common/operation';
import { inputBinaryField, shownFor } from '../../../common/description';
import { INVOICE } from '../definition';
import { locatedId, recordLocator } from '../locator';
import { presented, simplifyProperty } from '../output';
import type { CoupaSession } from '../session';

/** Puts the page image of an invoice into Coupa, replacing one that is there (rules.md §9, Image scan). */
export const uploadImageScan: ItemOperation<CoupaSession> = {
	description: shownFor('invoice', 'uploadImageScan', [
		recordLocator(INVOICE),
		inputBinaryField('imageScan', 'the file to upload (PDF, TIFF, PNG or JPEG)'),
		simplifyProperty,
	]),
	async execute(context, session, itemIndex) {
		const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const { fileName, mimeType } = binaryName(context.helpers.assertBinaryData(itemIndex, property), 'image-scan');
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, property);
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const invoice = await session.client.putFile(`${INVOICE.path}/${id}/image_scan`, { name: 'file', content, fileName, mimeType });
		return [{ json: presented(invoice, INVOICE, context.getNodeParameter('simple', itemIndex) as boolean) as IDataObject }];
	},
};
