import PDFDocument from 'pdfkit';

import { ownValue, setOwn } from '../../../core';
import { fontFile } from './font-files';
import { type FontPart, Fonts, type OpenPart } from './fonts';
import { openTypeOf } from './open-type';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** How a text looks: grey for what names things, bold for headings. */
export type Style = 'plain' | 'grey' | 'bold';

/** Grey of the letters, 0 for black to 1 for white. */
const GREYS: Readonly<Record<Style, number>> = { plain: 0, grey: 0.4, bold: 0 };

const unpacked = new Map<FontPart, Buffer>();

function opened(part: FontPart): Buffer {
	const font = unpacked.get(part) ?? openTypeOf(fontFile(part));
	unpacked.set(part, font);
	return font;
}

/**
 * Writes a PDF: text at places. The same calls give the same bytes: nothing in it depends on the clock. The content of pages is written here and
 * not by pdfkit, which measures each text three times and writes it in a dozen parts: of 10,000 lines that took most of the time.
 */
export class Press {
	readonly fonts: Fonts;
	private readonly document: PDFKit.PDFDocument;
	private readonly parts: Buffer[] = [];
	private readonly finished: Promise<void>;
	private readonly opened = new Map<FontPart, PressFont>();

	/** @param day what the PDF says it was made on, which it has to say: the invoice's own day */
	constructor(title: string, day: Date) {
		this.document = new PDFDocument({
			size: 'A4',
			margin: 0,
			autoFirstPage: false,
			// No default: pdfkit would open a part that equals it anew for each text.
			font: null as unknown as string,
			lang: 'en',
			displayTitle: true,
			info: { Title: title, Creator: 'n8n-nodes-coupa-scan-one', CreationDate: day },
		});
		this.document.on('data', (part: Buffer) => this.parts.push(part));
		this.finished = new Promise((resolve, reject) => this.document.on('end', resolve).on('error', reject));
		this.fonts = new Fonts((part) => this.openPart(part));
	}

	page(): void {
		this.document.addPage();
	}

	/** Draws a line that is drawable already; `y` is its baseline. */
	text(line: string, x: number, y: number, size: number, style: Style): void {
		let at = x;
		for (const { part, text, width } of this.fonts.runs(line)) {
			if (text.trim() !== '') this.run(this.font(part), text, at, y, size, style);
			at += width * size;
		}
	}

	rule(x: number, y: number, width: number): void {
		this.document.addContent(`q 0.5 w 0.73 G ${number(x)} ${number(y)} m ${number(x + width)} ${number(y)} l S Q`);
	}

	async finish(): Promise<Buffer> {
		this.document.end();
		await this.finished;
		return Buffer.concat(this.parts);
	}

	/**
	 * Text of one part (ISO 32000-1, 9.4). pdfkit's pages count from the top, so it is turned upright again. Bold is the same font with an
	 * outline: a second one would be as large again.
	 */
	private run(font: PressFont, text: string, x: number, y: number, size: number, style: Style): void {
		const { page } = this.document;
		// By name in the resources of the page (ISO 32000-1, 7.8.3).
		const fonts = page.fonts as Record<string, unknown>;
		if (ownValue(fonts, font.id) === undefined) setOwn(fonts, font.id, font.ref());
		const bold = style === 'bold' ? ` 2 Tr ${number(size / 28)} w` : '';
		this.document.addContent(
			`q 1 0 0 -1 0 ${number(page.height)} cm ${GREYS[style]} g${bold} BT /${font.id} ${number(size)} Tf 1 0 0 1 ${number(x)} ${number(page.height - y)} Tm <${font.codes(text)}> Tj ET Q`,
		);
	}

	private font(part: FontPart): PressFont {
		const font = this.opened.get(part);
		if (!font) throw new RangeError(`The part ${part} of the font was never measured.`);
		return font;
	}

	private openPart(part: FontPart): OpenPart {
		this.document.registerFont(part, opened(part));
		this.document.font(part);
		const font = new PressFont((this.document as unknown as { _font: PdfkitFont })._font);
		this.opened.set(part, font);
		return font;
	}
}

/** To a hundredth of a point. */
function number(value: number): string {
	return String(Math.round(value * 100) / 100);
}

/** What pdfkit keeps of a font that it embeds the used glyphs of; its types leave it out. */
interface PdfkitFont {
	id: string;
	/** The font's object, which has it embedded. */
	ref(): unknown;
	font: { hasGlyphForCodePoint(codePoint: number): boolean; glyphForCodePoint(codePoint: number): FontGlyph };
	/** Thousandths of the size for a unit of the font. */
	scale: number;
	subset: { includeGlyph(id: number): number };
	/** By number in the subset: width in thousandths, and the characters that it shows. */
	widths: Array<number | undefined>;
	unicode: Array<number[] | undefined>;
}

interface FontGlyph {
	id: number;
	advanceWidth: number;
	codePoints: number[];
}

/**
 * A part of the font as it is drawn with: a glyph for each character, as its width says, without kerning and ligatures. A page with thousands
 * of different words would be shaped for seconds, each word kept, and lines would not be as wide as they were measured.
 */
class PressFont implements OpenPart {
	readonly id: string;
	private readonly known = new Map<string, string>();

	constructor(private readonly own: PdfkitFont) {
		this.id = own.id;
	}

	ref(): unknown {
		return this.own.ref();
	}

	has(codePoint: number): boolean {
		return this.own.font.hasGlyphForCodePoint(codePoint);
	}

	advance(character: string): number {
		return (this.glyphOf(character).advanceWidth * this.own.scale) / 1000;
	}

	/** The glyphs of a text in hexadecimal; they are embedded. */
	codes(text: string): string {
		let codes = '';
		for (const character of text) codes += this.known.get(character) ?? this.include(character);
		return codes;
	}

	private include(character: string): string {
		const { subset, widths, unicode, scale } = this.own;
		const glyph = this.glyphOf(character);
		const place = subset.includeGlyph(glyph.id);
		widths[place] ??= glyph.advanceWidth * scale;
		unicode[place] ??= glyph.codePoints;
		const code = place.toString(16).padStart(4, '0');
		this.known.set(character, code);
		return code;
	}

	private glyphOf(character: string): FontGlyph {
		return this.own.font.glyphForCodePoint(character.codePointAt(0) ?? 0);
	}
}
