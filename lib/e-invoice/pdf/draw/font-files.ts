import { readFileSync } from 'node:fs';

/** Parts of Noto Sans (SIL Open Font License 1.1) by script, as its package cuts it: a page embeds of those it needs the glyphs it uses. */
export const FONT_PARTS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'greek-ext', 'cyrillic-ext', 'vietnamese'] as const;

export type FontPart = (typeof FONT_PARTS)[number];

/** The font file of a part, as WOFF. The build puts those files beside the bundle (tools/scripts/lazy.ts). */
export function fontFile(part: FontPart): Buffer {
	return readFileSync(require.resolve(`@fontsource/noto-sans/files/noto-sans-${part}-400-normal.woff`));
}
