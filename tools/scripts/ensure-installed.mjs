// Installs the development packages when they are missing or no longer fit the lock file. Plain JavaScript without
// packages of its own: it is what `npm run demo` and `npm test` start with on a fresh machine, on any Node from 20.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root } from './npm.mjs';

const marker = join(root, 'node_modules', '.installed');
const wanted = createHash('sha256')
	.update(readFileSync(join(root, 'package-lock.json')))
	.digest('hex');

const installed = existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
if (!installed) {
	console.log('Installing the development packages (once, about a minute) ...');
	// Exactly what the lock file names, for this platform. Install scripts are left out but for the one that brings Node 24:
	// nothing else here needs a compiler.
	npm(root, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
	npm(root, 'rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund');
	writeFileSync(marker, wanted);
}
