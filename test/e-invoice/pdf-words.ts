import { inflateSync } from 'node:zlib';
import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFRawStream, PDFRef } from 'pdf-lib';

/** A text that a page shows, with the place of its baseline from the top left, in points. */
export interface Shown {
	page: number;
	x: number;
	y: number;
	size: number;
	text: string;
}

/** Reads the texts of a drawn PDF by another library: what its fonts say that the glyphs mean. */
export async function shownTexts(pdf: Buffer): Promise<Shown[]> {
	const document = await PDFDocument.load(pdf);
	const found = (value: PDFObject | undefined): PDFObject | undefined => (value instanceof PDFRef ? document.context.lookup(value) : value);
	return document.getPages().flatMap((page, index) => {
		const fonts = found(page.node.Resources()?.get(PDFName.of('Font'))) as PDFDict | undefined;
		const meanings = new Map(
			fonts
				?.entries()
				.map(([name, font]) => [name.asString(), meaningOf(found((found(font) as PDFDict).get(PDFName.of('ToUnicode'))))] as const),
		);
		const contents = found(page.node.get(PDFName.of('Contents')));
		const streams = contents instanceof PDFArray ? contents.asArray().map(found) : [contents];
		const text = streams.map((one) => contentOf(one as PDFRawStream)).join('\n');
		return textsOf(text, meanings).map((one) => ({ page: index + 1, ...one }));
	});
}

/** All that is shown on a line, from left to right. */
export function linesOf(shown: readonly Shown[]): string[] {
	const lines = new Map<string, Shown[]>();
	for (const one of shown) {
		const key = `${one.page}:${Math.round(one.y)}`;
		lines.set(key, [...(lines.get(key) ?? []), one]);
	}
	return [...lines.values()].map((line) =>
		line
			.sort((left, right) => left.x - right.x)
			.map(({ text }) => text)
			.join('|'),
	);
}

function contentOf(stream: PDFRawStream): string {
	return Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
}

/** Code → characters, from `<0001> <0003> [<0041> <0042>]` and the like. */
function meaningOf(stream: PDFObject | undefined): Map<string, string> {
	const meanings = new Map<string, string>();
	if (!(stream instanceof PDFRawStream)) return meanings;
	const text = inflateSync(stream.contents).toString('latin1');
	for (const [, first = '', , list = ''] of text.matchAll(/<([\da-f]{4})> <([\da-f]{4})> \[([^\]]*)\]/gi)) {
		for (const [index, [, hex = '']] of [...list.matchAll(/<([\da-f]+)>/gi)].entries()) {
			const code = (parseInt(first, 16) + index).toString(16).padStart(4, '0');
			meanings.set(code, new TextDecoder('utf-16be').decode(Buffer.from(hex, 'hex')));
		}
	}
	return meanings;
}

function textsOf(content: string, meanings: ReadonlyMap<string, ReadonlyMap<string, string>>): Array<Omit<Shown, 'page'>> {
	return [...content.matchAll(/BT\s([^]*?)\sET/g)].map(([, block = '']) => {
		const [, x = '', y = ''] = /1 0 0 1 ([\d.]+) ([\d.]+) Tm/.exec(block) ?? [];
		const [, font = '', size = ''] = /(\/\w+) ([\d.]+) Tf/.exec(block) ?? [];
		const codes = [...block.matchAll(/<([\da-f]+)>/gi)].map(([, hex = '']) => hex).join('');
		const text = (codes.match(/.{4}/g) ?? []).map((code) => meanings.get(font)?.get(code.toLowerCase()) ?? '?').join('');
		return { x: Number(x), y: 841.89 - Number(y), size: Number(size), text };
	});
}
