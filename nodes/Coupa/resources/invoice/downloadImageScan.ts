import type { ItemOperation } from '../../../common/operation';
import { outputBinaryField, shownFor } from '../../../common/description';
import { INVOICE } from '../definition';
import { locatedId, recordLocator } from '../locator';
import type { CoupaSession } from '../session';

/** Fetches the page image of an invoice as a binary property. */
export const downloadImageScan: ItemOperation<CoupaSession> = {
	description: shownFor('invoice', 'downloadImageScan', [recordLocator(INVOICE), outputBinaryField('imageScan')]),
	async execute(context, session, itemIndex) {
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const { content, mimeType, fileName } = await session.client.bytes(`${INVOICE.path}/${id}/retrieve_image_scan`);
		const property = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const binary = await context.helpers.prepareBinaryData(content, fileName ?? `invoice-${id}`, mimeType);
		return [
			{ json: { id: Number(id), fileName: binary.fileName ?? null, mimeType, size: content.length }, binary: { [property]: binary } },
		];
	},
};
