import { readFileSync } from 'node:fs';

import type { FontPart } from './fonts';

/**
 * The font file of a part, as WOFF. The build puts those files beside the bundle and another function in the place of this one
 * (tools/scripts/lazy.ts).
 */
export function fontFile(part: FontPart): Buffer {
	return readFileSync(require.resolve(`@fontsource/noto-sans/files/noto-sans-${part}-400-normal.woff`));
}
