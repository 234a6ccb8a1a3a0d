/** Writes docs/checks.md from the table of checks, so that the document cannot drift from the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checksDocument } from './checks-document';

writeFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), checksDocument());
