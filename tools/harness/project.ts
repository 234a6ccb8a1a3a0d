import { resolve } from 'node:path';

/** The project's top folder: package.json, dist and workflows lie there. */
export const PROJECT = resolve(__dirname, '../..');
