import { createHash } from 'node:crypto';
import { knownTypeOf } from '../../core';
import type { ImportFile } from './types';

/** The page image of one invoice; its bytes are read once, when the first reader asks for them. */
export class LoadedImage {
	private bytes: Promise<Buffer> | null = null;

	constructor(readonly file: ImportFile) {}

	content(): Promise<Buffer> {
		this.bytes ??= this.file.read();
		return this.bytes;
	}

	/** Its sha-256 in hexadecimal. */
	async hash(): Promise<string> {
		return createHash('sha256')
			.update(await this.content())
			.digest('hex');
	}

	/** The MIME type that the content itself shows, whatever the file is called; null when it shows none. */
	async contentType(): Promise<string | null> {
		return await knownTypeOf(await this.content());
	}
}
