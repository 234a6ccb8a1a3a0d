import { FILE_LEVELS, type Check } from './check';
import { IMAGE_TYPES } from '../image-file';

export const imagePresent: Check = {
	name: 'imagePresent',
	label: 'Page image present',
	description: 'The page image that the row names is in the package; where an image is required, the row names one.',
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
	description: 'The page image is a PDF, TIFF, PNG or JPEG by its content, whatever it is called.',
	default: 'error',
	levels: FILE_LEVELS,
	find: async ({ image }) => {
		if (image === null || (await image.content()).length === 0) return [];
		const found = await image.contentType();
		if (found !== null && IMAGE_TYPES.includes(found)) return [];
		return [
			{
				column: 'Image Scan Filename',
				path: 'image-scan',
				value: image.file.fileName,
				message: `The content of "${image.file.fileName}" is ${found === null ? 'of no known type' : found}: a page image is a PDF, TIFF, PNG or JPEG. It may be damaged or misnamed.`,
			},
		];
	},
};

export const imageSize: Check = {
	name: 'imageSize',
	label: 'Page image size',
	description: 'The page image is not empty and not larger than the limit that is set.',
	default: 'error',
	levels: FILE_LEVELS,
	find: async ({ image, settings }) => {
		if (image === null) return [];
		const { fileName } = image.file;
		const size = (await image.content()).length;
		const place = { column: 'Image Scan Filename', path: 'image-scan', value: fileName };
		if (size === 0) return [{ ...place, message: `The page image "${fileName}" is empty.` }];
		if (size <= settings.imageMaxBytes) return [];
		return [
			{
				...place,
				message: `The page image "${fileName}" has ${megabytes(size)} MB; the limit is ${megabytes(settings.imageMaxBytes)} MB.`,
			},
		];
	},
};

function megabytes(bytes: number): string {
	return (bytes / 1024 / 1024).toFixed(1);
}
