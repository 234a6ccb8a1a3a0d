import { cii } from './cii';
import { cxml } from './cxml';
import { fatturaPa } from './fatturapa';
import { fatturaPaSimplified } from './fatturapa/simplified';
import { ksef } from './ksef';
import type { SyntaxTable } from './table';
import { ubl } from './ubl';
import { zugferd1 } from './zugferd-1';

/** All syntaxes that are read. */
export const SYNTAXES: readonly SyntaxTable[] = [ubl, cii, zugferd1, ksef, fatturaPa, fatturaPaSimplified, cxml];
