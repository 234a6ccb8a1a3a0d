import { fileTypeFromBuffer } from 'file-type/core';
import type { ImportFile } from './types';

/** MIME types that Coupa shows as page image (rules.md §9 ~). */
export const IMAGE_TYPES = ['application/pdf', 'image/tiff', 'image/png', 'image/jpeg'];

/** The page image of one invoice; its bytes are read once, when the first reader asks for them. */
export class LoadedImage {
	private bytes: Promise<Buffer> | null = null;

	constructor(readonly file: ImportFile) {}

	content(): Promise<Buffer> {
		this.bytes ??= this.file.read();
		return this.bytes;
	}

	/** The MIME type that the content itself shows, whatever the file is called; null when it shows none. */
	async contentType(): Promise<string | null> {
		return (await fileTypeFromBuffer(await this.content()))?.mime ?? null;
	}
}
