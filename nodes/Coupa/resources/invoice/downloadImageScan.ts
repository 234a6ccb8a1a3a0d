import { entryNamed } from '../../../../lib/coupa';
import { outputBinaryField } from '../../../common/description';
import { ItemParameters } from '../../../common/parameters';
import { locatedId } from '../../fields/locator';
import type { CoupaOperation } from '../../operations/operation';

const INVOICE = entryNamed('invoice');

const properties = [outputBinaryField('imageScan')];

/** Fetches the page image of an invoice as a binary property. */
export const downloadImageScan: CoupaOperation = {
	face: {
		value: 'downloadImageScan',
		name: 'Download Image Scan',
		action: 'Download image scan of invoice',
		description: 'Read the page image of an invoice',
	},
	picksRecord: true,
	scopes: ['core.invoice.read'],
	description: properties,
	async execute(context, session, itemIndex) {
		const property = new ItemParameters(context, itemIndex, properties).outputField('binaryPropertyName');
		const id = await locatedId(context, session, INVOICE, itemIndex);
		const { content, mimeType, fileName } = await session.client.bytes(`${INVOICE.path}/${id}/retrieve_image_scan`);
		const binary = await context.helpers.prepareBinaryData(content, fileName ?? `invoice-${id}`, mimeType);
		return [
			{ json: { id: Number(id), fileName: binary.fileName ?? null, mimeType, size: content.length }, binary: { [property]: binary } },
		];
	},
};
