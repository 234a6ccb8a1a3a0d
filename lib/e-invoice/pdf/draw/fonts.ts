import { codePointOf } from '../../../core';

/** Parts of Noto Sans (SIL Open Font License 1.1) by script, as its package cuts it: a page embeds of those it needs the glyphs it uses. */
export const FONT_PARTS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'greek-ext', 'cyrillic-ext', 'vietnamese'] as const;

export type FontPart = (typeof FONT_PARTS)[number];

/** Shown for a character that no part of the font has. */
const REPLACEMENT = '\ufffd';

/**
 * Which part has which characters: what its package says (unicode.json), ranges only where one is looked for at all. A part is opened when
 * a character of its ranges comes up.
 */
const RANGES: Readonly<Record<FontPart, ReadonlyArray<readonly [number, number]>>> = {
	latin: [
		[0x20, 0x17f],
		[0x2bb, 0x308],
		[0x2000, 0x22ff],
		[0xfffd, 0xfffd],
	],
	'latin-ext': [
		[0x100, 0x2ff],
		[0x304, 0x329],
		[0x1d00, 0x1eff],
		[0x2020, 0x2c7f],
		[0xa720, 0xa7ff],
	],
	greek: [[0x370, 0x3ff]],
	cyrillic: [
		[0x301, 0x301],
		[0x400, 0x4b1],
		[0x2116, 0x2116],
	],
	'greek-ext': [[0x1f00, 0x1fff]],
	'cyrillic-ext': [
		[0x460, 0x52f],
		[0x1c80, 0x1c8a],
		[0x20b4, 0x20b4],
		[0x2de0, 0x2dff],
		[0xa640, 0xa69f],
	],
	vietnamese: [
		[0x102, 0x1b0],
		[0x300, 0x329],
		[0x1ea0, 0x1ef9],
		[0x20ab, 0x20ab],
	],
};

/** A part of the font, opened. */
export interface OpenPart {
	has(codePoint: number): boolean;
	/** Width of a character at size 1. */
	advance(character: string): number;
}

interface Glyph {
	part: FontPart;
	advance: number;
}

/** Text in one part of the font. */
export interface Run {
	part: FontPart;
	text: string;
	/** At size 1. */
	width: number;
}

/** Characters of a text that are drawn; of what is longer the rest is counted. */
const MOST_CHARACTERS = 20_000;
/** Characters that are named where the font has none of them. */
const MOST_NAMED = 60;
const PLAIN = /^[ -~]*$/;
const BLANK = 0x20;
const ASCII = 0x80;
const BREAKS_BEHIND: ReadonlySet<number> = new Set(Array.from(' -/,;_', (character) => character.charCodeAt(0)));

/** Measures, wraps and splits texts for a font in parts. Widths come of single characters, so all takes time in proportion to the text. */
export class Fonts {
	/** Characters that were asked for and which no part has. */
	readonly missing = new Set<string>();
	private readonly glyphs = new Map<string, Glyph | null>();
	private readonly parts = new Map<FontPart, OpenPart>();
	/** Widths of the characters that most texts are of. */
	private readonly ascii = new Float64Array(ASCII).fill(NaN);

	constructor(private readonly open: (part: FontPart) => OpenPart) {}

	/** The text as it is drawn: composed, blanks for tabs, what the font lacks replaced. */
	drawable(text: string): string {
		if (this.isPlain(text)) return text;
		const cut = text.slice(0, MOST_CHARACTERS);
		const more = text.length > cut.length ? ` … (${(text.length - cut.length).toLocaleString('en')} more characters)` : '';
		let out = '';
		for (const character of `${cut}${more}`.normalize('NFC').replace(/\t/g, ' ')) {
			const kept = /[\n\r\u0085\u2028\u2029]/.test(character) || this.glyph(character) !== null;
			if (!kept) this.missing.add(character);
			out += kept ? character : REPLACEMENT;
		}
		return out;
	}

	/** Lines of a text that are no wider than `width` at a size, broken behind blanks and hyphens, inside a word where it is too long. */
	lines(text: string, size: number, width: number): string[] {
		if (this.isPlain(text)) return this.wrapped(text, width / size);
		return this.drawable(text)
			.split(/\r\n|[\n\r\u0085\u2028\u2029]/)
			.flatMap((paragraph) => this.wrapped(paragraph, width / size));
	}

	width(line: string, size: number): number {
		let width = 0;
		for (let at = 0; at < line.length;) {
			const code = line.codePointAt(at) ?? 0;
			width += this.advance(code);
			at += lengthOf(code);
		}
		return width * size;
	}

	/** A drawable text in pieces that one part has each. */
	runs(line: string): Run[] {
		if (this.isPlain(line)) return [{ part: 'latin', text: line, width: this.width(line, 1) }];
		const runs: Run[] = [];
		for (const character of line) {
			const glyph = this.glyph(character);
			if (!glyph) continue;
			const last = runs.at(-1);
			if (last?.part === glyph.part) {
				last.text += character;
				last.width += glyph.advance;
			} else runs.push({ part: glyph.part, text: character, width: glyph.advance });
		}
		return runs;
	}

	/** The missing characters by their numbers in Unicode: the page cannot show them. */
	missingNames(): string {
		const names = [...this.missing].map(codePointOf).sort();
		const more = names.length - MOST_NAMED;
		return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`;
	}

	private wrapped(text: string, most: number): string[] {
		const lines: string[] = [];
		let start = 0;
		let width = 0;
		let breakAt = 0;
		let widthAtBreak = 0;
		for (let at = 0; at < text.length;) {
			const code = text.codePointAt(at) ?? 0;
			const advance = this.advance(code);
			while (width + advance > most && at > start && code !== BLANK) {
				const cut = breakAt > start ? breakAt : at;
				lines.push(text.slice(start, cut).trimEnd());
				width = cut === at ? 0 : width - widthAtBreak;
				start = cut;
			}
			width += advance;
			at += lengthOf(code);
			if (!BREAKS_BEHIND.has(code)) continue;
			breakAt = at;
			widthAtBreak = width;
		}
		return [...lines, text.slice(start).trimEnd()];
	}

	/** Most texts are: printable ASCII, which the font has, and which no other form is composed of. */
	private isPlain(text: string): boolean {
		return text.length <= MOST_CHARACTERS && PLAIN.test(text) && this.glyph(' ') !== null;
	}

	/** Width of a character at size 1; 0 for one that no part has. */
	private advance(code: number): number {
		const known = code < ASCII ? (this.ascii[code] ?? NaN) : NaN;
		if (!Number.isNaN(known)) return known;
		const advance = this.glyph(String.fromCodePoint(code))?.advance ?? 0;
		if (code < ASCII) this.ascii[code] = advance;
		return advance;
	}

	private glyph(character: string): Glyph | null {
		const known = this.glyphs.get(character);
		if (known !== undefined) return known;
		const found = this.find(character);
		this.glyphs.set(character, found);
		return found;
	}

	private find(character: string): Glyph | null {
		const codePoint = character.codePointAt(0) ?? 0;
		for (const part of FONT_PARTS) {
			if (!RANGES[part].some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
			const open = this.parts.get(part) ?? this.open(part);
			this.parts.set(part, open);
			if (open.has(codePoint)) return { part, advance: open.advance(character) };
		}
		return null;
	}
}

/** In UTF-16. */
function lengthOf(codePoint: number): number {
	return codePoint > 0xffff ? 2 : 1;
}
