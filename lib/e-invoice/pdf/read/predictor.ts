import type { Decoding } from './filters';
import { damaged } from './pdf-error';
import type { PdfDictionary, PdfValue } from './values';

/** Rows that are worked on between two turns of the event loop. */
const ROWS = 2048;
/** Bytes of a row; the rows of a cross-reference stream have some five. */
const LONGEST_ROW = 1024 * 1024;

/** Undoes the predictor that a writer used to make content pack better (ISO 32000-1, 7.4.4.4): those of PNG, and TIFF's for whole bytes. */
export async function withoutPredictor(bytes: Buffer, parameters: PdfDictionary, { turn }: Decoding): Promise<Buffer> {
	const predictor = numberOr(parameters.get('Predictor'), 1);
	if (predictor < 2) return bytes;
	const colours = numberOr(parameters.get('Colors'), 1);
	const depth = numberOr(parameters.get('BitsPerComponent'), 8);
	const length = Math.ceil((colours * depth * numberOr(parameters.get('Columns'), 1)) / 8);
	const pixel = Math.max(1, Math.ceil((colours * depth) / 8));
	if (!(length >= 1 && length <= LONGEST_ROW)) throw damaged('packed content has rows of an impossible length');
	if (predictor === 2) return await tiff(bytes, length, pixel, depth, turn);
	const rows = Math.ceil(bytes.length / (length + 1));
	const out = Buffer.alloc(rows * length);
	for (let row = 0; row < rows; row++) {
		if (row % ROWS === 0) await turn();
		const from = row * (length + 1);
		const given = bytes.subarray(from + 1, from + 1 + length);
		const above = row === 0 ? Buffer.alloc(length) : out.subarray((row - 1) * length, row * length);
		undo(bytes[from] ?? 0, given, above, out.subarray(row * length, (row + 1) * length), pixel);
	}
	return out.subarray(0, Math.max(0, bytes.length - rows));
}

function undo(kind: number, given: Buffer, above: Buffer, row: Buffer, pixel: number): void {
	for (let at = 0; at < given.length; at++) {
		const left = at < pixel ? 0 : (row[at - pixel] ?? 0);
		const up = above[at] ?? 0;
		const corner = at < pixel ? 0 : (above[at - pixel] ?? 0);
		row[at] = (given[at] ?? 0) + predicted(kind, left, up, corner);
	}
}

function predicted(kind: number, left: number, up: number, corner: number): number {
	switch (kind) {
		case 1:
			return left;
		case 2:
			return up;
		case 3:
			return (left + up) >> 1;
		case 4:
			return paeth(left, up, corner);
		default:
			return 0;
	}
}

function paeth(left: number, up: number, corner: number): number {
	const guess = left + up - corner;
	const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
	if (toLeft <= toUp && toLeft <= toCorner) return left;
	return toUp <= toCorner ? up : corner;
}

async function tiff(bytes: Buffer, length: number, pixel: number, depth: number, turn: () => Promise<void>): Promise<Buffer> {
	if (depth !== 8) throw damaged('packed content uses a predictor for pictures only');
	const out = Buffer.from(bytes);
	for (let from = 0, row = 0; from < out.length; from += length, row++) {
		if (row % ROWS === 0) await turn();
		for (let at = from + pixel; at < Math.min(from + length, out.length); at++) out[at] = (out[at] ?? 0) + (out[at - pixel] ?? 0);
	}
	return out;
}

function numberOr(value: PdfValue, other: number): number {
	return typeof value === 'number' ? value : other;
}
