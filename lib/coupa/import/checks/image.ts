import { imageFault, mimeTypeOf } from '../../../core';
import { FILE_LEVELS, type Check, type Facts, type Finding } from './check';

export const imagePresent: Check = {
	name: 'imagePresent',
	label: 'Page image present',
	description:
		'The page image that the row names is in the package, undamaged, and its name is unique; where an image is required, the row names one. At a milder level the invoice is imported without its image.',
	codes: ['imageUrl', 'fileAmbiguous', 'damagedFile'],
	judges: ({ path }) => path === 'image-scan',
	default: 'error',
	levels: FILE_LEVELS,
	find: ({ input, settings }) => {
		const place = { column: 'Image Scan Filename', path: 'image-scan' };
		if (input.missingImage !== undefined) {
			return [
				{
					...place,
					value: input.missingImage,
					message: `The page image "${input.missingImage}" is not in the package: send the invoice again together with it.`,
				},
			];
		}
		if (input.imageScan !== null || !settings.imageRequired) return [];
		return [{ ...place, value: '', message: 'The invoice names no page image, and one is required.' }];
	},
};

export const imageType: Check = {
	name: 'imageType',
	label: 'Page image type',
	description: 'The page image is a PDF, TIFF, PNG or JPEG by its content, whatever its name. At a milder level it is sent anyway.',
	default: 'error',
	levels: FILE_LEVELS,
	find: async (facts) => await faultOf(facts, 'imageType'),
};

export const imageSize: Check = {
	name: 'imageSize',
	label: 'Page image size',
	description: 'The page image is not empty and not larger than the limit that is set. At a milder level it is sent anyway.',
	default: 'error',
	levels: FILE_LEVELS,
	find: async (facts) => await faultOf(facts, 'imageSize'),
};

/** The reader of the package judges by the same rule; the limit that counts is the import's. */
async function faultOf({ image, settings }: Facts, code: 'imageType' | 'imageSize'): Promise<Finding[]> {
	if (image === null) return [];
	const { fileName } = image.file;
	const content = await image.content();
	const fault = imageFault({ fileName, size: content.length, mimeType: await mimeTypeOf(content) }, settings.imageMaxBytes);
	if (fault?.code !== code) return [];
	return [{ column: 'Image Scan Filename', path: 'image-scan', value: fileName, message: fault.message }];
}
