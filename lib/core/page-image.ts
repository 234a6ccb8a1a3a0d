import { IMAGE_TYPES } from './image-type';
import { sizeText } from './text';

/** A page image as it is judged: by size in bytes and by the MIME type of its content. */
export interface PageImage {
	fileName: string;
	size: number;
	mimeType: string;
}

/** What makes a file unfit to be a page image, and why in words; null for a fit one. Reader and import both ask here. */
export function imageFault(
	{ fileName, size, mimeType }: PageImage,
	maxBytes: number,
): { code: 'imageType' | 'imageSize'; message: string } | null {
	if (size === 0) return { code: 'imageSize', message: `The page image “${fileName}” is empty. Scan it again.` };
	if (!IMAGE_TYPES.includes(mimeType)) {
		return {
			code: 'imageType',
			message: `The page image “${fileName}” is of type ${mimeType}. It must be a PDF, TIFF, PNG or JPEG by content, whatever its name says.`,
		};
	}
	if (size <= maxBytes) return null;
	return {
		code: 'imageSize',
		message: `The page image “${fileName}” is ${sizeText(size)}; the limit is ${sizeText(maxBytes)}. Scan it at a lower resolution, or raise the limit.`,
	};
}
