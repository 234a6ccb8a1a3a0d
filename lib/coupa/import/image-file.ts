import { createHash } from 'node:crypto';
import { knownTypeOf } from '../../core';
import type { ImportFile } from './types';

/** The page image of one invoice; its bytes are read when the first reader asks for them, and kept until they are released. */
export class LoadedImage {
	private bytes: Promise<Buffer> | null = null;

	constructor(readonly file: ImportFile) {}

	content(): Promise<Buffer> {
		this.bytes ??= this.file.read();
		return this.bytes;
	}

	/** Lets the bytes go; who asks again has them read again. */
	release(): void {
		this.bytes = null;
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
