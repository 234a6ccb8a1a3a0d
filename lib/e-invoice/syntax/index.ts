import { cxml } from './cxml';
import { fatturaPa } from './fatturapa';
import { ksef } from './ksef';
import type { SyntaxTable } from './table';

/** All syntaxes that are read. */
export const SYNTAXES: readonly SyntaxTable[] = [ksef, fatturaPa, cxml];
