/**
 * 100,000 invoices a day and 1,000,000 suppliers in queue mode, worked out from measured constants: which limit binds, and when. Prints the
 * tables and writes them into docs/queue-mode.md; a test holds the two together.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { line } from '../harness/print';
import { PROJECT } from '../harness/project';
import { simulationText } from './scale/tables';

const DOCUMENT = join(PROJECT, 'docs', 'queue-mode.md');
const MARKS = /(<!-- simulation: made by `npm run simulate` -->\n)[\s\S]*?(\n<!-- end of the simulation -->)/;

const text = readFileSync(DOCUMENT, 'utf8');
if (!MARKS.test(text)) throw new Error('docs/queue-mode.md has lost the marks around the simulation.');
const tables = simulationText();
line(tables);
writeFileSync(
	DOCUMENT,
	text.replace(MARKS, (_, before: string, after: string) => before + tables + after),
);
