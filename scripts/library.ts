/** Everything the nodes share, in one bundle: see build.ts. */
export * from '../coupa';
export * from '../exchange';
export * from '../record';
