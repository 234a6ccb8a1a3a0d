import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { PDFDocument } from 'pdf-lib';
import { PNG } from 'pngjs';
import { ZipFile } from 'yazl';
import type { DeliverySource } from '../../lib/package';

export const delivery: DeliverySource = {
	package: 'batch-0421.zip',
	claim: 'batch-0421~20260425T100000Z~a1.zip',
	receivedAt: '2026-04-25T10:00:00.000Z',
	boundTo: 'acme.coupahost.com',
	encoding: 'auto',
	claimedUntil: '2026-04-25T10:30:00.000Z',
};

/** A ZIP of the given files, in order. */
export async function zip(files: Record<string, Buffer | string>, options: { compress?: boolean } = {}): Promise<Buffer> {
	const archive = new ZipFile();
	for (const [name, content] of Object.entries(files))
		archive.addBuffer(Buffer.from(content), name, { compress: options.compress ?? true, mtime: new Date(2026, 0, 1) });
	archive.end();
	return await buffer(Readable.from(archive.outputStream));
}

/** Overwrites every occurrence of an ASCII text with another of the same length: names that no archiver would write. */
export function patched(bytes: Buffer, from: string, to: string): Buffer {
	if (from.length !== to.length) throw new Error('the same length is needed');
	return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

export async function pdf(text: string): Promise<Buffer> {
	const document = await PDFDocument.create();
	document.addPage([200, 100]).drawText(text, { size: 12, x: 10, y: 50 });
	return Buffer.from(await document.save());
}

export function png(shade: number): Buffer {
	const image = new PNG({ width: 4, height: 4 });
	image.data.fill(shade);
	return PNG.sync.write(image);
}

export function tiff(): Buffer {
	const utif = jest.requireActual<{ encodeImage(rgba: ArrayBuffer, width: number, height: number): ArrayBuffer }>('utif');
	return Buffer.from(utif.encodeImage(new Uint8Array(4 * 4 * 4).fill(200).buffer, 4, 4));
}
