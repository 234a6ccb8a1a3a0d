// Installs the development packages when they are missing or no longer fit the lock file. Plain JavaScript without
// packages of its own: it is what `npm run demo` and `npm test` start with on a fresh machine, on any Node from 20.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const marker = join(root, 'node_modules', '.installed');
const wanted = createHash('sha256')
	.update(readFileSync(join(root, 'package-lock.json')))
	.digest('hex');

/** npm's own script where npm started us, so that the same npm is used; else the one on the path. */
function npm(...args) {
	const script = process.env.npm_execpath;
	const [command, first] = script && script.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
	execFileSync(command, [...first, ...args], {
		cwd: root,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: command === 'npm' && process.platform === 'win32',
	});
}

const installed = existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
if (!installed) {
	console.log('Installing the development packages (once, about a minute) ...');
	// The versions of the lock file. Not `npm ci`: it refuses a lock file that lists the binaries of some platforms only.
	// Install scripts are left out but for the one that brings Node 24: nothing else here needs a compiler.
	npm('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund');
	npm('rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund');
	writeFileSync(marker, wanted);
}
