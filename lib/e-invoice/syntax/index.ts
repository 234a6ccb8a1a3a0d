import type { SyntaxTable } from './table';

/** All syntaxes that are read. */
export const SYNTAXES: readonly SyntaxTable[] = [];
