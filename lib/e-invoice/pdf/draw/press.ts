import PDFDocument from 'pdfkit';

import { fontFile } from './font-files';
import { type FontPart, Fonts, type OpenPart } from './fonts';
import { openTypeOf } from './open-type';

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** How a text looks: grey for what names things, bold for headings. */
export type Style = 'plain' | 'grey' | 'bold';

const COLOURS: Readonly<Record<Style, string>> = { plain: '#000000', grey: '#666666', bold: '#000000' };

const unpacked = new Map<FontPart, Buffer>();

function opened(part: FontPart): Buffer {
	const font = unpacked.get(part) ?? openTypeOf(fontFile(part));
	unpacked.set(part, font);
	return font;
}

/** Writes a PDF: text at places. The same calls give the same bytes: nothing in it depends on the clock. */
export class Press {
	readonly fonts: Fonts;
	private readonly document: PDFKit.PDFDocument;
	private readonly parts: Buffer[] = [];
	private readonly finished: Promise<void>;

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
		this.document.fillColor(COLOURS[style]);
		for (const { part, text, width } of this.fonts.runs(line)) {
			if (text.trim() !== '') this.run(part, text, at, y, size, style);
			at += width * size;
		}
	}

	rule(x: number, y: number, width: number): void {
		this.document
			.moveTo(x, y)
			.lineTo(x + width, y)
			.lineWidth(0.5)
			.strokeColor('#bbbbbb')
			.stroke();
	}

	async finish(): Promise<Buffer> {
		this.document.end();
		await this.finished;
		return Buffer.concat(this.parts);
	}

	/** Bold is the same font with an outline: a second one would be as large again. */
	private run(part: FontPart, text: string, x: number, y: number, size: number, style: Style): void {
		this.document.font(part).fontSize(size);
		const bold = style === 'bold';
		if (bold) this.document.lineWidth(size / 28).strokeColor(COLOURS.bold);
		this.document.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', ...(bold && { stroke: true, fill: true }) });
	}

	private openPart(part: FontPart): OpenPart {
		this.document.registerFont(part, opened(part));
		this.document.font(part);
		const { _font: own } = this.document as unknown as { _font: OpenedFont };
		own.layout = unshaped(own);
		return {
			has: (codePoint) => own.font.hasGlyphForCodePoint(codePoint),
			advance: (character) => own.layout(character).advanceWidth / 1000,
		};
	}
}

/** What pdfkit keeps of the font that is set; its types leave it out. */
interface OpenedFont {
	font: { hasGlyphForCodePoint(codePoint: number): boolean; glyphForCodePoint(codePoint: number): FontGlyph };
	/** Thousandths of the size for a unit of the font. */
	scale: number;
	layout(text: string): { glyphs: FontGlyph[]; positions: GlyphPosition[]; advanceWidth: number };
}

interface FontGlyph {
	advanceWidth: number;
}

type GlyphPosition = Readonly<Record<'xAdvance' | 'yAdvance' | 'xOffset' | 'yOffset' | 'advanceWidth', number>>;

/**
 * A glyph for each character, as its width says, without kerning and ligatures: a page with thousands of different words would be shaped
 * for seconds, each word kept, and lines would not be as wide as they were measured.
 */
function unshaped({ font, scale }: OpenedFont): OpenedFont['layout'] {
	const known = new Map<string, { glyph: FontGlyph; position: GlyphPosition }>();
	const laid = (character: string): { glyph: FontGlyph; position: GlyphPosition } => {
		const glyph = font.glyphForCodePoint(character.codePointAt(0) ?? 0);
		const advance = glyph.advanceWidth * scale;
		const one = { glyph, position: { xAdvance: advance, yAdvance: 0, xOffset: 0, yOffset: 0, advanceWidth: advance } };
		known.set(character, one);
		return one;
	};
	return (text) => {
		const all = Array.from(text, (character) => known.get(character) ?? laid(character));
		return {
			glyphs: all.map(({ glyph }) => glyph),
			positions: all.map(({ position }) => position),
			advanceWidth: all.reduce((sum, { position }) => sum + position.advanceWidth, 0),
		};
	};
}
