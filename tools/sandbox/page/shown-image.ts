import { createRequire } from 'node:module';
import { PNG } from 'pngjs';

interface TiffPage {
	width: number;
	height: number;
}

interface Tiff {
	decode(bytes: Buffer): TiffPage[];
	decodeImage(bytes: Buffer, page: TiffPage): void;
	toRGBA8(page: TiffPage): Uint8Array;
}

/** It brings no types along. */
const tiff = createRequire(__filename)('utif') as Tiff;

/** Dots of the largest page that is shown: A4 at 600 dpi. */
const MOST_DOTS = 36_000_000;

/** A page image as browsers show it: they know PDF, PNG and JPEG, and of a TIFF its first page is made a PNG. Null for one that cannot be shown. */
export function shownImage(type: string, bytes: Buffer): { type: string; bytes: Buffer } | null {
	if (type !== 'image/tiff') return ['application/pdf', 'image/png', 'image/jpeg'].includes(type) ? { type, bytes } : null;
	try {
		const [page] = tiff.decode(bytes);
		if (page === undefined) return null;
		const [width, height] = sizeOf(page);
		if (width * height > MOST_DOTS || width * height === 0) return null;
		tiff.decodeImage(bytes, page);
		const png = new PNG({ width, height });
		png.data = Buffer.from(tiff.toRGBA8(page));
		return { type: 'image/png', bytes: PNG.sync.write(png) };
	} catch {
		// A damaged page is still in Coupa, as it was sent.
		return null;
	}
}

/** Width and height stand in the tags 256 and 257 until the page is decoded. */
function sizeOf(page: TiffPage): [width: number, height: number] {
	const { t256, t257 } = page as TiffPage & { t256?: number[]; t257?: number[] };
	return [t256?.[0] ?? 0, t257?.[0] ?? 0];
}
